# Two commands are all you need:  make dashboard   and   make test
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CACHE  := data/cache
PORT   ?= 8501

.DEFAULT_GOAL := help
.PHONY: help dashboard test lint benchmark screenshots clean constraints

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

dashboard: $(CACHE)/.seeded  ## build what is missing, open the page on 127.0.0.1; READ_ONLY=1 to show it
	$(BIN)/streamlit run dashboard/app.py --server.port $(PORT) $(if $(READ_ONLY),-- --read-only)

test: $(VENV)/.tested-with $(CACHE)/gazetteer.sqlite  ## the whole suite, in a real browser too
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.tested-with  ## style, types, import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

benchmark: $(VENV)/.tested-with $(CACHE)/gazetteer.sqlite  ## accuracy and speed: make benchmark SETS=folder
	@test -n "$(SETS)" || { echo 'Say where the sets are: make benchmark SETS=folder (benchmarks/README.md)' >&2; exit 2; }
	$(BIN)/python benchmarks/seeds.py
	@for script in gazetteer places resolution dates event_places muc4 roles events; do \
	  echo "== $$script"; $(BIN)/python benchmarks/$$script.py $(SETS) || exit 1; done

# The sample reports, into an empty store; begun once, they are read to the end.
EMPTY := from geocode import open_store; raise SystemExit(bool(open_store().document_ids()))
$(CACHE)/.seeded: | $(CACHE)/gazetteer.sqlite
	@if [ -e $@.begun ] || $(BIN)/python -c '$(EMPTY)'; then \
	  touch $@.begun && $(BIN)/python -m geocode read seeds/reports; fi
	@rm -f $@.begun && touch $@

# Rebuilt when the code or the reference data it is made from are newer.
$(CACHE)/gazetteer.sqlite: $(wildcard geocode/names.py geocode/gazetteer/*.py geocode/gazetteer/sources/*.py data/*.csv data/*.gz data/*.toml) | $(VENV)/.installed
	$(BIN)/python -m geocode build

$(VENV)/.installed: requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Dateline needs Python 3.11 or newer: make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo 'Cannot make a virtual environment. On Debian or Ubuntu: sudo apt install python3-venv' >&2; exit 1; }
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	@touch $@

$(VENV)/.tested-with: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	@touch $@

screenshots: $(VENV)/.tested-with $(CACHE)/gazetteer.sqlite  ## the page's main states, by day and night, into screenshots/
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/python tests/browser/take_pictures.py

constraints: $(VENV)/.tested-with  ## pin again what our pins need
	{ echo '# Written by `make constraints`: what requirements*.txt need in turn, pinned.'; \
	  $(BIN)/python -m pip freeze --exclude-editable; } > constraints.new && mv constraints.new constraints.txt

clean:  ## remove the virtual environment and the caches
	rm -rf $(VENV) $(CACHE)/*.sqlite* $(CACHE)/.seeded*
