"""The story's calendar: it began twenty-four months before the day on which it is told."""

from datetime import UTC, date, datetime, time, timedelta

from alianza.vocabulary.days import months_later

LASTS = 24
"""Months from the first day of the fund to today."""


class Days:
    """Days of the story, as months and days after its beginning; none falls on a weekend.

    >>> Days(date(2026, 11, 21))(0), Days(date(2026, 11, 21))(24)
    (datetime.date(2024, 11, 21), datetime.date(2026, 11, 20))
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.first = months_later(today, -LASTS)

    def __call__(self, month: int, days: int = 0) -> date:
        return at_work(months_later(self.first, month) + timedelta(days=days), self.today)

    def ago(self, days: int) -> date:
        return at_work(self.today - timedelta(days=days), self.today)

    def ahead(self, days: int) -> date:
        day = self.today + timedelta(days=days)
        return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def at_work(day: date, today: date) -> date:
    """That day, or the Monday after a weekend; never after today, so the Friday before where Monday is still to come.

    >>> at_work(date(2026, 11, 14), date(2026, 11, 21)), at_work(date(2026, 11, 21), date(2026, 11, 21))
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 20))
    """
    past = day.weekday() - 4
    if past <= 0:
        return day
    monday = day + timedelta(days=3 - past)
    return monday if monday <= today or day > today else day - timedelta(days=past)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An hour of that day."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)
