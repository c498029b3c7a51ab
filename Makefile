# Everything stands in .venv, which these targets make themselves: python3, make and PyPI are all that is needed.
PYTHON ?= python3
BIN := .venv/bin
# A wait that ran out on a busy machine is tried once more, and the list at the end names it; a wrong value is not.
# (Whatever fails in a browser is: see the conftest of those tests.)
WAIT_ONCE_MORE := --reruns 1 --only-rerun WaitedInVain --only-rerun TimeoutError --only-rerun 'Locator expected' -r fER

.PHONY: help demo test check format serve clean

help: ## Show what can be made.
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/'

.venv/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[photo]'
	@touch $@

.venv/dev: .venv/run
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev,photo,postgres]'
	@touch $@

demo: .venv/run ## Try it in the browser: demo company, stand-in for Telegram, the real bot.
	$(BIN)/dealerline demo

serve: .venv/run ## Serve Telegram (DEALERLINE_BOT_TOKEN in the environment or in .env).
	$(BIN)/dealerline serve

test: .venv/dev ## All checks and all tests, on SQLite and PostgreSQL.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 3 --dist worksteal $(WAIT_ONCE_MORE)

check: .venv/dev ## What one runs before every commit: all but PostgreSQL, races and the browser.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist worksteal -k "not postgres" --ignore=tests/races

format: .venv/dev ## Format the code and mend what can be mended.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove the environment and caches; data/ stays.
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
