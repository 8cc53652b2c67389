"""Many tables are made at once, and nothing else is."""

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from alianza.audit.tables import MakeTables

PARTS = [
    CreateModel("House", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]),
    CreateModel(
        "Room",
        [("id", models.BigAutoField(primary_key=True)), ("house", models.ForeignKey("made.House", models.CASCADE))],
    ),
    AddField("House", "hall", models.ForeignKey("made.Room", models.SET_NULL, null=True, related_name="+")),
    AddConstraint("House", models.CheckConstraint(condition=~models.Q(name=""), name="a_house_has_a_name")),
    AddIndex("Room", models.Index(fields=["house", "id"], name="rooms_of_a_house")),
]


def _described() -> dict[str, tuple[set[str], set[str]]]:
    """Each table with its columns and the names that we gave."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("made_"):
                columns = {each.name for each in connection.introspection.get_table_description(cursor, table)}
                held = connection.introspection.get_constraints(cursor, table)
                found[table] = columns, {name for name in held if name.startswith(("a_house", "rooms_of"))}
    return found


@pytest.mark.django_db(transaction=True)
def test_what_is_made_at_once_is_what_is_made_in_steps_and_it_goes_again() -> None:
    seen = []
    for operations in ([MakeTables(PARTS)], PARTS):
        states = [ProjectState()]
        with connection.schema_editor() as editor:
            for operation in operations:
                states.append(states[-1].clone())
                operation.state_forwards("made", states[-1])
                operation.database_forwards("made", editor, states[-2], states[-1])
        seen.append((_described(), {name: model.options for name, model in states[-1].models.items()}))
        with connection.schema_editor() as editor:
            for number in reversed(range(len(operations))):
                operations[number].database_backwards("made", editor, states[number + 1], states[number])
        assert _described() == {}
    assert seen[0] == seen[1]
    assert seen[0][0]["made_house"] == ({"id", "name", "hall_id"}, {"a_house_has_a_name"})


def test_a_part_about_another_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no part before it creates House"):
        MakeTables(PARTS[2:])
