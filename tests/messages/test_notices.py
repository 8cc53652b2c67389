from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from alianza.accounts.models import User
from alianza.consent.actions import give
from alianza.messages import actions, jobs
from alianza.messages.models import Notice
from alianza.messages.notices import mail_notices
from alianza.web.queue import work_until_stopped
from tests.world import World


def agree_to_mail(user: User) -> None:
    give(user, "mail", version=1, language="en", by=user)


def test_mail_needs_consent(world: World) -> None:
    notice = actions.tell(world.ana, "test.news", {"country": "DEU"})
    assert mail_notices.call([str(notice.code)]) == 0
    agree_to_mail(world.ana)
    assert mail_notices.call([str(notice.code)]) == 1
    assert mail.outbox[0].to == [world.ana.email]


def test_a_mail_calls_and_tells_nothing(world: World) -> None:
    agree_to_mail(world.ana)
    notice = actions.tell(world.ana, "test.news", {"country": "DEU"}, "/registry/me/")
    mail_notices.call([str(notice.code)])
    letter = mail.outbox[0]
    assert letter.subject == "Alianza: A route has changed"
    assert "Germany" not in letter.body
    assert "/messages/" in letter.body
    assert "/consent/" in letter.body


def test_a_mail_speaks_the_persons_language(world: World) -> None:
    agree_to_mail(world.ana)
    User.objects.filter(pk=world.ana.pk).update(language="es")
    notice = actions.tell(world.ana, "test.news", {"country": "DEU"})
    mail_notices.call([str(notice.code)])
    from django.utils.translation import gettext, override

    with override("es"):
        expected = gettext("It is not in this mail, so that nobody else reads it.")
    assert expected in mail.outbox[0].body


def test_duties_reach_those_who_act_in_a_role(world: World) -> None:
    told = [(person, {"order": "O-1"}, "") for person in (world.luc, world.imani, world.ana)]
    notices = actions.tell_many(told, "test.duty")
    assert mail_notices.call([str(notice.code) for notice in notices]) == 2
    assert {letter.to[0] for letter in mail.outbox} == {world.luc.email, world.imani.email}


def test_a_notice_is_mailed_once_however_often_the_job_runs(world: World) -> None:
    notice = actions.tell(world.luc, "test.duty", {"order": "O-1"})
    for _ in range(3):
        mail_notices.call([str(notice.code)])
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_mail(world: World) -> None:
    User.objects.filter(pk=world.luc.pk).update(is_active=False)
    notice = actions.tell(world.luc, "test.duty", {"order": "O-1"})
    assert mail_notices.call([str(notice.code)]) == 0


class BrokenServer(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


def test_what_a_mail_server_refused_is_tried_again(world: World, settings: Any) -> None:
    notice = actions.tell(world.luc, "test.duty", {"order": "O-1"})
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    with pytest.raises(ConnectionRefusedError):
        mail_notices.call([str(notice.code)])
    notice.refresh_from_db()
    assert notice.mailed_at is None
    settings.EMAIL_BACKEND = working
    assert jobs.mail_what_waits.call() == 1


def test_old_notices_are_forgotten(world: World) -> None:
    old = actions.tell(world.ana, "test.news", {"country": "DEU"})
    Notice.objects.filter(pk=old.pk).update(told_at=timezone.now() - timedelta(days=400))
    recent = actions.tell(world.ana, "test.news", {"country": "ESP"})
    assert jobs.forget_old_notices.call() == 1
    assert list(Notice.objects.all()) == [recent]


@pytest.mark.django_db(transaction=True)
def test_telling_puts_the_mail_into_the_queue_and_a_worker_sends_it() -> None:
    from tests.world import build

    world = build()
    actions.tell(world.luc, "test.duty", {"order": "O-1"})
    work_until_stopped(batch=True)
    assert len(mail.outbox) == 1


def test_nothing_is_mailed_when_the_deed_is_undone(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    from django.db import transaction

    with django_capture_on_commit_callbacks() as calls:
        try:
            with transaction.atomic():
                actions.tell(world.luc, "test.duty", {"order": "O-1"})
                raise RuntimeError
        except RuntimeError:
            pass
    assert calls == []
