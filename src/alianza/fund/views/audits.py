"""Pages of audits and what they found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.documents.downloads import as_attachment
from alianza.fund.actions import audits as actions
from alianza.fund.actions import refunds
from alianza.fund.forms import reports as forms
from alianza.fund.lifecycles.reports import FINDING
from alianza.fund.models import Audit, Finding
from alianza.fund.moves import moves_shown
from alianza.fund.policy import programmes as policy
from alianza.fund.queries.gates import Gates
from alianza.fund.views.contracts import contract_of
from alianza.fund.views.reports import kept
from alianza.network.models import Organisation
from alianza.vocabulary.refusal import Refusal

MOVES: dict[str, Any] = {
    "answer": (forms.AnswerForm, gettext_lazy("Answer")),
    "close": (forms.EvidenceForm, gettext_lazy("Close")),
    "disallow": (forms.DisallowForm, gettext_lazy("Disallow cost")),
}


@login_required
@require_http_methods(["GET", "POST"])
def audit_receive(request: SignedInRequest, code: UUID) -> HttpResponse:
    contract = contract_of(request, code)
    if not policy.may_keep_audits(request.user):
        raise Http404
    form = forms.AuditForm(*_given(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            file = kept(said["file"], request.user) if said.get("file") else None
            audit = actions.receive_audit(contract, by=request.user, **{**said, "file": file})
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.translated(_))
        else:
            return redirect("fund:finding-add", code=audit.code)
    context = {"form": form, "contract": contract, "programme": contract.programme}
    return render(request, "fund/audit_receive.html", context, status=400 if form.errors else 200)


def _audit(request: SignedInRequest, code: UUID) -> Audit:
    if not policy.may_keep_audits(request.user):
        raise Http404
    audit = get_object_or_404(Audit.objects.select_related("contract__programme__proposal"), code=code)
    if audit.contract is not None:
        contract_of(request, audit.contract.code)
    return audit


@login_required
@require_http_methods(["GET", "POST"])
def finding_add(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = _audit(request, code)
    owners = Organisation.objects.filter(secretariat=True)
    if audit.contract is not None:
        owners = owners | Organisation.objects.filter(pk=audit.contract.organisation_id)
    form = forms.FindingForm(*_given(request), owners=owners)
    if request.method == "POST" and form.is_valid():
        actions.add_finding(audit, by=request.user, **form.cleaned_data)
        messages.success(request, _("The finding is recorded. Add another, or leave."))
        return redirect("fund:finding-add", code=audit.code)
    context = {"form": form, "audit": audit, "findings": audit.findings.select_related("owner")}
    return render(request, "fund/finding_add.html", context, status=400 if form.errors else 200)


@login_required
@require_GET
def audit_file(request: SignedInRequest, code: UUID) -> HttpResponseBase:
    audit = _audit(request, code)
    if audit.file is None:
        raise Http404
    return as_attachment(audit.file)


def _finding(request: SignedInRequest, code: UUID) -> Finding:
    visible = policy.findings_visible_to(request.user).select_related("owner", "audit__contract__programme__proposal")
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def finding_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, _finding(request, code))


def _shown(
    request: SignedInRequest, finding: Finding, *, filled: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    roles = policy.roles_in_finding(request.user, finding)
    gates = Gates()
    gates.say("evidence", bool(finding.evidence))
    offered = _offered(request, finding) | (filled or {})
    context = {
        "finding": finding,
        "contract": finding.audit.contract,
        "moves": moves_shown(FINDING, finding.state, gates.held, roles),
        "forms": [(move, MOVES[move][1], form) for move, form in offered.items()],
        "disallowed": refunds.disallowed(finding) if finding.disallowed_id else None,
    }
    return render(request, "fund/finding_show.html", context, status=status)


def _offered(request: SignedInRequest, finding: Finding) -> dict[str, Form]:
    """The forms of what this person may do with the finding now."""
    roles = policy.roles_in_finding(request.user, finding)
    offered: dict[str, Form] = {}
    if not finding.closed_on:
        if "owner" in roles:
            offered["answer"] = forms.AnswerForm(prefix="answer", initial={"answer": finding.answer})
        if roles & {"officer", "auditor"}:
            offered["close"] = forms.EvidenceForm(prefix="close")
    contract = finding.audit.contract
    if contract is not None and finding.disallowed_id is None:
        if "officer" in policy.roles_in_contract(request.user, contract):
            offered["disallow"] = forms.DisallowForm(prefix="disallow")
    return offered


def _given(request: SignedInRequest) -> tuple[Any, Any]:
    """What was sent, also where it is empty."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@login_required
@require_POST
def finding_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    finding = _finding(request, code)
    if move not in MOVES or move not in _offered(request, finding):
        raise Http404
    form = MOVES[move][0](request.POST, prefix=move)
    if not form.is_valid():
        return _shown(request, finding, filled={move: form}, status=400)
    on, by, said = timezone.localdate(), request.user, form.cleaned_data
    try:
        if move == "answer":
            actions.answer_finding(finding, said["answer"], by=by)
        elif move == "close":
            actions.close_finding(finding, said["evidence"], on=on, by=by)
        else:
            refunds.disallow(finding, said["money"], on=on, by=by)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.translated(_))
        return _shown(request, finding, filled={move: form}, status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": MOVES[move][1]})
    return redirect("fund:finding-show", code=finding.code)
