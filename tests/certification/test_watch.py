"""Watching by mail: confirmed by a link, told once of each change, gone when stopped."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.certification.actions import labels, watching
from alianza.certification.models import Standing, Watch, WatchTold
from alianza.certification.notices.watching import CLAIM, CONFIRM_DAYS, ask_to_confirm, tell_watchers
from tests.certification.labelled import labelled
from tests.certification.story import Case
from tests.world import World

ADDRESS = "wanda@example.org"


def asked(case: Case, address: str = ADDRESS, language: str = "en") -> Watch:
    watching.ask(case.award.subject, address, language=language)
    watch = Watch.objects.latest("id")
    ask_to_confirm.call([str(watch.code)])
    return watch


def links(message: Any) -> list[str]:
    return [re.sub(r"^https?://[^/]+", "", each) for each in re.findall(r"https?://\S+", str(message.body))]


def watched(case: Case, address: str = ADDRESS, language: str = "en") -> Watch:
    watch = asked(case, address, language)
    (confirm, _stop) = links(mail.outbox[-1])
    assert Client().post(confirm).status_code == 302
    watch.refresh_from_db()
    assert watch.confirmed_at is not None
    mail.outbox.clear()
    return watch


def suspend(case: Case) -> Standing:
    return labels.suspend(case.award, ground="other", reason="A fee was paid.", by=case.world.luc)


@pytest.mark.django_db
def test_opening_the_link_confirms_nothing_and_the_button_does(world: World) -> None:
    case = labelled(world)
    watch = asked(case)
    assert mail.outbox[0].to == [ADDRESS]
    (confirm, _stop) = links(mail.outbox[0])
    assert Client().get(confirm).status_code == 200
    watch.refresh_from_db()
    assert watch.confirmed_at is None
    for _twice in range(2):
        assert Client().post(confirm).status_code == 302
    watch.refresh_from_db()
    assert watch.confirmed_at is not None


@pytest.mark.django_db
def test_one_address_watches_a_firm_once_and_the_answer_is_always_the_same(world: World) -> None:
    case = labelled(world)
    address = reverse("certification:watch-ask", kwargs={"code": case.award.subject.code})
    answers = []
    for given in (ADDRESS, ADDRESS.upper(), ADDRESS, "other@example.org"):
        form = {"address": given, "form": "7d2f7e3e-58a3-4a8e-9f5f-2a8d0a2b9a11", "website": ""}
        client = Client()
        answer = client.post(address, form, follow=True)
        answers.append((answer.status_code, "Look into your mail" in answer.content.decode()))
    assert answers == [(200, True)] * 4
    assert Watch.objects.count() == 2


@pytest.mark.django_db
def test_the_address_is_sealed_and_stands_in_no_link(world: World) -> None:
    case = labelled(world)
    asked(case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM certification_watch")
        assert "wanda" not in str(cursor.fetchall())
    assert "wanda" not in mail.outbox[0].body
    assert "wanda" not in str(mail.outbox[0].extra_headers)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "To get no more"), ("es", "Finca Sol"), ("fr", "Finca Sol")])
def test_a_watcher_is_told_once_of_each_change_in_their_language(world: World, language: str, words: str) -> None:
    case = labelled(world)
    watched(case, language=language)
    tell_watchers.call()
    assert mail.outbox == []  # what was before is in the register
    suspend(case)
    for _again in range(3):
        tell_watchers.call()
    assert len(mail.outbox) == 1
    assert words in mail.outbox[0].body
    assert "A fee was paid." in mail.outbox[0].body
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    labels.reinstate(case.award, ground="correction", reason="It was repaid.", by=world.luc)
    tell_watchers.call()
    assert [told.sent_at is not None for told in WatchTold.objects.all()] == [True, True]
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_who_did_not_confirm_is_told_nothing_and_is_forgotten(world: World) -> None:
    case = labelled(world)
    watch = asked(case)
    mail.outbox.clear()
    suspend(case)
    tell_watchers.call()
    assert mail.outbox == []
    assert watching.forget_unconfirmed() == 0
    Watch.objects.filter(pk=watch.pk).update(asked_at=timezone.now() - timedelta(days=CONFIRM_DAYS, minutes=1))
    assert watching.forget_unconfirmed() == 1


@pytest.mark.django_db
def test_one_click_stops_and_the_address_is_gone(world: World) -> None:
    case = labelled(world)
    watched(case)
    suspend(case)
    tell_watchers.call()
    stop = links(mail.outbox[0])[-1]
    assert Client().get(stop).status_code == 200
    assert Watch.objects.exists()
    strict = Client(enforce_csrf_checks=True)  # mail programs come without a page of ours
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Watch.objects.exists()
    assert strict.post(stop).status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a:b:c", "IjEi:1abcde:zzzz"])
def test_a_link_that_is_not_whole_gets_one_sentence(world: World, token: str) -> None:
    for route in ("watch-confirm", "watch-stop"):
        answer = Client().get(reverse(f"certification:{route}", kwargs={"token": token}))
        assert answer.status_code == 409
        assert "This link is not complete" in answer.content.decode()


@pytest.mark.django_db
def test_a_link_to_confirm_does_not_stop_and_the_other_way_round(world: World) -> None:
    case = labelled(world)
    asked(case)
    confirm, stop = links(mail.outbox[0])
    token = confirm.split("/")[-3]
    assert Client().get(reverse("certification:watch-stop", kwargs={"token": token})).status_code == 409
    token = stop.split("/")[-3]
    assert Client().get(reverse("certification:watch-confirm", kwargs={"token": token})).status_code == 409


@pytest.mark.django_db
def test_a_mail_server_that_refuses_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import EmailMessage

    case = labelled(world)
    watched(case)
    suspend(case)

    def broken(self: EmailMessage, fail_silently: bool = False) -> int:
        raise OSError("no route to the mail server")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", broken)
        assert tell_watchers.call() == 0
    assert tell_watchers.call() == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_a_lost_worker_had_claimed_is_taken_up_later(world: World) -> None:
    case = labelled(world)
    watch = watched(case)
    event = suspend(case)
    told = WatchTold.objects.create(watch=watch, event=event, claimed_at=timezone.now())
    assert tell_watchers.call() == 0
    WatchTold.objects.filter(pk=told.pk).update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
    assert tell_watchers.call() == 1


@pytest.mark.django_db
def test_a_firm_that_never_had_a_label_cannot_be_watched(world: World) -> None:
    from alianza.certification.models import Subject

    unknown = Subject.objects.create(kind="firm", organisation=world.far_farms)
    assert Client().post(reverse("certification:watch-ask", kwargs={"code": unknown.code})).status_code == 404
