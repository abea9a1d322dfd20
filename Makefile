# Two commands for a fresh machine: `make demo` and `make test`. Needs Python 3.11 or newer with its venv module.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto

.PHONY: demo test slow check fix lock wheel benchmarks clean

demo: $(VENV)/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

# Whatever the environment says of bytecode: without it, every worker and every process that a test starts compiles anew.
test slow: export PYTHONDONTWRITEBYTECODE :=

test: check
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -q -m "not slow"

slow: $(VENV)/ready
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -q -m slow

check: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The environment is made anew whenever the lock changes; pip checks every file against the lock's hashes.
$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kannat needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "this Python lacks its venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Renews the lock from pyproject.toml for every supported Python and platform.
lock: $(VENV)/ready
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --group dev --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

wheel: $(VENV)/ready
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

benchmarks: $(VENV)/ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
