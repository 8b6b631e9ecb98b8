# Two commands matter: `make demo` and `make test`. Both set themselves up; Python 3.11+, make and git are enough.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help setup demo test lint phones faults fuzz bench docs samples golden lock clean

help:  ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /\t/' | sort

setup: $(READY)  ## Make the virtual environment with exactly the locked packages

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "telebatch needs Python 3.11 or newer; none found on the path" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { echo "could not make $(VENV): install your system's python3-venv package" >&2; exit 1; }
	@echo "installing the locked packages (first time only, about a minute)" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)  ## Run the main job on the sample lists, from contact list to review report
	@rm -rf demo
	@$(PY) -m telebatch demo demo

test: $(READY)  ## Run the tests, as many at a time as there are processors
	@$(PY) -m pytest -n auto --dist loadfile

lint: $(READY)  ## Style, types and formatting
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

phones: $(READY)  ## Hold the phone columns against phonenumbers on every region, mutants and a million strings
	@$(PY) -m tests.normalise.phones.full

faults: $(READY)  ## Kill, crowd, fill and lock real runs of every writing command, hundreds of times
	@$(PY) -m tests.faults
	@$(PY) -m pytest tests/faults tests/store/test_faults.py

fuzz: $(READY)  ## Spoil sound files of every format for ten minutes and push them through the commands (SECONDS=, SEED=)
	@$(PY) -m tests.fuzz --seconds $(or $(SECONDS),600) --seed $(or $(SEED),0)

bench: $(READY)  ## Time per step and ratios against bare Polars and a pandas script
	@$(PY) -m benchmarks

docs: $(READY)  ## Write the generated pages again
	@$(PY) -m tests.pages

golden: $(READY)  ## Run the demo and write its golden results again; read the difference
	@$(PY) -m tests.golden sample_lists/golden

samples: $(READY)  ## Invent the sample lists and two weeks of results again (overwrites them)
	@$(PY) -m benchmarks.invent

lock:  ## Resolve the packages again (needs uv)
	uv pip compile pyproject.toml --extra dev --extra bench --generate-hashes --universal --no-header --no-annotate -q -o requirements.lock --upgrade

clean:  ## Remove everything that was made
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
