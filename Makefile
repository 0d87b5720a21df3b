# One place for every command. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Material ends in May 2027: README.md, “The way out”. Its notice at every build says no more.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve site test browsers addresses edition mutate bench pins clean

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1	/' | expand -t 16

serve: $(VENV)/site ## Build both languages, serve them, build again at each change (PORT=8001: another port)
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

site: $(VENV)/site ## Build the whole site, both languages, into site/
	$(BIN)/mkdocs build

test: $(VENV)/tests ## Build, then run every test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

browsers: site $(VENV)/tests ## Try the built site in Firefox and WebKit (it says what to install)
	@PYTHONPATH=.:tests $(BIN)/python tools/browsers.py

addresses: site $(VENV)/tests ## Add the new addresses of the site to tests/addresses.tsv
	PYTHONPATH=.:tests $(BIN)/python -m support.addresses

edition: $(VENV)/site ## Freeze the site as it is into editions/, to be read from disk or published
	$(BIN)/python -m explainer.editions

mutate: $(VENV)/tests ## Put the faults of tools/mutations.yml in, one at a time: does a test see each?
	PYTHONPATH=. $(BIN)/python tools/mutate.py $(WORDS)

bench: $(VENV)/tests ## Measure the site against stock Material, in Markdown (needs Node.js; takes long)
	@PYTHONPATH=.:tests $(BIN)/python tools/benchmark.py

pins: $(VENV)/tests ## Compile requirements.in into exact versions with hashes
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile $(PINS) --output-file requirements.txt requirements.in
	$(BIN)/pip-compile $(PINS) --output-file tests/requirements.txt tests/requirements.in
	$(BIN)/pip-compile $(PINS) --output-file .github/requirements.txt .github/requirements.in
PINS := --upgrade --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

clean: ## Remove what the other commands made
	rm -rf $(VENV) site

# The virtual environment, in two steps: what the site needs, what the tests need besides.
$(VENV)/site: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/tests: $(VENV)/site tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	tools/install-browser $(BIN)/python
	@touch $@
