"""What the clock does: the ladder of late reports (told, blocking, listed), and approvals that lapse."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.audit.actions import PLATFORM, record
from alianza.fund.actions.asking import tell_people
from alianza.fund.actions.proposals import lapse
from alianza.fund.models import Programme, Report
from alianza.fund.policy.programmes import agents_of, officers_without_interest
from alianza.fund.queries.gates import programme_gates
from alianza.fund.queries.programmes import days_late, overdue
from alianza.fund.rules import rule

STEPS = (
    ("overdue_list_days", "fund.report.listed"),
    ("overdue_block_days", "fund.report.blocks"),
    ("overdue_notice_days", "fund.report.late"),
)


def tell_of_late_reports(on: date) -> int:
    """Tell once for each step of the ladder that a report has reached; safe to repeat. Returns of how many."""
    return sum(_told(pk, on) for pk in overdue(on).values_list("pk", flat=True))


@transaction.atomic
def _told(pk: int, on: date) -> bool:
    report = Report.objects.select_for_update(no_key=True).get(pk=pk)
    contract = report.contract
    own, late = contract.programme.proposal.window.rules, days_late(report, on)
    steps = ((int(rule(name, on, own).value), kind) for name, kind in STEPS)
    reached = next(((days, kind) for days, kind in steps if late >= days), None)
    if reached is None or report.late_told >= reached[0]:
        return False
    report.late_told = reached[0]
    report.save(update_fields=["late_told"])
    people = agents_of([contract.organisation])
    if reached[1] != "fund.report.late":
        people += officers_without_interest(contract.programme)
    facts = {"contract": str(contract), "kind": str(report.kind), "days": late, "day": report.due_on.isoformat()}
    tell_people(people, reached[1], facts, reverse("fund:contract-show", kwargs={"code": contract.code}))
    record("fund.report.late", report, by=PLATFORM, days=late, on=on)
    return True


def lapse_unsigned(on: date) -> int:
    """Programmes without a signed contract whose time is over lapse, and their money returns; safe to repeat."""
    waiting = Programme.objects.filter(state=Programme.State.CONTRACTING).select_related("proposal__window")
    over = [
        programme
        for programme in waiting
        if all(programme_gates(programme, on).only("nothing_signed", "contracting_over").held.values())
    ]
    for programme in over:
        lapse(programme, on=on, by=PLATFORM)
    return len(over)
