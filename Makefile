# The two that matter: `make run` opens the portal, `make test` runs every check.
# Both install what they need.  `make help` lists the rest.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED := 1
# Both start processes by the dozen: each would otherwise compile the whole portal again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test lint suite bench format messages assets clean

help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: $(VENV)/installed translations/compiled ## Install what running needs

setup-test: $(VENV)/installed-dev translations/compiled ## Install what testing needs, a browser too
	@install/system.sh browser

run: setup ## Start everything with the demonstration population; Ctrl-C stops it
	@exec $(BIN)/python -m app.demo.running

# Types are checked while the tests start: loading the portal twice leaves time for it.
test: setup-test ## Run every check: lint, types, contracts, rules, database, doors, browser
	@$(MAKE) --no-print-directory --jobs=2 lint suite

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

suite: setup-test
	$(BIN)/python -m pytest -n 2 --dist loadgroup

bench: setup-test ## Measure each figure beside its limit; NAME=… runs one
	@install/system.sh load
	$(BIN)/python -m benchmarks $(NAME)

format: setup-test ## Put the code in the house's layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup-test ## Collect the sentences to translate into the catalogues
	$(BIN)/python -m translations.collect

assets: ## Build the style sheet and scripts again (needs Node.js)
	cd static/src && npm ci && npm run build

clean: ## Remove what was installed; the data under var/ stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/python: install/system.sh
	@install/system.sh base
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

# pip says nothing while it works, which takes minutes on a slow line.
$(VENV)/installed: $(VENV)/python requirements.txt
	@echo "Installing Python packages into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing Python packages for the tests into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

translations/compiled: $(VENV)/installed $(wildcard translations/*/LC_MESSAGES/*.po)
	@$(BIN)/pybabel -q compile -d translations
	@touch $@
