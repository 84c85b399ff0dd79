# The commands of this project. `make` alone lists them; each makes the environment it needs.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# python3.11 where it runs, else python3; `make PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell if python3.11 -c '' 2>/dev/null; then echo python3.11; else echo python3; fi)
VENV := .venv
BIN := $(VENV)/bin
PIP := python -m pip --quiet --disable-pip-version-check --no-input

# `make all COMPILED=1`, test and bench too: extraction as machine code, in a copy of the tree. The rows are the same.
TREE := $(if $(COMPILED),build/compiled,.)
TREE_MADE := $(if $(COMPILED),$(TREE)/made.stamp)
IN_TREE := $(if $(COMPILED),cd $(TREE) && )$(CURDIR)/$(BIN)/python -m

.PHONY: help setup all test test-consumers test-croissant check release diff eval bench clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/base.stamp ## Make .venv with what the build needs, at the locked versions

# A release has the date of pipeline/release.toml, whatever the clock of the machine that builds it.
unexport SOURCE_DATE_EPOCH

all: $(VENV)/base.stamp $(TREE_MADE) ## Build every table from raw/ into processed/
	$(if $(COMPILED),PYTHONPATH=$(TREE) )$(BIN)/clgc build --raw raw --out processed --gold tests/gold

test: $(VENV)/dev.stamp $(TREE_MADE) ## Run the tests
	$(IN_TREE) pytest

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

bench: $(VENV)/dev.stamp $(TREE_MADE) ## Measure how fast extraction is beside a plain scan (TEXTS=folder)
	$(IN_TREE) tests.bench --texts $(abspath $(TEXTS)) --json $(CURDIR)/build/bench.json

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

# What git knows of, copied, so that nothing compiled ever stands beside its source.
build/compiled/made.stamp: $(VENV)/dev.stamp $(if $(COMPILED),$(shell git ls-files -co --exclude-standard pipeline tests))
	rm -rf $(@D) && mkdir -p $(@D)
	git ls-files -coz --exclude-standard | tar -cf - --null -T - | tar -xf - -C $(@D)
	@echo "compiling extraction: a minute or two"
	@cd $(@D) && MYPYC_OPT_LEVEL=2 MYPYC_DEBUG_LEVEL=0 $(CURDIR)/$(BIN)/python -m mypyc pipeline/extract/*.py \
		>mypyc.log 2>&1 || { tail -n 5 mypyc.log >&2; \
		echo "COMPILED=1 needs a C compiler and the headers of Python (Debian: gcc and python3-dev)." >&2; exit 1; }
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	$(BIN)/$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
