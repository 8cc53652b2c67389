"""Which reminder is due: by the days of a ladder and what was made of it before, never by "today exactly".

A run that was missed loses nothing: the step reached last is sent, and older ones are passed over.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

INVITATION = -366
"""The step of the invitation itself: before every reminder, and sent whatever the day is."""
HEAD_OF_MISSION = 30
"""From this many days after the deadline a state is written to by letter, to the head of its mission."""


@dataclass(frozen=True, slots=True)
class Due:
    """The step to send now, if any, and steps whose time went by without being sent."""

    send: int | None
    passed: tuple[int, ...]


NOTHING_DUE = Due(None, ())


def local_day(now: datetime, time_zone: str) -> date:
    """The calendar day that it is where somebody answers."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def due(steps: Iterable[int], made: Collection[int], *, due_on: date, today: date) -> Due:
    """What is due on the local day `today` for a deadline on `due_on`; `made` are steps that were sent or passed over.

    >>> due([-30, -14, -7], {INVITATION, -30}, due_on=date(2026, 6, 30), today=date(2026, 6, 25))
    Due(send=-7, passed=(-14,))
    """
    reached = sorted(step for step in steps if today >= due_on + timedelta(days=step) and step not in made)
    if INVITATION not in made:
        return Due(INVITATION, tuple(reached))
    if not reached:
        return NOTHING_DUE
    if reached[-1] < max(made):  # a later step went out before the deadline moved
        return Due(None, tuple(reached))
    return Due(reached[-1], tuple(reached[:-1]))
