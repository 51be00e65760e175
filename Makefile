# `make run` starts everything; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help run test lint format types messages bench demo-reset backup assets screenshots clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: $(VENV)/run.stamp ## start the portal with data to click through (PORT=8000)
	@exec $(BIN)/python manage.py run

test: $(VENV)/dev.stamp ## run the tests (ARGS="-k receipt" for some)
	@exec $(BIN)/python -m pytest -n auto $(ARGS)

lint: $(VENV)/dev.stamp ## ruff, djade and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp ## rewrite Python and templates in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-git ls-files 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2

types: $(VENV)/dev.stamp ## mypy
	$(BIN)/mypy .

messages: $(VENV)/dev.stamp ## collect texts, compile the catalogues (ARGS=--check only compares)
	$(BIN)/python manage.py messages $(ARGS)

bench: $(VENV)/dev.stamp ## measure pages beside their floors (ARGS="--count 10000")
	$(BIN)/python -m benchmarks $(ARGS)

demo-reset: $(VENV)/run.stamp ## delete this checkout's database and photos, load the demo again
	$(BIN)/python manage.py demo_reset $(ARGS)

backup: $(VENV)/run.stamp ## database and photos into one file below var/backups
	$(BIN)/python manage.py backup $(ARGS)

assets: ## build CSS, icons and third-party files from npm packages (needs Node.js)
	npm ci --ignore-scripts --no-fund --no-audit
	npm run build

screenshots: $(VENV)/dev.stamp ## take the pictures of README and docs from a running portal
	$(BIN)/python tools/screenshots.py $(ARGS)

clean: ## remove the virtual environment and caches; data stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/run.stamp: requirements.txt
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
