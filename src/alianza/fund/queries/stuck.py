"""Programmes that do not move as they should, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from alianza.fund.models import Finding, Programme, Report, Tranche
from alianza.fund.queries.programmes import UNDER_WAY, days_late, overdue
from alianza.fund.queries.refunds import refunds_due
from alianza.fund.rules import rule
from alianza.vocabulary.days import months_later
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


@dataclass(frozen=True, slots=True)
class Stuck:
    programme: Programme
    reasons: tuple[Said, ...]


def stuck(programmes: QuerySet[Programme], on: date) -> list[Stuck]:
    """Programmes that do not move as they should, with every reason; those with most reasons first."""
    kept = programmes.exclude(
        state__in=(Programme.State.FINANCIALLY_CLOSED, Programme.State.TERMINATED, Programme.State.LAPSED)
    ).select_related("proposal__window")
    found = [Stuck(programme, tuple(_reasons(programme, on))) for programme in kept]
    return sorted((one for one in found if one.reasons), key=lambda one: (-len(one.reasons), one.programme.number))


def _reasons(programme: Programme, on: date) -> Iterator[Said]:
    own = programme.proposal.window.rules
    if programme.state == Programme.State.CONTRACTING:
        waited, most = (on - programme.approved_on).days, int(rule("contracting_days", on, own).value)
        if waited > most // 2:
            yield Said(
                marked("Approved %(days)s days ago and not active; it lapses after %(most)s."), days=waited, most=most
            )
    if programme.state == Programme.State.SUSPENDED:
        held = programme.suspensions.filter(lifted_on__isnull=True).first()
        if held is not None:
            yield Said(marked("Suspended for %(days)s days."), days=(on - held.from_on).days)
    if programme.state == Programme.State.ACTIVE and programme.ends_on and programme.ends_on < on:
        yield Said(
            marked("Its end date passed %(days)s days ago and it is not closed."), days=(on - programme.ends_on).days
        )
    if programme.state == Programme.State.OPERATIONALLY_CLOSED and programme.closed_operationally_on:
        months = int(rule("financial_closure_months", on, own).value)
        if on > months_later(programme.closed_operationally_on, months):
            yield Said(
                marked("Not closed financially within %(months)s months of its operational closure."), months=months
            )
    listed = int(rule("overdue_list_days", on, own).value)
    waits = int(rule("answer_days", on, own).value)
    for report in overdue(on, days=listed).filter(contract__programme=programme).select_related("contract"):
        yield Said(
            marked("A report of %(party)s is %(days)s days late."),
            party=report.contract.party,
            days=days_late(report, on),
        )
    for report in Report.objects.filter(
        contract__programme=programme, state=Report.State.SUBMITTED, submitted_at__date__lt=on - timedelta(days=waits)
    ).select_related("contract"):
        yield Said(
            marked("A report of %(party)s waits for the secretariat since %(day)s."),
            party=report.contract.party,
            day=report.submitted_at.date().isoformat() if report.submitted_at else "",
        )
    for tranche in Tranche.objects.filter(
        contract__programme=programme, state__in=UNDER_WAY, requested_at__date__lt=on - timedelta(days=waits)
    ).select_related("contract"):
        yield Said(
            marked("Tranche %(number)s of %(party)s was requested more than %(days)s days ago and is not paid."),
            number=tranche.number,
            party=tranche.contract.party,
            days=waits,
        )
    for refund in refunds_due(programme.contracts.all(), on):
        if refund.due_on < on:
            yield Said(
                marked("%(party)s owes a refund of %(money)s that was due on %(day)s."),
                party=refund.contract.party,
                money=str(refund.money),
                day=refund.due_on.isoformat(),
            )
    findings = Finding.objects.filter(
        audit__contract__programme=programme, closed_on__isnull=True, due_on__lt=on
    ).count()
    if findings:
        yield Said(marked("Audit findings past their day: %(count)s."), count=findings)
