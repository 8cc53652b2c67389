"""Days that labels end on."""

from datetime import date, timedelta

from alianza.vocabulary.days import months_later


def last_day(begins: date, months: int) -> date:
    """The last day of some months that begin with a day.

    >>> last_day(date(2026, 11, 22), 12)
    datetime.date(2027, 11, 21)
    """
    return months_later(begins, months) - timedelta(days=1)
