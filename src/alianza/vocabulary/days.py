"""Days that terms end on, and days as pages write them."""

from calendar import monthrange
from datetime import date


def day_words(day: date, language: str) -> str:
    """A day as the language writes it, the day first in English too.

    >>> day_words(date(2026, 3, 1), "en"), day_words(date(2026, 3, 1), "es"), day_words(date(2026, 3, 1), "fr")
    ('1 March 2026', '1 de marzo de 2026', '1er mars 2026')
    """
    from babel.dates import format_date

    language = language.partition("-")[0]
    words = str(format_date(day, "d MMMM y" if language == "en" else "long", locale=language))
    return words.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else words


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2028, 2, 29), 12)
    (datetime.date(2026, 2, 28), datetime.date(2029, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
