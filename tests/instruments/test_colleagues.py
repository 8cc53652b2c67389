"""A colleague is told which sections they were given: once, in their language, and that they were taken back."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.instruments.actions import answering, colleagues, rounds
from alianza.instruments.actions.mailing import CLAIM
from alianza.instruments.models import Delegation, Response, Sent
from alianza.messages.models import Notice
from tests.instruments.story import begun, keep
from tests.world import World

pytestmark = pytest.mark.django_db
KIM = "kim@ministry.example"


def given(world: World, *, address: str = KIM, **more: str) -> tuple[Response, Delegation]:
    response = begun(world)
    return response, answering.delegate(response, address, ["numbers"], by=world.imani, **more)


def sent() -> int:
    return colleagues.send_waiting(timezone.now())


def test_a_colleague_without_an_account_is_mailed_once_in_the_language_chosen(world: World) -> None:
    response, delegation = given(world, language="es")
    day = response.invitation.due_on
    assert delegation.mail == Sent.WAITING
    assert sent() == 1
    assert sent() == 0
    (letter,) = mail.outbox
    assert letter.to == [KIM]
    assert "- Numbers" in letter.body
    assert "Filipinas" in letter.body
    assert str(day.year) in letter.body
    assert f"/instruments/asked/#{response.invitation.code}" in letter.body
    assert world.imani.email not in letter.body
    assert KIM not in letter.body
    answering.delegate(response, KIM.upper(), ["numbers"], by=world.imani)
    assert response.delegations.count() == 1, "the same again changes nothing"
    assert sent() == 0


def test_more_sections_are_told_and_the_ones_before_are_not_said_to_be_taken_back(world: World) -> None:
    response, _first = given(world)
    answering.delegate(response, KIM, ["numbers", "law"], by=world.imani)
    assert sent() == 1
    assert "- Law\n- Numbers" in mail.outbox[0].body


def test_who_has_an_account_finds_a_notice_and_is_mailed_where_no_notice_calls(world: World) -> None:
    person = User.objects.create(email=KIM, language="fr")
    _response, delegation = given(world)
    notice = Notice.objects.get(user=person)
    assert notice.kind == "instruments.sections.given"
    assert delegation.mail == Sent.WAITING
    page = world.signed_in(person).get(reverse("messages:notice-list")).content.decode()
    assert "Numbers" in page
    colleague = answering.delegate(begun(world, _another(world)), world.luc.email, ["law"], by=world.imani)
    assert colleague.mail == "", "the notice itself is mailed to whoever acts in a role"


def _another(world: World) -> Any:
    from tests.instruments.story import opened

    version = Response.objects.get().version
    return opened(world, version=version, name="Another")


def test_taking_back_is_told_to_whom_the_giving_was_told(world: World) -> None:
    response, delegation = given(world)
    sent()
    answering.end_delegation(delegation, by=world.imani)
    assert sent() == 1
    assert sent() == 0
    assert "need not" in mail.outbox[1].body
    assert "Numbers" in mail.outbox[1].body
    assert mail.outbox[0].extra_headers["Message-ID"] != mail.outbox[1].extra_headers["Message-ID"]
    again = answering.delegate(response, KIM, ["law"], by=world.imani)
    answering.end_delegation(again, by=world.imani)
    assert sent() == 0, "what was never told is not taken back in words"


def test_a_mail_on_its_way_while_sections_are_taken_back_is_followed_by_the_second(world: World) -> None:
    _response, delegation = given(world)
    Delegation.objects.filter(pk=delegation.pk).update(claimed_at=timezone.now())
    answering.end_delegation(delegation, by=world.imani)
    assert sent() == 1
    assert "need not" in mail.outbox[0].body


def test_a_server_out_of_reach_loses_nothing_and_a_closed_round_sends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    response, delegation = given(world)

    def down(*_: Any) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", down)
        assert sent() == 0
    delegation.refresh_from_db()
    assert (delegation.mail, delegation.claimed_at) == (Sent.WAITING, None)
    Delegation.objects.filter(pk=delegation.pk).update(claimed_at=timezone.now() - CLAIM - timedelta(minutes=1))
    assert sent() == 1
    answering.delegate(response, "other@ministry.example", ["law"], by=world.imani)
    rounds.close_round(response.invitation.round, by=world.luc)
    assert sent() == 0


def test_the_page_gives_sections_and_says_what_became_of_the_mail(world: World) -> None:
    response = begun(world)
    client = world.signed_in(world.imani)
    address = reverse("instruments:response-delegate", kwargs={"code": response.code})
    form = {"address": KIM, "sections": ["numbers"], "language": "fr"}
    assert client.post(address, form).status_code == 302
    show = reverse("instruments:response-show", kwargs={"code": response.code})
    assert "the mail is on its way" in client.get(show).content.decode()
    sent()
    assert "told by mail" in client.get(show).content.decode()
    assert Delegation.objects.get().language == "fr"
    keep(response, {"ABROAD": 3}, by=User.objects.create(email=KIM))
