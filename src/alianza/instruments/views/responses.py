"""What a respondent is asked, the overview of a response, colleagues, signing, and receipts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.documents.downloads import as_attachment
from alianza.instruments import jobs, policy, receipt_document
from alianza.instruments.actions import answering as actions
from alianza.instruments.forms.responses import DelegateForm, HandInForm
from alianza.instruments.models import Delegation, Response, Submission
from alianza.instruments.queries import responses as queries
from alianza.instruments.queries.responses import Whole
from alianza.network.policy import is_auditor
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal


def whole_for(request: SignedInRequest, code: UUID) -> Whole:
    """A response that the person may see; 404 for anybody else."""
    visible = policy.responses_visible_to(request.user).select_related(
        "version", "invitation__round", "invitation__organisation"
    )
    return queries.whole_of(get_object_or_404(visible, code=code), request.user)


def refused_on(form: Any, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.translated(_))


@login_required
@require_GET
def asked_list(request: SignedInRequest) -> HttpResponse:
    asked = queries.asked_of(request.user)
    if not asked:
        raise Http404
    return render(request, "instruments/response_asked.html", {"asked": asked})


@login_required
@require_POST
def response_begin(request: SignedInRequest, code: UUID) -> HttpResponse:
    invitation = get_object_or_404(policy.invitations_of(request.user), code=code)
    response = actions.begin(invitation, by=request.user)
    return redirect("instruments:response-show", code=response.code)


def _overview(request: SignedInRequest, whole: Whole, form: DelegateForm, status: int = 200) -> HttpResponse:
    done, total = whole.progress()
    sections = queries.sections_shown(whole)
    submissions = whole.response.submissions.select_related("by") if whole.readable is None else []
    following = next((each for each in sections if each.mine and not each.is_done), None)
    context = {
        "whole": whole,
        "response": whole.response,
        "invitation": whole.invitation,
        "sections": sections,
        "following": following,
        "done": done,
        "total": total,
        "remarks": queries.remarks_on(whole),
        "missing": [whole.instrument.by_id[name] for name in whole.missing if _reads(whole, name)],
        "delegations": whole.response.delegations.filter(ended_at=None) if whole.may_sign else [],
        "titles": {each.id: each.title for each in whole.instrument.sections},
        "form": form,
        "submissions": submissions,
    }
    return render(request, "instruments/response_show.html", context, status=status)


def _reads(whole: Whole, item: str) -> bool:
    return whole.may_read(whole.instrument.by_id[item].section)


@login_required
@require_GET
def response_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    whole = whole_for(request, code)
    return _overview(
        request,
        whole,
        DelegateForm(sections=list(whole.instrument.sections), initial={"language": whole.invitation.language}),
    )


@login_required
@require_POST
def response_delegate(request: SignedInRequest, code: UUID) -> HttpResponse:
    whole = whole_for(request, code)
    if not whole.may_sign:
        raise Http404
    form = DelegateForm(request.POST, sections=list(whole.instrument.sections))
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.delegate(whole.response, **form.cleaned_data, by=request.user)
                transaction.on_commit(jobs.send_mails.enqueue)
        except Refusal as refusal:
            refused_on(form, refusal)
        else:
            messages.success(
                request, _("The sections are given to your colleague, who is told. You still sign the whole.")
            )
            return redirect("instruments:response-show", code=code)
    return _overview(request, whole, form, 400)


@login_required
@require_POST
def delegation_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    own = Response.objects.filter(invitation__in=policy.invitations_of(request.user))
    delegation = get_object_or_404(Delegation.objects.filter(response__in=own), code=code)
    with transaction.atomic():
        actions.end_delegation(delegation, by=request.user)
        transaction.on_commit(jobs.send_mails.enqueue)
    messages.success(request, _("The sections are yours again. What your colleague wrote stays."))
    return redirect("instruments:response-show", code=delegation.response.code)


@login_required
@require_GET
def response_file(request: SignedInRequest, code: UUID, file: UUID) -> HttpResponseBase:
    whole = whole_for(request, code)
    attachment = get_object_or_404(whole.response.attachments.select_related("file"), code=file)
    if not _reads(whole, attachment.item):
        raise Http404
    return as_attachment(attachment.file)


def _review(request: SignedInRequest, whole: Whole, form: HandInForm, status: int = 200) -> HttpResponse:
    missing = set(whole.missing)
    sections: list[dict[str, Any]] = [
        {
            "section": section,
            "rows": [
                {
                    "item": item,
                    "value": whole.state.computed.get(item.id, whole.state.counted.get(item.id)),
                    "carried": item.id in whole.carried and whole.value_of(item.id) is not None,
                    "old": whole.value_of(item.id),
                    "missing": item.id in missing,
                    "faults": whole.faults_of(item),
                }
                for item in whole.asked_in(section.id)
            ],
            "mine": whole.may_write(section.id),
        }
        for section in whole.sections()
    ]
    checks = {check.id: check.says for check in whole.instrument.checks}
    context = {
        "whole": whole,
        "response": whole.response,
        "invitation": whole.invitation,
        "sections": sections,
        "missing": [whole.instrument.by_id[name] for name in whole.missing if _reads(whole, name)],
        "faults": sum(len(row["faults"]) for each in sections for row in each["rows"]),
        "carried": sum(row["carried"] for each in sections for row in each["rows"]),
        "findings": [checks[name] for name in whole.state.findings] if whole.readable is None else [],
        "ready": not whole.missing and not whole.state.faults,
        "form": form,
    }
    return render(request, "instruments/response_review.html", context, status=status)


@login_required
@require_GET
def response_review(request: SignedInRequest, code: UUID) -> HttpResponse:
    whole = whole_for(request, code)
    return _review(request, whole, HandInForm(initial={"seen": whole.response.changed_at.isoformat()}))


@login_required
@require_POST
def response_hand_in(request: SignedInRequest, code: UUID) -> HttpResponse:
    whole = whole_for(request, code)
    if not whole.may_sign:
        raise Http404
    form = HandInForm(request.POST)
    if form.is_valid():
        try:
            seen = datetime.fromisoformat(form.cleaned_data["seen"]) if form.cleaned_data["seen"] else None
        except ValueError:
            seen = None
        try:
            submission = actions.hand_in(whole.response, seen=seen, by=request.user)
        except (actions.NotComplete, actions.HasFaults, actions.ChangedMeanwhile) as refusal:
            refused_on(form, refusal)
            fresh = request.POST.copy()
            fresh["seen"] = whole.response.changed_at.isoformat()
            form.data = fresh
        else:
            return redirect("instruments:receipt-show", code=submission.code)
    return _review(request, whole, form, 400)


def _submission(request: SignedInRequest, code: UUID) -> Submission:
    """A receipt: for those who may read the whole response, nobody else."""
    submission = get_object_or_404(
        Submission.objects.select_related(
            "response__version", "response__invitation__round", "response__invitation__organisation", "by"
        ).filter(response__in=policy.responses_visible_to(request.user)),
        code=code,
    )
    if policy.sections_readable_by(request.user, submission.response) is not None:
        raise Http404
    return submission


@login_required
@require_GET
def receipt_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    submission = _submission(request, code)
    last = submission.response.submissions.order_by("-number").first()
    context = {
        "submission": submission,
        "response": submission.response,
        "invitation": submission.response.invitation,
        "instrument": submission.response.version.instrument,
        "sections": receipt_document.answered(submission),
        "is_last": last is not None and last.pk == submission.pk,
        "reads_alone": is_auditor(request.user) or policy.may_keep_instruments(request.user),
    }
    return render(request, "instruments/receipt_show.html", context)


@login_required
@require_GET
def receipt_pdf(request: SignedInRequest, code: UUID) -> HttpResponse:
    submission = _submission(request, code)
    answer = HttpResponse(receipt_document.pdf(submission, page_language()), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{submission.code}.pdf"'
    return answer


@login_required
@require_GET
def receipt_json(request: SignedInRequest, code: UUID) -> HttpResponse:
    submission = _submission(request, code)
    answer = JsonResponse(receipt_document.receipt(submission), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="receipt-{submission.code}.json"'
    return answer
