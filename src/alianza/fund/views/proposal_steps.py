"""The applicant's form: begun, saved step by step, resumed at any time, looked over and sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import proposal_drafts as drafts
from alianza.fund.actions import proposals as actions
from alianza.fund.forms import proposals as forms
from alianza.fund.lifecycles.proposals import PROPOSAL
from alianza.fund.models import Proposal, Window
from alianza.fund.policy import proposals as policy
from alianza.fund.queries.proposals import Guards, asked, submission
from alianza.network.models import Membership, Organisation, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.refusal import Refusal, Stale

LAST = "review"


def _windows() -> QuerySet[Window]:
    today = timezone.localdate()
    return Window.objects.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=today), opens_on__lte=today)


def _executing(proposal: Proposal) -> QuerySet[Organisation]:
    """Organisations with an agent on the platform: somebody has to sign and report for each."""
    agents = Membership.objects.filter(role=RoleCode.PARTNER, ends_on__isnull=True).values("organisation")
    held = proposal.executants.values("organisation")
    return Organisation.objects.filter(Q(pk__in=agents, left_on__isnull=True) | Q(pk__in=held))


def _own(request: SignedInRequest, code: UUID) -> Proposal:
    """A proposal that this person may change. Raises Http404."""
    visible = policy.visible_to(request.user).select_related("window", "applicant")
    proposal = get_object_or_404(visible, code=code)
    if not policy.may_edit(request.user, proposal):
        raise Http404
    return proposal


def missing(guards: Guards) -> list[tuple[str, str, str]]:
    """What a submission still lacks: the step where it is written, its sentence, and what exactly."""
    return [
        (
            forms.STEP_OF_GUARD[guard.id],
            _(guard.sentence),
            guards.because[guard.id].translated(_) if guard.id in guards.because else "",
        )
        for guard in PROPOSAL.guards_of("submit")
        if not guards.held.get(guard.id)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def proposal_draft(request: SignedInRequest) -> HttpResponse:
    applicants = policy.applicants_of(request.user)
    if not applicants.exists():
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = forms.BeginForm(data, applicants=applicants, windows=_windows())
    if data is not None and form.is_valid():
        said = form.cleaned_data
        try:
            made = drafts.draft_proposal(
                said["applicant"],
                said["window"],
                title=said["title"],
                kind=said["kind"],
                language=said["language"],
                on=timezone.localdate(),
                by=request.user,
            )
        except Refusal as refusal:
            forms.explain(form, refusal)
        else:
            return redirect("fund:proposal-edit", code=made.code, step="basics")
    context = {"form": form, "windows": _windows().count()}
    return render(request, "fund/proposal_draft.html", context, status=400 if form.errors else 200)


def _save(proposal: Proposal, form: forms.StepForm, by: Any) -> None:
    version = form.cleaned_data["version"]
    if isinstance(form, forms.PartnersForm):
        chosen = form.cleaned_data["chosen"]
        lead = chosen[0] if chosen else None
        drafts.save_partners(proposal, form.cleaned_data["named"], chosen, lead, version=version, by=by)
    elif isinstance(form, forms.ResultsForm):
        drafts.save_results(proposal, form.written(), form.cleaned_data["expected"], version=version, by=by)
    elif isinstance(form, forms.BudgetForm):
        drafts.save_budget(proposal, form.typed(), version=version, by=by)
    else:
        window = form.cleaned_data.get("window")
        drafts.save_texts(proposal, form.written(), step=form.slug, version=version, by=by, window=window)


@login_required
@require_http_methods(["GET", "POST"])
def proposal_edit(request: SignedInRequest, code: UUID, step: str) -> HttpResponse:
    """One step; saved as soon as it is sent, however little stands in it."""
    proposal = _own(request, code)
    form_class = forms.step(step)
    if form_class is None:
        raise Http404
    offered = {"windows": _windows() | Window.objects.filter(pk=proposal.window_id)}
    offered["organisations"] = _executing(proposal)  # type: ignore[assignment]
    if request.method == "GET":
        return _page(request, proposal, form_class(proposal=proposal, **offered))
    form = form_class(request.POST, proposal=proposal, **offered)
    if not form.is_valid():
        return _page(request, proposal, form, status=400)
    try:
        _save(proposal, form, request.user)
    except Stale as refusal:
        messages.error(request, refusal.translated(_))
        fresh = _own(request, code)
        return _page(request, fresh, form_class(proposal=fresh, **offered), status=409)
    except Refusal as refusal:
        forms.explain(form, refusal)
        return _page(request, proposal, form, status=400)
    if request.POST.get("then") == "stay":
        return redirect("fund:proposal-edit", code=code, step=step)
    if request.POST.get("then") == "overview":
        messages.success(request, _("Saved. You can go on at any time."))
        return redirect("fund:proposal-list")
    slugs = [each.slug for each in forms.STEPS]
    at = slugs.index(step) + 1
    if at == len(slugs):
        return redirect("fund:proposal-review", code=code)
    return redirect("fund:proposal-edit", code=code, step=slugs[at])


def _page(request: SignedInRequest, proposal: Proposal, form: forms.StepForm, *, status: int = 200) -> HttpResponse:
    slugs = [each.slug for each in forms.STEPS]
    at = slugs.index(form.slug)
    context = {
        "form": form,
        "proposal": proposal,
        "steps": forms.STEPS,
        "place": at + 1,
        "count": len(slugs) + 1,
        "before": slugs[at - 1] if at else "",
        "today": timezone.localdate(),
        "adds_rows": form.template in ("fund/proposal_partners.html", "fund/proposal_results.html"),
    }
    return render(request, form.template, context, status=status)


@login_required
@require_GET
def proposal_review(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The last step: everything as it will be sent, and what is still missing."""
    return _look_over(request, _own(request, code))


def _look_over(request: SignedInRequest, proposal: Proposal, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "proposal": proposal,
        "missing": missing(submission(proposal, today)),
        "steps": forms.STEPS,
        "count": len(forms.STEPS) + 1,
        "total": asked(proposal),
        "today": today,
    }
    return render(request, "fund/proposal_review.html", context, status=status)


@login_required
@require_POST
def proposal_submit(request: SignedInRequest, code: UUID) -> HttpResponse:
    visible = policy.visible_to(request.user).select_related("window", "applicant")
    proposal = get_object_or_404(visible, code=code)
    if not policy.is_applicant(request.user, proposal):
        raise Http404
    try:
        actions.submit(proposal, on=timezone.localdate(), by=request.user)
    except NotYet:
        if not policy.may_edit(request.user, proposal):
            raise  # sent already: one sentence, and nothing to correct
        return _look_over(request, proposal, status=409)
    messages.success(request, _("The proposal was submitted. The secretariat looks whether it is admissible."))
    return redirect("fund:proposal-show", code=code)
