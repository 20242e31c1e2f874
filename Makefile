# Two commands are enough: `make run` and `make test`. CONTRIBUTING.md explains the others.

PORT ?= 8000

python := .venv/bin/python
# With an interpreter that is new enough, or one sentence about what is missing.
any_python := interpreter=$$(sh scripts/find-python 3.11) && exec "$$interpreter"
bootstrap := $(any_python) scripts/bootstrap.py
test_settings := DJANGO_SETTINGS_MODULE=config.settings.test
templates := find accounts pokedex templates tracker -name '*.html' -exec

.PHONY: help
help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | \
		while IFS='|' read -r name text; do printf '  make %-15s %s\n' "$$name" "$$text"; done

.PHONY: run setup
run: ## set everything up and serve http://127.0.0.1:8000 (PORT=8001, DEBUG=1)
	@$(bootstrap) run "$(PORT)"

setup: ## the same without serving
	@$(bootstrap) setup

.PHONY: sprites
sprites: ## fetch pictures of Pokémon through npm into static/sprites (make run does it once)
	@$(any_python) scripts/fetch_sprites.py

.PHONY: dev
dev: ## install what the other targets need into .venv
	@$(bootstrap) packages dev

.PHONY: test test-next ci
test: dev ## the suite on SQLite and on PostgreSQL (PG=18 for that one), then in a browser
	@$(python) scripts/checks.py test $(if $(PG),--postgres $(PG))

test-next: dev ## the suite on the next Django, where a Python >= 3.12 is found
	@$(python) scripts/checks.py next

ci: dev ## everything: test, all checks below, test-next
	@$(python) scripts/checks.py ci $(if $(PG),--postgres $(PG))

.PHONY: lint types contracts migrations deploy-check fixtures-check
lint: dev ## style of code and templates
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(templates) .venv/bin/djade --target-version 5.2 --check {} +

types: dev ## types, strictly
	$(python) -m mypy

contracts: dev ## which module may import which
	.venv/bin/lint-imports --no-logo

migrations: dev ## whether the migrations match the models
	$(test_settings) $(python) manage.py makemigrations --check --dry-run

deploy-check: dev ## Django's check of the production settings
	SECRET_KEY=a-text-of-more-than-fifty-characters-for-this-check-only ALLOWED_HOSTS=tracker.example \
	DATABASE_URL=postgresql://tracker@localhost/tracker HTTPS=on DJANGO_SETTINGS_MODULE=config.settings.production \
		$(python) manage.py check --deploy --fail-level WARNING

fixtures-check: dev ## whether the catalog is what its sources and the code make of it
	$(test_settings) $(python) manage.py build_fixtures --check

.PHONY: bench-catalog bench-admin bench-pages
bench-catalog: dev ## how long loading the catalog takes, beside a bare bulk_create of its rows
	@$(python) -m tests.bench.catalog

bench-admin: dev ## how long the lists of the back office take with the whole catalog
	@$(python) -m tests.bench.admin

bench-pages: dev ## what the pages weigh and how long they take, beside a bare page (needs Chromium)
	@$(python) -m tests.bench.pages

.PHONY: format fixtures lock clean
format: dev ## put code and templates into the agreed style
	$(python) -m ruff check --fix
	$(python) -m ruff format
	$(templates) .venv/bin/djade --target-version 5.2 {} +

fixtures: dev ## build the catalog anew from the source tables in SOURCE=
	$(test_settings) $(python) manage.py build_fixtures $(if $(SOURCE),--source "$(SOURCE)")

compile := uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header --no-annotate \
	$(if $(UPGRADE),--upgrade)
lock: ## pin what pyproject.toml newly names (needs uv; UPGRADE=1 takes newer versions of all)
	$(compile) --python-version 3.11 -c requirements/lts.in -o requirements/runtime.txt
	$(compile) --python-version 3.11 --group dev -c requirements/runtime.txt -o requirements/dev.txt
	$(compile) --python-version 3.12 --group dev -c requirements/next.in -o requirements/next.txt

clean: ## remove what make made, but not the database
	rm -rf .venv .venv-next static/sprites staticfiles .cache .coverage htmlcov test-results .hypothesis
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
