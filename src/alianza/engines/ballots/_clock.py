"""Working days and deadlines (A11), and the clock of papers (A12). No clock is read: `now` is given."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from alianza.engines.ballots._refusals import DaysOutOfRange, EveryDayIsFree, VersionOutOfOrder

MOST_DAYS: Final = 1000
SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
"""Days of the week without work, Monday being 0."""
DAY = timedelta(days=1)
WHERE_DAYS_BEGIN = timezone(timedelta(hours=14))
WHERE_DAYS_END = timezone(timedelta(hours=-12))


def moment(at: datetime, what: str) -> datetime:
    """The instant in UTC. Raises TypeError for a time without a zone, which is a different instant in every place."""
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise TypeError(f"{what}: give a date and time with its time zone, not {at!r}.")
    return at.astimezone(UTC)


def day_of(at: datetime) -> date:
    """The day on which a clock that starts at this instant starts: the one it is where days begin."""
    return at.astimezone(WHERE_DAYS_BEGIN).date()


def end_of_day(day: date) -> datetime:
    """The first instant at which the day is over everywhere on Earth, in UTC.

    >>> end_of_day(date(2026, 3, 16)).isoformat()
    '2026-03-17T12:00:00+00:00'
    """
    _a_date(day)
    return datetime.combine(day + DAY, time(), WHERE_DAYS_END).astimezone(UTC)


def working_days_after(
    start: date, n: int, holidays: Collection[date] = (), *, weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> date:
    """The n-th working day after the day `start`, which does not count; with n of 0, `start` itself.

    >>> working_days_after(date(2026, 3, 2), 10).isoformat(), working_days_after(date(2026, 3, 6), 1).isoformat()
    ('2026-03-16', '2026-03-09')

    Raises DaysOutOfRange, EveryDayIsFree.
    """
    _a_date(start)
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MOST_DAYS:
        raise DaysOutOfRange(given=repr(n), most=MOST_DAYS)
    free, off = frozenset(holidays), frozenset(weekend)
    _some_day_is_worked(off)
    day = start
    while n:
        day += DAY
        n -= day.weekday() not in off and day not in free
    return day


def working_days_between(
    first: date, last: date, holidays: Collection[date] = (), *, weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> int:
    """How many working days come after `first`, up to and with `last`; 0 where `last` is not later.

    >>> working_days_between(date(2026, 3, 6), date(2026, 3, 9))
    1
    """
    _a_date(first)
    _a_date(last)
    free, off = frozenset(holidays), frozenset(weekend)
    days = (first + DAY * (each + 1) for each in range((last - first).days))
    return sum(day.weekday() not in off and day not in free for day in days)


def deadline(
    start: datetime, n: int, holidays: Collection[date] = (), *, weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> datetime:
    """When n full working days have passed everywhere on Earth since the instant `start`, in UTC (A11).

    What comes at this very instant is late.

    >>> deadline(datetime(2026, 3, 2, 9, tzinfo=UTC), 10).isoformat()
    '2026-03-17T12:00:00+00:00'
    """
    day = day_of(moment(start, "start"))
    return end_of_day(working_days_after(day, n, holidays, weekend=weekend))


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One version of one paper in one language. Versions count from 1; a translation has the version it translates."""

    paper: str
    language: str
    version: int
    at: datetime

    def __post_init__(self) -> None:
        if isinstance(self.version, bool) or not isinstance(self.version, int) or self.version < 1:
            raise VersionOutOfOrder(given=repr(self.version))
        object.__setattr__(self, "at", moment(self.at, f"publication of {self.paper}"))


@dataclass(frozen=True, slots=True)
class PapersClock:
    """`started` with the last file, None while papers are `missing` (paper, language) or there is none at all.

    `ready` is the first instant at which a meeting may take the item.
    """

    started: datetime | None
    ready: datetime | None
    missing: tuple[tuple[str, str], ...]

    def in_time(self, meeting: datetime) -> bool:
        """Whether a meeting that begins then may take the item."""
        return self.ready is not None and moment(meeting, "meeting") >= self.ready


def papers_clock(
    published: Iterable[PublishedFile],
    *,
    days: int,
    languages: Collection[str],
    now: datetime,
    papers: Collection[str] = (),
    holidays: Collection[date] = (),
    weekend: Collection[int] = SATURDAY_AND_SUNDAY,
) -> PapersClock:
    """When the papers of an item have been out for `days` working days, complete in the `languages` (A12).

    `papers` that have to be there although no file of theirs is out yet count as missing. Files published after `now`
    are not there.
    """
    at = moment(now, "now")
    out = [each for each in published if each.at <= at]
    newest: dict[str, int] = dict.fromkeys(papers, 1)
    for each in out:
        newest[each.paper] = max(each.version, newest.get(each.paper, 1))
    there = {(each.paper, each.language) for each in out if each.version == newest[each.paper]}
    wanted = {(paper, language) for paper in newest for language in languages}
    missing = tuple(sorted(wanted - there))
    if missing or not out:
        return PapersClock(None, None, missing)
    started = max(each.at for each in out)
    return PapersClock(started, deadline(started, days, holidays, weekend=weekend), ())


def _a_date(day: object) -> None:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise TypeError(f"Give a day without a time, not {day!r}: an instant is another day elsewhere.")


def _some_day_is_worked(off: frozenset[int]) -> None:
    if off >= frozenset(range(7)):
        raise EveryDayIsFree
