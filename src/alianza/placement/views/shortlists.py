"""Pages of shortlists: pseudonyms until the worker agrees, reasons for each, what was lost to each condition."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.placement import forms, policy
from alianza.placement.actions import places, proposals
from alianza.placement.models import JobOrder, Proposal
from alianza.placement.reasons import losses_of, why


def _order(request: SignedInRequest, code: UUID) -> JobOrder:
    visible = policy.orders_visible_to(request.user).select_related("employer", "programme")
    order = get_object_or_404(visible, code=code)
    if not policy.may_see_shortlist(request.user, order):
        raise Http404
    return order


def _proposal(request: SignedInRequest, code: UUID) -> Proposal:
    visible = policy.proposals_visible_to(request.user).select_related("order__employer", "order__programme", "profile")
    proposal = get_object_or_404(visible, code=code)
    if not policy.may_see_shortlist(request.user, proposal.order):
        raise Http404  # the worker's own view of it stands elsewhere
    return proposal


@login_required
@require_http_methods(["GET", "POST"])
def shortlist_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    order = _order(request, code)
    form = forms.ShortlistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = proposals.draw_up(order, places=form.cleaned_data["places"], by=request.user)
        messages.success(
            request,
            ngettext("%(count)s worker is proposed.", "%(count)s workers are proposed.", number) % {"count": number},
        )
        return redirect("placement:shortlist-show", code=order.code)
    listed = list(policy.proposals_visible_to(request.user).filter(order=order).select_related("profile"))
    context = {
        "order": order,
        "proposals": listed,
        "most": max((each.score for each in listed), default=1),
        "form": form,
        "may_draw_up": policy.may_draw_up(request.user, order),
        "losses": losses_of(order, on=timezone.localdate()) if order.origins else None,
        "waiting": sum(each.answer == Proposal.Answer.WAITING for each in listed),
    }
    return render(request, "placement/shortlist_show.html", context)


@login_required
@require_POST
def shortlist_ask(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Ask the chosen workers, or the first ones that the posts still free would take twice over."""
    order = _order(request, code)
    chosen = policy.proposals_visible_to(request.user).filter(order=order, answer=Proposal.Answer.WAITING)
    picked = [value for value in request.POST.getlist("proposal") if len(value) <= 36]
    if picked:
        known = {str(each.code): each for each in chosen}
        wanted = [known[value] for value in picked if value in known]
    else:
        wanted = list(chosen[: max(order.places_left, 1) * 2])
    number = proposals.ask(wanted, by=request.user)
    messages.success(
        request, ngettext("%(count)s worker was asked.", "%(count)s workers were asked.", number) % {"count": number}
    )
    return redirect("placement:shortlist-show", code=order.code)


@login_required
@require_GET
def proposal_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Why this worker: each requirement, what was asked and what the worker has, and the score's parts."""
    proposal = _proposal(request, code)
    context = {
        "proposal": proposal,
        "order": proposal.order,
        "reasons": why(proposal.order, proposal.profile, on=timezone.localdate()),
        "may_open": policy.may_open_file(request.user, proposal),
        "reason_form": forms.ReasonForm(),
        "may_offer": proposal.answer == Proposal.Answer.AGREED and proposal.order.places_left > 0,
    }
    return render(request, "placement/proposal_show.html", context)


@login_required
@require_POST
def proposal_open(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Open the worker's file for a reason; the answer is shown once and never kept by the browser."""
    proposal = _proposal(request, code)
    if not policy.may_open_file(request.user, proposal):
        raise Http404
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you open this file. The worker will see the reason."))
        return redirect("placement:proposal-show", code=proposal.code)
    opened = proposals.open_proposed_file(proposal, reason=form.cleaned_data["reason"], by=request.user)
    context = {"proposal": proposal, "order": proposal.order, "opened": opened, "reason": form.cleaned_data["reason"]}
    return render(request, "placement/proposal_file.html", context)


@login_required
@require_POST
def proposal_offer(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _proposal(request, code)
    if proposal.answer != Proposal.Answer.AGREED:
        raise Http404
    places.offer_place(proposal.order, proposal.profile, by=request.user)
    messages.success(request, _("The place was offered; the worker is told."))
    return redirect("placement:proposal-show", code=proposal.code)
