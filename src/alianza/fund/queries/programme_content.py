"""What a version of a programme keeps, and how far it may be changed without a decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Programme, Version
from alianza.fund.queries.proposals import content


def programme_content(programme: Programme) -> dict[str, Any]:
    """All that the programme says today: the proposal's content as it stands, its days and what was approved."""
    said = content(programme.proposal)
    first = {result.number: result.original_target for result in programme.proposal.expected.all()}
    for result in said["expected"]:
        original = first[result["number"]]
        result["original_target"] = None if original is None else f"{original:.2f}"
    return {
        **said,
        "starts_on": programme.starts_on.isoformat() if programme.starts_on else None,
        "ends_on": programme.ends_on.isoformat() if programme.ends_on else None,
        "approved": {"minor": programme.approved_minor, "currency": BASE_CURRENCY},
    }


def versions_of(programme: Programme) -> QuerySet[Version]:
    return Version.objects.filter(subject=programme.subject).select_related("decision").order_by("number")


def decided_content(programme: Programme) -> Mapping[str, Any]:
    """The content as the committee last decided it: what smaller changes are measured against."""
    last = versions_of(programme).filter(Q(decision__isnull=False) | Q(kind=Version.Kind.FIRST)).last()
    found: Mapping[str, Any] = last.content if last is not None else programme_content(programme)
    return found


def decided_end(programme: Programme) -> date | None:
    text = decided_content(programme).get("ends_on")
    return date.fromisoformat(text) if text else programme.ends_on


def decided_budget(programme: Programme, organisation: str) -> dict[str, int]:
    """Minor units by category, of one organisation by its name."""
    rows = decided_content(programme).get("budget", {}).get(organisation, {})
    return {category: int(amount["minor"]) for category, amount in rows.items()}
