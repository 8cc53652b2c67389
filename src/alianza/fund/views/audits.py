"""Pages of audits and what they found."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
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
from alianza.fund.lifecycles.reports import AUDIT, FINDING
from alianza.fund.models import Audit, Finding
from alianza.fund.moves import moves_shown
from alianza.fund.policy import programmes as policy
from alianza.fund.queries import audits as queries
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
AUDIT_MOVES: dict[str, Any] = {
    "receive": (forms.AuditReportForm, gettext_lazy("Record its report")),
    "publish": (forms.SummaryForm, gettext_lazy("Publish the summary")),
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
            form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        else:
            return redirect("fund:finding-add", code=audit.code)
    context = {"form": form, "contract": contract, "programme": contract.programme}
    return render(request, "fund/audit_receive.html", context, status=400 if form.errors else 200)


@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    """Audits of the whole fund for everybody; those of organisations beside them for who keeps them."""
    today = timezone.localdate()
    visible = queries.with_counts(policy.audits_visible_to(request.user))
    of_fund = list(visible.filter(contract__isnull=True))
    reads = policy.may_keep_audits(request.user) or policy.is_donor(request.user)
    context = {
        "audits": [(audit, _late(audit, today), reads or audit.published_on) for audit in of_fund],
        "of_organisations": list(visible.filter(contract__isnull=False)),
        "published": sum(audit.published_on is not None for audit in of_fund),
        "may_keep": policy.may_keep_audits(request.user),
        "today": today,
    }
    return render(request, "fund/audit_list.html", context)


def _late(audit: Audit, today: date) -> bool:
    return audit.received_on is None and audit.expected_on is not None and audit.expected_on < today


@login_required
@require_http_methods(["GET", "POST"])
def audit_announce(request: SignedInRequest) -> HttpResponse:
    if not policy.may_keep_audits(request.user):
        raise Http404
    form = forms.AnnounceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            audit = actions.announce_audit(on=timezone.localdate(), by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        else:
            messages.success(request, _("The audit is announced; everybody can read it."))
            return redirect("fund:audit-show", code=audit.code)
    return render(request, "fund/audit_announce.html", {"form": form}, status=400 if form.errors else 200)


def _visible(request: HttpRequest, code: UUID) -> Audit:
    audits = policy.audits_visible_to(request.user).select_related("contract__programme__proposal", "file")
    return get_object_or_404(audits, code=code)


@require_GET
def audit_show(request: HttpRequest, code: UUID) -> HttpResponse:
    return _audit_shown(request, _visible(request, code))


def _audit_shown(
    request: HttpRequest, audit: Audit, *, filled: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    reads = policy.may_read_audit(request.user, audit)
    keeps = policy.may_keep_audits(request.user)
    roles = policy.roles_in_audit(request.user, audit)
    gates = queries.audit_gates(audit)
    offered = _offered_of_audit(request, audit) | (filled or {})
    told = (reads and audit.received_on) or audit.published_on
    context = {
        "audit": audit,
        "late": _late(audit, today),
        "today": today,
        "reads": reads,
        "keeps": keeps,
        "risks": queries.by_risk(audit, today) if told else (),
        "findings": audit.findings.select_related("owner") if reads else (),
        "moves": moves_shown(AUDIT, audit.state, gates.held, roles) if keeps and audit.contract is None else [],
        "forms": [(move, AUDIT_MOVES[move][1], form) for move, form in offered.items()],
    }
    return render(request, "fund/audit_show.html", context, status=status)


def _offered_of_audit(request: HttpRequest, audit: Audit) -> dict[str, Form]:
    """The forms of what this person may do with the audit now."""
    if audit.contract is not None or not policy.roles_in_audit(request.user, audit):
        return {}
    return {move.id: AUDIT_MOVES[move.id][0](prefix=move.id) for move in AUDIT.moves_from(audit.state)}


@login_required
@require_POST
def audit_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    audit = _visible(request, code)
    if move not in _offered_of_audit(request, audit):
        raise Http404
    form = AUDIT_MOVES[move][0](request.POST, request.FILES, prefix=move)
    if not form.is_valid():
        return _audit_shown(request, audit, filled={move: form}, status=400)
    on, by, said = timezone.localdate(), request.user, form.cleaned_data
    try:
        if move == "receive":
            actions.receive_report(audit, kept(said["file"], by), on=on, by=by)
        else:
            actions.publish_summary(audit, said["summary"], on=on, by=by)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        return _audit_shown(request, audit, filled={move: form}, status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": AUDIT_MOVES[move][1]})
    return redirect("fund:audit-show", code=audit.code)


def _kept_by(request: SignedInRequest, code: UUID) -> Audit:
    if not policy.may_keep_audits(request.user):
        raise Http404
    return _visible(request, code)


@login_required
@require_http_methods(["GET", "POST"])
def finding_add(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = _kept_by(request, code)
    if audit.received_on is None:
        raise actions.NotYetReceived
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
    audit = _visible(request, code)
    if audit.file is None or not policy.may_read_audit(request.user, audit):
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
        form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        return _shown(request, finding, filled={move: form}, status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": MOVES[move][1]})
    return redirect("fund:finding-show", code=finding.code)
