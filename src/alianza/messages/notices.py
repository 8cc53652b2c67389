"""The mail that calls to a notice: a title without facts, a link, and how to stop it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from alianza.messages.kinds import kinds
from alianza.messages.models import Notice
from alianza.messages.policy import wants_mail
from alianza.messages.queries import title_of

logger = logging.getLogger("alianza.messages")


def _letter(notice: Notice) -> EmailMessage:
    with translation.override(notice.user.language):
        known = kinds().get(notice.kind)
        link = settings.PUBLIC_URL + reverse("messages:notice-list")
        paragraphs = [
            _("There is a notice for you on Alianza: %(title)s") % {"title": title_of(notice)},
            _("Sign in to read it: %(link)s") % {"link": link},
            _("It is not in this mail, so that nobody else reads it."),
        ]
        if known is None or not known.duty:
            consents = settings.PUBLIC_URL + reverse("consent:consent-list")
            paragraphs.append(_("To get no more mail, withdraw your agreement here: %(link)s") % {"link": consents})
        else:
            paragraphs.append(_("You get this mail because you act in a role on the platform."))
        return EmailMessage(
            subject=_("Alianza: %(title)s") % {"title": title_of(notice)},
            body="\n\n".join(paragraphs) + "\n",
            to=[notice.user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def send_waiting(notices: QuerySet[Notice]) -> int:
    """Mail those of the notices that were neither mailed nor read yet, to people who want mail; returns how many left.

    A notice is claimed before it is sent and given back when sending fails: two workers never mail it twice, and no
    database lock is held while a mail server takes its time.
    """
    sent = 0
    waiting = list(notices.filter(mailed_at__isnull=True, read_at__isnull=True).select_related("user"))
    if not waiting:
        return 0
    with get_connection() as connection:
        for notice in waiting:
            known = kinds().get(notice.kind)
            if known is None or not wants_mail(notice.user, known):
                continue
            mine = Notice.objects.filter(pk=notice.pk, mailed_at__isnull=True)
            if not mine.update(mailed_at=timezone.now()):
                continue
            try:
                letter = _letter(notice)
                letter.connection = connection
                letter.send()
                sent += 1
            except (OSError, SMTPException) as problem:
                Notice.objects.filter(pk=notice.pk).update(mailed_at=None)
                logger.warning("notice %s was not mailed: %s", notice.code, type(problem).__name__)
                raise
    return sent


@task()
def mail_notices(codes: list[str]) -> int:
    """Call to these notices by mail; safe to run twice."""
    return send_waiting(Notice.objects.filter(code__in=codes))
