"""The clock's door to questionnaires."""

from django.utils import timezone
from django_tasks import task

from alianza.instruments.actions import reminders
from alianza.instruments.models import Round, RoundStatus


@task()
def remind_all() -> int:
    """Make and send every invitation and reminder that is due and was not sent; safe to repeat."""
    return reminders.remind_all(timezone.now())


@task()
def remind_round(code: str) -> int:
    """The same for one round, as soon as it is open; safe to repeat."""
    now = timezone.now()
    made = sum(reminders.remind(campaign, now) for campaign in Round.objects.filter(code=code, status=RoundStatus.OPEN))
    reminders.send_waiting(now)
    return made


@task()
def send_mails() -> int:
    """Send the mails that wait; safe to repeat. Returns how many left."""
    return reminders.send_waiting(timezone.now())


DAILY = (remind_all,)
