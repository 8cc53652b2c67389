"""A stretch of days: a year, a quarter, a month, five years, a mandate that has no end yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alianza.vocabulary.refusal import Refusal, marked

DAY = timedelta(days=1)


class NotAPeriod(Refusal):
    code = "vocabulary.not_a_period"
    message = marked(
        "%(given)s is not a period. Write a year (2024), a quarter (2024-Q3), a month (2024-07), a day (2024-07-15), "
        "or two of them with a slash between (2015/2020, 2024-07-15/..)."
    )


class PeriodEndsBeforeItBegins(Refusal):
    code = "vocabulary.period_ends_before_it_begins"
    message = marked("The period would end on %(last)s, before it begins on %(first)s. Exchange the two dates.")


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day `last`, both included; `last` is None while no end is set.

    Plain dates: what time it is where does not matter here.

    >>> Period.parse("2024-Q3")
    Period(first=datetime.date(2024, 7, 1), last=datetime.date(2024, 9, 30))
    """

    first: date
    last: date | None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise PeriodEndsBeforeItBegins(first=self.first.isoformat(), last=self.last.isoformat())

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def years(cls, first: int, last: int) -> "Period":
        """Calendar years, both included: `years(2015, 2019)` is five years long."""
        return cls(date(first, 1, 1), date(last, 12, 31))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls(date(year, 3 * quarter - 2, 1), cls.month(year, 3 * quarter).last)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        after = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
        return cls(date(year, month, 1), after - DAY if after else date.max)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """From "2024", "2024-Q3", "2024-07", "2024-07-15" or a pair "2015/2020", "2024-07/..".

        A pair runs from the first day of the first to the last day of the second. Raises NotAPeriod,
        PeriodEndsBeforeItBegins.
        """
        first, slash, last = (part.strip() for part in text.partition("/"))
        if not slash:
            return cls._one(first, text)
        start = cls._one(first, text).first
        return cls(start, None if last in {"", ".."} else cls._one(last, text).last)

    @classmethod
    def _one(cls, part: str, whole: str) -> "Period":
        try:
            if re.fullmatch(r"\d{4}", part, re.ASCII):
                return cls.year(int(part))
            if found := re.fullmatch(r"(\d{4})-?[Qq]([1-4])", part, re.ASCII):
                return cls.quarter(int(found[1]), int(found[2]))
            if found := re.fullmatch(r"(\d{4})-(\d{2})", part, re.ASCII):
                return cls.month(int(found[1]), int(found[2]))
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", part, re.ASCII):
                day = date.fromisoformat(part)
                return cls(day, day)
        except ValueError:  # the year 0, the month 13, the 30th of February
            pass
        raise NotAPeriod(given=repr(whole[:40]))

    @property
    def is_open(self) -> bool:
        return self.last is None

    @property
    def days(self) -> int | None:
        """Length in days; None while open."""
        return (self.last - self.first).days + 1 if self.last else None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def contains(self, other: "Period") -> bool:
        """Whether every day of the other period lies in this one."""
        if self.last is None:
            return self.first <= other.first
        return self.first <= other.first and other.last is not None and other.last <= self.last

    def overlaps(self, other: "Period") -> bool:
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)

    def common(self, other: "Period") -> "Period | None":
        """The days that lie in both, or None."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.last, other.last) if end]
        return Period(max(self.first, other.first), min(ends) if ends else None)

    def calendar_years(self) -> Iterator[int]:
        """The years touched, first to last; of an open period, the first only."""
        return iter(range(self.first.year, (self.last or self.first).year + 1))

    def __str__(self) -> str:
        """The shortest text that `parse` reads back."""
        if self.last is None:
            return f"{self.first}/.."
        year = self.first.year
        if self == Period.year(year):
            return f"{year:04}"
        for quarter in (1, 2, 3, 4):
            if self == Period.quarter(year, quarter):
                return f"{year:04}-Q{quarter}"
        if self == Period.month(year, self.first.month):
            return f"{year:04}-{self.first.month:02}"
        if self.first == self.last:
            return f"{self.first}"
        if self == Period.years(year, self.last.year):
            return f"{year:04}/{self.last.year:04}"
        return f"{self.first}/{self.last}"
