"""Complaints as the secretariat leads them, and as the firm sees what it was shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification.actions import complaint_findings as findings
from alianza.certification.actions import complaints as actions
from alianza.certification.complaint_steps import MOVES, Step
from alianza.certification.forms import complaints as forms
from alianza.certification.models import Complaint, ComplaintFile, ComplaintHandler
from alianza.certification.policy import complaints as policy
from alianza.certification.queries.complaints import is_urgent, overdue
from alianza.documents.downloads import as_attachment
from alianza.network.policy import is_officer
from alianza.vocabulary.refusal import Refusal

Part = ComplaintHandler.Part


def _listed(request: HttpRequest, code: UUID) -> Complaint:
    return get_object_or_404(policy.listed_for(request.user).select_related("subject__organisation"), code=code)


@login_required
@require_GET
def complaint_list(request: SignedInRequest) -> HttpResponse:
    """The queue: what is overdue first."""
    if not is_officer(request.user):
        raise Http404
    today = timezone.localdate()
    known = policy.listed_for(request.user).select_related("subject__organisation").prefetch_related("handlers")
    wanted = request.GET.get("show", "open")
    shown = known.filter(closed_on__isnull=True) if wanted != "all" else known
    rows = [
        {
            "complaint": each,
            "late": each.due_on is not None and each.due_on < today,
            "urgent": each.is_open and is_urgent(each),
            "taken": any(handler.part == Part.CASE for handler in each.handlers.all()),
            "mine": any(handler.user_id == request.user.pk for handler in each.handlers.all()),
        }
        for each in shown[:500]
    ]
    context = {
        "rows": rows,
        "late": overdue(known, today).count(),
        "open": known.filter(closed_on__isnull=True).count(),
        "wanted": wanted,
    }
    return render(request, "certification/complaint_list.html", context)


@login_required
@require_GET
def complaint_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, _listed(request, code))


def _deeds(complaint: Complaint, part: str) -> list[str]:
    """Moves that somebody with this part can try now, in their order."""
    by = {"case": "handler", "appeal": "other"}.get(part, "")
    step = Step(complaint.state)
    found = [name for name, move in MOVES.items() if move.by == by and step in move.start]
    return [name for name in found if not (name == "release" and complaint.released_on)]


FORMS: dict[str, Callable[..., django_forms.Form]] = {
    "release": forms.ReleaseForm,
    "act": forms.ActForm,
}


def _form(complaint: Complaint, move: str, data: Any = None) -> django_forms.Form:
    if move == "find":
        return forms.FindForm(complaint, data, prefix=move)
    return FORMS.get(move, forms.SaidForm)(data, prefix=move)


def _shown(
    request: SignedInRequest,
    complaint: Complaint,
    *,
    tried: tuple[str, django_forms.Form] | None = None,
    writing: django_forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    handler = complaint.handlers.filter(user=request.user).first()
    part = str(handler.part) if handler else ""
    deeds = [
        {
            "move": name,
            "label": _(MOVES[name].label),
            "form": tried[1] if tried and tried[0] == name else _form(complaint, name),
            "open": bool(tried and tried[0] == name),
        }
        for name in _deeds(complaint, part)
    ]
    context = {
        "complaint": complaint,
        "part": part,
        "may_take": policy.may_take(request.user, complaint),
        "handlers": complaint.handlers.select_related("user"),
        "steps": complaint.steps.select_related("by"),
        "late": complaint.due_on is not None and complaint.due_on < timezone.localdate(),
        "urgent": complaint.is_open and is_urgent(complaint),
        "deeds": deeds,
    }
    if part:  # only now is anything opened
        context |= {
            "messages_between": list(complaint.messages.select_related("by")),
            "files": list(complaint.files.all()),
            "findings": list(complaint.findings.select_related("by", "suspension")),
            "writing": writing or forms.MessageForm(),
            "naming": forms.SubjectForm() if complaint.subject_id is None and part == Part.CASE else None,
        }
    return render(request, "certification/complaint_show.html", context, status=status)


@login_required
@require_POST
def complaint_take(request: SignedInRequest, code: UUID) -> HttpResponse:
    complaint = _listed(request, code)
    actions.take(complaint, by=request.user)
    messages.success(request, _("You took the complaint; that stands on record."))
    return redirect("certification:complaint-show", code=complaint.code)


def _readable(request: HttpRequest, code: UUID) -> Complaint:
    return get_object_or_404(policy.readable_by(request.user).select_related("subject__organisation"), code=code)


@login_required
@sensitive_post_parameters()
@require_POST
def complaint_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    """One step of the secretariat's. What was typed stays on the page where something is missing."""
    complaint = _readable(request, code)
    if move not in MOVES or MOVES[move].by not in {"handler", "other"}:
        raise Http404
    form = _form(complaint, move, request.POST)
    if not form.is_valid():
        return _shown(request, complaint, tried=(move, form), status=400)
    try:
        _moved(complaint, move, form.cleaned_data, request)
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, [*refusal.each_translated(_)])
        return _shown(request, complaint, tried=(move, form), status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": _(MOVES[move].label)})
    return redirect("certification:complaint-show", code=complaint.code)


def _moved(complaint: Complaint, move: str, data: dict[str, Any], request: SignedInRequest) -> None:
    deeds: dict[str, Callable[..., object]] = {
        "admit": actions.admit,
        "refuse": actions.refuse,
        "release": findings.release,
        "find": findings.find,
        "act": findings.act,
        "close": actions.close,
    }
    if move in deeds:
        deeds[move](complaint, by=request.user, **data)
    else:
        actions.decide_appeal(complaint, upheld=move == "reopen", said=data["said"], by=request.user)


@login_required
@sensitive_post_parameters()
@require_POST
def complaint_write(request: SignedInRequest, code: UUID) -> HttpResponse:
    complaint = _readable(request, code)
    form = forms.MessageForm(request.POST)
    if not form.is_valid():
        return _shown(request, complaint, writing=form, status=400)
    actions.write(complaint, form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Kept. The complainant reads it when coming back with the code."))
    return redirect("certification:complaint-show", code=complaint.code)


@login_required
@require_POST
def complaint_name(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Say which firm or programme it is about."""
    complaint = _readable(request, code)
    form = forms.SubjectForm(request.POST)
    if not form.is_valid():
        return _shown(request, complaint, status=400)
    actions.name_subject(complaint, form.cleaned_data["subject"], by=request.user)
    return redirect("certification:complaint-show", code=complaint.code)


@login_required
@require_GET
def complaint_file(request: SignedInRequest, code: UUID, file: UUID) -> HttpResponseBase:
    complaint = _readable(request, code)
    return as_attachment(get_object_or_404(ComplaintFile, complaint=complaint, code=file))


# the firm ----------------------------------------------------------------------------------------------------------
@login_required
@require_GET
def complaint_asked_list(request: SignedInRequest) -> HttpResponse:
    """What the firm's people were asked, and nothing of what they were not."""
    from alianza.certification.policy import organisations_of

    if not organisations_of(request.user).exists():
        raise Http404
    asked = policy.asked_of(request.user).select_related("subject__organisation")
    return render(request, "certification/complaint_asked_list.html", {"asked": asked, "today": timezone.localdate()})


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint_asked(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The summary that was released, the day until when to answer, and what was found."""
    asked = get_object_or_404(policy.asked_of(request.user).select_related("subject__organisation"), code=code)
    object_instead = request.POST.get("deed") == "object"
    answering = forms.AnswerForm(request.POST if request.method == "POST" and not object_instead else None)
    objecting = forms.ObjectForm(request.POST if object_instead else None)
    form: django_forms.Form = objecting if object_instead else answering
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                if object_instead:
                    actions.object_to(asked, said=form.cleaned_data["said"], by=request.user)
                else:
                    findings.answer(asked, form.cleaned_data["answer"], by=request.user)
            except Refusal as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, [*refusal.each_translated(_)])
                status = 409
            else:
                messages.success(request, _("The secretariat has your words."))
                return redirect("certification:complaint-asked", code=asked.code)
    step = Step(asked.state)
    is_due = step is Step.ACTION or (step is Step.ANSWER_BY_FIRM and asked.answered_on is None)
    context = {
        "asked": asked,
        "finding": asked.findings.last(),
        "answering": answering if asked.answered_on is None and step is Step.ANSWER_BY_FIRM else None,
        "objecting": objecting if step in MOVES["object"].start else None,
        "until": asked.due_on if is_due else None,
    }
    return render(request, "certification/complaint_asked.html", context, status=status)
