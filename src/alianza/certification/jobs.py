"""The clock's door to labels."""

from django.utils import timezone
from django_tasks import task

from alianza.certification.actions import complaints, labels, watching
from alianza.certification.notices.watching import tell_watchers


@task()
def turn_calendar() -> int:
    """Write down labels that ended by themselves and remind holders of those that will; safe to repeat."""
    return labels.turn_calendar(timezone.localdate())


@task()
def forget_unconfirmed() -> int:
    """Remove addresses of those who never confirmed that they want to be told; safe to repeat."""
    return watching.forget_unconfirmed()


@task()
def forget_complaints() -> int:
    """Empty complaints whose time is over; safe to repeat."""
    return complaints.forget(timezone.localdate())


DAILY = (turn_calendar, tell_watchers, forget_unconfirmed, forget_complaints)
