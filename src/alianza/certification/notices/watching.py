"""Mails to those who watch: to confirm, and of each change once. "Due and not yet sent", so that no run loses any."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from alianza.certification.models import Standing, Watch, WatchTold
from alianza.texts import page_language
from alianza.vocabulary.days import day_words

logger = logging.getLogger("alianza.certification")

CONFIRM, STOP = "certification.watch.confirm", "certification.watch.stop"
CONFIRM_DAYS = 7
CLAIM = timedelta(minutes=30)
"""After this long, a mail that somebody began to send and did not finish is taken up by the next."""


def link(watch: Watch, purpose: str) -> str:
    """An address that only whoever has the mail knows; it names the watch and no person."""
    token = signing.dumps(str(watch.code), salt=purpose)
    route = "certification:watch-confirm" if purpose == CONFIRM else "certification:watch-stop"
    return settings.PUBLIC_URL + reverse(route, kwargs={"token": token})


def _letter(watch: Watch, subject: str, paragraphs: list[str]) -> EmailMessage:
    stop = link(watch, STOP)
    body = "\n\n".join([*paragraphs, _("To get no more of these mails: %(link)s") % {"link": stop}]) + "\n"
    return EmailMessage(
        subject=_("Alianza: %(title)s") % {"title": subject},
        body=body,
        to=[watch.address],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def asking(watch: Watch) -> EmailMessage:
    """To confirm. Names the firm: whoever did not ask for it learns nothing about anybody."""
    with translation.override(watch.language):
        return _letter(
            watch,
            _("Confirm that you want to be told"),
            [
                _("Somebody, perhaps you, asked to be told by mail when the label of %(name)s changes.")
                % {"name": watch.subject},
                _("If it was you, confirm it within %(days)s days: %(link)s")
                % {"days": CONFIRM_DAYS, "link": link(watch, CONFIRM)},
                _("If it was not you, do nothing: the address is removed after these days."),
            ],
        )


def telling(watch: Watch, event: Standing) -> EmailMessage:
    with translation.override(watch.language):
        facts = {
            "name": watch.subject,
            "label": event.award.number,
            "event": event.get_kind_display(),
            "day": day_words(event.day, page_language()),
        }
        page = settings.PUBLIC_URL + reverse("certification:register-show", kwargs={"code": watch.subject.code})
        paragraphs = [_("%(name)s, label %(label)s: %(event)s on %(day)s.") % facts]
        if event.reason:
            paragraphs.append(_("Reason: %(reason)s") % {"reason": event.reason})
        paragraphs.append(_("How it stands today: %(link)s") % {"link": page})
        return _letter(watch, _("The label of %(name)s changed") % facts, paragraphs)


@task()
def ask_to_confirm(codes: list[str]) -> int:
    """Mail to those who have not been mailed since they asked; safe to run twice."""
    sent = 0
    not_mailed = Q(asked_mailed_at__isnull=True) | Q(asked_mailed_at__lt=F("asked_at"))
    waiting = Watch.objects.filter(not_mailed, code__in=codes, confirmed_at__isnull=True)
    for watch in waiting.select_related("subject__organisation"):
        mine = Watch.objects.filter(pk=watch.pk, asked_mailed_at=watch.asked_mailed_at)
        if not mine.update(asked_mailed_at=timezone.now()):
            continue
        try:
            asking(watch).send()
            sent += 1
        except (OSError, SMTPException) as problem:
            Watch.objects.filter(pk=watch.pk).update(asked_mailed_at=watch.asked_mailed_at)
            logger.warning("watch %s was not asked to confirm: %s", watch.code, type(problem).__name__)
    return sent


def _note_what_is_due() -> None:
    """A line for each change since a watch was confirmed that has none yet."""
    watches = Watch.objects.filter(confirmed_at__isnull=False).values_list("pk", "subject_id", "confirmed_at")
    for pk, subject, since in watches.iterator():
        events = Standing.objects.filter(award__application__subject=subject, at__gt=since)
        due = events.exclude(pk__in=WatchTold.objects.filter(watch=pk).values("event"))
        WatchTold.objects.bulk_create(
            [WatchTold(watch_id=pk, event=event) for event in due.order_by("id")], ignore_conflicts=True
        )


@task()
def tell_watchers() -> int:
    """Tell every watcher of every change that they were not told of; safe to run twice, at once or again."""
    _note_what_is_due()
    now, sent = timezone.now(), 0
    waiting = (
        WatchTold.objects.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM), sent_at__isnull=True)
        .select_related("watch__subject__organisation", "event__award")
        .order_by("id")
    )
    with get_connection() as mail:
        for told in list(waiting):
            mine = WatchTold.objects.filter(pk=told.pk, claimed_at=told.claimed_at, sent_at__isnull=True)
            if not mine.update(claimed_at=timezone.now()):
                continue
            try:
                message = telling(told.watch, told.event)
                message.connection = mail
                message.send()
            except (OSError, SMTPException) as problem:
                WatchTold.objects.filter(pk=told.pk).update(claimed_at=None)
                logger.warning("a change was not told to the watch %s: %s", told.watch.code, type(problem).__name__)
                continue
            WatchTold.objects.filter(pk=told.pk).update(sent_at=timezone.now())
            sent += 1
    return sent
