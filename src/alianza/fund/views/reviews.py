"""The reviewer's desk: what waits, the conflict of interest first, then scores with their reasons."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import reviews as actions
from alianza.fund.forms.proposals import explain
from alianza.fund.forms.reviews import DeclareForm, ScoreForm
from alianza.fund.models import Review
from alianza.fund.policy import proposals as policy
from alianza.fund.queries.proposals import asked, draft_of, is_open


def _review(request: SignedInRequest, code: UUID) -> Review:
    mine = policy.reviews_of(request.user).select_related("proposal__window", "proposal__applicant", "change")
    return get_object_or_404(mine, code=code)


@login_required
@require_GET
def review_desk(request: SignedInRequest) -> HttpResponse:
    if not policy.is_reviewer(request.user):
        raise Http404
    mine = policy.reviews_of(request.user).select_related("proposal__applicant", "proposal__window", "change")
    rows = [(each, is_open(each)) for each in mine.order_by("-asked_at")]
    waiting = [each for each, opened in rows if opened and not each.conflict and each.submitted_at is None]
    return render(request, "fund/review_desk.html", {"rows": rows, "waiting": len(waiting)})


def _page(
    request: SignedInRequest,
    review: Review,
    *,
    declare: django_forms.Form | None = None,
    score: django_forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    free = review.conflict is False
    context: dict[str, Any] = {
        "review": review,
        "proposal": review.proposal,
        "is_open": is_open(review),
        "free": free,
        "declare_form": declare or DeclareForm(),
        "countries": review.proposal.countries.all(),
        "executants": review.proposal.executants.select_related("organisation"),
        "today": timezone.localdate(),
    }
    if free:  # the papers open only to whoever declared to be free
        held = draft_of(review) if context["is_open"] else {}
        context |= {"score_form": score or ScoreForm(review=review, draft=held), "total": asked(review.proposal)}
        context["draft"] = review.draft if held else None
        context["scores"] = [(one.get_criterion_display(), one.score, one.text) for one in review.scores.all()]
    return render(request, "fund/review_show.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def review_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    review = _review(request, code)
    if request.method == "GET":
        return _page(request, review)
    if request.POST.get("then") == "save":
        return _saved(request, review)
    form = ScoreForm(request.POST, review=review)
    if not form.is_valid():
        return _page(request, review, score=form, status=400)
    data = form.cleaned_data
    actions.score(review, form.scores(), advice=data["advice"], text=data["text"], by=request.user)
    messages.success(request, _("Your scores are handed in. You may change them until the group gives its opinion."))
    return redirect("fund:review-desk")


def _saved(request: SignedInRequest, review: Review) -> HttpResponse:
    """Keep what is there so far; a draft may be incomplete, but not too long."""
    form = ScoreForm(request.POST, review=review, whole=False)
    if not form.is_valid():
        return _page(request, review, score=form, status=400)
    actions.save_draft(review, form.draft(), by=request.user)
    messages.success(request, _("Your draft is saved. Nobody else sees it, and nothing is handed in yet."))
    return redirect("fund:review-show", code=review.code)


@login_required
@require_POST
def review_declare(request: SignedInRequest, code: UUID) -> HttpResponse:
    review = _review(request, code)
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _page(request, review, declare=form, status=400)
    conflict = form.cleaned_data["conflict"] == "yes"
    try:
        actions.declare(review, conflict=conflict, reason=form.cleaned_data["reason"], by=request.user)
    except actions.SayWhichConflict as refusal:
        explain(form, refusal)
        return _page(request, review, declare=form, status=400)
    if conflict:
        messages.success(request, _("Your conflict of interest is on record. Thank you for saying so."))
        return redirect("fund:review-desk")
    return redirect("fund:review-show", code=review.code)
