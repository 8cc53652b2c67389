"""Every test runs on a throw-away instance: real database, real files, real keys; nothing leaves the house."""

import os
import tempfile
from pathlib import Path

ASKED = {
    f"ALIANZA_{name}"
    for name in ("ARTEFACTS", "BROWSER", "BROWSER_DIR", "DATABASE_POOL", "DATABASE_URL", "DOCS", "SWEEP")
}
"""The only settings that a caller may give to the tests; those of an instance that runs here must not reach them."""

for _name in [name for name in os.environ if name.startswith("ALIANZA_") and name not in ASKED]:
    del os.environ[_name]
_scratch = Path(tempfile.mkdtemp(prefix="alianza-tests-"))
(_scratch / "static").mkdir()
os.environ["ALIANZA_DIR"] = str(_scratch)
os.environ["ALIANZA_SECRET"] = "only-for-tests-" + "0" * 40
os.environ.setdefault("ALIANZA_DATABASE_POOL", "0")  # a pool would hold the test database when it is to be dropped
os.environ["NO_COLOR"] = "1"
# Here and not in pyproject.toml: pytest-django would read the settings before the lines above.
os.environ["DJANGO_SETTINGS_MODULE"] = "alianza.web.settings"

import re
import shutil
from collections.abc import Iterator
from importlib import import_module

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    import django

    from alianza.web.catalogue import compile_catalogues

    compile_catalogues()
    django.setup()
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        # The workers of xdist inherit this process's surroundings and would read its settings, database included,
        # before they choose a folder of their own above.
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def _sweeps(file: Path) -> bool:
    """Whether a file of tests, or what it takes from another file here, does more with ALIANZA_SWEEP=full."""
    text = file.read_text(encoding="utf-8")
    taken = [
        ROOT.joinpath(*name.split(".")).with_suffix(".py")
        for name in re.findall(r"^from (tests\.\S+)", text, re.MULTILINE)
    ]
    return any("ALIANZA_SWEEP" in held for held in (text, *(one.read_text("utf-8") for one in taken if one.is_file())))


def _asks_a_database(item: pytest.Item) -> bool:
    used = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(used) or item.get_closest_marker("django_db") is not None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    sweeping = {file for file in {item.path for item in items} if file.suffix == ".py" and _sweeps(file)}
    for item in items:
        if item.path in sweeping:
            item.add_marker(pytest.mark.sweep)
        if _asks_a_database(item):
            item.add_marker(pytest.mark.database)


def pytest_unconfigure() -> None:
    shutil.rmtree(_scratch, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite the file that the instance would have, not memory: other threads and processes see the same rows."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = database["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Pages name their style sheets by content hash, as when served: lay these out once."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _each_test_begins_in_english() -> None:
    """A request leaves its language to the thread, which is the next request's to set, and here the next test's."""
    from django.utils.translation import activate

    activate("en")


@pytest.fixture(autouse=True, scope="session")
def _a_flush_may_empty_what_is_only_added() -> Iterator[None]:
    """Tests with real commits empty every table afterwards, which the guards rightly refuse: lift them for that moment.

    Django's flush sends `post_migrate`, which raises the guards again.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    plain = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        for context in ("audit", "certification", "fund", "instruments", "regulations"):
            import_module(f"alianza.{context}.guards").GUARDS.lift_from(connection)
        plain(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture
def world(db: None) -> "World":
    """The cast everyone knows, with an outsider in it."""
    from tests.world import build

    return build()


from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.world import World
