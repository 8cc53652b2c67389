"""Months as numbers, the way the tables of matching compare them."""

from datetime import date


def month_index(day: date) -> int:
    """The month of a day, counted from January of the year 0: year * 12 + month - 1.

    Used for `available_month` of workers and `start_month` of orders alike, so that the two compare.

    >>> month_index(date(2026, 11, 21))
    24322
    """
    return day.year * 12 + day.month - 1


def first_of(index: int) -> date:
    """The first day of a month number.

    >>> first_of(24322)
    datetime.date(2026, 11, 1)
    """
    return date(index // 12, index % 12 + 1, 1)


def whole_months(start: date, end: date) -> int:
    """Whole months from one day to a later one; 0 when `end` is not later.

    >>> whole_months(date(2026, 1, 31), date(2026, 3, 30)), whole_months(date(2026, 1, 31), date(2026, 3, 31))
    (1, 2)
    """
    months = month_index(end) - month_index(start) - (end.day < start.day)
    return max(months, 0)


def add_months(start: date, months: int) -> date:
    """The same day of the month that many months later, or the month's last day where it is shorter.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    first = first_of(month_index(start) + months)
    following = first_of(month_index(first) + 1)
    return first.replace(day=min(start.day, (following - first).days))


def age_in(year: int, birth_year: int) -> int:
    """The age a person reaches during `year`: what matching uses, so that the birth date stays sealed."""
    return year - birth_year
