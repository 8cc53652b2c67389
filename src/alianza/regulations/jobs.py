"""The clock's door to the sheets."""

from django.utils import timezone
from django_tasks import task

from alianza.regulations.actions.looks import remind_keepers
from alianza.regulations.models import ErrorReport
from alianza.regulations.notices import mail_answer


@task()
def remind_all() -> int:
    """Remind focal points, and officers for regions, once a month of the sheets that ask for them; safe to repeat."""
    return remind_keepers(timezone.localdate())


@task()
def mail_answers() -> int:
    """Mail the answers that a mail server refused at first; safe to repeat."""
    waiting = ErrorReport.objects.filter(answered_at__isnull=False, mail__isnull=False, mailed_at__isnull=True)
    return sum(mail_answer.call(str(code)) for code in waiting.values_list("code", flat=True))


DAILY = (remind_all, mail_answers)
