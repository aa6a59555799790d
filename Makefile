PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RIVALS := .venv-bench/.ready
LOCK = uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --quiet pyproject.toml

.PHONY: help run test check cover mutants bench migration lock format clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(READY): requirements-dev.lock pyproject.toml package.json package-lock.json hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Huitou needs Python 3.11 or newer. Name yours: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(RIVALS): requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

run: $(READY) ## set everything up and serve the demo shop on 127.0.0.1, port PORT or 8000
	$(BIN)/huitou demo
	$(BIN)/huitou serve

test: $(READY) ## run the whole test suite
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

check: $(READY) ## style, types and the one-way rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

cover: $(READY) ## the whole test suite, and which branches of the rooms it never took
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist loadgroup $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --omit='app/*'

mutants: $(READY) ## which small changes of the code no test notices: make mutants ARGS='loyalty.*'
	$(BIN)/mutmut run --max-children 2 $(ARGS)
	$(BIN)/mutmut results | grep -v 'not checked'

bench: $(READY) $(RIVALS) ## measure, side by side, in one run
	$(BIN)/python -m tests.bench $(ARGS)

migration: $(READY) ## draft the next migration: make migration NAME=what_it_does
	@test -n '$(NAME)' || { echo "Say what it does: make migration NAME=notes_on_contacts"; exit 1; }
	$(BIN)/python -m migrations.draft '$(NAME)'

format: $(READY) ## let ruff lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## pin every dependency again, with hashes
	$(LOCK) -o requirements.lock
	$(LOCK) --extra build -c requirements.lock -o requirements-build.lock
	$(LOCK) --extra build --extra dev -c requirements.lock -o requirements-dev.lock
	$(subst pyproject.toml,tests/bench/rivals.in,$(LOCK)) -o requirements-bench.lock

clean: ## remove what was installed, not what was recorded
	rm -rf $(VENV) mutants app/static/vendor
