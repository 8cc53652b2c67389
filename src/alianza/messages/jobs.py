"""The clock's door."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from alianza.messages.models import Notice
from alianza.messages.notices import send_waiting

KEPT_DAYS = 366
RETRIED_DAYS = 2


@task()
def mail_what_waits() -> int:
    """Mail the recent notices that a mail server refused at first; safe to repeat."""
    return send_waiting(
        Notice.objects.filter(read_at__isnull=True, told_at__gte=timezone.now() - timedelta(days=RETRIED_DAYS))
    )


@task()
def forget_old_notices() -> int:
    """Remove notices told more than a year ago; safe to repeat."""
    removed, _ = Notice.objects.filter(told_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return removed


DAILY = (mail_what_waits, forget_old_notices)
