"""The calendar by which the clocks of bodies count, as it was known at any moment.

A clock counts by what was known when it began, so a day that is closed or opened later moves no deadline that runs.
"""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from alianza.fund.models import ClosedDay

DAY = timedelta(days=1)


def known_at(moment: datetime) -> QuerySet[ClosedDay]:
    return ClosedDay.objects.filter(Q(removed_at__isnull=True) | Q(removed_at__gt=moment), added_at__lte=moment)


def free_days(moment: datetime) -> frozenset[date]:
    """Days without work, besides weekends, for a clock that began at the moment; days before it are left out."""
    return frozenset(known_at(moment).filter(day__gte=moment.date() - DAY).values_list("day", flat=True))
