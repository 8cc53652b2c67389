"""The desk of the secretariat: sending back, admitting to audit, entering a self-declaration, accrediting."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification import policy
from alianza.certification.actions.labels import give
from alianza.certification.actions.moving import locked, move
from alianza.certification.models import Accreditation, Application, Award
from alianza.certification.queries.cases import response_of, result
from alianza.instruments.actions.rounds import close_round, return_response
from alianza.network.policy import is_officer
from alianza.vocabulary.refusal import Refusal, marked


class OnlyOfficers(Refusal):
    code = "certification.only_officers"
    message = marked("An officer of the secretariat does this.")


class NotATime(Refusal):
    code = "certification.accreditation.not_a_time"
    message = marked("An accreditation ends after it begins.")
    field = "ends_on"


class AccreditedAlready(Refusal):
    code = "certification.accreditation.already"
    message = marked("This person is accredited for that on %(day)s already.")
    field = "user"


class SayWhy(Refusal):
    code = "certification.say_why"
    message = marked("Say why in one sentence; it is kept with it.")
    field = "reason"


@transaction.atomic
def return_application(
    application: Application,
    remarks: Mapping[str, str],
    *,
    reason: str,
    by: User,
    on: date | None = None,
) -> Application:
    """Send the self-assessment back with remarks by question; it is opened again and scored anew when handed in.

    Raises NotYet, and what `instruments` raises.
    """
    held = locked(application)
    response = response_of(held)
    held.said = reason.strip()
    move(held, "return", by=by, on=on or timezone.localdate(), reason=reason, also=("said",))
    if response is not None:
        return_response(response, {**remarks, "": reason}, by=by)
    record("certification.application.returned", held, by=by, number=held.number, remarks=len(remarks))
    return held


@transaction.atomic
def admit(application: Application, *, by: User, on: date | None = None) -> Application:
    """Find it fit to be audited; the answers are locked for good. Raises NotYet."""
    held = locked(application)
    move(held, "admit", by=by, on=on or timezone.localdate())
    close_round(held.round, by=by)
    record("certification.application.admitted", held, by=by, number=held.number)
    return held


@transaction.atomic
def enter_declaration(application: Application, *, by: User, on: date | None = None) -> Award:
    """Enter a self-declaration in the register, without an audit. Raises NotYet."""
    on = on or timezone.localdate()
    held = locked(application)
    move(held, "declare", by=by, on=on)
    close_round(held.round, by=by)
    award = give(held, result(held, audited=False), basis=Award.Basis.DECLARED, decision=None, by=by, on=on)
    record("certification.application.declared", held, by=by, number=held.number, award=award.number)
    return award


@transaction.atomic
def accredit(
    user: User, kind: str, *, languages: Sequence[str], begins_on: date, ends_on: date, by: User
) -> Accreditation:
    """Let a person audit, or sit on panels, for a time. Raises OnlyOfficers, NotATime, AccreditedAlready."""
    if not is_officer(by):
        raise OnlyOfficers
    if ends_on < begins_on:
        raise NotATime
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    overlapping = Accreditation.objects.filter(
        user=user, kind=kind, ended_on__isnull=True, begins_on__lte=ends_on, ends_on__gte=begins_on
    ).first()
    if overlapping is not None:
        raise AccreditedAlready(day=max(overlapping.begins_on, begins_on).isoformat())
    accreditation = Accreditation.objects.create(
        user=user,
        kind=Accreditation.Kind(kind),
        languages=sorted(set(languages)),
        begins_on=begins_on,
        ends_on=ends_on,
        given_by=by,
    )
    record("certification.accreditation.given", accreditation, by=by, kind=kind, begins_on=begins_on, ends_on=ends_on)
    return accreditation


@transaction.atomic
def end_accreditation(accreditation: Accreditation, *, reason: str, by: User, on: date | None = None) -> Accreditation:
    """Take an accreditation back, from a day on. Raises OnlyOfficers, SayWhy."""
    if not policy.may_accredit(by):
        raise OnlyOfficers
    if not reason.strip():
        raise SayWhy
    held = Accreditation.objects.select_for_update(no_key=True).get(pk=accreditation.pk)
    if held.ended_on is None:
        held.ended_on, held.ended_because = on or timezone.localdate(), reason.strip()
        held.save(update_fields=["ended_on", "ended_because"])
        record("certification.accreditation.ended", held, by=by, kind=held.kind)
    return held
