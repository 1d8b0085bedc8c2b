# Python 3.11 or later, git and make are enough: everything else is fetched into .venv and .cache.
#
#   make setup    the program and its libraries, exactly as uv.lock names them
#   make demo     a fictional force, loaded and asked
#   make quick    the tests that need no engine and no browser
#   make test     all tests; brings Java, Maven, Chromium and Neo4j where it can; PROFILE=thorough for hours of them
#   make bundle   one archive from which Dolen is installed on a machine without a network
#   make words    what the pages say, and what of it is not in Welsh yet
#   make check    style, types, layers, compose file, documents

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
UV_VERSION := 0.13.9
BIN := .venv/bin
# Named after what it was made from, so that a changed lock file is followed and an unchanged one costs nothing.
READY := .venv/.ready-$(shell cat pyproject.toml uv.lock Makefile | git hash-object --stdin)
# Three processes, since each waits for its engine or browser for up to a third of its time (docs/testing.md). Each has
# its own engines, and each file's tests run in one of them, in the order of tests/support/stages.py.
# It stops after ten failures: what comes later costs more, and mostly fails for the same reason.
TEST_PROCESSES ?= 3
IN_PROCESSES := -q -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder --maxfail 10
# How much is tried of what is tried by many examples: ci, nightly or thorough.
PROFILE ?= $(or $(DOLEN_TEST_PROFILE),ci)
export DOLEN_TEST_PROFILE := $(PROFILE)
DOLEN_TEST_POLE ?= ../shared/pole
export DOLEN_TEST_POLE

.PHONY: setup demo quick test check tools words bundle
.DEFAULT_GOAL := setup

# Compiled once: where Python may not write beside the sources (PYTHONDONTWRITEBYTECODE, a folder of somebody else's)
# each start would compile everything again, which costs more than three times what the start itself does.
setup: $(READY)
	@$(BIN)/python -m compileall -q graph viz api demo bench tests

$(READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Dolen needs Python 3.11 or later; $(PYTHON) is not. Give another: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { echo "$(PYTHON) cannot make a virtual environment; on Debian install python3-venv."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --frozen --quiet --compile-bytecode
	@rm -f .venv/.ready-*
	@touch $@

demo: setup
	@$(BIN)/dolen demo

quick: setup
	@$(BIN)/pytest -q -m "not engine and not browser and not pole"

tools: setup
	@sh tests/support/bring-tools.sh
	@echo "Neo4j for the tests: $$($(BIN)/python -m tests.support.neo4j.jars)"
	@echo "Classes of the embedded engine: $$($(BIN)/python -m tests.support.engine_archive)"

test: tools
	@if [ -f "$$DOLEN_TEST_POLE/pole-data-importer.zip" ]; then \
		$(BIN)/pytest $(IN_PROCESSES); \
	elif [ "$${CI:-}" = true ]; then \
		echo "The POLE example is missing: DOLEN_TEST_POLE names no folder with pole-data-importer.zip."; exit 1; \
	else \
		echo "Without the POLE example: set DOLEN_TEST_POLE to the folder with pole-data-importer.zip to test with it."; \
		$(BIN)/pytest $(IN_PROCESSES) -m "not pole"; \
	fi

bundle: setup
	@sh deploy/bundle.sh

words: setup
	@mkdir -p .cache && cp api/pages/locale/cy.po .cache/cy.po
	@$(BIN)/pybabel -q extract -F babel.cfg --omit-header -k wording -k wording_of:1,2 -o .cache/pages.pot api graph viz
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -l cy -i .cache/pages.pot -o .cache/cy.po
	@echo "Translate what is empty in .cache/cy.po, and put what you translated into api/pages/locale/cy.po."

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@$(BIN)/pytest -q tests/house
