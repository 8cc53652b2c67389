"""The ladder of reminders: made once for each invitation, told to people on the platform, mailed to those outside it.

A step is made, and people are told, in one transaction. A mail waits in the log until it has left: whoever sends it
claims it first, so that two workers never send it at once, and it counts as sent only once the server took it.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, Actor, record
from alianza.instruments.actions import colleagues
from alianza.instruments.actions.mailing import CLAIM, Outcome, leave
from alianza.instruments.ladder import HEAD_OF_MISSION, INVITATION, Due, due, local_day
from alianza.instruments.letters import letter, opening_path
from alianza.instruments.models import (
    Channel,
    Contact,
    Disposition,
    Doubt,
    Invitation,
    Round,
    RoundStatus,
    Sent,
)
from alianza.instruments.queries.people import are_silent, people_of
from alianza.messages.actions import tell_many
from alianza.messages.kinds import kind
from alianza.messages.policy import wants_mail
from alianza.vocabulary.refusal import Refusal, marked

logger = logging.getLogger("alianza.instruments")

AWAITED = (Disposition.NONE, Disposition.PARTIAL)
"""Dispositions that are reminded."""
ONE_OPENING = timedelta(minutes=30)
"""A link that is opened again within this time, after signing in for one, was opened once."""


class NotSent(Refusal):
    code = "instruments.contact.not_sent"
    message = marked("Only a message that was sent can come back.")


class NoLetterWaits(Refusal):
    code = "instruments.contact.no_letter_waits"
    message = marked("This letter does not wait to be sent; look at the log again.")


def remind_all(now: datetime) -> int:
    """Make what is due in every open round and send it; safe to repeat. Returns how many were reminded."""
    made = sum(remind(campaign, now) for campaign in Round.objects.filter(status=RoundStatus.OPEN))
    send_waiting(now)
    colleagues.send_waiting(now)
    return made


def remind(campaign: Round, now: datetime) -> int:
    """Make the steps of one open round that are due and were not made yet. Returns how many invitations had one."""
    waiting = campaign.invitations.filter(disposition__in=AWAITED).select_related("round", "organisation")
    invitations = list(waiting.prefetch_related("contacts").defer("address", "contacts__note"))
    people = people_of(campaign, invitations)
    made = 0
    for invitation in invitations:
        held = {contact.step for contact in invitation.contacts.all() if contact.step is not None}
        if _due(invitation, held, now) == Due(None, ()):
            continue
        try:
            made += _make(invitation.pk, people[invitation.pk], now)
        except IntegrityError:  # another worker made it meanwhile
            continue
    _doubt_the_silent(invitations, people, now)
    if made:
        with transaction.atomic():
            record("instruments.round.reminded", campaign, by=PLATFORM, invitations=made)
    return made


def _due(invitation: Invitation, made: Iterable[int], now: datetime) -> Due:
    return due(
        invitation.round.reminders,
        set(made),
        due_on=invitation.due_on,
        today=local_day(now, invitation.time_zone),
    )


@transaction.atomic
def _make(pk: int, people: list[User], now: datetime) -> int:
    """Make what is due for one invitation, all looked at again under its lock."""
    invitation = (
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round", "organisation")
        .get(pk=pk)
    )
    if invitation.round.status != RoundStatus.OPEN or invitation.disposition not in AWAITED:
        return 0
    held = set(invitation.contacts.filter(step__isnull=False).values_list("step", flat=True))
    found = _due(invitation, {step for step in held if step is not None}, now)
    letters_go = found.send is not None and found.send >= HEAD_OF_MISSION and bool(invitation.country)
    outside = bool(invitation.address) and not any(_is_reached(person, found.send) for person in people)
    if found.send is not None and not (people or outside or letters_go):
        found = Due(None, ())  # nobody to tell: it stays due until a contact is named
    _pass_over(invitation, found.passed, now)
    if found.send is None:
        return 0
    invitation.contacts.filter(state=Sent.WAITING, channel=Channel.MAIL).update(state=Sent.PASSED)
    contact = Contact.objects.create(
        invitation=invitation,
        channel=Channel.LETTER if letters_go else Channel.MAIL,
        step=found.send,
        state=Sent.WAITING if letters_go or outside else Sent.SENT,
        at=now,
        by_code=PLATFORM.code,
    )
    if people and not letters_go:
        told = {"round": invitation.round.name, "day": invitation.due_on.isoformat()}
        tell_many([(person, told, opening_path(contact.code)) for person in people], _kind(found.send))
    return 1


def _is_reached(person: User, step: int | None) -> bool:
    """Whether a notice also calls to the person by mail."""
    return step is not None and wants_mail(person, kind(_kind(step)))


def _kind(step: int) -> str:
    if step == INVITATION:
        return "instruments.round.asked"
    return "instruments.round.reminded" if step < 0 else "instruments.round.overdue"


def _pass_over(invitation: Invitation, steps: Iterable[int], now: datetime) -> None:
    Contact.objects.bulk_create(
        Contact(invitation=invitation, step=step, state=Sent.PASSED, at=now, by_code=PLATFORM.code) for step in steps
    )


def _doubt_the_silent(invitations: Iterable[Invitation], people: Mapping[int, list[User]], now: datetime) -> None:
    """Ask whether the focal point changed where nobody signed in for sixty days; take it back where somebody did."""
    silent = {
        each.pk
        for each in invitations
        if each.disposition == Disposition.NONE and are_silent(each, people[each.pk], now)
    }
    doubted = [each.pk for each in invitations if each.pk in silent and not each.doubt]
    trusted = [each.pk for each in invitations if each.pk not in silent and each.doubt == Doubt.SILENT]
    Invitation.objects.filter(pk__in=doubted, doubt="").update(doubt=Doubt.SILENT)
    Invitation.objects.filter(pk__in=trusted, doubt=Doubt.SILENT).update(doubt="")


def send_waiting(now: datetime) -> int:
    """Send the mails that wait; returns how many left. What failed for the moment is tried again by the next run.

    An address that the server refuses for good counts as one that came back.
    """
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
    waiting = Contact.objects.filter(free, state=Sent.WAITING, channel=Channel.MAIL)
    pks = list(waiting.values_list("pk", flat=True))
    if not pks:
        return 0
    sent = 0
    with get_connection() as connection:
        for pk in pks:
            if not Contact.objects.filter(free, pk=pk, state=Sent.WAITING).update(claimed_at=now):
                continue
            contact = Contact.objects.select_related("invitation__round", "invitation__organisation").get(pk=pk)
            invitation = contact.invitation
            over = invitation.round.status != RoundStatus.OPEN or invitation.disposition not in AWAITED
            if over or not invitation.address:
                Contact.objects.filter(pk=pk).update(state=Sent.PASSED, claimed_at=None)
                continue
            step = INVITATION if contact.step is None else contact.step  # none: the first word to a new contact
            message = letter(invitation, step, contact=contact.code)
            message.connection = connection
            outcome = leave(message)
            if outcome is Outcome.LEFT:
                Contact.objects.filter(pk=pk).update(state=Sent.SENT, at=now, claimed_at=None)
                sent += 1
                continue
            if outcome is Outcome.REFUSED:
                _came_back(contact, by=PLATFORM)
            else:
                Contact.objects.filter(pk=pk).update(claimed_at=None)
            logger.warning("contact %s was not mailed: %s", contact.code, outcome)
            if outcome is Outcome.DOWN:
                break
    return sent


@transaction.atomic
def _came_back(contact: Contact, *, by: Actor) -> None:
    Contact.objects.filter(pk=contact.pk).update(state=Sent.BOUNCED, claimed_at=None)
    Invitation.objects.filter(pk=contact.invitation_id).update(doubt=Doubt.BOUNCED)
    record("instruments.invitation.bounced", contact.invitation, by=by, step=contact.step)


def mark_bounced(contact: Contact, *, by: User) -> None:
    """Note that a mail or a letter came back. Raises NotSent."""
    if not Contact.objects.filter(pk=contact.pk, state=Sent.SENT).exclude(channel=Channel.CALL).exists():
        raise NotSent
    _came_back(contact, by=by)


@transaction.atomic
def mark_letter_sent(contact: Contact, *, by: User) -> None:
    """Note that the letter to a head of mission left. Raises NoLetterWaits."""
    left = Contact.objects.filter(pk=contact.pk, state=Sent.WAITING, channel=Channel.LETTER).update(
        state=Sent.SENT, at=timezone.now(), by_code=by.code
    )
    if not left:
        raise NoLetterWaits
    record("instruments.invitation.contacted", contact.invitation, by=by, channel=Channel.LETTER, state=Sent.SENT)


def note_opening(contact: Contact, now: datetime) -> None:
    """Note that the link in a message was opened. Whoever did it is not known, and not asked."""
    fresh = Q(opened_last__isnull=True) | Q(opened_last__lt=now - ONE_OPENING)
    Contact.objects.filter(fresh, pk=contact.pk).update(
        opened_at=Coalesce("opened_at", now), opened_last=now, opened_times=F("opened_times") + 1
    )


@transaction.atomic
def meet_contact(invitation: Invitation, *, by: User) -> bool:
    """Let whoever signed in with the address that was named answer. Returns whether it is theirs."""
    invitation = Invitation.objects.select_for_update(no_key=True, of=("self",)).get(pk=invitation.pk)
    if not invitation.address or invitation.address.casefold() != by.email.casefold():
        return False
    if invitation.person_id is None:
        invitation.person = by
        invitation.save(update_fields=["person"])
        record("instruments.invitation.met", invitation, by=by)
    return invitation.person_id == by.pk
