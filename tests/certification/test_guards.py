import pytest
from django.db import connection

from alianza.certification.checks import problems
from alianza.certification.guards import lift_guards, missing_guards, raise_guards


@pytest.mark.django_db
def test_every_trigger_stands_after_the_migrations_and_the_check_misses_what_was_lifted() -> None:
    assert missing_guards(connection) == []
    lift_guards(connection)
    assert next(problems()).startswith("The trigger certification_")
    raise_guards(connection)
    assert list(problems()) == []
