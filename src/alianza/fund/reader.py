"""Times as the reader has them: pages with a deadline on them are shown in the zone of the reader's account."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone as clock

WHERE_DAYS_END = timezone(timedelta(hours=-12))


def in_readers_zone(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, made in the reader's zone; in that of the instance where the account names none that is known."""
    try:
        zone = ZoneInfo(getattr(request.user, "time_zone", "") or "UTC")
    except (KeyError, ValueError, OSError):  # a name that is none, or no table of zones for it
        return page()
    with clock.override(zone):
        return page()


def last_day(deadline: datetime | None) -> date | None:
    """The last day on which an answer counts: the one that is over at the deadline everywhere on Earth."""
    return None if deadline is None else (deadline.astimezone(WHERE_DAYS_END) - timedelta(microseconds=1)).date()
