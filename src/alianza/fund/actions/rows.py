"""The rows of one journal, read and written in as few statements as there are questions.

Plain SQL, since most of the time of a posting would else go into making the same statements again and again. Values go
through the models' own fields, so that each database keeps them as it always does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from alianza.audit.statements import Statement, asked, insertion, kept, places, row
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
    # the balance of each one found: a join would be free to read all balances first
    "SELECT a.code, a.id, a.guard, a.opened_on, a.closed_on, "
    "(SELECT b.minor FROM fund_balance b WHERE b.account_id = a.id) FROM fund_account a WHERE a.code IN "
)


def _pen() -> Statement:
    return "SELECT id FROM fund_pen WHERE id = 1" + (
        " FOR UPDATE" if connection.features.has_select_for_update else ""
    ), ()


def hold_the_pen() -> None:
    """From here to the commit nobody else writes in the books."""
    if not asked([_pen()])[0]:
        Pen.objects.get_or_create(id=1)
        asked([_pen()])


def open_books(key: UUID, codes: Sequence[str]) -> tuple[State, dict[str, Opened]]:
    """Take the pen, then look: what is there now stays until the commit. Accounts by code, those that exist."""
    questions = [_pen(), (_STATE, [kept(Journal, "key", key)]), (_ACCOUNTS + places(1, len(codes)), codes)]
    pen, books, held = asked(questions)
    if not pen:
        Pen.objects.get_or_create(id=1)
        pen, books, held = asked(questions)
    number, digest, through, same = books[0]
    return State(number or 0, digest or "", _day(through), same), _opened(held)


def accounts(codes: Sequence[str]) -> dict[str, Opened]:
    """Those of these accounts that exist, by code."""
    return _opened(asked([(_ACCOUNTS + places(1, len(codes)), codes)])[0])


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
    statements: list[Statement] = [
        (insertion(Journal), row(journal)),
        (
            "INSERT INTO fund_entry (journal_id, account_id, minor) VALUES " + places(len(entries), 3),
            [value for entry in entries for value in (number, *entry)],
        ),
    ]
    if shares:
        statements.append(
            (
                "INSERT INTO fund_share (journal_id, account_id, agreement, minor) VALUES " + places(len(shares), 4),
                [value for share in shares for value in (number, *share)],
            )
        )
    statements.append(("INSERT INTO fund_seal (number, previous, digest) VALUES (%s, %s, %s)", [number, *seal]))
    asked(statements)


def _day(value: date | str | None) -> date | None:
    """SQLite gives days back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
