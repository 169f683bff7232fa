# Two commands to begin with: `make run` shows the kiosk, `make test` is the gate. Both do all the set-up themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
export LC_ALL := C.UTF-8
export PYTHONDONTWRITEBYTECODE :=
BIN := .venv/bin
SOURCES := reader kiosk ui emulator fixtures tests
FUZZ_SECONDS ?= 60
FUZZ_TARGETS = $(filter-out __init__,$(basename $(notdir $(wildcard tests/fuzz/targets/*.py))))

.PHONY: help setup run test check format bench fuzz coverage screens pictures clean

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: ## Debian packages, .venv from hashed locks, QML types, translations
	@.ci/setup
	@$(MAKE) --no-print-directory --silent build/ui.stamp

build/ui.stamp: ui/tooling.py $(wildcard ui/*.py ui/i18n/*.ts) .venv
	@$(BIN)/python -m ui.tooling types translations
	@mkdir -p $(@D)
	@touch $@

run: setup ## The kiosk with an emulated card, reader and gateway (without a display: checks all samples in, pictures in build/demo/)
	@exec $(BIN)/emulator demo

check: setup ## Format, lint, types, import contracts, QML, unit tests (the inner loop)
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/mypy --no-error-summary $(SOURCES)
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m ui.tooling lint format
	@$(BIN)/pytest -q -n 2 tests/unit tests/fuzz

test: check ## The whole gate: make check, then everything through the real stack
	@$(BIN)/pytest -q -n 2 --dist loadfile tests/integration tests/qml tests/e2e

format: setup ## Write every file the way the gate wants it
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

bench: setup ## Figures on this machine; JSON in build/bench.json
	@$(BIN)/python -m tests.bench

fuzz: setup ## Every parser under atheris, FUZZ_SECONDS (60) each; what broke lands in build/fuzz
	@$(BIN)/python -m pip --quiet --disable-pip-version-check install --require-hashes --only-binary :all: -r requirements-fuzz.lock
	@for target in $(FUZZ_TARGETS); do $(BIN)/python -m tests.fuzz $$target --seconds $(FUZZ_SECONDS); done

coverage: setup ## Branch coverage of reader: 100 % in codec and crypto, at least 95 % in the rest
	@$(BIN)/pytest -q -n 2 --dist loadfile --cov=reader --cov-branch --cov-report= tests/unit/reader tests/fuzz \
	  tests/integration/test_inspection_of_chip_profiles.py tests/integration/test_inspection_of_emulated_cards.py \
	  tests/integration/test_pcsc.py tests/integration/test_reader_over_pcscd.py
	@$(BIN)/python -m coverage report --skip-covered --show-missing --fail-under=100 --include='reader/codec/*,reader/crypto/*'
	@$(BIN)/python -m coverage report --skip-covered --show-missing --fail-under=95 --omit='reader/codec/*,reader/crypto/*'

screens: setup ## Every screen in both languages, three panels and two themes, held to the rules; pictures in build/screens
	@$(BIN)/python -m tests.qml.album --full

pictures: ## README's picture, from the screenshots of `make run` without a display
	@$(BIN)/python -m tests.pictures

clean: ## Everything that was built or set up (Debian packages stay)
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
