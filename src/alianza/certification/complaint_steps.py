"""The way of a complaint: its steps, who takes them, and how long each may last.

Kept beside the models so that the order can be read, drawn and tested in one place. Numbers of days stand in the
scheme's own document (`complaints: {days: {...}}`); a version stored before they did has those of the packaged scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeGuard

from alianza.instruments.packaged import packaged
from alianza.vocabulary.refusal import marked


class Step(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ADMISSIBLE = "admissible"
    ANSWER_BY_FIRM = "answer_by_firm"
    FINDING = "finding"
    ACTION = "action"
    CLOSED = "closed"
    APPEAL = "appeal"


@dataclass(frozen=True)
class Move:
    """From which steps to which, and by whom: `handler`, `complainant`, `firm` or `other` (who took no part)."""

    start: frozenset[Step]
    end: Step
    by: str
    label: str
    """A catalogue id."""


def _from(*steps: Step) -> frozenset[Step]:
    return frozenset(steps)


MOVES: Mapping[str, Move] = {
    "admit": Move(_from(Step.RECEIVED), Step.ADMISSIBLE, "handler", marked("Look into it")),
    "refuse": Move(_from(Step.RECEIVED), Step.CLOSED, "handler", marked("Not admissible")),
    "release": Move(_from(Step.ADMISSIBLE), Step.ANSWER_BY_FIRM, "handler", marked("Ask the firm to answer")),
    "answer": Move(_from(Step.ANSWER_BY_FIRM), Step.ANSWER_BY_FIRM, "firm", marked("The firm answers")),
    "find": Move(_from(Step.ADMISSIBLE, Step.ANSWER_BY_FIRM), Step.FINDING, "handler", marked("Record the finding")),
    "act": Move(_from(Step.FINDING), Step.ACTION, "handler", marked("Say what the firm has to do")),
    "close": Move(_from(Step.FINDING, Step.ACTION), Step.CLOSED, "handler", marked("Close it")),
    "appeal": Move(_from(Step.CLOSED), Step.APPEAL, "complainant", marked("Appeal")),
    "object": Move(_from(Step.FINDING, Step.ACTION, Step.CLOSED), Step.APPEAL, "firm", marked("The firm appeals")),
    "dismiss": Move(_from(Step.APPEAL), Step.CLOSED, "other", marked("Dismiss the appeal")),
    "reopen": Move(_from(Step.APPEAL), Step.ADMISSIBLE, "other", marked("Uphold the appeal: look into it anew")),
}


@dataclass(frozen=True)
class Clocks:
    """Days until the next word, by step; a scheme's document gives them under `complaints: {days: ...}`."""

    received: int
    """until the complainant is told whether it is looked into"""
    urgent: int
    """the same, where somebody may be held, threatened or without papers"""
    admissible: int
    """until the firm is asked, or a finding is made without it"""
    answer_by_firm: int
    finding: int
    """from the finding until what follows from it is said"""
    action: int
    """for the firm to put things right"""
    appeal: int
    """until an appeal is decided"""
    may_appeal: int
    """so long after the close an appeal is open"""

    def due(self, step: Step, since: date, *, urgent: bool = False) -> date | None:
        """The last day of a step that began on a day; None where nothing is owed any more."""
        if step is Step.CLOSED:
            return None
        if step is Step.RECEIVED and urgent:
            return since + timedelta(days=self.urgent)
        return since + timedelta(days=int(getattr(self, step.value)))


LONGEST = 3650
LABEL = "urn:alianza:instrument:ethical-recruitment"
"""The instrument that the packaged scheme rests on."""


def is_a_term(days: object) -> TypeGuard[int]:
    """Whether it is a whole number of days, from one day to ten years."""
    return isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= LONGEST


def _given(document: Mapping[str, Any] | None) -> dict[str, Any]:
    complaints = (document or {}).get("complaints")
    days = complaints.get("days") if isinstance(complaints, Mapping) else None
    return {str(name): number for name, number in days.items()} if isinstance(days, Mapping) else {}


def unfit_days(document: Mapping[str, Any]) -> list[str]:
    """Entries of a document's complaint clocks that are no clock, or no number of days."""
    known = {each.name for each in fields(Clocks)}
    return sorted(name for name, number in _given(document).items() if name not in known or not is_a_term(number))


@cache
def packaged_clocks() -> Clocks:
    """The clocks of the packaged scheme, which names every one of them."""
    return Clocks(**_given(packaged()[LABEL].document))


def clocks_of(document: Mapping[str, Any] | None, *, action: int | None = None) -> Clocks:
    """The clocks of a scheme's document; what it leaves out is as in the packaged scheme.

    `action` is what holds where the document gives no days for action: those of its major findings.

    >>> clocks_of({"complaints": {"days": {"received": 5, "answer_by_firm": "soon"}}}).received
    5
    """
    clocks = packaged_clocks() if action is None else replace(packaged_clocks(), action=action)
    known = {each.name for each in fields(Clocks)}
    return replace(clocks, **{name: n for name, n in _given(document).items() if name in known and is_a_term(n)})
