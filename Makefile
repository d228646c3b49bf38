# Rekkas. `make help` lists what can be done.
UV_VERSION := 0.13.9
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
ONLY ?=
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check bench lock pictures messages format client

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## A whole post on this machine: build it, fill it, serve it on 127.0.0.1:8000
	@$(BIN)/rekkas demo

test: setup-dev ## The whole suite, on SQLite and on PostgreSQL; ARGS="-k word" runs some
	@$(BIN)/python -m tests.both $(ARGS)

check: setup-dev ## Style, types, the ladder, migrations, translations, locks
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/mypy clients/python/generate.py
	@$(BIN)/python clients/python/generate.py --check
	@$(BIN)/rekkas manage makemigrations --check --dry-run
	@$(BIN)/python -m tests.checks

bench: setup-dev ## The benchmark table; ONLY=prefix runs some
	@$(BIN)/python -m benchmarks --only "$(ONLY)"

setup: .venv/.runtime ## The environment alone

setup-dev: .venv/.dev

pictures: setup-dev ## Take the pictures of pages in docs/pictures again; ONLY=name takes one
	@$(BIN)/python -m tests.pictures $(ONLY)

messages: setup-dev ## Bring the translation files up to date with the sources
	@$(BIN)/python -m tests.messages update

client: setup-dev ## Write the Python client again from the description of the interface
	@$(BIN)/python clients/python/generate.py

format: setup-dev ## Put the sources in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(UV) ## Compile the pins and their hashes again
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --extra planning pyproject.toml -o requirements.lock
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --extra planning --group dev \
		-c requirements.lock pyproject.toml -o requirements-dev.lock

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Rekkas needs Python 3.11 or newer; name one with PYTHON=python3.12 make ..."; exit 1; }
	@echo "Making the environment in .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check "uv==$(UV_VERSION)"

.venv/.runtime: $(UV) requirements.lock pyproject.toml
	@test -e .venv/.dev || $(UV) pip sync -q --require-hashes requirements.lock
	@test -e .venv/.dev || $(UV) pip install -q --no-deps -e .
	@touch $@

.venv/.dev: $(UV) requirements-dev.lock pyproject.toml
	@$(UV) pip sync -q --require-hashes requirements-dev.lock
	@$(UV) pip install -q --no-deps -e .
	@touch .venv/.runtime $@
