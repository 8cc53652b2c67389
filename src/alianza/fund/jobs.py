"""The clock's door."""

import logging
from datetime import time

from django.utils import timezone
from django_tasks import task

from alianza.audit.actions import PLATFORM
from alianza.fund import publishing
from alianza.fund.actions.decisions import lapse_all
from alianza.fund.actions.iati import publish
from alianza.fund.actions.imports import forget_files
from alianza.fund.actions.lapses import lapse_commitments, tell_of_lapses
from alianza.fund.actions.lateness import lapse_unsigned, tell_of_late_reports
from alianza.fund.actions.reminders import remind_of_audits, remind_of_refunds
from alianza.fund.actions.tracking import bring_own
from alianza.fund.background import end_given_up
from alianza.fund.models import FinanceImport

logger = logging.getLogger(__name__)

WEEK = 7
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


@task()
def remind() -> int:
    """Remind of refunds and audits that are due and were not told; safe to repeat. Returns of how many."""
    today = timezone.localdate()
    return remind_of_refunds(today) + remind_of_audits(today)


@task()
def let_approvals_lapse() -> int:
    """Give back what was approved and never contracted in time; safe to repeat. Returns how many lapsed."""
    return lapse_unsigned(timezone.localdate())


@task()
def let_commitments_lapse() -> int:
    """Give back grants that no bank took up in time, and tell of those that lapse soon; safe to repeat.

    Returns how many lapsed.
    """
    today = timezone.localdate()
    gone = lapse_commitments(today)
    tell_of_lapses(today)
    return gone


@task()
def publish_weekly() -> int:
    """Publish the fund's files when the last ones are a week old; safe to repeat. Returns how many were published.

    Files that fail a check are not published, the last ones stay public, and the next day tries again; `alianza fund
    iati --check` says what is wrong.
    """
    today = timezone.localdate()
    held = publishing.public()
    if held is not None and (today - held.on).days < WEEK:
        return 0
    try:
        publish(today, by=PLATFORM)
    except publishing.NotPublished as refused:
        logger.warning("The fund's IATI files were not published: %s errors.", len(refused.sentences))
        return 0
    return 1


@task()
def bring_own_payments() -> int:
    """Bring what our books say into all migration finance; safe to repeat. Returns how many files were made."""
    return int(bring_own(timezone.localdate(), by=PLATFORM) is not None)


@task()
def end_imports_given_up() -> int:
    """Say of imports whose job was given up that they are lost, also where nobody looks; safe to repeat."""
    open_ones = FinanceImport.objects.filter(state__in=(FinanceImport.State.WAITING, FinanceImport.State.READING))
    forget_files(timezone.localdate())
    return sum(not end_given_up(held).under_way for held in list(open_ones))


DAILY = (
    look_at_deadlines,
    tell_of_lateness,
    remind,
    let_approvals_lapse,
    let_commitments_lapse,
    publish_weekly,
    bring_own_payments,
    end_imports_given_up,
)
