# Every task of the project. `make` lists them; CI calls the same ones.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export UV_LINK_MODE := copy

.PHONY: help setup run test test-fast check format schema migration lock seed reset bench soak pictures servers clean
.DEFAULT_GOAL := help

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: .venv/.synced frontend/node_modules/.synced frontend/inbox/dist/.built ## install everything that the app and its tests need

run: setup ## start the app on SQLite with a simulated Shopify, and print the two links
	@$(BIN)/python -m scripts.run

test: setup servers ## run every test
	@$(BIN)/python -m scripts.test

test-fast: setup ## the tests that need no browser and no second database
	@$(BIN)/pytest -q -n 2 -m "not browser" -k "not postgres" tests
	@cd frontend && npm run --silent test

check: setup ## lint, types, import contracts, generated files
	@$(BIN)/python -m scripts.check

format: setup ## format everything
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix . && cd frontend && npm run --silent format

schema: setup ## print both schemas and everything generated from them
	@$(BIN)/python -m backend schema --write
	@cd frontend && npm run --silent codegen && npm run --silent build

migration: setup ## write a migration for what the models say: make migration NAME="add a column"
	@BATON_SHOPIFY_ORIGIN=http://127.0.0.1 $(BIN)/python -m backend migrate
	@BATON_SHOPIFY_ORIGIN=http://127.0.0.1 $(BIN)/python -m backend migrate --revision "$(NAME)"

lock: .venv/.synced ## pin every dependency again, with hashes
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --extra anthropic --extra ollama --extra s3 -c requirements-dev.lock pyproject.toml -o requirements-image.lock

seed: setup ## play a shop's morning through the public doors of a running app
	@$(BIN)/python -m simulator.seed

reset: ## forget all local data
	rm -rf .baton

bench: setup servers ## measure, and write docs/benchmarks.md
	@$(BIN)/python -m benchmarks

soak: setup servers ## let everything fail at random for SOAK_MINUTES, and write docs/soak.md
	@$(BIN)/python -m scripts.soak

pictures: setup servers ## take the README's pictures from the running app
	@$(BIN)/python -m scripts.pictures

servers: .venv/.synced ## find or install the servers and the browser that tests start
	@$(BIN)/python -m scripts.servers

clean: reset ## forget everything that can be made again
	rm -rf .venv frontend/node_modules frontend/inbox/dist

.venv/.synced: requirements-dev.lock requirements-uv.lock
	@echo "Installing what Baton needs. The first time this takes a minute or two."
	@$(PYTHON) -c 'import sys; sys.exit("Baton needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes --python $(BIN)/python requirements-dev.lock requirements-uv.lock
	@touch $@

frontend/node_modules/.synced: frontend/package-lock.json frontend/package.json
	@node -e 'if (+process.versions.node.split(".")[0] < 20) { console.error("Baton needs Node 20 or newer; this is " + process.version); process.exit(1) }'
	@cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

INBOX_SOURCES := $(shell find frontend/inbox frontend/live frontend/graphql -type f -not -path '*/dist/*' 2>/dev/null) frontend/vite.inbox.config.ts
frontend/inbox/dist/.built: frontend/node_modules/.synced $(INBOX_SOURCES)
	@cd frontend && npm run --silent build:inbox -- --logLevel warn
	@touch $@
