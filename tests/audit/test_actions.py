import pytest
from django.db import DatabaseError, connection, transaction

from alianza.audit import checks
from alianza.audit.actions import PLATFORM, record
from alianza.audit.guards import GUARDS
from alianza.audit.models import Entry, Head
from tests.world import World

ATTACKS = (
    "UPDATE audit_entry SET deed = 'nothing.happened' WHERE number = 1",
    "UPDATE audit_entry SET facts = '{}'",
    "DELETE FROM audit_entry WHERE number = 1",
    "DELETE FROM audit_entry",
)


def _three(world: World) -> None:
    for deed in ("network.first", "network.second", "network.third"):
        with transaction.atomic():
            record(deed, world.finca_sol, by=world.luc, places=3)


def test_entries_form_a_chain(world: World) -> None:
    _three(world)
    first, second, third = Entry.objects.order_by("number")
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert second.previous == first.digest
    assert third.previous == second.digest
    assert third.actor == world.luc.code
    assert third.facts == {"places": 3}
    assert list(checks.problems()) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to_change_or_remove_entries(world: World, attack: str) -> None:
    _three(world)
    with (
        pytest.raises(DatabaseError, match="added, never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)
    assert Entry.objects.count() == 3


def test_an_entry_cannot_be_replaced(world: World) -> None:
    _three(world)
    insert = "INSERT OR REPLACE INTO" if connection.vendor == "sqlite" else "INSERT INTO"
    columns = "number, at, deed, actor, subject_type, subject, facts, previous, digest"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{insert} audit_entry ({columns}) SELECT number, at, 'forged', actor, subject_type, subject, facts, "
            "previous, digest FROM audit_entry WHERE number = 2"
        )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
def test_the_table_cannot_be_truncated(world: World) -> None:
    _three(world)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


def test_a_change_behind_the_guards_is_found_by_the_check(world: World) -> None:
    _three(world)
    GUARDS.lift_from(connection)
    try:
        assert len(GUARDS.missing_from(connection)) >= 2
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_entry SET deed = 'network.forged' WHERE number = 2")
    finally:
        GUARDS.raise_on(connection)
    assert list(checks.problems()) == ["audit: entry 2 was changed after it was written."]


def test_entries_cut_off_at_the_end_are_found_by_the_check(world: World) -> None:
    _three(world)
    GUARDS.lift_from(connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_entry WHERE number = 3")
    finally:
        GUARDS.raise_on(connection)
    (problem,) = checks.problems()
    assert "missing at the end" in problem


@pytest.mark.django_db(transaction=True)
def test_a_deed_is_not_recorded_outside_its_transaction() -> None:
    from tests.world import build

    world = build()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("network.first", world.finca_sol, by=PLATFORM)
    assert Head.objects.count() == 0


def test_facts_must_be_plain_values(world: World) -> None:
    with pytest.raises(TypeError, match="cannot be recorded"), transaction.atomic():
        record("network.first", world.finca_sol, by=PLATFORM, who=world.ana)
