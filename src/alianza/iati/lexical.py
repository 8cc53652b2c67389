"""How XML Schema writes numbers and dates, read exactly: what it does not allow is None, never a guess."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

# Python's own readers take more: 1_000, NaN and digits of other scripts as numbers, 20240131 and 2024-W05-3 as dates.
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


def number_of(text: str) -> Decimal | None:
    """An exact number, or None.

    >>> number_of(" 1250.50 "), number_of("1,250"), number_of("NaN")
    (Decimal('1250.50'), None, None)
    """
    return Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def whole_number_of(text: str) -> int | None:
    return int(text.strip()) if _WHOLE.fullmatch(text.strip()) else None


def date_of(text: str) -> date | None:
    """A date; the zone that one may carry says nothing about the day it names."""
    found = _DATE.fullmatch(text.strip())
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    """A date with time, in UTC where it names no zone."""
    if not _MOMENT.fullmatch(text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def day_of(text: str) -> date | None:
    """The day of a date, or of a date with time, in UTC."""
    moment = moment_of(text)
    return moment.date() if moment else date_of(text)


def yes_or_no(text: str) -> bool | None:
    return {"1": True, "true": True, "0": False, "false": False}.get(text.strip())
