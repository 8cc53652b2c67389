import pytest
from django.db import connection

from alianza.certification.checks import problems
from alianza.certification.guards import GUARDS


@pytest.mark.django_db
def test_every_trigger_stands_after_the_migrations_and_the_check_misses_what_was_lifted() -> None:
    assert GUARDS.missing_from(connection) == []
    GUARDS.lift_from(connection)
    assert next(problems()).startswith("certification: the trigger certification_")
    GUARDS.raise_on(connection)
    assert list(problems()) == []
