"""Changes after approval: small ones by the secretariat, larger ones by decision, each kept as a version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.fund.actions.asking import lock_programme, tell_people
from alianza.fund.actions.report_plan import plan_reports
from alianza.fund.actions.versions import keep_version
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.days import months_later
from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.models import (
    BudgetLine,
    Category,
    Contract,
    Decision,
    Endorsement,
    Item,
    Opinion,
    Programme,
    ProposalCountry,
    Version,
)
from alianza.fund.policy.programmes import agents_of, focal_points_of, roles_in_programme
from alianza.fund.queries.gates import concerns
from alianza.fund.queries.programme_content import decided_budget, decided_end, programme_content, versions_of
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

CHANGEABLE = (Programme.State.CONTRACTING, Programme.State.ACTIVE, Programme.State.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Shift:
    """Money of one organisation from one category of its budget to another."""

    organisation: Organisation
    source: str
    target: str
    money: Money


@dataclass(frozen=True, slots=True)
class Restructuring:
    """What a decision changes. `targets` by the number of the result; `countries` by alpha-3 code, with their role."""

    ends_on: date | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    shifts: Sequence[Shift] = ()
    countries: Mapping[str, str] = field(default_factory=dict)


def _by_officer(programme: Programme, by: User, reason: str) -> list[Said]:
    """Why nobody of this role, or nobody now, changes the programme."""
    reasons = []
    if "officer" not in roles_in_programme(by, programme):
        reasons.append(Said(marked("A programme is changed by: %(who)s."), who=Said(OFFICER.label)))
    if programme.state not in CHANGEABLE:
        reasons.append(Said(marked("A programme that is closed is not changed.")))
    if not reason.strip():
        reasons.append(Said(marked("Say why it is changed.")))
    return reasons


def _keep(
    programme: Programme, kind: str, *, by: User, reason: str, on: date, decision: Decision | None = None
) -> Version:
    programme.version += 1
    programme.save(update_fields=["version"])
    version = keep_version(
        programme.subject,
        Version.Kind(kind),
        programme_content(programme),
        by=by,
        reason=reason,
        decision=decision,
        on=on,
    )
    organisations = [each.organisation for each in programme.contracts.select_related("organisation")]
    url = reverse("fund:programme-change", kwargs={"code": programme.code, "number": version.number})
    facts = {"programme": programme.number, "kind": str(kind)}
    tell_people(agents_of(organisations), "fund.programme.changed", facts, url)
    return version


def _keep_first(programme: Programme, by: User) -> None:
    """The content before the first change, where the approval did not keep it."""
    if not versions_of(programme).exists():
        content = programme_content(programme)
        approved = programme.approved_on
        keep_version(programme.subject, Version.Kind.FIRST, content, by=by, decision=programme.decision, on=approved)


def _plan_anew(programme: Programme, on: date) -> None:
    for contract in programme.contracts.filter(state=Contract.State.SIGNED):
        contract.programme = programme
        plan_reports(contract, on=on)


@transaction.atomic
def extend(programme: Programme, ends_on: date, *, reason: str, on: date, by: User) -> Version:
    """Without cost, by the secretariat: all such extensions together within the months of the rule. Raises NotYet."""
    held = lock_programme(programme.pk)
    reasons = _by_officer(held, by, reason)
    months = int(rule("no_cost_extension_months", on, held.proposal.window.rules).value)
    _keep_first(held, by)
    end = decided_end(held)
    if held.ends_on is None or end is None:
        reasons.append(Said(marked("It has no end yet that could be moved.")))
    elif ends_on <= held.ends_on:
        reasons.append(Said(marked("The new end lies after %(day)s."), day=held.ends_on.isoformat()))
    elif ends_on > months_later(end, months):
        said = marked("Without a decision it ends by %(day)s at the latest.")
        reasons.append(Said(said, day=months_later(end, months).isoformat()))
    if reasons:
        raise NotYet(reasons)
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    _plan_anew(held, on)
    version = _keep(held, Version.Kind.EXTENDED, by=by, reason=reason, on=on)
    record("fund.programme.extended", held, by=by, until=ends_on, version=version.number, reason=reason)
    return version


@transaction.atomic
def shift(programme: Programme, change: Shift, *, reason: str, on: date, by: User) -> Version:
    """Between two categories, by the secretariat: all such shifts within a share of the smaller one. Raises NotYet."""
    held = lock_programme(programme.pk)
    reasons = [*_by_officer(held, by, reason), *_shift_refused(held, change)]
    _keep_first(held, by)
    if not reasons:
        share = rule("shift_between_categories", on, held.proposal.window.rules).value
        decided = decided_budget(held, change.organisation.name)
        smaller = min(decided.get(change.source, 0), decided.get(change.target, 0))
        most = int(share * smaller)
        now = _budget(held, change.organisation)
        moved = max(
            abs(now.get(change.source, 0) - change.money.minor - decided.get(change.source, 0)),
            abs(now.get(change.target, 0) + change.money.minor - decided.get(change.target, 0)),
        )
        if moved > most:
            said = marked("Without a decision %(most)s may be moved between them, earlier shifts included.")
            reasons.append(Said(said, most=str(Money(most, BASE_CURRENCY))))
    if reasons:
        raise NotYet(reasons)
    _move_money(held, change)
    version = _keep(held, Version.Kind.SHIFTED, by=by, reason=reason, on=on)
    record(
        "fund.programme.shifted",
        held,
        by=by,
        source=change.source,
        target=change.target,
        amount=str(change.money),
        version=version.number,
        reason=reason,
    )
    return version


def _budget(programme: Programme, organisation: Organisation) -> dict[str, int]:
    lines = programme.proposal.budget.filter(organisation=organisation)
    return dict(lines.values_list("category", "minor"))


def _shift_refused(programme: Programme, change: Shift) -> list[Said]:
    reasons = []
    if Category.INDIRECT in (change.source, change.target):
        reasons.append(Said(marked("Indirect cost follows direct cost and is not moved by itself.")))
    if change.source == change.target or not change.money.minor > 0:
        reasons.append(Said(marked("Money is moved between two different categories, and above zero.")))
    if _budget(programme, change.organisation).get(change.source, 0) < change.money.minor:
        reasons.append(Said(marked("%(who)s has less than that in the category."), who=change.organisation.name))
    return reasons


def _move_money(programme: Programme, change: Shift) -> None:
    source = BudgetLine.objects.select_for_update(no_key=True).get(
        proposal=programme.proposal, organisation=change.organisation, category=change.source
    )
    target, _new = BudgetLine.objects.get_or_create(
        proposal=programme.proposal,
        organisation=change.organisation,
        category=change.target,
        defaults={"minor": 0},
    )
    source.minor -= change.money.minor
    target.minor += change.money.minor
    source.save(update_fields=["minor"])
    target.save(update_fields=["minor"])


@transaction.atomic
def restructure(
    programme: Programme, change: Restructuring, decision: Decision, *, reason: str, on: date, by: User
) -> Version:
    """What the committee decided: another end, targets, larger shifts, a new beneficiary country. Raises NotYet.

    A new country has endorsed before, and the advisory group looked again. A lowered target keeps the original.
    """
    held = lock_programme(programme.pk)
    reasons = [*_by_officer(held, by, reason), *_not_decided(held, change, decision)]
    reasons += [said for one in change.shifts for said in _shift_refused(held, one)]
    results = {result.number: result for result in held.proposal.expected.all()}
    reasons += [
        Said(marked("There is no result %(number)s."), number=number)
        for number in change.targets
        if number not in results
    ]
    if reasons:
        raise NotYet(reasons)
    _keep_first(held, by)
    if change.ends_on is not None:
        held.ends_on = change.ends_on
        held.save(update_fields=["ends_on"])
        _plan_anew(held, on)
    for number, target in change.targets.items():
        result = results[number]
        if result.original_target is None:
            result.original_target = result.target
        result.target = target
        result.save(update_fields=["target", "original_target"])
    for one in change.shifts:
        _move_money(held, one)
    for country, role in change.countries.items():
        ProposalCountry.objects.create(proposal=held.proposal, country=country, role=role)
    kind = Version.Kind.COUNTRY_ADDED if change.countries else Version.Kind.RESTRUCTURED
    version = _keep(held, kind, by=by, reason=reason, decision=decision, on=on)
    if change.countries:
        url = reverse("fund:programme-change", kwargs={"code": held.code, "number": version.number})
        others = set(held.proposal.countries.values_list("country", flat=True)) - set(change.countries)
        facts = {"programme": held.number, "kind": str(kind)}
        tell_people(focal_points_of(others), "fund.programme.changed", facts, url)
    record(
        "fund.programme.restructured",
        held,
        by=by,
        decision=decision.number,
        version=version.number,
        countries=sorted(change.countries),
        reason=reason,
    )
    return version


def _not_decided(programme: Programme, change: Restructuring, decision: Decision) -> list[Said]:
    reasons = []
    kinds = (Item.Kind.NEW_COUNTRY,) if change.countries else (Item.Kind.RESTRUCTURING, Item.Kind.NEW_COUNTRY)
    if not concerns(decision, programme, *kinds):
        reasons.append(Said(marked("Decision %(number)s does not decide this change."), number=decision.number))
    if Version.objects.filter(decision=decision, subject=programme.subject).exists():
        reasons.append(Said(marked("Decision %(number)s was carried out already."), number=decision.number))
    if change.countries:
        given = Endorsement.objects.filter(
            proposal=programme.proposal, state=Endorsement.State.GIVEN, country__in=change.countries
        ).values_list("country", flat=True)
        there = programme.proposal.countries.filter(country__in=change.countries).values_list("country", flat=True)
        missing = sorted(set(change.countries) - set(given))
        reasons += [Said(marked("%(country)s has not endorsed it."), country=one) for one in missing]
        reasons += [Said(marked("%(country)s is concerned already."), country=one) for one in sorted(there)]
        last = Opinion.objects.filter(proposal=programme.proposal).order_by("-round").first()
        if last is None or not last.approved or last.given_at.date() < programme.approved_on or last.round < 2:
            reasons.append(Said(marked("The advisory group has not looked at it again and approved.")))
    if not (change.ends_on or change.targets or change.shifts or change.countries):
        reasons.append(Said(marked("Nothing would change.")))
    return reasons


@transaction.atomic
def ask_new_country(programme: Programme, country: str, *, by: User) -> Endorsement:
    """Ask a country that the programme would newly concern for its endorsement. Raises NotYet."""
    held = lock_programme(programme.pk)
    reasons = _by_officer(held, by, "-")
    if held.proposal.countries.filter(country=country).exists():
        reasons.append(Said(marked("%(country)s is concerned already."), country=country))
    if reasons:
        raise NotYet(reasons)
    row, _new = Endorsement.objects.get_or_create(proposal=held.proposal, country=country)
    tell_people(
        focal_points_of([country]),
        "fund.endorsement.asked",
        {"proposal": held.number, "country": country},
        reverse("fund:programme-show", kwargs={"code": held.code}),
    )
    record("fund.programme.country_asked", row, by=by, programme=held.number, country=country)
    return row
