"""Changes that are looked at again: more money, a new beneficiary country, a new organisation that carries it out.

Stated by the secretariat, endorsed by each new country, screened by the advisory group, decided by the committee. What
was decided is carried out with the decision, in one transaction, or neither is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.engines.ballots import Recommendation
from alianza.fund import posting
from alianza.fund.actions.asking import ask, draft, lock_contract, lock_programme, tell_people
from alianza.fund.actions.changes import keep_change, keep_first, plan_anew, set_targets
from alianza.fund.actions.contracts import take_off
from alianza.fund.actions.ledger import post
from alianza.fund.actions.moments import moment
from alianza.fund.actions.proposals_told import country_asked, reviewer_asked
from alianza.fund.actions.reviews import Interested, InvitedAlready, NoReviewer, SayWhy
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.eligibility import is_international
from alianza.fund.lifecycles.changes import CHANGE
from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.models import (
    Addendum,
    BudgetLine,
    Change,
    ChangeLine,
    Contract,
    Decision,
    Endorsement,
    Executant,
    Opinion,
    Programme,
    ProposalCountry,
    Review,
    ReviewDraft,
    Version,
)
from alianza.fund.policy.changes import has_interest_in, roles_in_change
from alianza.fund.policy.programmes import agents_of, focal_points_of, has_interest, roles_in_programme
from alianza.fund.policy.proposals import is_reviewer
from alianza.fund.queries.changes import (
    CHANGEABLE,
    above_cap_in,
    budget_with,
    by_organisation,
    change_gates,
    contracts_reduced,
    lines_of,
    more_money,
    next_round,
)
from alianza.fund.queries.screening import group_finds
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.network.policy import memberships_in_force
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

THE_COMMITTEE = frozenset({"committee"})


class DecidesNothingHere(Refusal):
    code = "fund.change.decides_nothing_here"
    message = marked("Decision %(decision)s is not about change %(number)s.")


@dataclass(frozen=True, slots=True)
class Line:
    """What a category of an organisation's budget gains; below zero what it loses."""

    organisation: Organisation
    category: str
    money: Money


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to change. `targets` by the number of the result; `countries` by alpha-3 code, with their role."""

    lines: Sequence[Line] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    organisation: Organisation | None = None
    local: bool = False
    ends_on: date | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)


@transaction.atomic
def state_change(programme: Programme, wanted: Wanted, *, reason: str, on: date, by: User) -> Change:
    """Say what is to change, and ask each new country for its endorsement. Raises NotYet with every reason."""
    held = lock_programme(programme.pk)
    sums = _summed(wanted.lines)
    reasons = [*_may_be_stated(held, wanted, reason, by), *_money_refused(held, wanted, sums, on)]
    if reasons:
        raise NotYet(reasons)
    change = Change.objects.create(
        programme=held,
        number=f"{held.number}-C{held.larger_changes.count() + 1}",
        round=next_round(held),
        reason=reason,
        ends_on=wanted.ends_on,
        targets={str(number): f"{target:.2f}" for number, target in wanted.targets.items()},
        countries=dict(wanted.countries),
        organisation=wanted.organisation,
        local=wanted.local and wanted.organisation is not None,
        stated_on=on,
        stated_by=by,
        moved_at=moment(on),
    )
    for (organisation, category), minor in sums.items():
        ChangeLine.objects.create(change=change, organisation_id=organisation, category=category, minor=minor)
    asked = [_ask(held, country) for country in sorted(wanted.countries)]
    transaction.on_commit(lambda: [country_asked(each) for each in asked] and None)
    for row in asked:
        record("fund.programme.country_asked", row, by=by, programme=held.number, country=row.country)
    record(
        "fund.change.stated",
        change,
        by=by,
        programme=held.number,
        money=str(more_money(change)),
        countries=sorted(wanted.countries),
        on=on,
    )
    return change


def _summed(lines: Sequence[Line]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for line in lines:
        name = (line.organisation.pk, line.category)
        found[name] = found.get(name, 0) + line.money.minor
    return {name: minor for name, minor in found.items() if minor}


def _may_be_stated(programme: Programme, wanted: Wanted, reason: str, by: User) -> list[Said]:
    reasons = []
    if "officer" not in roles_in_programme(by, programme):
        reasons.append(Said(marked("A programme is changed by: %(who)s."), who=Said(OFFICER.label)))
    if programme.state not in CHANGEABLE:
        reasons.append(Said(marked("A programme that is closed is not changed.")))
    if not reason.strip():
        reasons.append(Said(marked("Say why it is changed.")))
    open_ = next((one for one in programme.larger_changes.all() if one.is_open), None)
    if open_ is not None:
        reasons.append(Said(marked("Change %(number)s is not decided yet; one goes after the other."), number=open_))
    if not (sum(line.money.minor for line in wanted.lines) > 0 or wanted.countries or wanted.organisation):
        reasons.append(
            Said(
                marked(
                    "Without more money, a new country or a new organisation no second opinion is needed: carry out "
                    "the decision itself."
                )
            )
        )
    there = set(programme.proposal.countries.values_list("country", flat=True))
    reasons += [
        Said(marked("%(country)s is concerned already."), country=one) for one in sorted(set(wanted.countries) & there)
    ]
    numbers = set(programme.proposal.expected.values_list("number", flat=True))
    reasons += [
        Said(marked("There is no result %(number)s."), number=number)
        for number in sorted(set(wanted.targets) - numbers)
    ]
    if wanted.ends_on is not None and programme.ends_on is not None and wanted.ends_on <= programme.ends_on:
        reasons.append(Said(marked("The new end lies after %(day)s."), day=programme.ends_on.isoformat()))
    return [*reasons, *_organisation_refused(programme, wanted, by)]


def _organisation_refused(programme: Programme, wanted: Wanted, by: User) -> list[Said]:
    new, reasons = wanted.organisation, []
    executing = set(programme.proposal.executants.values_list("organisation", flat=True))
    if new is not None:
        if new.pk in executing:
            reasons.append(Said(marked("%(who)s carries it out already."), who=new.name))
        if not (wanted.local or is_international(new)):
            said = marked("%(who)s is neither an international organisation nor a local partner.")
            reasons.append(Said(said, who=new.name))
        if not any(line.organisation.pk == new.pk and line.money.minor > 0 for line in wanted.lines):
            reasons.append(Said(marked("%(who)s needs a budget: say how much it gets."), who=new.name))
        if memberships_in_force(by).filter(organisation=new).exists():
            reasons.append(Said(marked("You belong to %(who)s; another officer states this change."), who=new.name))
    known = executing | ({new.pk} if new is not None else set())
    strange = {line.organisation.name for line in wanted.lines if line.organisation.pk not in known}
    reasons += [Said(marked("%(who)s does not carry it out."), who=name) for name in sorted(strange)]
    return reasons


def _money_refused(programme: Programme, wanted: Wanted, sums: Mapping[tuple[int, str], int], on: date) -> list[Said]:
    reasons = []
    total = sum(sums.values())
    if total < 0:
        reasons.append(Said(marked("All together it takes money away; a contract is reduced instead.")))
    budget = budget_with(programme, sums)
    names = {line.organisation.pk: line.organisation.name for line in wanted.lines}
    for organisation, category in sums:
        if budget[organisation, category] < 0:
            reasons.append(Said(marked("%(who)s has less than that in the category."), who=names[organisation]))
    cap = rule("indirect_cap", on, programme.proposal.window.rules).value
    over = set(above_cap_in(budget, cap)) & set(names)
    reasons += [
        Said(marked("The indirect cost of %(who)s would be above %(cap)s of its direct cost."), who=names[one], cap=cap)
        for one in sorted(over)
    ]
    return reasons


def _ask(programme: Programme, country: str) -> Endorsement:
    """The country's row, asked anew where it answered on something else before."""
    row, _new = Endorsement.objects.get_or_create(proposal=programme.proposal, country=country)
    row.state, row.said = Endorsement.State.ASKED, ""
    row.answered_by = row.answered_on = row.valid_until = None
    row.save(update_fields=["state", "said", "answered_by", "answered_on", "valid_until"])
    return row


def _locked(change: Change) -> Change:
    programme = lock_programme(change.programme_id)
    held = Change.objects.select_for_update(no_key=True).get(pk=change.pk)
    held.programme = programme
    return held


@transaction.atomic
def check_capacity(change: Change, *, found: str, on: date, by: User) -> Change:
    """The new organisation can carry it out; `found` says what the check saw. Raises NotYet, SayWhy."""
    held = _locked(change)
    ask(CHANGE, "check", held.state, change_gates(held, on), roles_in_change(by, held))
    if not found.strip():
        raise SayWhy
    held.capacity, held.capacity_checked_on = found, on
    held.save(update_fields=["capacity", "capacity_checked_on"])
    record("fund.change.capacity_checked", held, by=by, on=on)
    return held


@transaction.atomic
def invite(change: Change, reviewer: User, *, on: date, by: User) -> Review:
    """Ask somebody of the group to look at it again. Raises NotYet, NoReviewer, Interested, InvitedAlready."""
    held = _locked(change)
    ask(CHANGE, "invite", held.state, change_gates(held, on), roles_in_change(by, held))
    if not is_reviewer(reviewer):
        raise NoReviewer
    proposal = held.programme.proposal
    if has_interest_in(reviewer, held) or has_interest(reviewer, held.programme):
        raise Interested
    if Review.objects.filter(proposal=proposal, reviewer=reviewer, round=held.round).exists():
        raise InvitedAlready
    review = Review.objects.create(
        proposal=proposal, change=held, reviewer=reviewer, round=held.round, asked_at=moment(on)
    )
    record("fund.review.asked", review, by=by, proposal=held.number, reviewer=reviewer.code)
    transaction.on_commit(lambda: reviewer_asked(review))
    return review


@transaction.atomic
def give_opinion(change: Change, *, text: str, on: date, by: User) -> Opinion:
    """The group's second look: whether it approves follows from the medians; `text` says why. Raises SayWhy, NotYet."""
    held = _locked(change)
    if not text.strip():
        raise SayWhy
    ask(CHANGE, "screen", held.state, change_gates(held, on), roles_in_change(by, held))
    found = group_finds(held.programme.proposal, on, held.round)
    opinion = Opinion.objects.create(
        proposal=held.programme.proposal,
        change=held,
        round=held.round,
        approved=found.recommendation is Recommendation.APPROVE,
        text=text,
        given_at=moment(on),
        given_by=by,
    )
    held.state, held.moved_at = Change.State.SCREENED, moment(on)
    held.save(update_fields=["state", "moved_at"])
    ReviewDraft.objects.filter(review__change=held).delete()
    record(
        "fund.change.screened",
        held,
        by=by,
        approved=opinion.approved,
        medians={each.criterion: each.median for each in found.scores},
    )
    return opinion


@transaction.atomic
def withdraw_change(change: Change, *, reason: str, on: date, by: User) -> Change:
    """It is not wanted any more; countries that have not answered are asked no more. Raises NotYet."""
    held = _locked(change)
    ask(CHANGE, "withdraw", held.state, change_gates(held, on), roles_in_change(by, held), reason=reason)
    held.state, held.said, held.moved_at = Change.State.WITHDRAWN, reason, moment(on)
    held.save(update_fields=["state", "said", "moved_at"])
    _forget_questions(held)
    record("fund.change.withdrawn", held, by=by, reason=reason, on=on)
    return held


def _forget_questions(change: Change) -> None:
    waiting = Endorsement.objects.filter(
        proposal=change.programme.proposal, country__in=list(change.countries), state=Endorsement.State.ASKED
    )
    waiting.delete()
    ReviewDraft.objects.filter(review__change=change).delete()


@transaction.atomic
def decide_change(change: Change, decision: Decision, *, by: Actor) -> Change:
    """Let the committee's decision on it take effect: adopted, it is carried out; not adopted, it is refused.

    Raises DecidesNothingHere, NotYet with every reason, and what `ledger.post` raises.
    """
    on = decision.decided_at.date()
    held = _locked(change)
    if decision.item.subject != held.subject:
        raise DecidesNothingHere(decision=decision.number, number=held.number)
    if decision.outcome == Decision.Outcome.ADOPTED:
        return _carry_out(held, decision, on, by)
    ask(CHANGE, "refuse", held.state, change_gates(held, on), THE_COMMITTEE)
    held.state, held.decision, held.moved_at = Change.State.REFUSED, decision, moment(on)
    held.save(update_fields=["state", "decision", "moved_at"])
    record("fund.change.refused", held, by=by, decision=decision.number, on=on)
    return held


def _carry_out(held: Change, decision: Decision, on: date, by: Actor) -> Change:
    programme = held.programme
    ask(CHANGE, "carry_out", held.state, change_gates(held, on, decision), THE_COMMITTEE)
    keep_first(programme, by)
    if held.ends_on is not None:
        programme.ends_on = held.ends_on
        programme.save(update_fields=["ends_on"])
        plan_anew(programme, on)
    set_targets(programme, {int(number): Decimal(target) for number, target in held.targets.items()})
    for country, role in held.countries.items():
        ProposalCountry.objects.create(proposal=programme.proposal, country=country, role=role)
    if held.organisation is not None:
        Executant.objects.create(
            proposal=programme.proposal,
            organisation=held.organisation,
            local=held.local,
            capacity_checked_on=held.capacity_checked_on,
            capacity=held.capacity,
        )
    _change_budget(held)
    added = _move_money(held, on, by)
    version = keep_change(programme, _kind(held), by=by, reason=held.reason, decision=decision, on=on)
    held.state, held.decision, held.version, held.moved_at = Change.State.CARRIED_OUT, decision, version, moment(on)
    held.save(update_fields=["state", "decision", "version", "moved_at"])
    _tell(held, version, added)
    record(
        "fund.change.carried_out",
        held,
        by=by,
        programme=programme.number,
        decision=decision.number,
        version=version.number,
        money=str(more_money(held)),
        countries=sorted(held.countries),
        on=on,
    )
    return held


def _kind(change: Change) -> Version.Kind:
    if change.countries:
        return Version.Kind.COUNTRY_ADDED
    return Version.Kind.PARTNER_ADDED if change.organisation_id is not None else Version.Kind.MONEY_ADDED


def _change_budget(change: Change) -> None:
    for (organisation, category), minor in lines_of(change).items():
        row, _new = BudgetLine.objects.select_for_update(no_key=True).get_or_create(
            proposal=change.programme.proposal,
            organisation_id=organisation,
            category=category,
            defaults={"minor": 0},
        )
        row.minor += minor
        row.save(update_fields=["minor"])


def _move_money(change: Change, on: date, by: Actor) -> list[Addendum]:
    """What signed contracts lose returns to the window, and is approved anew with what comes on top.

    Nothing is bound by it: a contract that gains waits for both signatures on its addendum, a new one for its contract.
    """
    programme, back = change.programme, Money.zero(BASE_CURRENCY)
    for row, money in contracts_reduced(change):
        take_off(lock_contract(row.pk, programme), money, on=on, by=by, text=change.number)
        back += money
    more = more_money(change)
    if approved := back + more:
        legs = posting.approved(programme.proposal.window.number, programme.number, approved)
        post(draft("programme.approved", on, legs, programme, change.code, text=change.number), by=by)
    if more:
        programme.approved_minor += more.minor
        programme.save(update_fields=["approved_minor"])
    gains = {organisation: minor for organisation, minor in by_organisation(change).items() if minor > 0}
    signed = programme.contracts.filter(state=Contract.State.SIGNED, organisation__in=gains)
    return [
        Addendum.objects.create(contract=contract, change=change, minor=gains[contract.organisation_id])
        for contract in signed.order_by("pk")
    ]


def _tell(change: Change, version: Version, added: Sequence[Addendum]) -> None:
    """The other countries of what changed, and each organisation of the addendum that it signs."""
    programme = change.programme
    url = reverse("fund:programme-change", kwargs={"code": programme.code, "number": version.number})
    others = set(programme.proposal.countries.values_list("country", flat=True)) - set(change.countries)
    facts = {"programme": programme.number, "kind": str(version.kind)}
    tell_people(focal_points_of(others), "fund.programme.changed", facts, url)
    for one in added:
        page = reverse("fund:contract-show", kwargs={"code": one.contract.code})
        people = agents_of([one.contract.organisation])
        tell_people(people, "fund.contract.to_sign", {"programme": programme.number}, page)
