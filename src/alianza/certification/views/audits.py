"""The auditor's desk: open, visit, judge, find, conclude."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import auditing as actions
from alianza.certification.forms import cases as forms
from alianza.certification.models import Audit
from alianza.certification.queries import cases as queries
from alianza.certification.queries.grace import NewItem, asked_of
from alianza.certification.views.applications import case_of, only, page
from alianza.instruments.instrument import Instrument, Item, Section
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal


def audit_for(request: SignedInRequest, code: UUID, *, own: bool = False) -> Audit:
    """An audit that the person may see; 404 for anybody else. `own`: the auditor's, while it runs."""
    visible = policy.audits_visible_to(request.user).select_related(
        "application__subject__organisation",
        "application__version__instrument",
        "application__version__scheme",
        "application__submission",
        "auditor",
    )
    audit = get_object_or_404(visible, code=code)
    current = policy.current_audit(audit.application, request.user)
    if own and (current is None or current.pk != audit.pk):
        raise Http404
    return audit


@login_required
@require_POST
def audit_assign(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "officer")
    form = forms.AssignForm(request.POST, kinds=list(Audit.Kind.values))
    if not form.is_valid():
        return page(request, application, 400, assign=form)
    said = form.cleaned_data
    try:
        actions.assign(
            application,
            User.objects.get(code=said["auditor"]),
            kind=said["kind"],
            announced=said["announced"],
            by=request.user,
        )
    except Refusal as refusal:
        forms.explain(form, refusal)
        return page(request, application, 400, assign=form)
    messages.success(request, _("The auditor is told."))
    return redirect("certification:application-show", code=code)


def _named(items: Sequence[Item]) -> list[tuple[str, str]]:
    language = page_language()
    return [(item.id, f"{item.id}: {item.label.in_language(language)[0]}"[:120]) for item in items]


def _sections(instrument: Instrument, asked: Sequence[Item], new: Mapping[str, NewItem]) -> list[Section]:
    """The sections in their order; those that came with a later version after them."""
    found = {each.id: each for each in instrument.sections}
    for item in asked:
        if item.section not in found:
            found[item.section] = new[item.id].version.instrument.instrument.section(item.section)
    return list(found.values())


def desk(request: SignedInRequest, audit: Audit, status: int = 200, **bound: Form) -> HttpResponse:
    """The audit's page; `bound` are forms that came back with something wrong."""
    application, today = audit.application, timezone.localdate()
    instrument = queries.instrument_of(application)
    mine = audit.auditor_id == request.user.pk
    free = policy.has_declared(audit.auditor, application)
    verdicts = {each.item: each for each in audit.verdicts.all()}
    values = {each.value: each.label for each in instrument.lists["met4"].choices}
    context: dict[str, Any] = {
        "audit": audit,
        "application": application,
        "instrument": instrument,
        "mine": mine,
        "free": free,
        "works": mine and audit.is_open,
        "declare_form": forms.DeclareForm(),
        "open_form": bound.get("open") or forms.OpenForm(initial={"workers": audit.workers}),
    }
    if free:
        looked_at = asked_of(application, audit, today)
        asked, new = looked_at.items, looked_at.new
        rows = [
            (section, [(item, verdicts.get(item.id), new.get(item.id)) for item in asked if item.section == section.id])
            for section in _sections(instrument, asked, new)
        ]
        guards = queries.guards_of(application, today)
        context |= {
            "rows": [(section, lines) for section, lines in rows if lines],
            "values": values,
            "judged": len(verdicts.keys() & {item.id for item in asked}),
            "total": len(asked),
            "visits": audit.visits.all(),
            "findings": audit.findings.all(),
            "correctable": application.state == "audit" and guards.held["something_is_to_be_corrected"],
            "visit_form": bound.get("visit") or forms.VisitForm(auto_id="visit_%s"),
            "finding_form": bound.get("find") or forms.FindingForm(items=_named(asked), auto_id="find_%s"),
            "conclude_form": bound.get("conclude")
            or forms.ConcludeForm(
                initial={"summary": audit.summary, "few_because": audit.few_because}, auto_id="conclude_%s"
            ),
            "codes_form": forms.CodesForm(auto_id="codes_%s"),
            # officers see how many were heard; what was said is the auditor's alone
            "heard": queries.heard(audit, today) if mine else None,
            "held": audit.interviews.count(),
        }
    return render(request, "certification/audit_show.html", context, status=status)


@login_required
@require_GET
def audit_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return desk(request, audit_for(request, code))


@login_required
@require_POST
def audit_open(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = audit_for(request, code, own=True)
    form = forms.OpenForm(request.POST)
    if not form.is_valid():
        return desk(request, audit, 400, open=form)
    actions.open_audit(audit, workers=form.cleaned_data["workers"], by=request.user)
    return redirect("certification:audit-show", code=code)


@login_required
@require_POST
def audit_visit(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = audit_for(request, code, own=True)
    form = forms.VisitForm(request.POST, auto_id="visit_%s")
    if not form.is_valid():
        return desk(request, audit, 400, visit=form)
    actions.visit(audit, by=request.user, **form.cleaned_data)
    messages.success(request, _("The visit is written down."))
    return redirect("certification:audit-show", code=code)


def _neighbours(asked: Sequence[Item], item: str) -> tuple[str, str, int, int]:
    names = [each.id for each in asked]
    at = names.index(item)
    return (names[at - 1] if at else ""), (names[at + 1] if at + 1 < len(names) else ""), at + 1, len(names)


@login_required
@require_http_methods(["GET", "POST"])
def audit_criterion(request: SignedInRequest, code: UUID, item: str) -> HttpResponse:
    """One criterion: what the firm says, what shows it, and the auditor's verdict."""
    audit = audit_for(request, code, own=True)
    instrument = queries.instrument_of(audit.application)
    today = timezone.localdate()
    looked_at = asked_of(audit.application, audit, today)
    asked = next((each for each in looked_at.items if each.id == item), None)
    if asked is None or not policy.has_declared(request.user, audit.application):
        raise Http404
    held = audit.verdicts.filter(item=item).first()
    language = page_language()
    choices = asked.choices.choices if asked.choices else ()
    verdicts = [(each.value, each.label.in_language(language)[0]) for each in choices]
    initial = {"value": held.value, "seen": held.seen} if held else None
    form = forms.VerdictForm(request.POST or None, verdicts=verdicts, initial=initial)
    before, after, number, count = _neighbours(looked_at.items, item)
    if request.method == "POST" and form.is_valid():
        actions.judge(audit, item, form.cleaned_data["value"], seen=form.cleaned_data["seen"], by=request.user)
        if request.POST.get("then") == "next" and after:
            return redirect("certification:audit-criterion", code=code, item=after)
        return redirect("certification:audit-show", code=code)
    heard = queries.heard(audit, today)
    new = looked_at.new.get(item)
    context = {
        "audit": audit,
        "application": audit.application,
        "item": asked,
        "section": (new.version.instrument.instrument if new else instrument).section(asked.section),
        "new": new,
        "owed": new is not None and new.is_owed(today),
        "value": queries.answers_of(audit.application).get(item),
        "points": [each for each in heard.points if each.criterion == item],
        "form": form,
        "before": before,
        "after": after,
        "number": number,
        "count": count,
    }
    return render(request, "certification/audit_criterion.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def audit_find(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = audit_for(request, code, own=True)
    items = _named(asked_of(audit.application, audit, timezone.localdate()).items)
    form = forms.FindingForm(request.POST, items=items, auto_id="find_%s")
    if not form.is_valid():
        return desk(request, audit, 400, find=form)
    actions.find(audit, by=request.user, **form.cleaned_data)
    messages.success(request, _("The finding is raised."))
    return redirect("certification:audit-show", code=code)


@login_required
@require_POST
def audit_ask(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = audit_for(request, code, own=True)
    actions.ask_corrections(audit, by=request.user)
    messages.success(request, _("The firm is told what to correct, and by when."))
    return redirect("certification:audit-show", code=code)


@login_required
@require_POST
def audit_conclude(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = audit_for(request, code, own=True)
    form = forms.ConcludeForm(request.POST, auto_id="conclude_%s")
    if not form.is_valid():
        return desk(request, audit, 400, conclude=form)
    try:
        actions.conclude(audit, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        forms.explain(form, refusal)
        return desk(request, audit, 400, conclude=form)
    messages.success(request, _("The audit is closed; its verdicts stay as they are."))
    return redirect("certification:audit-show", code=code)
