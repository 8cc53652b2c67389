"""Audits of the fund and of organisations: what has to be true before one is published, and what is open in them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from alianza.fund.models import Audit, Finding
from alianza.fund.queries.gates import Gates


def audit_gates(audit: Audit) -> Gates:
    gates = Gates()
    gates.say("of_the_fund", audit.contract_id is None)
    gates.say("report_kept", bool(audit.file_id and audit.sha256))
    gates.say("summary_given", bool(audit.summary))
    return gates


@dataclass(frozen=True, slots=True)
class OfRisk:
    """Findings of one risk: how many there are, how many are not closed, and of those how many are past their day."""

    risk: str
    made: int
    open: int
    late: int


def by_risk(audit: Audit, on: date) -> tuple[OfRisk, ...]:
    """The highest first, those without findings too: that nothing was found is told as well."""
    found = {
        row["risk"]: OfRisk(str(Finding.Risk(row["risk"]).label), row["made"], row["open"], row["late"])
        for row in audit.findings.order_by()
        .values("risk")
        .annotate(
            made=Count("pk"),
            open=Count("pk", filter=Q(closed_on__isnull=True)),
            late=Count("pk", filter=Q(closed_on__isnull=True, due_on__lt=on)),
        )
    }
    return tuple(found.get(risk, OfRisk(str(label), 0, 0, 0)) for risk, label in Finding.Risk.choices)


def with_counts(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """With `made` and `open` findings, as a list shows them."""
    return audits.annotate(
        made=Count("findings"), open=Count("findings", filter=Q(findings__closed_on__isnull=True))
    ).select_related("contract__programme__proposal", "contract__organisation")


def late_audits(on: date) -> QuerySet[Audit]:
    """Announced, and their report is not here though its day has passed."""
    return Audit.objects.filter(received_on__isnull=True, expected_on__lt=on)
