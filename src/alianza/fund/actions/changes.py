"""Changes after approval: small ones by the secretariat, others by decision, each kept as a version.

More money, a new country or a new organisation are in `larger_changes`: they are screened again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.fund.actions.asking import lock_programme, tell_people
from alianza.fund.actions.report_plan import plan_reports
from alianza.fund.actions.versions import keep_version
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.models import (
    BudgetLine,
    Category,
    Contract,
    Decision,
    Item,
    Programme,
    Version,
)
from alianza.fund.policy.programmes import agents_of, roles_in_programme
from alianza.fund.queries.changes import CHANGEABLE
from alianza.fund.queries.gates import concerns
from alianza.fund.queries.programme_content import decided_budget, decided_end, programme_content, versions_of
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.vocabulary.days import months_later
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


@dataclass(frozen=True, slots=True)
class Shift:
    """Money of one organisation from one category of its budget to another."""

    organisation: Organisation
    source: str
    target: str
    money: Money


@dataclass(frozen=True, slots=True)
class Restructuring:
    """What a decision changes. `targets` by the number of the result."""

    ends_on: date | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    shifts: Sequence[Shift] = ()


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


def keep_change(
    programme: Programme, kind: str, *, by: Actor, reason: str, on: date, decision: Decision | None = None
) -> Version:
    """Keep the content as it stands now as the next version, and tell the organisations; the row is locked."""
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


def keep_first(programme: Programme, by: Actor) -> None:
    """The content before the first change, where the approval did not keep it."""
    if not versions_of(programme).exists():
        content = programme_content(programme)
        approved = programme.approved_on
        keep_version(programme.subject, Version.Kind.FIRST, content, by=by, decision=programme.decision, on=approved)


def plan_anew(programme: Programme, on: date) -> None:
    """The reports that a new end asks for."""
    for contract in programme.contracts.filter(state=Contract.State.SIGNED):
        contract.programme = programme
        plan_reports(contract, on=on)


@transaction.atomic
def extend(programme: Programme, ends_on: date, *, reason: str, on: date, by: User) -> Version:
    """Without cost, by the secretariat: all such extensions together within the months of the rule. Raises NotYet."""
    held = lock_programme(programme.pk)
    reasons = _by_officer(held, by, reason)
    months = int(rule("no_cost_extension_months", on, held.proposal.window.rules).value)
    keep_first(held, by)
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
    plan_anew(held, on)
    version = keep_change(held, Version.Kind.EXTENDED, by=by, reason=reason, on=on)
    record("fund.programme.extended", held, by=by, until=ends_on, version=version.number, reason=reason)
    return version


@transaction.atomic
def shift(programme: Programme, change: Shift, *, reason: str, on: date, by: User) -> Version:
    """Between two categories, by the secretariat: all such shifts within a share of the smaller one. Raises NotYet."""
    held = lock_programme(programme.pk)
    reasons = [*_by_officer(held, by, reason), *_shift_refused(held, change)]
    keep_first(held, by)
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
    version = keep_change(held, Version.Kind.SHIFTED, by=by, reason=reason, on=on)
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


def _shifts_refused(programme: Programme, shifts: Sequence[Shift]) -> list[Said]:
    """Each by itself, and all together: what one gives another may not take too."""
    reasons = [said for one in shifts for said in _shift_refused(programme, one)]
    taken: dict[tuple[int, str], int] = {}
    for one in shifts:
        taken[one.organisation.pk, one.source] = taken.get((one.organisation.pk, one.source), 0) + one.money.minor
        taken[one.organisation.pk, one.target] = taken.get((one.organisation.pk, one.target), 0) - one.money.minor
    if reasons:
        return reasons
    short = {
        one.organisation.name
        for one in shifts
        if taken[one.organisation.pk, one.source] > _budget(programme, one.organisation).get(one.source, 0)
    }
    return [Said(marked("%(who)s has less than that in the category."), who=name) for name in sorted(short)]


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


def set_targets(programme: Programme, targets: Mapping[int, Decimal]) -> None:
    """By the number of the result; the first target that was ever set stays beside the new one."""
    for result in programme.proposal.expected.filter(number__in=list(targets)):
        if result.original_target is None:
            result.original_target = result.target
        result.target = targets[result.number]
        result.save(update_fields=["target", "original_target"])


@transaction.atomic
def restructure(
    programme: Programme, change: Restructuring, decision: Decision, *, reason: str, on: date, by: User
) -> Version:
    """What the committee decided: another end, targets, larger shifts. A lowered target keeps the original.

    Raises NotYet.
    """
    held = lock_programme(programme.pk)
    reasons = [*_by_officer(held, by, reason), *_not_decided(held, change, decision)]
    reasons += _shifts_refused(held, change.shifts)
    numbers = set(held.proposal.expected.values_list("number", flat=True))
    reasons += [
        Said(marked("There is no result %(number)s."), number=number)
        for number in change.targets
        if number not in numbers
    ]
    if reasons:
        raise NotYet(reasons)
    keep_first(held, by)
    if change.ends_on is not None:
        held.ends_on = change.ends_on
        held.save(update_fields=["ends_on"])
        plan_anew(held, on)
    set_targets(held, change.targets)
    for one in change.shifts:
        _move_money(held, one)
    version = keep_change(held, Version.Kind.RESTRUCTURED, by=by, reason=reason, decision=decision, on=on)
    record(
        "fund.programme.restructured",
        held,
        by=by,
        decision=decision.number,
        version=version.number,
        reason=reason,
    )
    return version


def _not_decided(programme: Programme, change: Restructuring, decision: Decision) -> list[Said]:
    reasons = []
    if not concerns(decision, programme, Item.Kind.RESTRUCTURING):
        reasons.append(Said(marked("Decision %(number)s does not decide this change."), number=decision.number))
    if Version.objects.filter(decision=decision, subject=programme.subject).exists():
        reasons.append(Said(marked("Decision %(number)s was carried out already."), number=decision.number))
    if not (change.ends_on or change.targets or change.shifts):
        reasons.append(Said(marked("Nothing would change.")))
    return reasons
