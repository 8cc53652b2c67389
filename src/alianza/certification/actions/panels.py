"""The panel: votes with reasons, the decision by simple majority, the label that follows."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification import policy
from alianza.certification.actions.auditing import ConflictStays, DeclareFirst
from alianza.certification.actions.labels import give
from alianza.certification.actions.moving import locked, move
from alianza.certification.actions.reviewing import SayWhy
from alianza.certification.confirming import VERIFIED
from alianza.certification.models import Application, Award, Decision, Vote
from alianza.certification.queries.cases import result, votes_on
from alianza.vocabulary.refusal import Refusal, marked


class NotOnThePanel(Refusal):
    code = "certification.vote.not_on_the_panel"
    message = marked("Only accredited members of panels who took no part in the case vote on it.")


class VotedAlready(Refusal):
    code = "certification.vote.voted_already"
    message = marked("You voted already; a vote stays as it was cast.")


class NothingToGrant(Refusal):
    code = "certification.vote.nothing_to_grant"
    field = "choice"
    message = marked("The audit does not confirm every criterion that must be met: there is no label to vote for.")


@transaction.atomic
def vote(application: Application, choice: str, *, reason: str, by: User) -> Vote:
    """Cast a vote, once. Raises ConflictStays, NotOnThePanel, DeclareFirst, VotedAlready, SayWhy, NothingToGrant."""
    held = locked(application)
    if policy.has_conflict(by, held):
        raise ConflictStays
    mine = policy.before_the_panel(by).filter(pk=held.pk, state=Application.State.PANEL)
    if not mine.exists():
        raise NotOnThePanel
    if not policy.has_declared(by, held):
        raise DeclareFirst
    if held.votes.filter(member=by).exists():
        raise VotedAlready
    if not reason.strip():
        raise SayWhy
    wanted = Vote.Choice(choice)
    if wanted == Vote.Choice.IN_FAVOUR and result(held, audited=True)["outcome"] not in VERIFIED:
        raise NothingToGrant
    cast = Vote.objects.create(application=held, member=by, choice=wanted, reason=reason.strip())
    record("certification.vote.cast", held, by=by, application=held.number)
    return cast


@transaction.atomic
def decide(application: Application, *, reason: str, by: User, on: date | None = None) -> Award | None:
    """Write down what the panel decided: the label, or None where it is refused. Raises NotYet, SayWhy."""
    on = on or timezone.localdate()
    held = locked(application)
    if not reason.strip():
        raise SayWhy
    votes = votes_on(held)
    profile = result(held, audited=True, on=on)
    held.said = "" if votes.carries else reason.strip()
    move(held, "grant" if votes.carries else "refuse", by=by, on=on, also=("said",))
    decision = Decision.objects.create(
        application=held,
        granted=votes.carries,
        outcome=profile["outcome"] if votes.carries else "",
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
        day=on,
        reason=reason.strip(),
    )
    record(
        "certification.decided",
        decision,
        by=by,
        application=held.number,
        granted=decision.granted,
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
    )
    if not votes.carries:
        return None
    return give(held, profile, basis=Award.Basis.AUDITED, decision=decision, by=by, on=on)
