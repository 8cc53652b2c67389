"""Writing a proposal: begun, saved step by step, resumed; and the check of who would carry it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.eligibility import is_local
from alianza.fund.models import BudgetLine, Category, Executant, ExpectedResult, Proposal, ProposalCountry, Window
from alianza.fund.policy import proposals as policy
from alianza.fund.queries.proposals import takes_proposals
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, Stale, marked

TEXTS = (
    "title",
    "language",
    "kind",
    "objectives",
    "tasks",
    "results",
    "follows",
    "direct",
    "additional",
    "overlap",
    "benefits",
    "risks",
    "rights",
    "gender_marker",
    "rights_marker",
    "child_marker",
    "starts_on",
    "months",
)
"""What the applicant writes on the proposal itself."""


class NotYours(Refusal):
    code = "fund.proposal.not_yours"
    message = marked("Only an agent of %(organisation)s asks for money in its name.")


class WindowClosed(Refusal):
    code = "fund.proposal.window_closed"
    field = "window"
    message = marked("Window %(window)s takes no proposals on %(day)s; choose one that is open.")


class NotEditable(Refusal):
    code = "fund.proposal.not_editable"
    message = marked("Proposal %(number)s was sent and stays as it is, unless the secretariat returns it.")


class OneLeads(Refusal):
    code = "fund.proposal.one_leads"
    field = "lead"
    message = marked("Exactly one of the organisations that carry it out leads.")


class ChangedMeanwhile(Stale):
    code = "fund.proposal.stale"


class CapacityUnknown(Refusal):
    code = "fund.proposal.capacity_unknown"
    field = "capacity"
    message = marked("Say what the check found.")


class OfficersCheck(Refusal):
    code = "fund.proposal.officers_check"
    message = marked("The secretariat checks capacity, once the proposal was submitted and before it is admitted.")


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected result as typed; `baseline` None is not known."""

    level: str
    statement: str
    indicator: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    source: str = ""


def _next_number(year: int) -> str:
    beginning = f"P-{year}-"
    numbers = Proposal.objects.filter(number__startswith=beginning).values_list("number", flat=True)
    taken = [int(each.removeprefix(beginning)) for each in numbers if each.removeprefix(beginning).isdecimal()]
    return f"{beginning}{max(taken, default=0) + 1:03}"


@transaction.atomic
def draft_proposal(
    applicant: Organisation, window: Window, *, title: str, on: date, by: User, language: str = "en", kind: str = ""
) -> Proposal:
    """Begin one; it is the applicant's alone until submitted. Raises NotYours, WindowClosed."""
    if not policy.applicants_of(by).filter(pk=applicant.pk).exists():
        raise NotYours(organisation=applicant.name)
    if not takes_proposals(window, on):
        raise WindowClosed(window=window.number, day=on.isoformat())
    for attempt in range(5):  # two that begin at once want one number; the second takes the next
        try:
            with transaction.atomic():
                made = Proposal.objects.create(
                    number=_next_number(on.year),
                    applicant=applicant,
                    author=by,
                    window=window,
                    title=title,
                    language=language,
                    kind=kind,
                )
            break
        except IntegrityError:
            if attempt == 4:
                raise
    Executant.objects.create(proposal=made, organisation=applicant, lead=True, local=False)
    record("fund.proposal.drafted", made, by=by, window=window.number)
    return made


def _editable(proposal: Proposal, version: int, by: User) -> Proposal:
    """The row, locked, if that person may change that version of it. Raises NotYours, NotEditable, ChangedMeanwhile."""
    held = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if not policy.is_applicant(by, held):
        raise NotYours(organisation=held.applicant.name)
    if held.state not in policy.EDITABLE:
        raise NotEditable(number=held.number)
    if held.version != version:
        raise ChangedMeanwhile(thing=held.number)
    return held


def _saved(held: Proposal, step: str, by: User, *fields: str) -> Proposal:
    held.version += 1
    held.save(update_fields=["version", *fields])
    record("fund.proposal.saved", held, by=by, step=step)
    return held


@transaction.atomic
def save_texts(
    proposal: Proposal, texts: Mapping[str, Any], *, step: str, version: int, by: User, window: Window | None = None
) -> Proposal:
    """Save what was written on one page of the form. Raises NotYours, NotEditable, ChangedMeanwhile."""
    held = _editable(proposal, version, by)
    for name in texts:
        if name not in TEXTS:
            raise ValueError(f"{name} is not written by the applicant.")
        setattr(held, name, texts[name])
    if window is not None:
        held.window = window
    return _saved(held, step, by, *texts, "window")


@transaction.atomic
def save_partners(
    proposal: Proposal,
    countries: Mapping[str, str],
    executants: Sequence[Organisation],
    lead: Organisation | None,
    *,
    version: int,
    by: User,
) -> Proposal:
    """The countries concerned, by role, and who would carry it out. A check of capacity stays with its organisation.

    Raises OneLeads, and what `save_texts` raises.
    """
    held = _editable(proposal, version, by)
    if executants and lead not in executants:
        raise OneLeads
    held.countries.exclude(country__in=countries).delete()
    for code, role in countries.items():
        ProposalCountry.objects.update_or_create(proposal=held, country=code, defaults={"role": role})
    held.executants.exclude(organisation__in=executants).delete()
    held.budget.exclude(organisation__in=executants).delete()
    for each in held.executants.filter(lead=True):
        if each.organisation_id != getattr(lead, "pk", None):
            each.lead = False
            each.save(update_fields=["lead"])
    for organisation in executants:
        Executant.objects.update_or_create(
            proposal=held,
            organisation=organisation,
            defaults={"lead": organisation == lead, "local": is_local(organisation, countries)},
        )
    return _saved(held, "partners", by)


@transaction.atomic
def save_results(
    proposal: Proposal, texts: Mapping[str, Any], expected: Sequence[Expected], *, version: int, by: User
) -> Proposal:
    """Objectives, tasks and what is expected to come of them, numbered in their order."""
    held = _editable(proposal, version, by)
    for name in texts:
        if name not in TEXTS:
            raise ValueError(f"{name} is not written by the applicant.")
        setattr(held, name, texts[name])
    held.expected.filter(number__gt=len(expected)).delete()
    for number, each in enumerate(expected, start=1):
        ExpectedResult.objects.update_or_create(
            proposal=held,
            number=number,
            defaults={
                "level": each.level,
                "statement": each.statement,
                "indicator": each.indicator,
                "unit": each.unit,
                "baseline": each.baseline,
                "target": each.target,
                "source": each.source,
            },
        )
    return _saved(held, "results", by, *texts)


@transaction.atomic
def save_budget(proposal: Proposal, amounts: Mapping[tuple[int, str], Money], *, version: int, by: User) -> Proposal:
    """The whole budget, by organisation (its key) and category; what is not named is nothing.

    Organisations that would not carry it out are passed over.
    """
    held = _editable(proposal, version, by)
    executing = set(held.executants.values_list("organisation", flat=True))
    kept = []
    for (organisation, category), money in amounts.items():
        if money.currency != BASE_CURRENCY or category not in Category.values or money.minor < 0:
            raise ValueError("A budget is in the fund's currency and categories, and nothing in it is below zero.")
        if organisation not in executing or not money:
            continue
        line, _new = BudgetLine.objects.update_or_create(
            proposal=held, organisation_id=organisation, category=category, defaults={"minor": money.minor}
        )
        kept.append(line.pk)
    held.budget.exclude(pk__in=kept).delete()
    return _saved(held, "budget", by)


@transaction.atomic
def check_capacity(executant: Executant, *, found: str, on: date, by: User) -> None:
    """Keep that an organisation passed the check of capacity. Raises OfficersCheck, CapacityUnknown."""
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=executant.proposal_id)
    if "officer" not in policy.roles_in(by, proposal) or proposal.state != Proposal.State.SUBMITTED:
        raise OfficersCheck
    if not found.strip():
        raise CapacityUnknown
    executant.capacity, executant.capacity_checked_on = found, on
    executant.save(update_fields=["capacity", "capacity_checked_on"])
    record("fund.proposal.capacity_checked", proposal, by=by, organisation=executant.organisation.code, on=on)
