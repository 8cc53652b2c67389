"""Which reports a contract owes, and by when."""

from collections.abc import Iterator
from datetime import date, timedelta

from alianza.fund.models import Contract, Report
from alianza.fund.rules import rule
from alianza.vocabulary.days import months_later


def plan_reports(contract: Contract, *, on: date) -> None:
    """Write down what is owed from now on; safe to repeat, and to be repeated when the end moves.

    What is only due follows the plan; what was begun, submitted or answered stays as it is.
    """
    programme = contract.programme
    if programme.starts_on is None or programme.ends_on is None:
        return
    start = max(programme.starts_on, contract.signed_on or programme.starts_on)
    end = max(programme.closed_operationally_on or programme.ends_on, start)
    wanted = {(kind, to): (begin, due) for kind, begin, to, due in _owed(contract, start, end, on)}
    untouched = contract.reports.filter(state=Report.State.DUE, version=1)
    for report in untouched:
        if (report.kind, report.to_on) not in wanted and not report.interim:
            report.delete()
    there = {(report.kind, report.to_on) for report in contract.reports.all()}
    if contract.reports.filter(kind=Report.Kind.FINAL).exists():  # begun with another end: its days alone follow
        last = contract.reports.filter(kind=Report.Kind.FINAL, state=Report.State.DUE).first()
        for (kind, to), (_begin, due) in wanted.items():
            if kind == Report.Kind.FINAL and last is not None and (kind, to) not in there:
                last.to_on, last.due_on = to, due
                last.save(update_fields=["to_on", "due_on"])
        wanted = {name: days for name, days in wanted.items() if name[0] != Report.Kind.FINAL}
    for (kind, to), (begin, due) in wanted.items():
        if (kind, to) not in there:
            Report.objects.create(contract=contract, kind=kind, from_on=begin, to_on=to, due_on=due)


def _owed(contract: Contract, start: date, end: date, on: date) -> Iterator[tuple[str, date, date, date]]:
    """Kind, first and last day, and the day by which it is due."""
    own = contract.programme.proposal.window.rules
    narrative = int(rule("narrative_report_days", on, own).value)
    financial = int(rule("financial_report_months", on, own).value)
    final = int(rule("final_report_months", on, own).value)
    for year in range(start.year, end.year + 1):
        for first, last in (
            (date(year, 1, 1), date(year, 6, 30)),
            (date(year, 7, 1), date(year, 12, 31)),
        ):
            if start <= last < end:  # the final report tells of the rest
                yield Report.Kind.NARRATIVE, max(first, start), last, last + timedelta(days=narrative)
        if date(year, 12, 31) < end:
            last = date(year, 12, 31)
            yield Report.Kind.FINANCIAL, max(date(year, 1, 1), start), last, months_later(last, financial)
    yield Report.Kind.FINAL, start, end, months_later(end, final)
