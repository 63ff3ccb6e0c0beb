# Two commands carry the house: `make serve` runs it, `make test` proves it.
# Environments are made once, and again only when a lock changes.

PORT ?= 8000
PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip -qq --disable-pip-version-check install
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help serve check test bench lock assets clean quick-checks

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

serve: $(VENV)/ready ## build what is needed and serve at http://127.0.0.1:8000 (PORT=8123 for another)
	@$(BIN)/fagbegreb serve --port $(PORT)

check: quick-checks ## the quick loop: style, types, floors, content and the fast tests
	@echo "· Fast tests"
	@$(PYTEST) -m "not slow and not browser and not external"

test: $(VENV)/ready-dev $(VENV)/ready-sssom ## everything that CI runs
	@tools/system-packages
	@$(MAKE) --no-print-directory quick-checks
	@echo "· All tests but the browser's"
	@$(PYTEST) -m "not browser"
	@echo "· In the browser (by themselves: its driver keeps an event loop running; what fails may"
	@echo "  try once more, and the summary names it)"
	@$(PYTEST) -m browser --reruns 1 -rR

quick-checks: $(VENV)/ready-dev
	@echo "· Style and types"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary --exclude tests/browser server/fagbegreb tests bench
	@MYPYPATH=server:tests $(BIN)/mypy --no-error-summary tests/browser
	@echo "· The floors of the house"
	@$(BIN)/lint-imports > $(VENV)/floors.txt || { cat $(VENV)/floors.txt; exit 1; }
	@echo "· Content"
	@$(BIN)/fagbegreb check

bench: $(VENV)/ready-dev ## measure, and write bench/RESULTS.md
	@tools/system-packages wrk
	@$(BIN)/python -m bench

lock: $(VENV)/ready-dev ## pin the dependencies anew, after a change in pyproject.toml
	@$(COMPILE) requirements-build.in -o requirements-build.lock
	@$(COMPILE) -c requirements-build.lock requirements-build.in pyproject.toml -o requirements.lock
	@$(COMPILE) -c requirements.lock --extra dev requirements-build.in pyproject.toml -o requirements-dev.lock
	@$(COMPILE) requirements-sssom.in -o requirements-sssom.lock

assets: $(VENV)/ready-dev ## rebuild the committed browser bundles (needs Node)
	@tools/assets

clean: ## remove the environments and caches of this checkout
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "fagbegreb needs Python 3.11 or newer; name one with: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@echo "· Making the Python environment $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python cannot make environments here. Install: apt-get install python3-venv"; exit 1; }

# The build backends come first: owlready2 is source-only, and nothing outside the locks may
# take part in building it.
$(VENV)/ready: requirements-build.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "· Installing the pinned packages (a minute or two the first time)"
	@$(BIN)/python $(PIP) --require-hashes -r requirements-build.lock
	@$(BIN)/python $(PIP) --require-hashes --no-build-isolation -r requirements.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock | $(VENV)/ready
	@echo "· Installing the tools of the developer"
	@$(BIN)/python $(PIP) --require-hashes --no-build-isolation -r requirements-dev.lock
	@touch $@

# sssom-py brings a hundred packages, so it lives by itself and runs as a command.
$(VENV)/ready-sssom: requirements-sssom.lock | $(BIN)/python
	@echo "· Installing sssom-py into an environment of its own"
	@$(BIN)/python -m venv $(VENV)/sssom
	@$(VENV)/sssom/bin/python $(PIP) --require-hashes -r requirements-sssom.lock
	@touch $@
