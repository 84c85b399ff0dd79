# The commands of this project. `make` alone lists them; each makes the environment it needs.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# python3.11 where it runs, else python3; `make PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell if python3.11 -c '' 2>/dev/null; then echo python3.11; else echo python3; fi)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.PHONY: help setup all test check eval clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/base.stamp ## Make .venv with what the build needs, at the locked versions

all: $(VENV)/base.stamp ## Build every table from raw/ into processed/
	$(BIN)/clgc build --raw raw --out processed

test: $(VENV)/dev.stamp ## Run the tests
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp ## Check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: all ## Score the built tables against the gold readings of tests/gold
	$(BIN)/clgc evaluate --gold tests/gold processed/latest

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
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
