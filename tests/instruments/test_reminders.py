"""The ladder of reminders on a real round: Spain has an address and no account, the Philippines have Imani."""

import re
import threading
from datetime import UTC, datetime, time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.instruments import policy
from alianza.instruments.actions import answering, reminders, rounds
from alianza.instruments.desk import items
from alianza.instruments.ladder import INVITATION
from alianza.instruments.models import Channel, Contact, Doubt, Invitation, Round, Sent
from alianza.instruments.queries.rounds import Mailed, mailed
from alianza.messages.models import Notice
from tests.instruments.story import WHOLE, invited, keep, opened
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "unit@ministry.example"


def day(campaign: Round, step: int) -> datetime:
    """Noon in UTC, so many days from the deadline."""
    return datetime.combine(campaign.due_on + timedelta(days=step), time(12), UTC)


def running(world: World, states: tuple[str, ...] = ("ESP", "PHL")) -> Round:
    campaign = opened(world, states=states)
    if "ESP" in states:
        spain = invited(campaign, "ESP")
        rounds.name_contact(spain, ADDRESS, language="es", time_zone="Europe/Madrid", by=world.luc)
    User.objects.filter(pk=world.imani.pk).update(last_login=timezone.now())
    return campaign


def steps(invitation: Invitation, *states: str) -> list[int | None]:
    chosen = invitation.contacts.filter(state__in=states or Sent.values)
    return sorted(chosen.values_list("step", flat=True), key=lambda step: step or 0)


def test_who_has_an_account_gets_a_notice_and_who_has_none_a_mail_in_their_language(world: World) -> None:
    campaign = running(world)
    assert reminders.remind_all(day(campaign, -50)) == 2
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert "España" in letter.body
    assert "Europe/Madrid" in letter.body
    assert world.luc.email not in letter.body
    notice = Notice.objects.get(user=world.imani)
    assert notice.kind == "instruments.round.asked"
    assert steps(invited(campaign, "ESP"), Sent.SENT) == [INVITATION]
    assert steps(invited(campaign, "PHL"), Sent.SENT) == [INVITATION]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_message_can_be_said_in_every_language(world: World, language: str) -> None:
    from alianza.instruments.letters import letter

    spain = invited(running(world), "ESP")
    spain.language = language
    for step in (INVITATION, -7, 3):
        said = letter(spain, step, contact=spain.code)
        assert said.subject
        assert spain.round.name in said.body


def test_however_often_the_job_runs_nothing_is_sent_twice(world: World) -> None:
    campaign = running(world)
    for step in (-50, -50, -30, -30, -29, -14, -14):
        reminders.remind_all(day(campaign, step))
    assert steps(invited(campaign, "ESP")) == [INVITATION, -30, -14]
    assert len(mail.outbox) == 3
    assert Notice.objects.filter(user=world.imani).count() == 3
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 3


def test_missed_runs_send_the_latest_step_and_pass_over_the_others(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    reminders.remind_all(day(campaign, -1))
    spain = invited(campaign, "ESP")
    assert steps(spain, Sent.SENT) == [INVITATION, -2]
    assert steps(spain, Sent.PASSED) == [-30, -14, -7]
    assert len(mail.outbox) == 2


def test_an_answer_a_settled_silence_and_the_end_of_the_round_stop_it(world: World) -> None:
    campaign = running(world, ("ESP", "PHL", "MEX"))
    reminders.remind_all(day(campaign, -50))
    response = answering.begin(invited(campaign, "PHL"), by=world.imani)
    keep(response, WHOLE, by=world.imani)
    answering.hand_in(response, by=world.imani)
    rounds.settle(invited(campaign, "ESP"), "refused", reason="By letter", by=world.luc)
    reminders.remind_all(day(campaign, -7))
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(user=world.imani).count() == 1
    rounds.settle(invited(campaign, "ESP"), "none", reason="", by=world.luc)
    rounds.close_round(campaign, by=world.luc)
    assert reminders.remind_all(day(campaign, -2)) == 0


def test_who_began_is_still_reminded(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    answering.begin(invited(campaign, "PHL"), by=world.imani)
    reminders.remind_all(day(campaign, -7))
    assert Notice.objects.filter(user=world.imani, kind="instruments.round.reminded").count() == 1


def test_more_time_moves_the_ladder(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    reminders.remind_all(day(campaign, -14))
    spain = invited(campaign, "ESP")
    rounds.give_more_time(spain, campaign.due_on + timedelta(days=20), reason="Elections", by=world.luc)
    reminders.remind_all(day(campaign, -7))
    assert steps(spain, Sent.SENT) == [INVITATION, -14]
    assert steps(invited(campaign, "PHL"), Sent.SENT) == [INVITATION, -14, -7]
    reminders.remind_all(day(campaign, 13))
    assert steps(spain, Sent.SENT) == [INVITATION, -14, -7]


def test_the_day_is_that_of_the_respondent(world: World) -> None:
    campaign = opened(world, states=("KIR", "MEX"))
    for state in ("KIR", "MEX"):
        each = invited(campaign, state)
        rounds.name_contact(
            each, f"{state.lower()}@ministry.example", language="en", time_zone=each.time_zone, by=world.luc
        )
    reminders.remind_all(day(campaign, -50))
    evening_before = datetime.combine(campaign.due_on - timedelta(days=31), time(20), UTC)
    reminders.remind_all(evening_before)  # it is the day already in Kiribati, and not yet in Mexico
    assert steps(invited(campaign, "KIR")) == [INVITATION, -30]
    assert steps(invited(campaign, "MEX")) == [INVITATION]


def test_nobody_to_write_to_leaves_it_due_until_somebody_is_named(world: World) -> None:
    campaign = running(world, ("MEX",))
    reminders.remind_all(day(campaign, -7))
    mexico = invited(campaign, "MEX")
    assert steps(mexico) == []
    rounds.name_contact(mexico, ADDRESS, language="es", time_zone="America/Mexico_City", by=world.luc)
    reminders.remind_all(day(campaign, -6))
    assert steps(mexico, Sent.SENT) == [INVITATION]


def test_after_thirty_days_a_letter_to_the_head_of_mission_waits_for_an_officer(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    reminders.remind_all(day(campaign, 30))
    assert len(mail.outbox) == 1
    letter = invited(campaign, "ESP").contacts.get(step=30)
    assert (letter.channel, letter.state) == (Channel.LETTER, Sent.WAITING)
    assert any("2 letters to heads of mission" in item["sentence"] for item in items(world.luc))
    reminders.mark_letter_sent(letter, by=world.luc)
    assert any("1 letter to a head of mission" in item["sentence"] for item in items(world.luc))
    reminders.remind_all(day(campaign, 31))
    assert len(mail.outbox) == 1


class Server(EmailBackend):
    """A mail server in the mood that a test gives it."""

    mood: Exception | None = None

    def send_messages(self, messages: Any) -> int:
        if Server.mood is not None:
            raise Server.mood
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "tests.instruments.test_reminders.Server"
    Server.mood = None
    yield Server
    Server.mood = None


@pytest.mark.parametrize(
    "mood",
    [
        ConnectionRefusedError(),
        SMTPRecipientsRefused({ADDRESS: (450, b"try later")}),
        SMTPDataError(451, b"greylisted"),
    ],
)
def test_what_a_server_could_not_take_is_sent_by_the_next_run(world: World, server: Any, mood: Exception) -> None:
    campaign = running(world)
    server.mood = mood
    reminders.remind_all(day(campaign, -50))
    assert steps(invited(campaign, "ESP"), Sent.WAITING) == [INVITATION]
    server.mood = None
    reminders.remind_all(day(campaign, -49))
    assert steps(invited(campaign, "ESP"), Sent.SENT) == [INVITATION]
    assert len(mail.outbox) == 1


def test_an_address_refused_for_good_opens_a_task_and_a_new_contact_is_invited(world: World, server: Any) -> None:
    campaign = running(world)
    server.mood = SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})
    reminders.remind_all(day(campaign, -50))
    spain = invited(campaign, "ESP")
    assert spain.doubt == Doubt.BOUNCED
    assert steps(spain, Sent.BOUNCED) == [INVITATION]
    assert any("focal point changed" in item["sentence"] for item in items(world.luc))
    server.mood = None
    rounds.name_contact(spain, "other@ministry.example", language="es", time_zone="Europe/Madrid", by=world.luc)
    assert not any("focal point" in item["sentence"] for item in items(world.luc))
    reminders.remind_all(day(campaign, -49))
    assert [message.to for message in mail.outbox] == [["other@ministry.example"]]
    reminders.remind_all(day(campaign, -48))
    assert len(mail.outbox) == 1


def test_an_officer_marks_what_came_back_and_asks(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    contact = invited(campaign, "ESP").contacts.get(step=INVITATION)
    reminders.mark_bounced(contact, by=world.luc)
    assert invited(campaign, "ESP").doubt == Doubt.BOUNCED
    with pytest.raises(reminders.NotSent):
        reminders.mark_bounced(contact, by=world.luc)
    rounds.log_contact(invited(campaign, "ESP"), Channel.CALL, Sent.SPOKEN, "She is back", by=world.luc)
    assert invited(campaign, "ESP").doubt == ""


def test_sixty_days_without_a_sign_in_ask_whether_the_focal_point_changed(world: World) -> None:
    campaign = running(world)
    User.objects.filter(pk=world.imani.pk).update(last_login=day(campaign, -100))
    reminders.remind_all(day(campaign, -41))
    assert invited(campaign, "PHL").doubt == ""
    reminders.remind_all(day(campaign, -39))
    assert invited(campaign, "PHL").doubt == Doubt.SILENT
    User.objects.filter(pk=world.imani.pk).update(last_login=day(campaign, -38))
    reminders.remind_all(day(campaign, -37))
    assert invited(campaign, "PHL").doubt == ""


def test_a_confirmed_contact_is_not_asked_about_for_sixty_days(world: World) -> None:
    campaign = running(world)
    User.objects.filter(pk=world.imani.pk).update(last_login=day(campaign, -400))
    reminders.remind_all(timezone.now())
    rounds.confirm_contact(invited(campaign, "PHL"), by=world.luc)
    reminders.remind_all(timezone.now())
    assert invited(campaign, "PHL").doubt == ""


def test_somebody_named_who_has_an_account_and_no_role_is_mailed_too(world: World) -> None:
    campaign = running(world, ("MEX",))
    rounds.name_contact(
        invited(campaign, "MEX"), world.ana.email, language="es", time_zone="America/Mexico_City", by=world.luc
    )
    reminders.remind_all(day(campaign, -50))
    assert [message.to for message in mail.outbox] == [[world.ana.email]]
    assert Notice.objects.filter(user=world.ana).count() == 1


def test_a_waiting_mail_is_dropped_when_the_answer_came_first(world: World, server: Any) -> None:
    campaign = running(world)
    server.mood = ConnectionRefusedError()
    reminders.remind_all(day(campaign, -50))
    rounds.settle(invited(campaign, "ESP"), "refused", reason="By letter", by=world.luc)
    server.mood = None
    assert reminders.send_waiting(day(campaign, -49)) == 0
    assert not mail.outbox


def test_a_worker_that_died_while_sending_does_not_hold_the_mail_for_ever(world: World, server: Any) -> None:
    campaign = running(world)
    server.mood = ConnectionRefusedError()
    reminders.remind_all(day(campaign, -50))
    server.mood = None
    Contact.objects.filter(state=Sent.WAITING).update(claimed_at=day(campaign, -49))
    assert reminders.send_waiting(day(campaign, -49) + timedelta(minutes=5)) == 0
    assert reminders.send_waiting(day(campaign, -49) + timedelta(hours=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_everything_once(world: World) -> None:
    campaign = running(world)
    start = threading.Barrier(2)
    failed: list[Exception] = []

    def run() -> None:
        close_old_connections()
        try:
            start.wait(10)
            reminders.remind_all(day(campaign, -50))
        except Exception as problem:  # noqa: BLE001  a thread's failure is told by the test
            failed.append(problem)
        finally:
            from django.db import connection

            connection.close()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failed == []
    assert Contact.objects.filter(step=INVITATION).count() == 2
    assert Notice.objects.filter(user=world.imani, kind="instruments.round.asked").count() == 1
    assert len([message for message in mail.outbox if message.to == [ADDRESS]]) == 1


def link_in(message: Any) -> str:
    """The path of the platform to which a mail leads."""
    (found,) = re.findall(r"https?://[^/\s]+(/\S+)", message.body)
    return str(found).rstrip(".")


def test_the_opening_of_a_link_is_noted_and_leads_a_new_account_to_the_questionnaire(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    path, spain = link_in(mail.outbox[0]), invited(campaign, "ESP")
    contact = spain.contacts.get()
    assert (contact.opened_at, contact.opened_times) == (None, 0)
    assert ADDRESS not in path
    assert "ESP" not in path
    answer = Client().get(path)
    assert answer.status_code == 302
    assert path in answer.url  # type: ignore[attr-defined]
    contact.refresh_from_db()
    assert contact.opened_times == 1
    assert contact.opened_at == contact.opened_last
    person = User.objects.create(email=ADDRESS)
    assert policy.invitations_of(person).count() == 0
    followed = world.signed_in(person).get(path, follow=True)
    assert followed.status_code == 200
    assert campaign.name in followed.content.decode()
    contact.refresh_from_db()
    spain.refresh_from_db()
    assert contact.opened_times == 1, "the way through signing in is no second opening"
    assert spain.person == person


def test_openings_are_counted_half_an_hour_apart_and_stand_on_the_round(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    contact, now = invited(campaign, "ESP").contacts.get(), timezone.now()
    for minutes in (0, 10, 45, 50):
        reminders.note_opening(contact, now + timedelta(minutes=minutes))
    contact.refresh_from_db()
    assert (contact.opened_at, contact.opened_last) == (now, now + timedelta(minutes=45))
    assert contact.opened_times == 2
    assert mailed(campaign) == [Mailed(INVITATION, 2, 0, 1, 0)]
    client = world.signed_in(world.luc)
    page = client.get(reverse("instruments:round-show", kwargs={"code": campaign.code})).content.decode()
    assert "Link opened" in page
    log = client.get(reverse("instruments:invitation-show", kwargs={"code": invited(campaign, "ESP").code}))
    assert "link opened 2 times" in log.content.decode()


def test_nobody_else_becomes_the_contact_by_following_the_link(world: World) -> None:
    campaign = running(world)
    reminders.remind_all(day(campaign, -50))
    path = link_in(mail.outbox[0])
    for other in (world.mara, world.luc):
        assert world.signed_in(other).get(path).status_code == 404
    assert world.signed_in(world.imani).get(path).status_code == 302  # she is asked for another country
    spain = invited(campaign, "ESP")
    assert spain.person is None
    assert spain.contacts.get().opened_times == 0
    notice = Notice.objects.get(user=world.imani)
    world.signed_in(world.imani).get(notice.url)
    assert invited(campaign, "PHL").contacts.get().opened_times == 1
