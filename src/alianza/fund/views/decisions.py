"""Decisions: public, each with the record it rests on, as a page and as a PDF."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from alianza.fund import decision_document
from alianza.fund.decision_document import context_of
from alianza.fund.models import Body, Decision
from alianza.fund.policy import bodies as policy
from alianza.texts import page_language


def _decision(request: HttpRequest, code: UUID) -> Decision:
    visible = policy.decisions_visible_to(request.user).select_related("item__body", "supersedes")
    return get_object_or_404(visible, code=code)


@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    visible = policy.decisions_visible_to(request.user).select_related("item__body", "superseded_by")
    body, outcome = request.GET.get("body", ""), request.GET.get("outcome", "")
    if body in Body.Kind.values:
        visible = visible.filter(item__body__kind=body)
    if outcome in Decision.Outcome.values:
        visible = visible.filter(outcome=outcome)
    found = visible.order_by("-decided_at", "-number")
    context = {
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "body": body,
        "bodies": Body.Kind.choices,
        "outcome": outcome,
        "outcomes": Decision.Outcome.choices,
        "last": found.first(),
    }
    return render(request, "fund/decision_list.html", context)


@require_GET
def decision_show(request: HttpRequest, code: UUID) -> HttpResponse:
    context = context_of(_decision(request, code))
    return render(request, "fund/decision_show.html", context)


@require_GET
def decision_file(request: HttpRequest, code: UUID) -> HttpResponse:
    decision = _decision(request, code)
    made = decision_document.pdf(decision, page_language())
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{decision.number}.pdf"'},
    )
