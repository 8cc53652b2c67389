"""Days that terms end on."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

WHERE_DAYS_END = timezone(timedelta(hours=-12))


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 11, 15), 24)
    (datetime.date(2026, 2, 28), datetime.date(2028, 11, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(deadline: datetime | None) -> date | None:
    """The last day on which an answer counts: the one that is over at the deadline everywhere on Earth."""
    return None if deadline is None else (deadline.astimezone(WHERE_DAYS_END) - timedelta(microseconds=1)).date()
