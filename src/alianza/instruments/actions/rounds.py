"""Preparing, opening, steering and closing a round."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.instruments.actions.answering import send_back
from alianza.instruments.frame import united_nations, zone_of
from alianza.instruments.ladder import INVITATION
from alianza.instruments.letters import answer_path
from alianza.instruments.models import (
    SETTLED,
    Channel,
    Contact,
    Disposition,
    Doubt,
    InstrumentVersion,
    Invitation,
    Response,
    Round,
    RoundStatus,
    Sent,
    VersionStatus,
)
from alianza.instruments.queries.people import people_of
from alianza.messages.actions import tell_many
from alianza.network.models import Organisation
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, Stale, marked

MOST_STEPS, FARTHEST_STEP = 12, 120


class NotPublished(Refusal):
    code = "instruments.round.not_published"
    message = marked("%(version)s is not published. Publish it first, so that its questions can no longer change.")
    field = "version"


class NotThatStatus(Refusal):
    code = "instruments.round.not_that_status"
    message = marked("The round %(round)s is not at that step: it is %(status)s.")


class NobodyInvited(Refusal):
    code = "instruments.round.nobody_invited"
    message = marked("Nobody is invited to %(round)s yet. Invite somebody before you open it.")


class NotALadder(Refusal):
    code = "instruments.round.not_a_ladder"
    message = marked("Reminders are up to %(most)s different days from the deadline, from -%(far)s to %(far)s.")
    field = "reminders"


class EarlierThanDue(Refusal):
    code = "instruments.invitation.earlier_than_due"
    message = marked("More time ends after the deadline of %(due)s. Choose a later day.")
    field = "extended_to"


class ReasonMissing(Refusal):
    code = "instruments.invitation.reason_missing"
    message = marked("Say why in one sentence; it is kept beside the decision.")
    field = "reason"


class NotAnAddress(Refusal):
    code = "instruments.invitation.not_an_address"
    message = marked("This is not a mail address. Write one such as name@ministry.example.")
    field = "address"


class NotATimeZone(Refusal):
    code = "instruments.invitation.not_a_time_zone"
    message = marked("%(given)s is not a time zone. Write one such as Asia/Manila.")
    field = "time_zone"


class AlreadyAnswered(Refusal):
    code = "instruments.invitation.already_answered"
    message = marked("%(who)s has handed in an answer; that stands.")


def _locked(campaign: Round) -> Round:
    return Round.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def _ladder(steps: Sequence[int]) -> list[int]:
    if len(steps) > MOST_STEPS or len(set(steps)) < len(steps) or any(abs(step) > FARTHEST_STEP for step in steps):
        raise NotALadder(most=MOST_STEPS, far=FARTHEST_STEP)
    return sorted(steps)


@transaction.atomic
def prepare_round(
    version: InstrumentVersion,
    *,
    name: str,
    subject: str,
    opens_on: date,
    due_on: date,
    naming: str,
    audience: str,
    reminders: Sequence[int] | None = None,
    previous: Round | None = None,
    by: User,
) -> Round:
    """A new round, not open yet. Raises NotPublished, NotALadder."""
    if version.status != VersionStatus.PUBLISHED:
        raise NotPublished(version=str(version))
    campaign = Round(
        version=version,
        name=name,
        subject=subject,
        opens_on=opens_on,
        due_on=due_on,
        naming=naming,
        audience=audience,
        previous=previous,
    )
    if reminders is not None:
        campaign.reminders = _ladder(reminders)
    campaign.save()
    record("instruments.round.prepared", campaign, by=by, instrument=version.urn, version=version.number, due_on=due_on)
    return campaign


@transaction.atomic
def invite_states(campaign: Round, states: Iterable[str] | None = None, *, by: Actor) -> int:
    """Invite states by alpha-3 code: all members and observers of the United Nations unless some are named.

    Those invited already stay as they are. Returns how many were new. Raises UnknownCountry, NotThatStatus.
    """
    campaign = _locked(campaign)
    if campaign.status == RoundStatus.CLOSED:
        raise NotThatStatus(round=campaign.name, status=campaign.get_status_display())
    chosen = [country(each) for each in states] if states is not None else united_nations()
    held = set(campaign.invitations.exclude(country="").values_list("country", flat=True))
    new = [
        Invitation(round=campaign, country=each.alpha3, time_zone=zone_of(each))
        for each in chosen
        if each.alpha3 not in held
    ]
    Invitation.objects.bulk_create(new, batch_size=500)
    if new:
        record("instruments.round.invited", campaign, by=by, states=len(new))
    return len(new)


@transaction.atomic
def invite_organisations(campaign: Round, organisations: Iterable[Organisation], *, by: Actor) -> int:
    """Invite organisations of the network. Those invited already stay as they are. Raises NotThatStatus."""
    campaign = _locked(campaign)
    if campaign.status == RoundStatus.CLOSED:
        raise NotThatStatus(round=campaign.name, status=campaign.get_status_display())
    held = set(campaign.invitations.exclude(organisation=None).values_list("organisation", flat=True))
    new = [
        Invitation(
            round=campaign, organisation=each, time_zone=zone_of(country(each.country)) if each.country else "UTC"
        )
        for each in organisations
        if each.pk not in held
    ]
    Invitation.objects.bulk_create(new, batch_size=500)
    if new:
        record("instruments.round.invited", campaign, by=by, organisations=len(new))
    return len(new)


@transaction.atomic
def open_round(campaign: Round, *, by: Actor) -> Round:
    """Let answers in. Raises NotThatStatus, NobodyInvited."""
    campaign = _locked(campaign)
    if campaign.status != RoundStatus.DRAFT:
        raise NotThatStatus(round=campaign.name, status=campaign.get_status_display())
    if not campaign.invitations.exists():
        raise NobodyInvited(round=campaign.name)
    campaign.status, campaign.opened_at = RoundStatus.OPEN, timezone.now()
    campaign.save(update_fields=["status", "opened_at"])
    record("instruments.round.opened", campaign, by=by, invited=campaign.invitations.count())
    return campaign


@transaction.atomic
def close_round(campaign: Round, *, by: Actor) -> Round:
    """Let no more answers in; what was begun and not handed in counts as broken off. Raises NotThatStatus."""
    campaign = _locked(campaign)
    if campaign.status != RoundStatus.OPEN:
        raise NotThatStatus(round=campaign.name, status=campaign.get_status_display())
    campaign.status, campaign.closed_at = RoundStatus.CLOSED, timezone.now()
    campaign.save(update_fields=["status", "closed_at"])
    broken = campaign.invitations.filter(disposition=Disposition.PARTIAL).update(disposition=Disposition.BREAK_OFF)
    record("instruments.round.closed", campaign, by=by, broken_off=broken)
    return campaign


@transaction.atomic
def change_deadline(campaign: Round, due_on: date, *, edits: int, by: User) -> Round:
    """Another last day for everybody; never earlier than today. Raises NotThatStatus, Stale, EarlierThanDue."""
    campaign = _locked(campaign)
    if campaign.status == RoundStatus.CLOSED:
        raise NotThatStatus(round=campaign.name, status=campaign.get_status_display())
    if campaign.edits != edits:
        raise Stale(thing=campaign.name)
    if campaign.status == RoundStatus.OPEN and due_on < campaign.due_on:
        raise EarlierThanDue(due=campaign.due_on.isoformat())
    campaign.due_on, campaign.edits = due_on, edits + 1
    campaign.save(update_fields=["due_on", "edits"])
    record("instruments.round.moved", campaign, by=by, due_on=due_on)
    return campaign


def _invitation(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round", "organisation")
        .get(pk=invitation.pk)
    )


@transaction.atomic
def give_more_time(invitation: Invitation, until: date, *, reason: str, by: User) -> Invitation:
    """A later last day for one respondent. Raises EarlierThanDue, ReasonMissing."""
    invitation = _invitation(invitation)
    if not reason.strip():
        raise ReasonMissing
    if until <= invitation.round.due_on:
        raise EarlierThanDue(due=invitation.round.due_on.isoformat())
    invitation.extended_to, invitation.extended_because = until, reason.strip()
    invitation.save(update_fields=["extended_to", "extended_because"])
    record("instruments.invitation.extended", invitation, by=by, until=until)
    return invitation


@transaction.atomic
def settle(invitation: Invitation, disposition: str, *, reason: str, by: User) -> Invitation:
    """Write down what silence means, or take it back (`none`). No reminder goes to a settled one.

    Raises AlreadyAnswered, ReasonMissing.
    """
    invitation = _invitation(invitation)
    if invitation.disposition == Disposition.COMPLETE:
        raise AlreadyAnswered(who=str(invitation))
    if disposition not in {each.value for each in (*SETTLED, Disposition.NONE)}:
        raise ReasonMissing
    if disposition != Disposition.NONE and not reason.strip():
        raise ReasonMissing
    invitation.disposition, invitation.settled_because = disposition, reason.strip()
    invitation.save(update_fields=["disposition", "settled_because"])
    record("instruments.invitation.settled", invitation, by=by, disposition=disposition)
    return invitation


@transaction.atomic
def name_contact(invitation: Invitation, address: str, *, language: str, time_zone: str, by: User) -> Invitation:
    """To whom the invitation goes, in which language, and in whose zone its days end.

    `address` may be empty: then it goes to the focal points whose mandate covers the round's subject. Raises
    NotAnAddress, NotATimeZone.
    """
    invitation = _invitation(invitation)
    address = address.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise NotAnAddress from None
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotATimeZone(given=time_zone[:40]) from None
    is_new = bool(address) and address.casefold() != invitation.address.casefold()
    invitation.address, invitation.language, invitation.time_zone = address, language, time_zone
    invitation.person = User.objects.filter(email__iexact=address, is_active=True).first() if address else None
    invitation.doubt, invitation.confirmed_at = "", timezone.now()
    invitation.save(update_fields=["address", "language", "time_zone", "person", "doubt", "confirmed_at"])
    if is_new and invitation.contacts.filter(step=INVITATION).exists():  # the one before was invited, this one was not
        Contact.objects.create(invitation=invitation, state=Sent.WAITING, by_code=by.code)
    record("instruments.invitation.addressed", invitation, by=by, language=language, time_zone=time_zone)
    return invitation


@transaction.atomic
def log_contact(invitation: Invitation, channel: str, state: str, note: str, *, by: User) -> Contact:
    """A call or a letter, kept beside the mails."""
    invitation = _invitation(invitation)
    contact = Contact.objects.create(
        invitation=invitation, channel=Channel(channel), state=Sent(state), by_code=by.code, note=note.strip()
    )
    if contact.state in {Sent.SPOKEN, Sent.BOUNCED}:
        invitation.doubt = Doubt.BOUNCED if contact.state == Sent.BOUNCED else ""
        invitation.confirmed_at = invitation.confirmed_at if invitation.doubt else timezone.now()
        invitation.save(update_fields=["doubt", "confirmed_at"])
    record("instruments.invitation.contacted", invitation, by=by, channel=channel, state=state)
    return contact


@transaction.atomic
def confirm_contact(invitation: Invitation, *, by: User) -> Invitation:
    """Say that whoever was named is still the right one; the question is not asked again for sixty days."""
    invitation = _invitation(invitation)
    invitation.doubt, invitation.confirmed_at = "", timezone.now()
    invitation.save(update_fields=["doubt", "confirmed_at"])
    record("instruments.invitation.confirmed", invitation, by=by)
    return invitation


@transaction.atomic
def return_response(response: Response, remarks: Mapping[str, str], *, by: User) -> Response:
    """Send a response back with remarks, and tell those who answer. Raises what `answering.send_back` raises."""
    response = send_back(response, remarks, by=by)
    invitation = response.invitation
    people = people_of(invitation.round, [invitation])[invitation.pk]
    told = {"round": invitation.round.name}
    tell_many([(person, told, answer_path(invitation)) for person in people], "instruments.response.returned")
    return response
