# Vangnet. `make` alone prints the targets.
SHELL := /bin/bash
PY := .venv/bin/python
export PYTHONPATH := src
.DEFAULT_GOAL := help

help: ## print this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/.ready: requirements/dev.txt requirements/build.txt pyproject.toml
	@command -v python3 >/dev/null || { echo "Python 3.11 of nieuwer is nodig. Op Debian: apt-get install python3 python3-venv"; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig; dit is $$(python3 --version)."; exit 1; }
	@test -x $(PY) || python3 -m venv .venv || { echo "Het maken van .venv lukt niet. Op Debian: apt-get install python3-venv"; exit 1; }
	@echo "Onderdelen worden geïnstalleerd; dat duurt een paar minuten."
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.ready ## make .venv with the pinned packages

demo: setup ## start Vangnet with made-up people (RESET=1 starts over, PORT=8000)
	@exec $(PY) -m vangnet demo --port "$(or $(PORT),8000)" $(if $(filter-out 0,$(RESET)),--reset)

format: setup ## format the code
	$(PY) -m ruff format src tests
	$(PY) -m ruff check --fix src tests

lint: setup ## style and layers
	$(PY) -m ruff format --check src tests
	$(PY) -m ruff check src tests
	.venv/bin/lint-imports

types: setup ## strict types
	$(PY) -m mypy

check: lint types ## lint, types and the architecture tests
	$(PY) -m pytest -q tests/architecture tests/docs

test: setup ## the whole suite
	$(PY) -m pytest -q

messages: setup ## gather the texts of the screens and compile their English
	$(PY) -m vangnet messages

screenshots: setup ## picture the screens of a running demo in docs/images (PORT=8000)
	$(PY) -m vangnet screenshots --window --base "http://127.0.0.1:$(or $(PORT),8000)" --as "Anouk van der Verzin" vandaag=/vandaag casussen=/casussen signalen=/signalen

test-postgres15: setup ## the tests of the database on Debian's PostgreSQL 15
	VANGNET_POSTGRES=debian15 $(PY) -m pytest -q tests/integration tests/journeys

# `make bench law access` measures the parts named; `make bench` all of them.
PARTS := $(filter law access pages linkage,$(MAKECMDGOALS))
bench: $(addprefix bench-,$(or $(PARTS),law access pages linkage)) ## all the figures, or those of the parts named: make bench law access

law access pages linkage:
	@$(if $(filter bench,$(MAKECMDGOALS)),:,$(MAKE) bench-$@)

docs: setup ## write the generated pages of the reference again
	$(PY) -m vangnet law reference --to docs/reference/norms.md
	$(PY) -m vangnet logs register > docs/reference/processing-activities.md

bench-pages: setup ## how fast the pages are, beside a bare Django page (SCALE=1 for the whole country)
	PYTHONPATH=src:. SCALE="$(SCALE)" $(PY) -m tests.bench.bench_pages

bench-law: setup ## how long one decision takes, beside a dictionary and Cedar
	PYTHONPATH=src:. $(PY) -m tests.bench.bench_law

bench-access: setup ## lists, search and ending grants over a million records (RECORDS=1000000, KEEP=folder)
	PYTHONPATH=src:. $(PY) -m tests.bench.bench_access --records $(or $(RECORDS),1000000) --keep "$(KEEP)"

mutate: setup ## break norms and evaluation on purpose; every mutant must be noticed
	PYTHONPATH=src:. $(PY) -m tests.scenarios.mutation

bench-linkage: setup ## accuracy and speed of linkage beside plain Splink (RECORDS="100000 1000000"), then bench-lookup
	PYTHONPATH=src:. $(PY) -m tests.bench.bench_linkage --records $(or $(RECORDS),100000)
	PYTHONPATH=src:. $(PY) -m tests.bench.bench_lookup --persons $(or $(PERSONS),$(lastword $(RECORDS)),100000)

bench-lookup: setup ## one record laid beside a register of persons, beside Splink and pg_trgm (PERSONS=1000000, KEEP=folder)
	PYTHONPATH=src:. $(PY) -m tests.bench.bench_lookup --persons $(or $(PERSONS),1000000) --keep "$(KEEP)"

bench-flood: setup ## a flood of signals and persons with one placeholder name (SIGNALS=50000)
	PYTHONPATH=src:. $(PY) -m tests.bench.bench_flood --signals $(or $(SIGNALS),50000)

lock: setup ## pin the dependencies again, with hashes
	cd requirements && for f in base dev build spark; do ../.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 $$f.in -o $$f.txt --custom-compile-command "make lock"; done

.PHONY: bench law access pages linkage docs bench-access bench-pages bench-law mutate bench-lookup bench-flood help setup demo format lint types check test messages screenshots test-postgres15 lock bench-linkage
