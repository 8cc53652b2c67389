"""Every test runs on a throw-away instance: real database, real files, real keys; nothing leaves the house."""

import os
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="alianza-tests-"))
os.environ["ALIANZA_DIR"] = str(_scratch)
os.environ.setdefault("ALIANZA_SECRET", "only-for-tests-" + "0" * 40)
os.environ.pop("ALIANZA_KEYS", None)
os.environ["NO_COLOR"] = "1"

import shutil
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    from alianza.web.catalogue import compile_catalogues

    compile_catalogues()


def pytest_unconfigure() -> None:
    shutil.rmtree(_scratch, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _a_flush_may_empty_the_audit() -> Iterator[None]:
    """Tests with real commits empty every table afterwards, which the guards rightly refuse: lift them for that moment.

    Django's flush sends `post_migrate`, which raises the guards again.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    plain = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        from alianza.audit.guards import lift_guards

        lift_guards(connection)
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
