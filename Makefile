# The commands of this project. `make` alone lists them; each makes the environment it needs.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# python3.11 where it runs, else python3; `make PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell if python3.11 -c '' 2>/dev/null; then echo python3.11; else echo python3; fi)
VENV := .venv
BIN := $(VENV)/bin
PIP := python -m pip --quiet --disable-pip-version-check --no-input

.PHONY: help setup all test test-consumers test-croissant check release diff eval bench clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/base.stamp ## Make .venv with what the build needs, at the locked versions

# A release has the date of pipeline/release.toml, whatever the clock of the machine that builds it.
unexport SOURCE_DATE_EPOCH

all: $(VENV)/base.stamp ## Build every table from raw/ into processed/
	$(BIN)/clgc build --raw raw --out processed --gold tests/gold

test: $(VENV)/dev.stamp ## Run the tests
	$(BIN)/python -m pytest

test-consumers: $(VENV)/consumers/made.stamp ## Open the tables in ClickHouse and DataFusion too, in an environment of its own
	$(VENV)/consumers/bin/python -m pytest -m heavy tests/consumers

test-croissant: all $(VENV)/croissant/made.stamp ## Read the release through mlcroissant, in an environment of its own
	$(VENV)/croissant/bin/python tests/croissant_check.py processed/latest

check: $(VENV)/dev.stamp ## Check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

release: $(VENV)/dev.stamp ## Check, build, announce and test the release that pipeline/release.toml names
	$(MAKE) check
	$(BIN)/clgc build --raw raw --out processed --gold tests/gold $(if $(REPLACE),--replace)
	$(BIN)/clgc announce processed/latest
	$(BIN)/python -m tests.consumers.docs --write processed/latest
	$(BIN)/clgc verify processed/latest
	$(MAKE) test

# A published version never changes: what is tried out is built into build/draft.
DRAFT := build/draft
# Not `latest`: drafts of a later version may stand there still.
DRAFT_RELEASE = $(DRAFT)/$(shell sed -n 's/^data_version = "\(.*\)"/\1/p' pipeline/release.toml)

diff: $(VENV)/base.stamp ## Tell what a build of the tree as it is would change in the last release
	$(BIN)/clgc build --raw raw --out $(DRAFT) --gold tests/gold --replace
	$(BIN)/clgc diff processed/latest $(DRAFT_RELEASE)

eval: $(VENV)/base.stamp ## Score a build of the tree as it is against the gold readings of tests/gold
	$(BIN)/clgc build --raw raw --out $(DRAFT) --gold tests/gold --replace
	$(BIN)/clgc evaluate --gold tests/gold $(DRAFT_RELEASE)

# TEXTS is a folder of .txt files: make bench TEXTS=my-texts
TEXTS ?= raw

bench: $(VENV)/dev.stamp ## Measure how fast extraction is beside a plain scan (TEXTS=folder)
	$(BIN)/python -m tests.bench --texts $(TEXTS) --json build/bench.json

clean: ## Remove what can be made again: .venv, build, caches (never raw or processed)
	rm -rf $(VENV) build clgc.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find pipeline schemas tests -name __pycache__ -prune -exec rm -rf {} +

# A stamp stands for a finished step and depends on what the step reads: nothing is installed twice.
$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "clgc needs Python 3.11 or newer; found: $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Install it, or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/base.stamp: $(VENV)/made.stamp requirements/base.txt pyproject.toml
	$(BIN)/$(PIP) install --require-hashes -r requirements/base.txt
	$(BIN)/$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

# What brings much has an environment of its own inside .venv, named like its lock.
$(VENV)/consumers/made.stamp $(VENV)/croissant/made.stamp: $(VENV)/%/made.stamp: $(VENV)/made.stamp requirements/%.txt
	$(PYTHON) -m venv --clear $(VENV)/$*
	$(VENV)/$*/bin/$(PIP) install --require-hashes -r requirements/$*.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	$(BIN)/$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
