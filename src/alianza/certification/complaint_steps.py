"""The way of a complaint: its steps, who takes them, and how long each may last.

Kept beside the models so that the order can be read, drawn and tested in one place. Numbers of days come from the
scheme's own document where it gives them (`complaints: {days: {...}}`), else they are ours and named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

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
    """Days until the next word, by step."""

    received: int = 10
    """until the complainant is told whether it is looked into"""
    urgent: int = 3
    """the same, where somebody may be held, threatened or without papers"""
    admissible: int = 14
    """until the firm is asked, or a finding is made without it"""
    answer_by_firm: int = 21
    finding: int = 14
    """from the finding until what follows from it is said"""
    action: int = 60
    """for the firm to put things right; the scheme's days for a major finding"""
    appeal: int = 45
    """until an appeal is decided"""
    may_appeal: int = 30
    """so long after the close an appeal is open"""

    def due(self, step: Step, since: date, *, urgent: bool = False) -> date | None:
        """The last day of a step that began on a day; None where nothing is owed any more."""
        if step is Step.CLOSED:
            return None
        if step is Step.RECEIVED and urgent:
            return since + timedelta(days=self.urgent)
        return since + timedelta(days=int(getattr(self, step.value)))


LONGEST = 3650


def clocks_of(document: Mapping[str, Any] | None, *, action: int | None = None) -> Clocks:
    """The clocks of a scheme: those its document gives, ours for the rest.

    >>> clocks_of({"complaints": {"days": {"received": 5, "answer_by_firm": "soon"}}}).received
    5
    """
    clocks = Clocks() if action is None else replace(Clocks(), action=action)
    given = (document or {}).get("complaints")
    days = given.get("days") if isinstance(given, Mapping) else None
    if not isinstance(days, Mapping):
        return clocks
    known = {each.name for each in fields(Clocks)}
    usable = {
        str(name): number
        for name, number in days.items()
        if name in known and isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= LONGEST
    }
    return replace(clocks, **usable)
