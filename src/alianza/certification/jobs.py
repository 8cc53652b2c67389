"""The clock's door to labels."""

from django.utils import timezone
from django_tasks import task

from alianza.certification.actions import labels


@task()
def turn_calendar() -> int:
    """Write down labels that ended by themselves and remind holders of those that will; safe to repeat."""
    return labels.turn_calendar(timezone.localdate())


DAILY = (turn_calendar,)
