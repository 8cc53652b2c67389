"""Pages of reports: the partner fills in, saves and submits; the secretariat answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.accounts.request import SignedInRequest
from alianza.documents.actions import store
from alianza.documents.downloads import as_attachment
from alianza.documents.models import Kind, StoredFile
from alianza.fund.actions import reports as actions
from alianza.fund.actions.overspends import accept_overspend, refuse_overspend
from alianza.fund.forms import reports as forms
from alianza.fund.forms.changes import AcceptOverspendForm, RefuseOverspendForm
from alianza.fund.forms.programmes import ReasonForm
from alianza.fund.lifecycles.changes import OVERSPEND
from alianza.fund.lifecycles.reports import REPORT
from alianza.fund.models import Report
from alianza.fund.moves import moves_shown
from alianza.fund.policy import programmes as policy
from alianza.fund.queries import programmes as queries
from alianza.fund.queries.gates import report_gates
from alianza.fund.queries.overspends import open_overspend, overspend_gates, state_of
from alianza.fund.views.contracts import contract_of
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.refusal import Refusal

KEPT_YEARS = 10


def kept(file: Any, by: User) -> StoredFile:
    """A paper that somebody brought, checked by its content. Raises what `documents.actions.store` raises."""
    until = timezone.localdate() + timedelta(days=365 * KEPT_YEARS)
    return store(by, Kind.FUND, file, name=file.name or "", keep_until=until, by=by)


def _report(request: SignedInRequest, code: UUID) -> Report:
    visible = policy.reports_visible_to(request.user).select_related(
        "contract__programme__proposal__window", "contract__organisation"
    )
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def report_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, _report(request, code))


def _shown(
    request: SignedInRequest,
    report: Report,
    *,
    accept: forms.AcceptForm | None = None,
    filled: dict[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    roles = policy.roles_in_contract(request.user, report.contract)
    gates = report_gates(report, today)
    asked = "officer" in roles and report.state == Report.State.SUBMITTED
    context = {
        "report": report,
        "contract": report.contract,
        "programme": report.contract.programme,
        "today": today,
        "late": queries.days_late(report, today),
        "lines": report.lines.select_related("result"),
        "values": report.values.select_related("result"),
        "moves": moves_shown(REPORT, report.state, gates.held, roles, gates.because),
        "roles": roles,
        "accept_form": accept or (forms.AcceptForm(report=report) if asked else None),
        "return_form": ReasonForm(prefix="return") if asked else None,
        "reported": sum(report.lines.values_list("minor", flat=True)),
        "accepted": sum(minor or 0 for minor in report.lines.values_list("accepted_minor", flat=True)),
        "overspent": sum(report.lines.values_list("overspent_minor", flat=True)),
        **_overspend(report, roles, filled or {}),
        "answered": report.state in (Report.State.ACCEPTED, Report.State.PUBLISHED),
    }
    return render(request, "fund/report_show.html", context, status=status)


def _overspend(report: Report, roles: frozenset[str], filled: dict[str, Form]) -> dict[str, Any]:
    """How the overspend of an accepted report stands, and the forms that answer it."""
    state = state_of(report)
    if state is None:
        return {}
    gates = overspend_gates(report, open_overspend(report), timezone.localdate())
    mine = state == "open" and "officer" in roles
    shown = {name: form for name, form in _overspend_forms(report).items() if mine} | filled
    return {
        "overspend_moves": moves_shown(OVERSPEND, state, gates.held, roles, gates.because),
        "overspend_forms": [
            (name, _(OVERSPEND.move(name.partition("-")[0]).label), form) for name, form in shown.items()
        ],
        "overspends": report.overspends.select_related("decision"),
    }


def _overspend_forms(report: Report, data: Any = None) -> dict[str, Form]:
    return {
        "accept-overspend": AcceptOverspendForm(data, prefix="over", report=report),
        "refuse-overspend": RefuseOverspendForm(data, prefix="under"),
    }


@login_required
@require_POST
def report_open(request: SignedInRequest, code: UUID) -> HttpResponse:
    contract = contract_of(request, code)
    if "partner" not in policy.roles_in_contract(request.user, contract):
        raise Http404
    form = forms.OpenForm(request.POST, prefix="open")
    if not form.is_valid():
        messages.error(request, _("Choose a kind of report and the day until which it tells."))
        return redirect("fund:contract-show", code=contract.code)
    said = form.cleaned_data
    report = actions.open_report(contract, said["kind"], said["to_on"], on=timezone.localdate(), by=request.user)
    return redirect("fund:report-fill", code=report.code)


@login_required
@require_http_methods(["GET", "POST"])
def report_fill(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Filled in, saved and resumed at any time; nothing is sent before the partner says so."""
    report = _report(request, code)
    partner = "partner" in policy.roles_in_contract(request.user, report.contract)
    if not partner or report.state not in actions.OPEN:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = forms.ReportForm(
        data,
        request.FILES or None,
        report=report,
        initial={name: getattr(report, name) for name in ("text", "certified_by", "version")},
    )
    programme = report.contract.programme
    with_figures = report.kind in actions.FIGURES
    lines = forms.Lines(
        data if with_figures else None,
        prefix="lines",
        form_kwargs={"programme": programme},
        initial=[forms.LineForm.initial_of(line) for line in report.lines.select_related("result")],
    )
    values = _value_forms(report, data)
    if data is not None:
        valid = [form.is_valid(), not with_figures or lines.is_valid(), *(each.is_valid() for each in values)]
        if all(valid) and (done := _saved(request, report, form, lines if with_figures else None, values)):
            return done
    context = {
        "report": report,
        "contract": report.contract,
        "programme": programme,
        "form": form,
        "lines": lines if with_figures else None,
        "values": values,
        "today": timezone.localdate(),
        "held": queries.held_by(report.contract),
    }
    return render(request, "fund/report_fill.html", context, status=400 if data is not None else 200)


def _value_forms(report: Report, data: Any) -> list[forms.ValueForm]:
    read = {value.result_id: value for value in report.values.all()}
    found = []
    for result in report.contract.programme.proposal.expected.all():
        value = read.get(result.pk)
        initial = {"value": value.value, "on": value.on, "evidence": value.evidence} if value else {}
        found.append(forms.ValueForm(data, result=result, initial=initial))
    return found


def _saved(
    request: SignedInRequest,
    report: Report,
    form: forms.ReportForm,
    lines: Any,
    values: list[forms.ValueForm],
) -> HttpResponse | None:
    """Where to go on, or None with the refusal on the form."""
    said = form.cleaned_data
    try:
        file = kept(said["file"], request.user) if said.get("file") else None
        actions.save_report(
            report,
            text=said["text"],
            certified_by=said.get("certified_by", ""),
            lines=[line for each in (lines or []) if (line := each.line()) is not None],
            values=[value for each in values if (value := each.reading()) is not None],
            version=said["version"],
            file=file,
            by=request.user,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        return None
    if request.POST.get("then") == "submit":
        try:
            actions.submit_report(report, on=timezone.localdate(), by=request.user)
        except NotYet as refusal:
            said_so = _("Everything is saved, and not yet sent: %(reasons)s")
            messages.error(request, said_so % {"reasons": refusal.translated(_)})
            return redirect("fund:report-fill", code=report.code)
        messages.success(request, _("The report was submitted to the secretariat."))
        return redirect("fund:report-show", code=report.code)
    messages.success(request, _("Saved. Nothing was sent yet."))
    return redirect("fund:report-fill", code=report.code)


@login_required
@require_POST
def report_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    report = _report(request, code)
    on, by = timezone.localdate(), request.user
    if "officer" not in policy.roles_in_contract(by, report.contract):
        raise Http404
    if move == "accept":
        lines = forms.AcceptForm(request.POST, report=report)
        if not lines.is_valid():
            return _shown(request, report, accept=lines, status=400)
        try:
            actions.accept_report(report, accepted=lines.accepted(), said=lines.cleaned_data["said"], on=on, by=by)
        except actions.MoreThanReported as refusal:
            lines.add_error(None, [*refusal.each_translated(_)])
            return _shown(request, report, accept=lines, status=409)
        messages.success(request, _("The report is accepted."))
    elif move == "return":
        reason = ReasonForm(request.POST, prefix="return")
        actions.return_report(report, reason=reason.cleaned_data["reason"] if reason.is_valid() else "", on=on, by=by)
        messages.success(request, _("The report was returned to the organisation."))
    elif form := _overspend_forms(report, request.POST).get(move):
        return _overspend_answered(request, report, move, form)
    elif move == "publish":
        actions.publish_report(report, on=on, by=by)
        messages.success(request, _("The report is published."))
    else:
        raise Http404
    return redirect("fund:report-show", code=report.code)


def _overspend_answered(request: SignedInRequest, report: Report, move: str, form: Form) -> HttpResponse:
    if not form.is_valid():
        return _shown(request, report, filled={move: form}, status=400)
    said, on, by = form.cleaned_data, timezone.localdate(), request.user
    try:
        if move == "accept-overspend":
            accept_overspend(
                report, reason=said["reason"], direct=said["money"], decision=said["decision"], on=on, by=by
            )
        else:
            refuse_overspend(report, reason=said["reason"], direct=said["money"], on=on, by=by)
    except Refusal as refusal:
        form.add_error(None, [*refusal.each_translated(_)])
        return _shown(request, report, filled={move: form}, status=409)
    messages.success(request, _("The answer is on record, and the organisation sees it."))
    return redirect("fund:report-show", code=report.code)


@login_required
@require_GET
def report_file(request: SignedInRequest, code: UUID) -> HttpResponseBase:
    report = _report(request, code)
    if report.file is None:
        raise Http404
    return as_attachment(report.file)
