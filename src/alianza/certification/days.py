"""Days that labels end on, and days in words."""

from calendar import monthrange
from datetime import date, timedelta

from babel.dates import format_date
from django.utils.translation import get_language


def in_words(day: date) -> str:
    """A day as pages write it, in the language that is active: for badges and letters, which no template makes."""
    language = (get_language() or "en").partition("-")[0]
    return str(format_date(day, format="d MMMM y" if language == "en" else "long", locale=language))


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day.

    >>> months_later(date(2028, 2, 29), 12), months_later(date(2026, 11, 22), 36)
    (datetime.date(2029, 2, 28), datetime.date(2029, 11, 22))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(begins: date, months: int) -> date:
    """The last day of some months that begin with a day.

    >>> last_day(date(2026, 11, 22), 12)
    datetime.date(2027, 11, 21)
    """
    return months_later(begins, months) - timedelta(days=1)
