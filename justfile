# The commands of every day. `just` alone lists them; CONTRIBUTING.md has the same without just.
set shell := ["bash", "-euo", "pipefail", "-c"]

bin := justfile_directory() / ".venv/bin"

_list:
    @just --list --unsorted

# prepare .venv with everything that the checks need
prepare:
    python3 bootstrap.py test --version

# what has to hold before a change lands, but for PostgreSQL and the browser
check: lint types imports test

# format and lint
lint:
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .

# mend what lint and format can mend by themselves
fix:
    {{bin}}/ruff check --fix .
    {{bin}}/ruff format .

# strict types
types:
    {{bin}}/mypy

# the import map: contexts know only what stands below them
imports:
    {{bin}}/lint-imports

# the suite on SQLite but for what is slow; with arguments for pytest, all that they choose
test *arguments:
    python3 bootstrap.py test {{arguments}}

# what asks a database, on a PostgreSQL made for it
test-postgres *arguments:
    .ci/with-postgres {{bin}}/python -m pytest -n 2 -m database {{arguments}}

# every page in headless Chromium: axe, keyboard, screenshots in artefacts/
browser *arguments:
    ALIANZA_BROWSER=1 {{bin}}/python -m pytest -n 2 tests/browser {{arguments}}

# the slow tests, and the sweeps in full
sweep:
    ALIANZA_SWEEP=full {{bin}}/python -m pytest -n 2 -m "sweep or slow"

# run the commands that the docs show
docs:
    ALIANZA_DOCS=1 {{bin}}/python -m pytest -n 2 tests/test_docs.py

# the demonstration; look at your change here
serve *arguments:
    python3 bootstrap.py demo {{arguments}}

# bring the catalogues in step with the source, then list what has no translation
catalogue:
    {{bin}}/python -m alianza.web.catalogue update
    {{bin}}/python -m alianza.web.catalogue missing

# bring the reference pages and the API's description in step with the source
reference:
    {{bin}}/python tools/reference.py write
    {{bin}}/python tools/write_data_reference.py

# exact versions with hashes anew; `just lock --upgrade` takes newer ones
lock *arguments:
    {{bin}}/python tools/lock.py {{arguments}}

# gather changelog.d/ into CHANGELOG.md
release version:
    {{bin}}/towncrier build --yes --version {{version}}
