"""The clock's door to questionnaires."""

from django.utils import timezone
from django_tasks import task

from alianza.instruments.actions import colleagues, reminders, results
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
    now = timezone.now()
    return reminders.send_waiting(now) + colleagues.send_waiting(now)


@task()
def count_round(code: str) -> int:
    """Count what a round came to, unless it is counted from the same answers already; safe to repeat."""
    campaign = Round.objects.select_related("version").filter(code=code).first()
    if campaign is None or campaign.status == RoundStatus.DRAFT:
        return 0
    results.compute(campaign)
    return 1


@task()
def count_all() -> int:
    """Count every round that takes answers, so that pages open with yesterday's numbers at the latest."""
    codes = list(Round.objects.filter(status=RoundStatus.OPEN).values_list("code", flat=True))
    for code in codes:
        count_round.enqueue(str(code))
    return len(codes)


DAILY = (remind_all, count_all)
