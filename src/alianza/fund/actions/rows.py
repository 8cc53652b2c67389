"""The rows of one journal, read and written in as few statements as there are questions.

Plain SQL, since most of the time of a posting would else go into making the same statements again and again: measured,
it halves that time. Values go through the models' own fields, so that each database keeps them as it always does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from alianza.fund.models import Journal, Pen


@dataclass(frozen=True, slots=True)
class Opened:
    """An account as a posting needs it, with what it holds."""

    pk: int
    guard: str
    opened_on: date
    closed_on: date | None
    held: int


@dataclass(frozen=True, slots=True)
class State:
    """The books before a posting. `same`: the number of the journal that its event made already."""

    number: int
    digest: str
    through: date | None
    same: int | None


_STATE = (
    "SELECT (SELECT number FROM fund_seal ORDER BY number DESC LIMIT 1), "
    "(SELECT digest FROM fund_seal ORDER BY number DESC LIMIT 1), "
    "(SELECT through FROM fund_closing ORDER BY through DESC LIMIT 1), "
    "(SELECT number FROM fund_journal WHERE key = %s)"
)
_ACCOUNTS = (
    "SELECT a.code, a.id, a.guard, a.opened_on, a.closed_on, b.minor FROM fund_account a "
    "JOIN fund_balance b ON b.account_id = a.id WHERE a.code IN "
)
_Statement = tuple[str, Sequence[Any]]


def _asked(statements: Sequence[_Statement]) -> list[list[tuple[Any, ...]]]:
    """The rows that each statement gives. PostgreSQL takes them all at once, and answers each as of its own moment."""
    with connection.cursor() as cursor:
        found = []
        if connection.vendor == "postgresql" and not connection.settings_dict["OPTIONS"].get("server_side_binding"):
            cursor.execute(
                "; ".join(text for text, _values in statements), [v for _t, values in statements for v in values]
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


def _pen() -> _Statement:
    return "SELECT id FROM fund_pen WHERE id = 1" + (
        " FOR UPDATE" if connection.features.has_select_for_update else ""
    ), ()


def hold_the_pen() -> None:
    """From here to the commit nobody else writes in the books."""
    if not _asked([_pen()])[0]:
        Pen.objects.get_or_create(id=1)
        _asked([_pen()])


def open_books(key: UUID, codes: Sequence[str]) -> tuple[State, dict[str, Opened]]:
    """Take the pen, then look: what is there now stays until the commit. Accounts by code, those that exist."""
    questions = [_pen(), (_STATE, [_kept(Journal, "key", key)]), (_ACCOUNTS + _places(1, len(codes)), codes)]
    pen, books, held = _asked(questions)
    if not pen:
        Pen.objects.get_or_create(id=1)
        pen, books, held = _asked(questions)
    number, digest, through, same = books[0]
    return State(number or 0, digest or "", _day(through), same), _opened(held)


def accounts(codes: Sequence[str]) -> dict[str, Opened]:
    """Those of these accounts that exist, by code."""
    return _opened(_asked([(_ACCOUNTS + _places(1, len(codes)), codes)])[0])


def _opened(rows: Iterable[tuple[Any, ...]]) -> dict[str, Opened]:
    return {
        code: Opened(pk, guard, _day(opened) or date.max, _day(closed), minor)
        for code, pk, guard, opened, closed, minor in rows
    }


def write(
    journal: Journal,
    entries: Sequence[tuple[int, int]],
    shares: Sequence[tuple[int, str, int]],
    seal: tuple[str, str],
) -> None:
    """The journal's own row, its entries (account, minor units), the shares in them, its seal (previous, digest)."""
    number = journal.number_id
    names = tuple(field.attname for field in Journal._meta.concrete_fields)
    statements: list[_Statement] = [
        (_insert(Journal), [_kept(Journal, name, getattr(journal, name)) for name in names]),
        (
            "INSERT INTO fund_entry (journal_id, account_id, minor) VALUES " + _places(len(entries), 3),
            [value for entry in entries for value in (number, *entry)],
        ),
    ]
    if shares:
        statements.append(
            (
                "INSERT INTO fund_share (journal_id, account_id, agreement, minor) VALUES " + _places(len(shares), 4),
                [value for share in shares for value in (number, *share)],
            )
        )
    statements.append(("INSERT INTO fund_seal (number, previous, digest) VALUES (%s, %s, %s)", [number, *seal]))
    _asked(statements)


@cache
def _places(rows: int, columns: int) -> str:
    return ", ".join(["(" + ", ".join(["%s"] * columns) + ")"] * rows)


@cache
def _insert(model: type[models.Model]) -> str:
    columns = [str(field.column) for field in model._meta.concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({places})"


@cache
def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.attname))


def _kept(model: type[models.Model], name: str, value: object) -> Any:
    """A value as this database keeps it."""
    return _field(model, name).get_db_prep_save(value, connection)


def _day(value: date | str | None) -> date | None:
    """SQLite gives days back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
