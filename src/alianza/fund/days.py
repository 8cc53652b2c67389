"""Days that terms end on."""

from datetime import date, datetime, timedelta, timezone

WHERE_DAYS_END = timezone(timedelta(hours=-12))


def last_day(deadline: datetime | None) -> date | None:
    """The last day on which an answer counts: the one that is over at the deadline everywhere on Earth."""
    return None if deadline is None else (deadline.astimezone(WHERE_DAYS_END) - timedelta(microseconds=1)).date()
