"""Cost that stands above the advance: how much of it is open, and what has to be true before it is answered."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Sum

from alianza.engines.concessionality import indirect_on
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Contract, Decision, Item, Overspend, Programme, Report, ReportLine, Version
from alianza.fund.queries.gates import ANSWERED, Gates, concerns
from alianza.fund.queries.programmes import held_by
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


def open_overspend(report: Report) -> Money:
    """Direct cost found right, above the advance, and neither accepted nor refused since."""
    return Money(sum(report.lines.values_list("overspent_minor", flat=True)), BASE_CURRENCY)


def state_of(report: Report) -> str | None:
    """Where the overspend of an accepted report stands in its lifecycle; None where there never was one."""
    if open_overspend(report):
        return "open"
    last = report.overspends.last()
    return None if last is None else str(last.outcome)


def parts_of(report: Report, direct: Money) -> list[tuple[ReportLine, int]]:
    """What of an amount falls on which line, in the order of the lines."""
    left, found = direct.minor, []
    for line in report.lines.order_by("pk"):
        part = min(left, line.overspent_minor)
        if part > 0:
            found.append((line, part))
            left -= part
    return found


def overspend_gates(report: Report, direct: Money, on: date, decision: Decision | None = None) -> Gates:
    """`direct` is what would be answered now; `decision` what accepting it rests on, where it needs one."""
    gates, contract = Gates(), report.contract
    programme = contract.programme
    open_ = open_overspend(report)
    gates.say(
        "within_overspend",
        0 < direct.minor <= open_.minor,
        Said(marked("It stands at %(amount)s."), amount=str(open_)),
    )
    cap = rule("indirect_cap", on, programme.proposal.window.rules).value
    cost, left = indirect_on(direct, min(contract.indirect_rate, cap)), held_by(contract).outstanding
    gates.say(
        "advance_covers",
        cost.total <= left,
        Said(marked("Needed are %(needed)s; there are %(left)s."), needed=str(cost.total), left=str(left)),
    )
    above = _above_budget(report, direct)
    gates.say(
        "within_budget_or_decided",
        not above or (decision is not None and _decides(decision, programme)),
        Said(marked("Above by %(amount)s."), amount=str(Money(sum(above.values()), BASE_CURRENCY))),
    )
    signed = contract.state == Contract.State.SIGNED
    gates.say("accounts_open", signed and programme.state != Programme.State.FINANCIALLY_CLOSED)
    return gates


def _decides(decision: Decision, programme: Programme) -> bool:
    """A decision on the programme that stands and carried out nothing else."""
    return (
        concerns(decision, programme, Item.Kind.RESTRUCTURING)
        and not Version.objects.filter(decision=decision).exists()
        and not Overspend.objects.filter(decision=decision).exists()
    )


def _above_budget(report: Report, direct: Money) -> Mapping[str, int]:
    """By category, how far the accepted cost of the organisation would stand above its budget."""
    contract = report.contract
    lines = contract.programme.proposal.budget.filter(organisation=contract.organisation_id)
    budget = dict(lines.values_list("category", "minor"))
    rows = ReportLine.objects.filter(report__contract=contract, report__state__in=ANSWERED, accepted_minor__gt=0)
    spent = {
        row["category"]: int(row["sum"])
        for row in rows.order_by().values("category").annotate(sum=Sum("accepted_minor"))
    }
    for line, part in parts_of(report, direct):
        spent[line.category] = spent.get(line.category, 0) + part
    touched = {line.category for line, _part in parts_of(report, direct)}
    return {name: spent[name] - budget.get(name, 0) for name in touched if spent[name] > budget.get(name, 0)}
