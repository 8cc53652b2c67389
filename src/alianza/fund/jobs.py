"""The clock's door."""

from datetime import time

from django.utils import timezone
from django_tasks import task

from alianza.fund.actions.decisions import lapse_all
from alianza.fund.actions.lateness import tell_of_late_reports

DAYS_END = time(12)
"""In UTC: when a day is over everywhere on Earth (UTC-12), and so when every deadline of no objection falls."""


@task()
def close_lapsed_items() -> int:
    """Decide the items whose time of no objection is over; safe to repeat. Returns how many were decided."""
    decided, _stuck = lapse_all(timezone.now())
    return decided


@task()
def look_at_deadlines() -> int:
    """Decide what is over, and look again at the minute of today's deadlines."""
    now = timezone.now()
    at_noon = now.replace(hour=DAYS_END.hour, minute=0, second=0, microsecond=0)
    if now < at_noon:
        close_lapsed_items.using(run_after=at_noon).enqueue()
    decided, _stuck = lapse_all(now)
    return decided


@task()
def tell_of_lateness() -> int:
    """Tell of reports that reached another step of the ladder; safe to repeat. Returns of how many."""
    return tell_of_late_reports(timezone.localdate())


DAILY = (look_at_deadlines, tell_of_lateness)
