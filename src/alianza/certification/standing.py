"""Whether a label holds on a day: a function of its events alone, so that what was can always be read again.

The events of all labels of one subject go in together: a label that was given anew replaces the one before, and what
happens afterwards to the older one changes nothing any more. A label whose last day is over has ended, whether or not
the clock came round to write it down.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(StrEnum):
    """How a label stands."""

    NONE = "none"
    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"


STATES = {
    State.NONE: _("No label"),
    State.VALID: _("Valid"),
    State.SUSPENDED: pgettext_lazy("label", "Suspended"),
    State.WITHDRAWN: pgettext_lazy("label", "Withdrawn"),
    State.EXPIRED: pgettext_lazy("label", "Expired"),
    State.LAPSED: pgettext_lazy("label", "Lapsed"),
}
ENDS = {"withdrawn": State.WITHDRAWN, "expired": State.EXPIRED, "lapsed": State.LAPSED}
GIVES = ("granted", "renewed")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a label. `until` is the last day of the label, `label` its number."""

    kind: str
    day: date
    label: str
    until: date
    outcome: str = ""
    basis: str = ""
    reason: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """How a subject's label stands on a day, since when, and until when it would hold. `reason` is of the last step."""

    state: State = State.NONE
    since: date | None = None
    label: str = ""
    until: date | None = None
    outcome: str = ""
    basis: str = ""
    reason: str = ""
    ground: str = ""

    @property
    def is_valid(self) -> bool:
        return self.state is State.VALID

    @property
    def words(self) -> str:
        return str(STATES[self.state])


NOTHING = Stands()


def _after(now: Stands, event: Event) -> Stands:
    """The next standing. What cannot happen to it changes nothing."""
    now = _ended(now, event.day)
    if event.kind in GIVES:
        if now.is_valid and now.label == event.label:
            return now
        return Stands(State.VALID, event.day, event.label, event.until, event.outcome, event.basis)
    if event.label != now.label or now.state not in {State.VALID, State.SUSPENDED}:
        return now
    told = replace(now, since=event.day, reason=event.reason, ground=event.ground)
    if event.kind == "suspended" and now.is_valid:
        return replace(told, state=State.SUSPENDED)
    if event.kind == "reinstated" and now.state is State.SUSPENDED:
        return replace(told, state=State.VALID)
    if event.kind in ENDS:
        return replace(told, state=ENDS[event.kind])
    return now


def _ended(now: Stands, day: date) -> Stands:
    if now.state in {State.VALID, State.SUSPENDED} and now.until is not None and now.until < day:
        return replace(now, state=State.EXPIRED, since=now.until + timedelta(days=1), reason="", ground="")
    return now


def standing_on(events: Iterable[Event], day: date) -> Stands:
    """How the label stands on a day, from the events in the order in which they happened.

    >>> given = Event("granted", date(2024, 3, 1), "L-2024-001", date(2027, 2, 28))
    >>> lost = Event("suspended", date(2025, 6, 10), "L-2024-001", date(2027, 2, 28), reason="A fee was paid")
    >>> days = date(2024, 2, 29), date(2024, 3, 1), date(2025, 6, 10)
    >>> [standing_on([given, lost], day).state.value for day in days]
    ['none', 'valid', 'suspended']
    >>> standing_on([given, lost], date(2027, 3, 1)).state.value
    'expired'
    """
    now = NOTHING
    for event in events:
        if event.day <= day:
            now = _after(now, event)
    return _ended(now, day)


def history(events: Iterable[Event], day: date) -> tuple[Stands, ...]:
    """Every change of the standing up to a day, the first first: when it was achieved, lost, regained."""
    steps: list[Stands] = []
    now = NOTHING
    for event in events:
        if event.day > day:
            continue
        ended = _ended(now, event.day)
        if ended is not now:
            steps.append(ended)
        following = _after(now, event)
        if following is not ended and following != ended:
            steps.append(following)
        now = following
    ended = _ended(now, day)
    if ended is not now:
        steps.append(ended)
    return tuple(steps)
