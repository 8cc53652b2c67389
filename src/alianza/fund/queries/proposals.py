"""What a proposal says, lacks and weighs: budget, guards, content as a version keeps it, what overlaps it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from django.db.models import Max, Sum
from django.utils import timezone

from alianza.engines.ballots import Advice, gate, working_days_between
from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.eligibility import endorsed_in_full, may_apply, may_execute
from alianza.fund.models import (
    Balance,
    Body,
    BudgetLine,
    Category,
    Change,
    Decision,
    Item,
    Opinion,
    Proposal,
    Review,
    ReviewDraft,
    Version,
    Window,
)
from alianza.fund.policy.proposals import has_interest
from alianza.fund.queries.closed_days import free_days
from alianza.fund.queries.screening import counted, group_finds
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

MARKERS = ("gender_marker", "rights_marker", "child_marker")
_WRITTEN = ("title", "objectives", "tasks", "results", "kind")
_REASONS = ("follows", "direct", "additional", "overlap")
_ASSESSED = ("benefits", "risks", "rights")


@dataclass(frozen=True, slots=True)
class Guards:
    """Whether each guard holds, and of those that do not, what exactly is missing."""

    held: Mapping[str, bool | None]
    because: Mapping[str, Said]


def asked(proposal: Proposal) -> Money:
    """The whole budget."""
    return Money(int(proposal.budget.aggregate(sum=Sum("minor"))["sum"] or 0), BASE_CURRENCY)


def round_of(proposal: Proposal) -> int:
    """How often it was submitted; 1 before and after the first time. Each time is read and judged anew."""
    last = Version.objects.filter(subject=proposal.subject).aggregate(last=Max("number"))["last"]
    return max(int(last or 0), 1)


def is_open(review: Review) -> bool:
    """Whether scores are still taken: of a proposal that is before the group, or of a change that is."""
    if review.change is not None:
        return review.change.state == Change.State.STATED
    return review.proposal.state == Proposal.State.ENDORSED and review.round == round_of(review.proposal)


def draft_of(review: Review) -> dict[str, str]:
    """What its reviewer has saved and not handed in; for the reviewer's eyes alone."""
    held = ReviewDraft.objects.filter(review=review).first()
    found: dict[str, str] = json.loads(held.content) if held is not None else {}
    return found


def opinion_of(proposal: Proposal) -> Opinion | None:
    """The advisory group's opinion of the content as it stands."""
    return proposal.opinions.filter(round=round_of(proposal)).first()


def free_in(window: Window) -> Money:
    """What can still be approved from a window."""
    code = AccountName("8200", window.number).code
    minor = Balance.objects.filter(account__code=code).values_list("minor", flat=True).first() or 0
    return Money(-int(minor), BASE_CURRENCY)


def takes_proposals(window: Window, on: date) -> bool:
    return window.opens_on <= on and (window.closes_on is None or on <= window.closes_on)


def budget_by_organisation(proposal: Proposal) -> dict[int, dict[str, int]]:
    """Minor units by organisation and category, of organisations that execute and those with a line."""
    found: dict[int, dict[str, int]] = {
        pk: dict.fromkeys(Category.values, 0) for pk in proposal.executants.values_list("organisation", flat=True)
    }
    for line in proposal.budget.all():
        found.setdefault(line.organisation_id, dict.fromkeys(Category.values, 0))[line.category] = line.minor
    return found


def above_cap(proposal: Proposal, on: date) -> dict[int, Money]:
    """The most indirect cost each organisation may have, of those whose budget has more."""
    cap = rule("indirect_cap", on, proposal.window.rules).value
    found = {}
    for organisation, parts in budget_by_organisation(proposal).items():
        direct = sum(minor for category, minor in parts.items() if category != Category.INDIRECT)
        # Half up to the cent, as the rate itself would be charged: integers all the way.
        most = floor(direct * Fraction(cap) + Fraction(1, 2))
        if parts[Category.INDIRECT] > most:
            found[organisation] = Money(most, BASE_CURRENCY)
    return found


def submission(proposal: Proposal, on: date) -> Guards:
    """What has to be there before it is submitted."""
    executants = list(proposal.executants.select_related("organisation"))
    executing = {each.organisation_id for each in executants}
    expected = list(proposal.expected.all())
    lines: list[BudgetLine] = list(proposal.budget.select_related("organisation"))
    strange = sorted({each.organisation.name for each in lines if each.minor and each.organisation_id not in executing})
    over = above_cap(proposal, on)
    names = {each.organisation_id: each.organisation.name for each in executants}
    names |= {each.organisation_id: each.organisation.name for each in lines}
    because = {}
    if strange:
        because["budget_is_whole"] = Said(
            marked("These have money and carry nothing out: %(names)s."), names=", ".join(strange)
        )
    if over:
        because["indirect_within_cap"] = Said(
            marked("At most: %(most)s."),
            most="; ".join(f"{names[pk]} {most}" for pk, most in sorted(over.items(), key=lambda each: names[each[0]])),
        )
    held: dict[str, bool | None] = {
        "window_takes_proposals": takes_proposals(proposal.window, on),
        "purpose_is_said": _said(proposal, *_WRITTEN) and bool(proposal.starts_on and proposal.months),
        "countries_are_named": proposal.countries.exists(),
        "somebody_executes": any(may_execute(each) for each in executants) and any(each.lead for each in executants),
        "results_have_indicators": bool(expected) and all(each.indicator and each.unit for each in expected),
        "budget_is_whole": any(each.minor for each in lines) and not strange,
        "indirect_within_cap": not over,
        "reasons_are_given": _said(proposal, *_REASONS),
        "rights_are_assessed": _said(proposal, *_ASSESSED),
        "markers_are_set": all(getattr(proposal, name) is not None for name in MARKERS),
    }
    return Guards(held, because)


def _said(proposal: Proposal, *names: str) -> bool:
    return all(str(getattr(proposal, name)).strip() for name in names)


def admission(proposal: Proposal, on: date, judged: str = "") -> Guards:
    """What has to be true before the secretariat admits it; `judged` is what it wrote on double funding."""
    executants = list(proposal.executants.select_related("organisation"))
    unchecked = [each.organisation.name for each in executants if each.capacity_checked_on is None]
    because = {}
    if unchecked:
        because["capacity_is_checked"] = Said(marked("Not yet checked: %(names)s."), names=", ".join(unchecked))
    held: dict[str, bool | None] = {
        "window_takes_proposals": takes_proposals(proposal.window, on),
        "applicant_is_eligible": may_apply(proposal.applicant),
        "somebody_executes": any(may_execute(each) for each in executants) and any(each.lead for each in executants),
        "capacity_is_checked": bool(executants) and not unchecked,
        "overlap_is_looked_at": bool(judged.strip()),
    }
    return Guards(held, because)


def endorsing(proposal: Proposal, on: date) -> Guards:
    """Whether every country concerned stands behind it on that day."""
    lacking = endorsed_in_full(proposal, on)
    because = {}
    if lacking:
        because["every_country_endorses"] = Said(marked("Missing: %(countries)s."), countries=", ".join(lacking))
    return Guards({"every_country_endorses": not lacking and proposal.countries.exists()}, because)


def screened_guards(proposal: Proposal, on: date) -> Guards:
    """What has to be true before the advisory group's opinion is given."""
    found = group_finds(proposal, on, round_of(proposal))
    interested = _with_interest(proposal)
    because = {}
    if found.reasons:
        name = "enough_reviewers" if found.lacking else "opinions_lie_together"
        because[name] = found.reasons[0]
    if interested:
        because["no_reviewer_has_interest"] = Said(marked("Reviewers concerned: %(count)s."), count=interested)
    return Guards(
        {
            "enough_reviewers": not found.lacking,
            "no_reviewer_has_interest": not interested,
            "opinions_lie_together": not found.fourth_needed,
        },
        because,
    )


def _with_interest(proposal: Proposal) -> int:
    return sum(has_interest(each.reviewer, proposal) for each in counted(proposal, round_of(proposal)))


def override_of(proposal: Proposal, opinion: Opinion) -> Decision | None:
    """The formal vote by which the committee set this refusal of the group aside."""
    return Decision.objects.filter(
        item__subject=proposal.subject,
        item__kind=Item.Kind.OVERRIDE,
        item__body__kind__in=[Body.Kind.OVERSIGHT, Body.Kind.ASSEMBLY],
        method=Item.Method.FORMAL,
        outcome=Decision.Outcome.ADOPTED,
        decided_at__gte=opinion.given_at,
        superseded_by__isnull=True,
    ).first()


def gates(proposal: Proposal) -> tuple[bool, Said]:
    """Whether it may be put to the committee: approved by the advisory group, or its refusal was overridden."""
    opinion = opinion_of(proposal)
    if opinion is not None and not opinion.approved and override_of(proposal, opinion) is not None:
        return True, Said(marked("The committee overrode the Advisory Group's refusal by formal vote."))
    advice = None if opinion is None else Advice.APPROVED if opinion.approved else Advice.REFUSED
    found = gate(advice, reasoned=True)
    return found.passes, found.reason


def approval(proposal: Proposal, amount: Money, on: date) -> Guards:
    """What has to be true before an amount is approved on a day."""
    countries = endorsing(proposal, on)
    passes, why = gates(proposal)
    wanted, free = asked(proposal), free_in(proposal.window)
    interested = _with_interest(proposal)
    because = dict(countries.because)
    if not passes:
        because["group_approves"] = why
    if interested:
        because["no_reviewer_has_interest"] = Said(marked("Reviewers concerned: %(count)s."), count=interested)
    if not 0 < amount.minor <= wanted.minor:
        because["within_request"] = Said(
            marked("Asked: %(asked)s; to be approved: %(amount)s."), asked=wanted, amount=amount
        )
    if amount > free:
        because["window_covers"] = Said(
            marked("Window %(window)s holds %(free)s on %(day)s; %(amount)s are to be approved."),
            window=proposal.window.number,
            free=free,
            day=on.isoformat(),
            amount=amount,
        )
    held: dict[str, bool | None] = {
        **countries.held,
        "group_approves": passes,
        "no_reviewer_has_interest": not interested,
        "within_request": 0 < amount.minor <= wanted.minor,
        "window_covers": amount <= free,
    }
    return Guards(held, because)


def overlapping(proposal: Proposal) -> list[Proposal]:
    """Others of the same window that share a country and an organisation that asks or executes, and are not over.

    The list is shown to whoever judges; nothing follows from it by itself.
    """
    countries = proposal.countries.values_list("country", flat=True)
    parties = {proposal.applicant_id, *proposal.executants.values_list("organisation", flat=True)}
    near = Proposal.objects.filter(window=proposal.window, countries__country__in=list(countries))
    near = near.exclude(pk=proposal.pk).exclude(
        state__in=[Proposal.State.DRAFT, Proposal.State.WITHDRAWN, Proposal.State.REJECTED]
    )
    by_applicant = near.filter(applicant__in=parties).values_list("pk", flat=True)
    by_executant = near.filter(executants__organisation__in=parties).values_list("pk", flat=True)
    return list(
        Proposal.objects.filter(pk__in={*by_applicant, *by_executant})
        .select_related("applicant")
        .prefetch_related("countries", "executants__organisation")
    )


def content(proposal: Proposal) -> dict[str, Any]:
    """All that it says, as a version keeps it; organisations by code, amounts with their currency."""

    def amount(minor: int) -> dict[str, Any]:
        return {"minor": minor, "currency": BASE_CURRENCY}

    budget: dict[str, dict[str, Any]] = {}
    for line in proposal.budget.select_related("organisation"):
        if line.minor:
            budget.setdefault(line.organisation.name, {})[line.category] = amount(line.minor)
    plain = ("title", "language", "kind", "objectives", "tasks", "results", *_REASONS, *_ASSESSED, *MARKERS, "months")
    return {
        "applicant": proposal.applicant.name,
        "window": proposal.window.number,
        **{name: getattr(proposal, name) for name in plain},
        "starts_on": proposal.starts_on.isoformat() if proposal.starts_on else None,
        "countries": {each.country: each.role for each in proposal.countries.all()},
        "executants": {
            each.organisation.name: {"lead": each.lead, "local": each.local}
            for each in proposal.executants.select_related("organisation")
        },
        "expected": [
            {
                "number": each.number,
                "level": each.level,
                "statement": each.statement,
                "indicator": each.indicator,
                "unit": each.unit,
                "baseline": None if each.baseline is None else f"{each.baseline:.2f}",
                "target": f"{each.target:.2f}",
                "source": each.source,
            }
            for each in proposal.expected.all()
        ],
        "budget": budget,
        "total": amount(asked(proposal).minor),
    }


ENDORSED_PARTS = ("objectives", "tasks", "results", "countries", "executants", "expected", "budget")
"""What a country endorses: a change in one of these asks the countries again."""


def days_in_state(proposal: Proposal, on: date) -> int:
    return max((on - timezone.localdate(proposal.moved_at)).days, 0)


def is_stuck(proposal: Proposal, on: date) -> bool:
    """Whether it stands longer than the rules allow where it stands; a draft and what is decided never do."""
    since = timezone.localdate(proposal.moved_at)
    if proposal.state == Proposal.State.SUBMITTED:
        return working_days_between(since, on, free_days(proposal.moved_at)) > int(rule("admissibility_days", on).value)
    terms = {
        Proposal.State.ADMISSIBLE: "endorsing_days",
        Proposal.State.ENDORSED: "screening_days",
        Proposal.State.SCREENED: "deciding_days",
        Proposal.State.DEFERRED: "deciding_days",
        Proposal.State.RETURNED: "correcting_days",
    }
    term = terms.get(Proposal.State(proposal.state))
    return term is not None and days_in_state(proposal, on) > int(rule(term, on).value)
