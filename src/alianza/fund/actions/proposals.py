"""What moves a proposal: submitted, admitted, returned, withdrawn, decided; the programme that an approval makes."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, Actor, record
from alianza.fund import posting
from alianza.fund.actions.ledger import post
from alianza.fund.actions.moments import moment
from alianza.fund.actions.proposals_told import proposal_moved
from alianza.fund.actions.versions import keep_version
from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.lifecycles.programmes import PROGRAMME
from alianza.fund.lifecycles.proposals import PROPOSAL
from alianza.fund.models import (
    Balance,
    Body,
    Decision,
    Endorsement,
    Item,
    Journal,
    Programme,
    Proposal,
    Version,
)
from alianza.fund.policy import proposals as policy
from alianza.fund.posting import Draft, key_of
from alianza.fund.queries.gates import programme_gates
from alianza.fund.queries.programme_content import programme_content
from alianza.fund.queries.proposals import (
    ENDORSED_PARTS,
    Guards,
    admission,
    approval,
    asked,
    content,
    endorsing,
    submission,
)
from alianza.network.policy import is_officer
from alianza.vocabulary.days import months_later
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked

NOTHING = Guards({}, {})


class DecidesSomethingElse(Refusal):
    code = "fund.proposal.decides_something_else"
    message = marked("Decision %(decision)s is not about proposal %(number)s.")


class Superseded(Refusal):
    code = "fund.proposal.superseded"
    message = marked("Decision %(decision)s was superseded by another and moves nothing any more.")


def locked(proposal: Proposal) -> Proposal:
    return (
        Proposal.objects.select_for_update(no_key=True, of=("self",))
        .select_related("window", "applicant")
        .get(pk=proposal.pk)
    )


def roles_of(by: Actor, proposal: Proposal) -> frozenset[str]:
    return policy.roles_in(by, proposal) if isinstance(by, User) else frozenset()


def move(
    held: Proposal,
    name: str,
    roles: Iterable[str],
    guards: Guards = NOTHING,
    *,
    on: date | None = None,
    reason: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Put the locked row where the move leads, on a day (else now). Raises NotYet with every reason that there is."""
    step = require(
        PROPOSAL, name, held.state, guards.held, frozenset(roles), reason=reason, because=dict(guards.because)
    )
    held.state, held.moved_at = step.target, moment(on)
    held.version += 1
    held.save(update_fields=["state", "moved_at", "version", *also])
    transaction.on_commit(lambda: proposal_moved(held))


@transaction.atomic
def submit(proposal: Proposal, *, on: date, by: User) -> Proposal:
    """Send it to the secretariat, and keep what it says as a version; sent again, what changed is asked again.

    Raises NotYet.
    """
    held = locked(proposal)
    again = held.state == Proposal.State.RETURNED
    before = Version.objects.filter(subject=held.subject).order_by("-number").first()
    if held.submitted_at is None:
        held.submitted_at = moment(on)
    move(held, "submit", roles_of(by, held), submission(held, on), on=on, also=("submitted_at", "said"))
    now = content(held)
    kind = Version.Kind.RETURNED if again else Version.Kind.FIRST
    version = keep_version(held.subject, kind, now, by=by, reason=held.said[:1000], on=on)
    held.said = ""
    held.save(update_fields=["said"])
    held.endorsements.exclude(country__in=now["countries"]).delete()
    changed = before is None or any(before.content.get(part) != now[part] for part in ENDORSED_PARTS)
    for each in held.endorsements.exclude(state=Endorsement.State.ASKED):
        if changed or each.state != Endorsement.State.GIVEN:
            _ask_again(each)
    record("fund.proposal.submitted", held, by=by, version=version.number, asked=str(asked(held)))
    return held


def _ask_again(endorsement: Endorsement) -> None:
    endorsement.state = Endorsement.State.ASKED
    endorsement.said = ""
    endorsement.answered_by = endorsement.answered_on = endorsement.valid_until = None
    endorsement.save(update_fields=["state", "said", "answered_by", "answered_on", "valid_until"])


@transaction.atomic
def admit(proposal: Proposal, *, judged: str, on: date, by: User) -> Proposal:
    """Find it admissible; `judged` says what was found of double funding. Raises NotYet."""
    held = locked(proposal)
    held.overlap_judged = judged
    move(held, "admit", roles_of(by, held), admission(held, on, judged), on=on, also=("overlap_judged",))
    record("fund.proposal.admitted", held, by=by, on=on)
    return held


@transaction.atomic
def return_proposal(proposal: Proposal, *, reason: str, by: User, on: date | None = None) -> Proposal:
    """Send it back to its applicant, who may change it and send it again. Raises NotYet."""
    held = locked(proposal)
    held.said = reason
    move(held, "return", roles_of(by, held), on=on, reason=reason, also=("said",))
    record("fund.proposal.returned", held, by=by, reason=reason)
    return held


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User) -> Proposal:
    """The applicant does not want it any more. Raises NotYet."""
    held = locked(proposal)
    move(held, "withdraw", roles_of(by, held))
    record("fund.proposal.withdrawn", held, by=by)
    return held


@transaction.atomic
def settle_endorsements(held: Proposal, *, on: date, by: Actor, role: str = "platform") -> None:
    """After an answer: the locked proposal is endorsed as soon as, and only while, every country stands behind it."""
    guards = endorsing(held, on)
    if held.state == Proposal.State.ADMISSIBLE and guards.held["every_country_endorses"]:
        move(held, "endorse", {role}, guards, on=on)
        record("fund.proposal.endorsed", held, by=by, on=on)


# the committee's decision ----------------------------------------------------------------------------------------


def _deciding(held: Proposal, decision: Decision) -> frozenset[str]:
    """That a decision of the committee in force is about this proposal. Raises DecidesSomethingElse, Superseded."""
    item = decision.item
    bodies = (Body.Kind.OVERSIGHT, Body.Kind.ASSEMBLY)  # the Assembly takes up what goes up to it
    if item.subject != held.subject or item.kind != Item.Kind.APPROVAL or item.body.kind not in bodies:
        raise DecidesSomethingElse(decision=decision.number, number=held.number)
    if Decision.objects.filter(supersedes=decision).exists():
        raise Superseded(decision=decision.number)
    return frozenset({"committee"})


@transaction.atomic
def record_decision(
    proposal: Proposal,
    decision: Decision,
    *,
    by: Actor,
    amount: Money | None = None,
    deferred: bool = False,
) -> Proposal:
    """Let the committee's decision take effect on the proposal it is about.

    Adopted: approved, with conditions where the decision has some, on the day of the decision (in UTC), for `amount` or
    all that was asked; or deferred, where that is what was adopted. Not adopted: rejected.

    Raises DecidesSomethingElse, Superseded, NotYet.
    """
    day = decision.decided_at.date()
    if decision.outcome == Decision.Outcome.ADOPTED and not deferred:
        return approve(proposal, decision, day, by, amount=amount).proposal
    held = locked(proposal)
    roles = _deciding(held, decision)
    held.said = decision.text[:3000]
    if deferred:
        move(held, "defer", roles, on=day, reason=decision.text, also=("said",))
        record("fund.proposal.deferred", held, by=by, decision=decision.number)
    else:
        move(held, "reject", roles, on=day, reason=decision.text, also=("said",))
        record("fund.proposal.rejected", held, by=by, decision=decision.number)
    return held


@transaction.atomic
def approve(proposal: Proposal, decision: Decision, on: date, by: Actor, *, amount: Money | None = None) -> Programme:
    """Set the window's money aside for it and make the programme.

    `amount` is all that was asked, unless the committee gives less. The balance of the window is looked at here and
    held by the database in the same transaction.

    Raises DecidesSomethingElse, Superseded, NotYet, and what `ledger.post` raises.
    """
    held = locked(proposal)
    roles = _deciding(held, decision)
    money = amount if amount is not None else asked(held)
    name = "approve_with_conditions" if decision.conditions.exists() else "approve"
    if decision.outcome != Decision.Outcome.ADOPTED:
        roles = frozenset()  # not adopted: nobody has approved
    move(held, name, roles, approval(held, money, on), on=on)
    starts = max(held.starts_on or on, on)
    programme = Programme.objects.create(
        proposal=held,
        decision=decision,
        approved_minor=money.minor,
        approved_on=on,
        starts_on=starts,
        ends_on=months_later(starts, held.months) if held.months else None,
    )
    subject = f"programme:{held.number}"
    post(
        Draft(
            "programme.approved",
            on,
            posting.approved(held.window.number, held.number, money),
            key_of("programme.approved", programme.code),
            subject=subject,
        ),
        by=by,
    )
    keep_version(subject, Version.Kind.FIRST, programme_content(programme), by=by, decision=decision, on=on)
    record("fund.proposal.approved", held, by=by, decision=decision.number, amount=str(money), on=on)
    return programme


@transaction.atomic
def lapse(programme: Programme, *, on: date, by: Actor) -> Journal:
    """No contract was signed in time: what was set aside returns to the window. Raises NotYet with every reason."""
    held = (
        Programme.objects.select_for_update(no_key=True, of=("self",))
        .select_related("proposal__window")
        .get(pk=programme.pk)
    )
    window = held.proposal.window
    officer = isinstance(by, User) and is_officer(by)
    roles = {"officer"} if officer else {"clock"} if by is PLATFORM else set()
    gates = programme_gates(held, on).only("nothing_signed", "contracting_over")
    require(PROGRAMME, "lapse", held.state, gates.held, roles, because=gates.because)
    code = AccountName("8300", held.number).code
    left = -int(Balance.objects.filter(account__code=code).values_list("minor", flat=True).first() or 0)
    journal = post(
        Draft(
            "programme.lapsed",
            on,
            posting.approval_lapsed(window.number, held.number, Money(left, BASE_CURRENCY)),
            key_of("programme.lapsed", held.code),
            subject=f"programme:{held.number}",
        ),
        by=by,
    )
    held.state = Programme.State.LAPSED
    held.version += 1
    held.save(update_fields=["state", "version"])
    record("fund.programme.lapsed", held, by=by, on=on, amount=str(Money(left, BASE_CURRENCY)))
    return journal
