# `make` prints the targets. The environment is .venv/, the command .venv/bin/cpkb.
PORT ?= 8000
PYTHON ?= python3
BIN = .venv/bin
.DEFAULT_GOAL = help
.PHONY: help setup run test check fix e2e eval bench

help:  ## Print this list
	@awk -F':.*## ' '/^[a-z0-9]+:.*## /{printf "  make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@echo "Installing what cpkb needs: about 1 GB, some minutes the first time."
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@
setup: .venv/.ready  ## Make the environment in .venv/
run: .venv/.ready  ## Load the starter collection and serve it: http://127.0.0.1:8000 (PORT=, CPKB_HOME=)
# Where there is a library, it is served even if preparing fails: another cpkb may be writing to it.
	-$(BIN)/cpkb prepare
	$(BIN)/cpkb serve --port $(PORT)
test: .venv/.ready  ## Run the fast tests (offline)
# With bytecode, whatever the environment says: the many processes would each compile the same files.
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist worksteal --quiet
check: .venv/.ready  ## Check format, lint, layers and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
fix: .venv/.ready  ## Format and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
e2e: .venv/.ready  ## Run the slow and browser tests (real model, real server, real Chromium)
	$(BIN)/python -m pytest -m "slow or browser"
eval: .venv/.ready  ## Judge search on the starter collection's queries
	$(BIN)/cpkb eval
	$(BIN)/cpkb eval --gate
bench: .venv/.ready  ## Measure speed and memory, as ratios
	$(BIN)/cpkb bench
