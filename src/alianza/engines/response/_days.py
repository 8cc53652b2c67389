"""When answers came (R8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alianza.engines.response._given import Floats, Ints, count, day, days, part, parts

LONGEST = 36_525
"""Days of a curve, a hundred years: more is a wrong date."""


@dataclass(frozen=True)
class Days:
    """Days from invitation to answer of those who answered (NaN if nobody did).

    `half_of_all`: the day by which half of all invited had answered, NaN while they have not; unlike the median it does
    not get shorter because the slow are still silent.
    """

    answered: int
    invited: int
    lower_quartile: float
    median: float
    upper_quartile: float
    half_of_all: float


@dataclass(frozen=True)
class ByDay:
    """How many of the eligible had answered by the end of a day."""

    on: date
    answered: int
    eligible: int
    rate: float


@dataclass(frozen=True)
class Curve:
    """By day from `start`: new `answers`, all so far (`cumulative`), and these over the eligible (`rate`)."""

    start: date
    answers: Ints
    cumulative: Ints
    rate: Floats


@dataclass(frozen=True)
class Reminder:
    """Answers around one reminder; shares of all `answers` (NaN if there are none), before + after = 1.

    `before`: came earlier, or from somebody it was not sent to. `after`: on its day or later. `until_next`: those of
    `after` that came before the next reminder.
    """

    name: str
    answers: int
    before: int
    after: int
    until_next: int
    share_before: float
    share_after: float


def days_to_response(invited: Sequence[date] | date, answered: Sequence[date | None]) -> Days:
    """Quartiles of days between the two; `invited` for each, or one day for all; None for who has not answered.

    >>> days_to_response(date(2008, 3, 18), [date(2008, 4, 1), date(2008, 4, 30), None]).median
    28.5
    """
    end = days(answered, "answered")
    begin = (
        np.full(end.shape, float(day(invited, "invited"))) if isinstance(invited, date) else days(invited, "invited")
    )
    if begin.shape != end.shape:
        raise ValueError(f"invited and answered: have {begin.size} and {end.size} days; give one each for all.")
    if np.isnan(begin).any():
        raise ValueError("invited: needs a day for each; who has none was not invited.")
    took = end - begin
    found = np.sort(took[~np.isnan(took)])
    if found.size and found[0] < 0:
        raise ValueError("answered: holds a day before the invitation; correct one of the two.")
    if not found.size:
        return Days(0, took.size, *(float("nan"),) * 4)
    half = (took.size + 1) // 2
    reached = float(found[half - 1]) if found.size >= half else float("nan")
    lower, middle, upper = np.quantile(found, (0.25, 0.5, 0.75)).tolist()
    return Days(found.size, took.size, lower, middle, upper, reached)


def response_by(answered: Sequence[date | None], on: date, *, eligible: int) -> ByDay:
    """How many had answered by the end of the day `on`.

    >>> response_by([date(2008, 4, 30), date(2008, 7, 16), None], date(2008, 7, 15), eligible=4).rate
    0.25
    """
    came = days(answered, "answered")
    _enough(eligible, int((~np.isnan(came)).sum()))
    number = int((came <= day(on, "on")).sum())
    return ByDay(on, number, int(eligible), part(number, eligible))


def curve(answered: Sequence[date | None], *, start: date, until: date, eligible: int) -> Curve:
    """Answers day by day from `start` to `until`, both included.

    >>> curve([date(2008, 3, 20), None], start=date(2008, 3, 18), until=date(2008, 3, 21), eligible=2).rate.tolist()
    [0.0, 0.0, 0.5, 0.5]
    """
    came = days(answered, "answered")
    came = came[~np.isnan(came)]
    _enough(eligible, came.size)
    first, last = day(start, "start"), day(until, "until")
    if not 0 <= last - first < LONGEST:
        raise ValueError(f"until: {until} is not from 0 to {LONGEST - 1} days after the start, {start}.")
    if came.size and came.min() < first:
        raise ValueError(f"answered: holds {date.fromordinal(int(came.min()))}, before the start, {start}.")
    new = np.bincount((came[came <= last] - first).astype(np.int64), minlength=last - first + 1)
    sums = np.cumsum(new)
    return Curve(start, new, sums, parts(sums, float(eligible)))


def reminders(
    answered: Sequence[date | None], sent: Mapping[str, date | Sequence[date | None]]
) -> tuple[Reminder, ...]:
    """Shares before and after each reminder, in the order given.

    A reminder is sent to all on one day (those who have answered get none, which changes nothing), or to each on a day
    of their own: None where it was not sent.

    >>> found = reminders([date(2008, 4, 10), date(2008, 4, 28), None], {"first": date(2008, 4, 23)})
    >>> found[0].share_before, found[0].share_after
    (0.5, 0.5)
    """
    came = days(answered, "answered")
    held = ~np.isnan(came)
    went = []
    for name, when in sent.items():
        one = np.full(came.shape, float(day(when, name))) if isinstance(when, date) else days(when, name)
        if one.shape != came.shape:
            raise ValueError(f"sent: {name} has {one.size} days for {came.size} invited; give one each for all.")
        went.append(one)
    total = int(held.sum())
    found = []
    for number, (name, one) in enumerate(zip(sent, went, strict=True)):
        after = held & (came >= one)
        later = np.zeros(came.shape, dtype=np.bool_)
        for other in went[number + 1 :]:
            if (other < one).any():
                raise ValueError(f"sent: a reminder listed after {name} went out before it; give them in order.")
            later |= came >= other
        many = int(after.sum())
        found.append(
            Reminder(
                name,
                total,
                total - many,
                many,
                int((after & ~later).sum()),
                part(total - many, total),
                part(many, total),
            )
        )
    return tuple(found)


def _enough(eligible: int, answered: int) -> None:
    if count(eligible, "eligible") < answered:
        raise ValueError(f"eligible: {eligible} are fewer than the {answered} who answered; give the whole frame.")
