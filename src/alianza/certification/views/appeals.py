"""Appeals: filed by the holder, decided by members of panels who took no part in the case."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import appeals as actions
from alianza.certification.forms.cases import AppealForm, DeclareForm, ReasonForm, VoteForm
from alianza.certification.majority import tally
from alianza.certification.models import Appeal, Standing
from alianza.certification.views.applications import case_of, only
from alianza.certification.views.applications import page as case_page
from alianza.network.policy import is_officer


def _appeal(request: SignedInRequest, code: UUID) -> Appeal:
    visible = Appeal.objects.select_related(
        "application__subject__organisation", "application__version__instrument", "standing__award"
    )
    if not is_officer(request.user):
        own = Q(application__subject__organisation__in=policy.organisations_of(request.user))
        visible = visible.filter(own | Q(pk__in=policy.appeals_before(request.user)))
    return get_object_or_404(visible, code=code)


@login_required
@require_POST
def appeal_file(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "applicant")
    form = AppealForm(request.POST)
    if not form.is_valid():
        return case_page(request, application, 400, appeal=form)
    standing = None
    if wanted := request.POST.get("standing", ""):
        events = Standing.objects.filter(award__application=application).select_related("award")
        standing = next((each for each in events if str(each.code) == wanted), None)
        if standing is None:
            raise Http404
    appeal = actions.appeal(application, standing, grounds=form.cleaned_data["grounds"], by=request.user)
    messages.success(request, _("Your appeal is with people who took no part in the case."))
    return redirect("certification:appeal-show", code=appeal.code)


def _page(request: SignedInRequest, appeal: Appeal, status: int = 200, **bound: Form) -> HttpResponse:
    hears = policy.may_hear(request.user, appeal)
    context = {
        "appeal": appeal,
        "application": appeal.application,
        "hears": hears,
        "free": hears and policy.has_declared(request.user, appeal.application),
        "vote": appeal.votes.filter(member=request.user).first() if hears else None,
        "votes": tally(appeal.votes.values_list("choice", flat=True)),
        "is_officer": is_officer(request.user),
        "declare_form": DeclareForm(),
        "form": bound.get("vote") or VoteForm(),
        "decide_form": bound.get("decide") or ReasonForm(auto_id="decide_%s"),
    }
    return render(request, "certification/appeal_show.html", context, status=status)


@login_required
@require_GET
def appeal_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _page(request, _appeal(request, code))


@login_required
@require_POST
def appeal_vote(request: SignedInRequest, code: UUID) -> HttpResponse:
    appeal = _appeal(request, code)
    if not policy.may_hear(request.user, appeal):
        raise Http404
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, appeal, 400, vote=form)
    actions.vote_on_appeal(appeal, form.cleaned_data["choice"], reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Your vote is cast and stays as it is."))
    return redirect("certification:appeal-show", code=code)


@login_required
@require_POST
def appeal_decide(request: SignedInRequest, code: UUID) -> HttpResponse:
    appeal = _appeal(request, code)
    if not is_officer(request.user):
        raise Http404
    form = ReasonForm(request.POST, auto_id="decide_%s")
    if not form.is_valid():
        return _page(request, appeal, 400, decide=form)
    actions.decide_appeal(appeal, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The decision is written down and told."))
    return redirect("certification:appeal-show", code=code)
