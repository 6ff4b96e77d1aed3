# Sổ Việc. `make` alone lists the targets. Needs Python ≥ 3.11 and, the first time, the network.
# Recipes stay in this folder and name everything relatively, so a path with spaces is no trouble.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test check fmt lint types arrows reset bench faults rebuild catalogue golden lock tour

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps

help: ## list the targets
	@echo "Sổ Việc: make <target>"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

# Stamps, so that a second run installs nothing.
$(VENV)/.run-ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; try make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Đang cài các gói… · Installing packages…"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.test-ready: requirements-test.txt $(VENV)/.run-ready
	@echo "Đang cài các gói kiểm thử… · Installing test packages…"
	@$(PIP) -r requirements-test.txt
	@touch $@

setup: $(VENV)/.run-ready $(VENV)/.test-ready ## make .venv with what run and test need

run: $(VENV)/.run-ready ## run everything on http://127.0.0.1:8000 (PORT=, HOST=, DEMO=0, SOVIEC_DATA=)
	@exec $(BIN)/python -m service

test: $(VENV)/.test-ready ## run all tests; browser tests when a Chromium is found
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: fmt-check lint types arrows test ## everything that must be green: format, lint, types, arrows, house rules, docs, tests

.PHONY: fmt-check
fmt-check: $(VENV)/.test-ready
	@$(BIN)/ruff format --check .

fmt: $(VENV)/.test-ready ## format the code and mend what can be mended
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lint: $(VENV)/.test-ready ## look for mistakes and broken habits
	@$(BIN)/ruff check .

types: $(VENV)/.test-ready ## mypy, strict, on domain, service and projections
	@$(BIN)/mypy

arrows: $(VENV)/.test-ready ## the import contracts
	@$(BIN)/lint-imports

reset: $(VENV)/.run-ready ## throw the data folder away (asks first; SOVIEC_DATA=)
	@$(BIN)/python -m service.reset

bench: $(VENV)/.test-ready ## measure against the goals: table and bench/results/latest.json (PART="append http" for parts)
	@$(BIN)/python -m bench.run $(PART)

faults: $(VENV)/.test-ready ## kill, starve and freeze it on purpose: table and docs/faults.md (SEED=; 15 minutes)
	@$(BIN)/python -m tests.faults.run $(SEED)

rebuild: $(VENV)/.run-ready ## rebuild the read models from the journal (NAME=one_of_them)
	@$(BIN)/python -m service rebuild $(NAME)

catalogue: $(VENV)/.run-ready ## write docs/catalogue.md anew from the code
	@$(BIN)/python -m service.catalogue

tour: $(VENV)/.test-ready ## take the pictures of docs/tour anew (needs a Chromium)
	@$(BIN)/python -m docs.tour.make_pictures

golden: $(VENV)/.test-ready ## add golden files for new stored names; never changes old ones
	@$(BIN)/python -m tests.golden.examples

lock: $(VENV)/.test-ready ## pin the requirements anew, with hashes (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links requirements-test.in -o requirements-test.txt
