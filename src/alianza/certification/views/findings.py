"""A finding: what falls short, until when, what the firm did, what the auditor says to it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import correcting as actions
from alianza.certification.forms.cases import AnswerForm, CorrectForm, explain
from alianza.certification.models import Correction, Finding
from alianza.certification.queries.cases import instrument_of
from alianza.certification.queries.grace import asked_of
from alianza.documents.downloads import as_attachment
from alianza.vocabulary.refusal import Refusal


def _finding(request: SignedInRequest, code: UUID) -> Finding:
    visible = policy.findings_visible_to(request.user).select_related(
        "audit__application__subject__organisation", "audit__application__version__instrument", "audit__auditor"
    )
    return get_object_or_404(visible, code=code)


def _page(
    request: SignedInRequest,
    finding: Finding,
    status: int = 200,
    *,
    correct: Form | None = None,
    answer: Form | None = None,
) -> HttpResponse:
    application = finding.audit.application
    instrument = instrument_of(application)
    asked = asked_of(application, finding.audit, finding.raised_on)
    waiting = finding.corrections.filter(answered_at__isnull=True).first()
    acts = policy.acts_for(request.user, application.subject.organisation)
    judges = finding.audit.auditor_id == request.user.pk and not policy.has_conflict(request.user, application)
    context = {
        "finding": finding,
        "application": application,
        "item": next((each for each in asked.items if each.id == finding.item), instrument.by_id.get(finding.item)),
        "corrections": finding.corrections.select_related("evidence"),
        "correct_form": (correct or CorrectForm()) if acts and finding.is_open and waiting is None else None,
        "waiting": waiting if judges else None,
        "answer_form": answer or AnswerForm(),
        "today": timezone.localdate(),
    }
    return render(request, "certification/finding_show.html", context, status=status)


@login_required
@require_GET
def finding_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _page(request, _finding(request, code))


@login_required
@require_POST
def finding_correct(request: SignedInRequest, code: UUID) -> HttpResponse:
    finding = _finding(request, code)
    if not policy.acts_for(request.user, finding.audit.application.subject.organisation):
        raise Http404
    form = CorrectForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, finding, 400, correct=form)
    upload = form.cleaned_data["evidence"]
    try:
        actions.correct(
            finding,
            text=form.cleaned_data["text"],
            evidence=upload.file if upload else None,
            name=upload.name if upload else "",
            by=request.user,
        )
    except Refusal as refusal:
        if "evidence" in form.fields and refusal.field == "file":
            form.add_error("evidence", refusal.translated(_))
        else:
            explain(form, refusal)
        return _page(request, finding, 400, correct=form)
    messages.success(request, _("The auditor is told."))
    return redirect("certification:finding-show", code=code)


def _correction(request: SignedInRequest, code: UUID) -> Correction:
    visible = policy.findings_visible_to(request.user)
    held = Correction.objects.filter(finding__in=visible).select_related("finding__audit__application", "evidence")
    return get_object_or_404(held, code=code)


@login_required
@require_POST
def correction_answer(request: SignedInRequest, code: UUID) -> HttpResponse:
    correction = _correction(request, code)
    if correction.finding.audit.auditor_id != request.user.pk:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, _finding(request, correction.finding.code), 400, answer=form)
    actions.answer_correction(
        correction,
        accepted=form.cleaned_data["accepted"] == "yes",
        answer=form.cleaned_data["answer"],
        by=request.user,
    )
    messages.success(request, _("Your answer is with the firm."))
    return redirect("certification:finding-show", code=correction.finding.code)


@login_required
@require_GET
def correction_file(request: SignedInRequest, code: UUID) -> HttpResponseBase:
    correction = _correction(request, code)
    if correction.evidence is None:
        raise Http404
    return as_attachment(correction.evidence)
