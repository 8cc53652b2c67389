"""The record of a decision as a reader sees it: who was asked, who answered what, and why it came out so.

Everything is read from the record itself. Where a record lacks a part, it is empty here and the page says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from alianza.fund.models import Ballot, Decision, Interest, Item, Seat


@dataclass(frozen=True, slots=True)
class Answer:
    member: str
    choice: str
    reason: str
    at: datetime | None
    set_aside: str


@dataclass(frozen=True, slots=True)
class ShownRound:
    number: int
    method: str
    text: str
    opened: datetime | None
    closed: datetime | None
    status: str
    answers: tuple[Answer, ...]
    present: tuple[str, ...]
    """Members in the room who cast no ballot."""
    silent: tuple[str, ...]
    """The others of the electorate who cast none."""
    closed_days: tuple[date, ...]
    """Days besides weekends that its clock did not count, until it closed."""


@dataclass(frozen=True, slots=True)
class Record:
    electors: tuple[Mapping[str, Any], ...]
    recusals: tuple[Mapping[str, Any], ...]
    rounds: tuple[ShownRound, ...]
    papers: tuple[Mapping[str, Any], ...]
    outcome: Mapping[str, Any]
    groups: tuple[Mapping[str, Any], ...]


def record_of(decision: Decision) -> Record:
    tally: Mapping[str, Any] = decision.tally or {}
    names = {each["member"]: each["name"] for each in tally.get("electorate", ())}
    outcome = tally.get("outcome", {})
    return Record(
        tuple(
            {**each, "group": _group(each["group"]), "notice": _at(each["notice"])}
            for each in tally.get("electorate", ())
        ),
        tuple(
            {
                **each,
                "ground": Interest.Ground(each["ground"]).label,
                "spoken": each["ground"] in {Interest.Ground.DECLARED, Interest.Ground.RULED},
                "since": _at(each["since"]),
            }
            for each in tally.get("recusals", ())
        ),
        tuple(_round(each, names) for each in tally.get("rounds", ())),
        tuple({**each, "published": _at(each["published"])} for each in tally.get("papers", ())),
        outcome,
        tuple({**each, "group": _group(each["group"])} for each in outcome.get("groups", ())),
    )


def status_label(status: str) -> str:
    """What a round came to, in words."""
    return {
        "adopted": _("Adopted"),
        "not_adopted": _("Not adopted"),
        "objected": _("Somebody objected"),
        "no_quorum": _("No quorum"),
        "goes_to_assembly": _("Goes to the Assembly"),
        "withdrawn": _("Withdrawn"),
    }.get(status, _("Running"))


def set_aside_label(why: str) -> str:
    return {
        "corrected": _("corrected by a later answer"),
        "late": _("came after the closing"),
        "recused": _("the member was recused afterwards"),
    }.get(why, "")


def _round(held: Mapping[str, Any], names: Mapping[str, str]) -> ShownRound:
    answers = tuple(
        Answer(
            each["name"],
            str(Ballot.Choice(each["choice"]).label),
            each["reason"],
            _at(each["cast"]),
            set_aside_label(each["set_aside"]),
        )
        for each in held["ballots"]
    )
    said = {each["member"] for each in held["ballots"]}
    here = set(held["present"]) - said
    return ShownRound(
        held["number"],
        str(Item.Method(held["method"]).label),
        held["text"],
        _at(held["opened"]),
        _at(held["closed"]),
        status_label(held["status"]),
        answers,
        tuple(sorted(name for member, name in names.items() if member in here)),
        tuple(sorted(name for member, name in names.items() if member not in said | here)),
        _closed_days(held),
    )


def _closed_days(held: Mapping[str, Any]) -> tuple[date, ...]:
    closed = _at(held["closed"])
    days = (date.fromisoformat(each) for each in held.get("closed_days", ()))
    return tuple(sorted(each for each in days if closed is None or each <= closed.date()))


def _group(code: str) -> str:
    return str(Seat.Group(code).label)


def _at(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
