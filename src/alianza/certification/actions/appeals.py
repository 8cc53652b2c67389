"""Appeals: filed by the holder, decided by at least three people who took no part in what they are about."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification import notices, policy
from alianza.certification.actions.applying import NotForYou
from alianza.certification.actions.auditing import ConflictStays, DeclareFirst
from alianza.certification.actions.labels import reinstate_on_appeal
from alianza.certification.actions.moving import locked
from alianza.certification.actions.panels import VotedAlready
from alianza.certification.actions.reviewing import OnlyOfficers, SayWhy
from alianza.certification.majority import LEAST_MEMBERS, tally
from alianza.certification.models import Appeal, Application, Standing, Vote
from alianza.network.policy import is_officer
from alianza.vocabulary.refusal import Refusal, marked

AGAINST = (Standing.Kind.SUSPENDED, Standing.Kind.WITHDRAWN)


class NothingToAppeal(Refusal):
    code = "certification.appeal.nothing"
    message = marked("An appeal is against a refusal, a suspension or a withdrawal, and once against each.")


class TookPart(Refusal):
    code = "certification.appeal.took_part"
    message = marked("An appeal is decided by accredited members of panels who took no part in the case.")


class DecidedAlready(Refusal):
    code = "certification.appeal.decided"
    message = marked("This appeal was decided on %(day)s; that stands.")


class TooFew(Refusal):
    code = "certification.appeal.too_few"
    message = marked("%(voted)s of at least %(least)s members have voted.")


@transaction.atomic
def appeal(
    application: Application, standing: Standing | None = None, *, grounds: str, by: User, on: date | None = None
) -> Appeal:
    """Object to a refusal (no `standing`), or to a suspension or withdrawal.

    Raises NotForYou, NothingToAppeal, SayWhy.
    """
    held = locked(application)
    if not policy.acts_for(by, held.subject.organisation):
        raise NotForYou(organisation=str(held.subject.organisation))
    if not grounds.strip():
        raise SayWhy
    if standing is None:
        fits = held.state == Application.State.REFUSED and not held.appeals.filter(standing__isnull=True).exists()
    else:
        fits = standing.award.application_id == held.pk and standing.kind in AGAINST
        fits = fits and not Appeal.objects.filter(standing=standing).exists()
    if not fits:
        raise NothingToAppeal
    filed = Appeal.objects.create(
        application=held, standing=standing, grounds=grounds.strip(), filed_on=on or timezone.localdate(), filed_by=by
    )
    record("certification.appeal.filed", filed, by=by, application=held.number)
    notices.appeal_filed(filed)
    return filed


def _held(appeal: Appeal) -> Appeal:
    application = locked(appeal.application)
    held = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    held.application = application
    if held.decided_on is not None:
        raise DecidedAlready(day=held.decided_on.isoformat())
    return held


@transaction.atomic
def vote_on_appeal(appeal: Appeal, choice: str, *, reason: str, by: User) -> Vote:
    """In favour of the appeal, against it, or neither; once.

    Raises DecidedAlready, ConflictStays, TookPart, DeclareFirst, VotedAlready, SayWhy.
    """
    held = _held(appeal)
    if policy.has_conflict(by, held.application):
        raise ConflictStays
    if not policy.may_hear(by, held):
        raise TookPart
    if not policy.has_declared(by, held.application):
        raise DeclareFirst
    if held.votes.filter(member=by).exists():
        raise VotedAlready
    if not reason.strip():
        raise SayWhy
    cast = Vote.objects.create(appeal=held, member=by, choice=Vote.Choice(choice), reason=reason.strip())
    record("certification.appeal.vote", held, by=by, application=held.application.number)
    return cast


@transaction.atomic
def decide_appeal(appeal: Appeal, *, reason: str, by: User, on: date | None = None) -> Appeal:
    """Write down what they decided. One that is upheld lifts a suspension; a refused application may apply anew.

    Raises OnlyOfficers, DecidedAlready, TooFew, SayWhy.
    """
    on = on or timezone.localdate()
    if not is_officer(by):
        raise OnlyOfficers
    held = _held(appeal)
    votes = tally(held.votes.values_list("choice", flat=True))
    if not votes.is_enough:
        raise TooFew(voted=votes.members, least=LEAST_MEMBERS)
    if not reason.strip():
        raise SayWhy
    held.upheld, held.decided_on, held.reason = votes.carries, on, reason.strip()
    held.save(update_fields=["upheld", "decided_on", "reason"])
    record("certification.appeal.decided", held, by=by, application=held.application.number, upheld=held.upheld)
    if held.upheld and held.standing is not None and held.standing.kind == Standing.Kind.SUSPENDED:
        reinstate_on_appeal(held.standing.award, reason=reason, by=by, on=on)
    notices.appeal_decided(held)
    return held
