"""What a larger change of a programme would change, and what has to be true before it moves."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from django.db.models import Max
from django.utils import timezone

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import (
    Category,
    Change,
    Contract,
    Decision,
    Endorsement,
    Item,
    Opinion,
    Programme,
    Tranche,
)
from alianza.fund.policy.changes import BEFORE_THE_COMMITTEE, has_interest_in
from alianza.fund.queries.gates import DONE, Gates
from alianza.fund.queries.outcomes import gate_of
from alianza.fund.queries.programme_content import programme_content
from alianza.fund.queries.programmes import UNDER_WAY, held_by
from alianza.fund.queries.proposals import free_in, round_of
from alianza.fund.queries.screening import counted, group_finds
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

Budget = dict[tuple[int, str], int]
"""Minor units by organisation and category."""
CHANGEABLE = (Programme.State.CONTRACTING, Programme.State.ACTIVE, Programme.State.SUSPENDED)


def kind_of(change: Change) -> str:
    """The kind of item that decides it."""
    return Item.Kind.NEW_COUNTRY if change.countries else Item.Kind.RESTRUCTURING


def next_round(programme: Programme) -> int:
    """A round of the advisory group that was neither of the proposal nor of an earlier change."""
    last = programme.larger_changes.aggregate(last=Max("round"))["last"] or 0
    read = Opinion.objects.filter(proposal=programme.proposal).aggregate(last=Max("round"))["last"] or 0
    return max(round_of(programme.proposal), int(last), int(read)) + 1


def more_money(change: Change) -> Money:
    """What the window would give on top."""
    return Money(sum(change.lines.values_list("minor", flat=True)), BASE_CURRENCY)


def by_organisation(change: Change) -> dict[int, int]:
    """Minor units that each organisation gains, or loses where below zero; those that come out even are left out."""
    found: dict[int, int] = {}
    for organisation, minor in change.lines.values_list("organisation", "minor"):
        found[organisation] = found.get(organisation, 0) + minor
    return {organisation: minor for organisation, minor in found.items() if minor}


def budget_with(programme: Programme, lines: Mapping[tuple[int, str], int]) -> Budget:
    """The budget as it would be: today's with these lines added."""
    rows = programme.proposal.budget.values_list("organisation", "category", "minor")
    found: Budget = {(organisation, category): minor for organisation, category, minor in rows}
    for name, minor in lines.items():
        found[name] = found.get(name, 0) + minor
    return found


def lines_of(change: Change) -> Budget:
    rows = change.lines.values_list("organisation", "category", "minor")
    return {(organisation, category): minor for organisation, category, minor in rows}


def would_be(change: Change) -> tuple[dict[str, Any], dict[str, Any]]:
    """The programme's content today and as the change would leave it, for the difference view of what is proposed."""
    programme = change.programme
    now = programme_content(programme)
    then = deepcopy(now)
    if change.ends_on is not None:
        then["ends_on"] = change.ends_on.isoformat()
    for result in then["expected"]:
        target = change.targets.get(str(result["number"]))
        if target is not None:
            result["original_target"] = result["original_target"] or result["target"]
            result["target"] = target
    then["countries"] |= change.countries
    if change.organisation is not None:
        then["executants"][change.organisation.name] = {"lead": False, "local": change.local}
    for line in change.lines.select_related("organisation"):
        own = then["budget"].setdefault(line.organisation.name, {})
        minor = own.get(line.category, {"minor": 0})["minor"] + line.minor
        own[line.category] = {"minor": minor, "currency": BASE_CURRENCY}
    more = more_money(change).minor
    for part in ("total", "approved"):
        then[part] = {"minor": then[part]["minor"] + more, "currency": BASE_CURRENCY}
    return now, then


def contracts_reduced(change: Change) -> list[tuple[Contract, Money]]:
    """Signed contracts that lose money by it, and how much."""
    lost = {organisation: -minor for organisation, minor in by_organisation(change).items() if minor < 0}
    signed = change.programme.contracts.filter(state=Contract.State.SIGNED, organisation__in=lost)
    return [(one, Money(lost[one.organisation_id], BASE_CURRENCY)) for one in signed.order_by("pk")]


def unendorsed(change: Change, on: date) -> list[str]:
    """New countries whose endorsement is missing or has run out on that day."""
    given = Endorsement.objects.filter(
        proposal=change.programme.proposal,
        country__in=list(change.countries),
        state=Endorsement.State.GIVEN,
        valid_until__gte=on,
    )
    return sorted(set(change.countries) - set(given.values_list("country", flat=True)))


def change_gates(change: Change, on: date, decision: Decision | None = None) -> Gates:
    """`decision` is what carrying it out would rest on."""
    gates, programme = Gates(), change.programme
    proposal = programme.proposal
    gates.say("names_an_organisation", change.organisation_id is not None)
    missing = unendorsed(change, on)
    gates.say(
        "new_countries_endorse", not missing, Said(marked("Missing: %(countries)s."), countries=", ".join(missing))
    )
    _screened(gates, change, on)
    gates.say("decided", decision is not None and decides(decision, change))
    now = timezone.now()
    gate = gate_of(proposal, now if decision is None else max(now, decision.decided_at), change)
    gates.say("group_approves", gate.passes, gate.reason)
    unchecked = change.organisation_id is not None and change.capacity_checked_on is None
    gates.say("capacity_checked", not unchecked)
    budget = budget_with(programme, lines_of(change))
    over = above_cap_in(budget, rule("indirect_cap", on, proposal.window.rules).value)
    gates.say("indirect_within_cap", not over)
    gates.say("budget_not_below_zero", all(minor >= 0 for minor in budget.values()))
    _money(gates, change)
    gates.say("programme_open", programme.state in CHANGEABLE)
    waiting = Item.objects.filter(subject=change.subject, state__in=BEFORE_THE_COMMITTEE).exists()
    gates.say("not_before_the_committee", not waiting)
    return gates


def _screened(gates: Gates, change: Change, on: date) -> None:
    proposal = change.programme.proposal
    found = group_finds(proposal, on, change.round)
    gates.say("enough_reviewers", not found.lacking, found.reasons[0] if found.reasons else None)
    gates.say("opinions_lie_together", not found.fourth_needed, found.reasons[0] if found.reasons else None)
    interested = sum(has_interest_in(each.reviewer, change) for each in counted(proposal, change.round))
    gates.say(
        "no_reviewer_has_interest",
        not interested,
        Said(marked("Reviewers concerned: %(count)s."), count=interested),
    )


def _money(gates: Gates, change: Change) -> None:
    lacking = []
    for contract, money in contracts_reduced(change):
        contract.programme = change.programme
        bound = sum(
            Tranche.objects.filter(contract=contract, state__in=(*UNDER_WAY, *DONE)).values_list("minor", flat=True)
        )
        if money > held_by(contract).committed or (contract.money - money).minor < bound:
            lacking.append(contract.party)
    gates.say("contracts_cover", not lacking, Said(marked("Of %(who)s."), who=", ".join(lacking)))
    more, free = more_money(change), free_in(change.programme.proposal.window)
    gates.say(
        "window_covers",
        more <= free,
        Said(marked("It holds %(free)s; %(amount)s are asked."), free=free, amount=more),
    )


def decides(decision: Decision, change: Change) -> bool:
    """Whether the committee adopted this very change, by a decision that stands and was not carried out yet."""
    return (
        decision.outcome == Decision.Outcome.ADOPTED
        and decision.item.subject == change.subject
        and decision.item.kind == kind_of(change)
        and not decision.item.defers
        and not Decision.objects.filter(supersedes=decision).exists()
        and not Change.objects.filter(decision=decision).exists()
    )


def above_cap_in(budget: Mapping[tuple[int, str], int], cap: Any) -> list[int]:
    """Organisations whose indirect cost would be above its share of direct cost."""
    over = []
    for organisation in {name for name, _category in budget}:
        parts = {category: minor for (name, category), minor in budget.items() if name == organisation}
        direct = sum(minor for category, minor in parts.items() if category != Category.INDIRECT)
        if parts.get(Category.INDIRECT, 0) > floor(direct * Fraction(cap) + Fraction(1, 2)):
            over.append(organisation)
    return sorted(over)
