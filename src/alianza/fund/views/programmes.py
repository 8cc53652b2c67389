"""Pages of programmes: the list, what is stuck, and one programme with everything that belongs to it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import programmes as actions
from alianza.fund.forms import programmes as forms
from alianza.fund.lifecycles.programmes import PROGRAMME
from alianza.fund.models import Programme
from alianza.fund.moves import moves_shown
from alianza.fund.policy import programmes as policy
from alianza.fund.policy.changes import visible_to as larger_changes_visible_to
from alianza.fund.queries import programmes as queries
from alianza.fund.queries.gates import programme_gates
from alianza.fund.queries.programme_content import versions_of
from alianza.fund.queries.refunds import refunds_due
from alianza.fund.queries.stuck import stuck
from alianza.vocabulary.refusal import Refusal


def programme_of(request: SignedInRequest, code: UUID) -> Programme:
    """The programme, where it exists for whoever asks."""
    visible = policy.visible_to(request.user).select_related("proposal__window", "decision")
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def programme_list(request: SignedInRequest) -> HttpResponse:
    visible = policy.visible_to(request.user)
    if not policy.may_read_all(request.user) and not visible.exists():
        raise Http404
    state = request.GET.get("state", "")
    shown = visible.filter(state=state) if state in Programme.State.values else visible
    context = {
        "page": Paginator(shown.select_related("proposal__window"), 50).get_page(request.GET.get("page")),
        "state": state,
        "states": Programme.State.choices,
        "active": visible.filter(state=Programme.State.ACTIVE).count(),
        "may_read_all": policy.may_read_all(request.user),
    }
    return render(request, "fund/programme_list.html", context)


@login_required
@require_GET
def programme_stuck(request: SignedInRequest) -> HttpResponse:
    if not policy.may_read_all(request.user):
        raise Http404
    today = timezone.localdate()
    found = [
        (one.programme, [reason.translated(_) for reason in one.reasons])
        for one in stuck(policy.visible_to(request.user), today)
    ]
    return render(request, "fund/programme_stuck.html", {"stuck": found, "today": today})


@login_required
@require_GET
def programme_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, programme_of(request, code))


def _shown(
    request: SignedInRequest, programme: Programme, *, filled: Mapping[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    roles = policy.roles_in_programme(request.user, programme)
    gates = programme_gates(programme, today)
    held = queries.held_by_party(programme.number)
    contracts = [
        (contract, held.get(contract.party, queries.Held()))
        for contract in policy.contracts_visible_to(request.user)
        .filter(programme=programme)
        .select_related("organisation", "programme__proposal")
    ]
    reports = policy.reports_visible_to(request.user).filter(contract__programme=programme)
    reached = queries.reached(programme)
    forms_shown = {
        move: form
        for move, form in _forms(request, programme).items()
        if programme.state in PROGRAMME.move(move).source
        and roles & set(PROGRAMME.move(move).actors)
        and (form.fields or all(gates.held.get(guard) for guard in PROGRAMME.move(move).guards))
    } | dict(filled or {})
    context = {
        "programme": programme,
        "proposal": programme.proposal,
        "today": today,
        "moves": moves_shown(PROGRAMME, programme.state, gates.held, roles, gates.because),
        "forms": [(move, _(PROGRAMME.move(move).label), form) for move, form in forms_shown.items()],
        "contracts": contracts,
        "total": sum((books for _contract, books in contracts), queries.Held()),
        "uncontracted": held.get("", queries.Held()).uncontracted,
        "reports": [
            (one, queries.days_late(one, today)) for one in reports.select_related("contract").order_by("due_on")
        ],
        "findings": policy.findings_visible_to(request.user)
        .filter(audit__contract__programme=programme)
        .select_related("owner", "audit"),
        "refunds": refunds_due(policy.contracts_visible_to(request.user).filter(programme=programme), today),
        "audits": [audit for contract, _held in contracts for audit in contract.audits.all()]
        if policy.may_read_all(request.user)
        else [],
        "versions": versions_of(programme),
        "larger_changes": larger_changes_visible_to(request.user).filter(programme=programme),
        "journals": queries.journals_of(programme)[:50],
        "suspensions": programme.suspensions.all(),
        "results": [(one, reached.get(one.pk)) for one in programme.proposal.expected.all()],
        "is_officer": "officer" in roles,
        "may_keep_audits": policy.may_keep_audits(request.user),
    }
    return render(request, "fund/programme_show.html", context, status=status)


def _forms(request: SignedInRequest, programme: Programme, data: Any = None) -> dict[str, Form]:
    """One form for each move that a person makes."""
    about: dict[str, Any] = {"programme": programme, "by": request.user}
    return {
        "suspend": forms.SuspendForm(data, prefix="suspend", **about),
        "resume": forms.DecisionForm(data, prefix="resume", **about),
        "terminate": forms.DecisionForm(data, prefix="terminate", needed=True, **about),
        "close_operationally": forms.NothingForm(data, prefix="close_operationally"),
        "say_evaluation": forms.EvaluationForm(data, prefix="say_evaluation"),
        "close_financially": forms.NothingForm(data, prefix="close_financially"),
    }


@login_required
@require_POST
def programme_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    programme = programme_of(request, code)
    form = _forms(request, programme, request.POST).get(move)
    if form is None or not policy.roles_in_programme(request.user, programme) & set(PROGRAMME.move(move).actors):
        raise Http404
    if not form.is_valid():
        return _shown(request, programme, filled={move: form}, status=400)
    try:
        _moved(request, programme, move, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, [*refusal.each_translated(_)])
        return _shown(request, programme, filled={move: form}, status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": _(PROGRAMME.move(move).label)})
    return redirect("fund:programme-show", code=programme.code)


def _moved(request: SignedInRequest, programme: Programme, move: str, said: Mapping[str, Any]) -> None:
    on, by = timezone.localdate(), request.user
    if move == "suspend":
        actions.suspend(
            programme,
            reason=said["reason"],
            decision=said["decision"],
            allegation=said["allegation"],
            on=on,
            by=by,
        )
    elif move == "resume":
        actions.resume(programme, reason=said["reason"], decision=said["decision"], on=on, by=by)
    elif move == "terminate":
        actions.terminate(programme, said["decision"], reason=said["reason"], on=on, by=by)
    elif move == "close_operationally":
        actions.close_operationally(programme, on=on, by=by)
    elif move == "say_evaluation":
        actions.publish_evaluation(programme, said["url"], by=by)
    else:
        actions.close_financially(programme, on=on, by=by)
