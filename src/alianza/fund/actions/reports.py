"""Reports: begun and saved by the partner, submitted, answered by the secretariat, published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.documents.models import StoredFile
from alianza.engines.concessionality import indirect_on, indirect_within
from alianza.fund import posting
from alianza.fund.actions.asking import ask, draft, lock_contract, lock_programme, tell_people
from alianza.fund.actions.ledger import post
from alianza.fund.actions.moments import moment
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.programmes import PARTNER
from alianza.fund.lifecycles.reports import REPORT
from alianza.fund.models import Category, Contract, ExpectedResult, IndicatorValue, Report, ReportLine
from alianza.fund.policy.programmes import agents_of, officers_without_interest, roles_in_contract
from alianza.fund.queries.gates import Gates, report_gates
from alianza.fund.queries.programmes import held_by
from alianza.fund.rules import rule
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, Stale, marked
from alianza.vocabulary.said import Said

FIGURES = (Report.Kind.FINANCIAL, Report.Kind.FINAL)
OPEN = (Report.State.DUE, Report.State.RETURNED)


class NotOfTheProgramme(Refusal):
    code = "fund.report.not_of_the_programme"
    message = marked("Line %(line)s names a country or a result that is not of this programme.")


class IndirectIsReckoned(Refusal):
    code = "fund.report.indirect"
    message = marked("Report direct cost alone: indirect cost is reckoned on what is accepted of it.")


class MoreThanReported(Refusal):
    code = "fund.report.more_than_reported"
    message = marked("Line %(line)s reports %(reported)s; no more can be accepted of it.")


class PeriodReported(Refusal):
    code = "fund.report.period_reported"
    field = "to_on"
    message = marked("A report of this kind reaches %(day)s already; choose a later day.")


@dataclass(frozen=True, slots=True)
class Line:
    """Direct cost of one category, for a country and an output where that is known."""

    category: str
    money: Money
    country: str = ""
    result: ExpectedResult | None = None


@dataclass(frozen=True, slots=True)
class Value:
    result: ExpectedResult
    value: Decimal
    on: date
    evidence: str


def _locked(report: Report) -> Report:
    programme = lock_programme(report.contract.programme_id)
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    held.contract = lock_contract(held.contract_id, programme)
    return held


@transaction.atomic
def open_report(contract: Contract, kind: str, to_on: date, *, on: date, by: User) -> Report:
    """Report before the term, in order to ask for the next tranche. The planned report goes on where this one ends.

    Raises NotYet, PeriodReported.
    """
    programme = lock_programme(contract.programme_id)
    held = lock_contract(contract.pk, programme)
    if "partner" not in roles_in_contract(by, held) or held.state != Contract.State.SIGNED or kind == Report.Kind.FINAL:
        said = marked("A report before its term is opened by: %(who)s, under a signed contract.")
        raise NotYet([Said(said, who=Said(PARTNER.label))])
    begun = held.reports.filter(kind=kind).exclude(state=Report.State.DUE, version=1).order_by("-to_on").first()
    start = max(programme.starts_on or held.signed_on or on, held.signed_on or on)
    from_on = begun.to_on + timedelta(days=1) if begun else start
    planned = held.reports.filter(kind=kind, to_on=to_on, state=Report.State.DUE).first()
    if planned is not None:  # that very report is owed anyway
        return planned
    if to_on < from_on or held.reports.filter(kind=kind, to_on=to_on).exists():
        raise PeriodReported(day=(from_on - timedelta(days=1)).isoformat())
    days = int(rule("interim_report_days", on, programme.proposal.window.rules).value)
    report = Report.objects.create(
        contract=held, kind=kind, from_on=from_on, to_on=to_on, due_on=on + timedelta(days=days), interim=True
    )
    held.reports.filter(
        kind=kind, state=Report.State.DUE, version=1, from_on__lte=to_on, to_on__gt=to_on, interim=False
    ).update(from_on=to_on + timedelta(days=1))
    record("fund.report.opened", report, by=by, kind=kind, until=to_on)
    return report


@transaction.atomic
def save_report(
    report: Report,
    *,
    text: str,
    certified_by: str,
    lines: Sequence[Line],
    values: Sequence[Value],
    version: int,
    by: User,
    file: StoredFile | None = None,
) -> Report:
    """Keep what was filled in so far; nothing is sent. Raises NotYet, Stale, NotOfTheProgramme, IndirectIsReckoned."""
    held = _locked(report)
    move = "correct" if held.state == Report.State.RETURNED else "fill"
    ask(REPORT, move, held.state, Gates(), roles_in_contract(by, held.contract))
    if held.version != version:
        raise Stale(thing=str(held.contract))
    _check(held, lines, values)
    held.text, held.certified_by, held.version = text, certified_by, held.version + 1
    held.file = file or held.file
    held.save(update_fields=["text", "certified_by", "version", "file"])
    held.lines.all().delete()
    held.values.all().delete()
    if held.kind in FIGURES:
        for line in lines:
            ReportLine.objects.create(
                report=held, category=line.category, country=line.country, result=line.result, minor=line.money.minor
            )
    for value in values:
        IndicatorValue.objects.create(
            report=held, result=value.result, value=value.value, on=value.on, evidence=value.evidence
        )
    record("fund.report.saved", held, by=by, lines=len(lines), values=len(values))
    return held


def _check(report: Report, lines: Sequence[Line], values: Sequence[Value]) -> None:
    proposal = report.contract.programme.proposal
    countries = set(proposal.countries.values_list("country", flat=True)) | {""}
    for at, line in enumerate(lines, start=1):
        if line.category == Category.INDIRECT:
            raise IndirectIsReckoned
        if line.country not in countries or (line.result and line.result.proposal_id != proposal.pk):
            raise NotOfTheProgramme(line=at)
    for at, value in enumerate(values, start=1):
        if value.result.proposal_id != proposal.pk:
            raise NotOfTheProgramme(line=at)


@transaction.atomic
def submit_report(report: Report, *, on: date, by: User) -> Report:
    """Raises NotYet."""
    held = _locked(report)
    ask(REPORT, "submit", held.state, report_gates(held, on), roles_in_contract(by, held.contract))
    held.state, held.submitted_at = Report.State.SUBMITTED, moment(on)
    held.save(update_fields=["state", "submitted_at"])
    tell_people(officers_without_interest(held.contract.programme), "fund.report.submitted", _facts(held), _page(held))
    record("fund.report.submitted", held, by=by, kind=held.kind, on=on)
    return held


@transaction.atomic
def return_report(report: Report, *, reason: str, on: date, by: User) -> Report:
    """Raises NotYet."""
    held = _locked(report)
    roles = roles_in_contract(by, held.contract)
    ask(REPORT, "return", held.state, report_gates(held, on), roles, reason=reason)
    _answered(held, Report.State.RETURNED, reason, by, on)
    record("fund.report.returned", held, by=by, kind=held.kind, reason=reason, on=on)
    return held


@transaction.atomic
def accept_report(
    report: Report, *, on: date, by: User, accepted: Mapping[int, Money] | None = None, said: str = ""
) -> Report:
    """Accept it, line by line where `accepted` gives less than was reported (by the line's key).

    Indirect cost is earned with what is accepted. What exceeds the advance is kept as overspend and not accepted: it is
    taken off the last lines. Raises NotYet, MoreThanReported.
    """
    held = _locked(report)
    contract, programme = held.contract, held.contract.programme
    ask(REPORT, "accept", held.state, report_gates(held, on), roles_in_contract(by, contract))
    lines = list(held.lines.order_by("pk")) if held.kind in FIGURES else []
    found = _found_right(lines, accepted or {})
    direct = Money(sum(found.values()), BASE_CURRENCY)
    cap = rule("indirect_cap", on, programme.proposal.window.rules).value
    rate, advance = min(contract.indirect_rate, cap), held_by(contract).outstanding
    cost = indirect_on(direct, rate)
    if cost.total > advance:
        cost = indirect_within(advance, rate)
    left = cost.direct.minor
    for line in lines:
        line.accepted_minor = min(found[line.pk], left)
        line.overspent_minor = found[line.pk] - line.accepted_minor
        left -= line.accepted_minor
        line.save(update_fields=["accepted_minor", "overspent_minor"])
    if cost.total:
        legs = posting.expenditure_accepted(programme.number, contract.party, cost.direct, cost.indirect)
        held.journal = post(draft("expenditure.accepted", on, legs, programme, held.code, text=contract.party), by=by)
    _answered(held, Report.State.ACCEPTED, said, by, on)
    record(
        "fund.report.accepted",
        held,
        by=by,
        kind=held.kind,
        direct=str(cost.direct),
        indirect=str(cost.indirect),
        overspent=str(direct - cost.direct),
        on=on,
    )
    return held


def _found_right(lines: Sequence[ReportLine], accepted: Mapping[int, Money]) -> dict[int, int]:
    """Minor units that the officer finds right, by line."""
    found = {}
    for at, line in enumerate(lines, start=1):
        minor = accepted[line.pk].minor if line.pk in accepted else line.minor
        if not 0 <= minor <= line.minor:
            raise MoreThanReported(line=at, reported=str(Money(line.minor, BASE_CURRENCY)))
        found[line.pk] = minor
    return found


@transaction.atomic
def publish_report(report: Report, *, on: date, by: User) -> Report:
    """Raises NotYet."""
    held = _locked(report)
    ask(REPORT, "publish", held.state, report_gates(held, on), roles_in_contract(by, held.contract))
    held.state = Report.State.PUBLISHED
    held.save(update_fields=["state"])
    record("fund.report.published", held, by=by, kind=held.kind, on=on)
    return held


def _answered(report: Report, state: str, said: str, by: User, on: date) -> None:
    report.state, report.said, report.answered_by, report.answered_at = state, said, by, moment(on)
    report.save(update_fields=["state", "said", "answered_by", "answered_at", "journal"])
    tell_people(agents_of([report.contract.organisation]), "fund.report.answered", _facts(report), _page(report))


def _facts(report: Report) -> dict[str, str]:
    return {"contract": str(report.contract), "kind": str(report.kind), "state": str(report.state)}


def _page(report: Report) -> str:
    return reverse("fund:report-show", kwargs={"code": report.code})
