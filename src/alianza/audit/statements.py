"""Several statements put to the database at once, where asking them one by one would cost more than answering them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Statement = tuple[str, Sequence[Any]]
"""Text with a `%s` for each value, and the values as the database keeps them (see `kept`)."""

Rows = list[tuple[Any, ...]]


def asked(statements: Sequence[Statement]) -> list[Rows]:
    """The rows that each statement gives, in the caller's transaction; a statement without rows gives none.

    PostgreSQL takes them all at once, and answers each as of its own moment.
    """
    held = connections[DEFAULT_DB_ALIAS]
    with held.cursor() as cursor:
        found: list[Rows] = []
        if held.vendor == "postgresql" and not held.settings_dict["OPTIONS"].get("server_side_binding"):
            cursor.execute(
                "; ".join(text for text, _values in statements),
                [value for _text, values in statements for value in values],
            )
            for at in range(len(statements)):
                found.append(cursor.fetchall() if cursor.description else [])
                if at + 1 < len(statements):
                    cursor.nextset()
            return found
        for text, values in statements:
            cursor.execute(text, values)
            found.append(cursor.fetchall() if cursor.description else [])
        return found


def kept(model: type[models.Model], name: str, value: object) -> Any:
    """A value as this database keeps it in that column."""
    return _field(model, name).get_db_prep_save(value, connection)


@cache
def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.attname))


@cache
def insertion(model: type[models.Model]) -> str:
    """The text that adds one row, with the values of all columns in the order of the model."""
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES {places(1, len(model._meta.concrete_fields))}"


def row(made: models.Model) -> list[Any]:
    """The values of all columns of one row, in the order of the model."""
    held = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` looks it up at every touch
    return [field.get_db_prep_save(getattr(made, field.attname), held) for field in made._meta.concrete_fields]


@cache
def places(rows: int, columns: int) -> str:
    """`(%s, %s), (%s, %s)`: the places of so many rows."""
    return ", ".join(["(" + ", ".join(["%s"] * columns) + ")"] * rows)
