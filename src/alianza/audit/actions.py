"""The only way to add an entry."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, models, transaction

from alianza.audit.models import Entry, Head
from alianza.audit.statements import asked, insertion, row


class Actor(Protocol):
    """Whoever does a deed: a person's account, or the platform itself."""

    @property
    def code(self) -> UUID: ...


@dataclass(frozen=True)
class _Platform:
    code: UUID


PLATFORM = _Platform(UUID(int=0))
"""The platform acting by the clock or at set-up; pages show it as "the platform"."""


def _plain(value: object) -> Any:
    """A fact as JSON can hold it and reading back gives the same again."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(held) for held in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"A fact of type {type(value).__name__} cannot be recorded; give its code or its plain value.")


def record(deed: str, subject: models.Model, /, *, by: Actor, **facts: object) -> Entry:
    """Add an entry in the caller's transaction; call it last, since it holds the chain until the commit.

    `subject` carries a public `code`. Facts are plain values and never personal data.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of its deed.")
    entries, digest = _end_of_chain()
    entry = Entry(
        number=entries + 1,
        at=datetime.now(tz=UTC),
        deed=deed,
        actor=by.code,
        subject_type=subject._meta.label_lower,
        subject=str(subject.code),  # type: ignore[attr-defined]
        facts=_plain(facts),
        previous=digest,
    )
    entry.digest = entry.expected_digest()
    asked([(insertion(Entry), row(entry)), (_FOLLOWS, [entry.number, entry.digest])])
    entry._state.adding = False
    return entry


_END = "SELECT entries, digest FROM audit_head WHERE id = 1"
_FOLLOWS = "UPDATE audit_head SET entries = %s, digest = %s WHERE id = 1"


def _end_of_chain() -> tuple[int, str]:
    """Number and digest of the last entry; nobody else adds one from here to the commit."""
    end = _END + (" FOR UPDATE" if connection.features.has_select_for_update else "")
    found = asked([(end, [])])[0]
    if not found:
        Head.objects.get_or_create(id=1)
        found = asked([(end, [])])[0]
    entries, digest = found[0]
    return entries, digest
