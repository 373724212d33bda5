# Two commands do everything: `make demo` and `make test`. Both build the environment first; an unchanged one is reused.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Three test processes on two cores: many tests wait, for servers, for processes, for the clock.
WORKERS ?= $(shell cores=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((cores * 3 / 2)))

.PHONY: demo test lint lock docs schema install clean help

help:  ## Show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / — /'

install: $(STAMP)  ## Build the environment in .venv (skipped when nothing changed)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 13) else f"nianbao: Python 3.11 or 3.12 is needed, this is {sys.version.split()[0]}; next: make $(MAKECMDGOALS) PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install -qq --no-compile --no-deps --require-hashes -r requirements.lock  # compiled when imported
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: $(STAMP)  ## Serve the sample county, run one night against it, print where the summary is
	$(BIN)/nianbao demo

test: $(STAMP)  ## All tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(STAMP)  ## ruff, mypy --strict, the layer contract, stale generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict extract transform warehouse expectations flows
	$(BIN)/lint-imports
	$(BIN)/python -m flows.docs --check

docs: $(STAMP)  ## Write the generated references (command line, dictionary, identities, platforms, JSON schemas)
	$(BIN)/python -m flows.docs

lock:  ## Resolve requirements.lock again (needs uv: pip install uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --output-file requirements.lock --quiet

clean:  ## Remove the environment
	rm -rf $(VENV)
