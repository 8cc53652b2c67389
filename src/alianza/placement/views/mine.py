"""A worker's own view: which orders fit, why, why not, what would change it; and their answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.consent.purposes import purpose
from alianza.network.policy import is_worker
from alianza.placement import policy
from alianza.placement.actions import places, proposals
from alianza.placement.models import JobOrder, Placement, Proposal
from alianza.placement.reasons import orders_for, why
from alianza.registry.models import Profile


def _profile(request: SignedInRequest) -> Profile:
    return get_object_or_404(Profile, user=request.user)


@login_required
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    if not is_worker(request.user):
        raise Http404
    profile = Profile.objects.filter(user=request.user).first()
    context = {
        "profile": profile,
        "fits": orders_for(profile, on=timezone.localdate()) if profile is not None else None,
        "agreement": purpose("named").current,
        "proposals": Proposal.objects.filter(profile=profile)
        .exclude(answer=Proposal.Answer.WAITING)
        .select_related("order__employer")
        if profile is not None
        else [],
        "places": Placement.objects.filter(profile=profile).select_related("order__employer") if profile else [],
    }
    return render(request, "placement/mine.html", context)


@login_required
@require_GET
def order_for_me(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not is_worker(request.user):
        raise Http404
    known = policy.orders_known_to_worker(request.user).select_related("employer", "programme")
    order = get_object_or_404(known, code=code)
    profile = Profile.objects.filter(user=request.user).first()
    closed = order.state == JobOrder.State.CLOSED
    judged = not closed and profile is not None and profile.isco
    context = {
        "order": order,
        "closed": closed,
        "profile": profile,
        "reasons": why(order, profile, on=timezone.localdate()) if judged and profile is not None else None,
        "place": Placement.objects.filter(order=order, profile=profile).first() if profile is not None else None,
    }
    return render(request, "placement/order_for_me.html", context)


@login_required
@require_POST
def proposal_answer(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = get_object_or_404(Proposal, code=code, profile=_profile(request))
    agreed = request.POST.get("answer") == "agree"
    if not agreed and request.POST.get("answer") != "decline":
        messages.error(request, _("Choose to agree or to decline."))
        return redirect("placement:mine")
    wording = request.POST.get("wording", "")
    version = int(wording) if wording.isascii() and wording.isdigit() and len(wording) < 6 else 0
    proposals.answer(proposal, agreed=agreed, by=request.user, wording=version)
    messages.success(
        request,
        _("You agreed: this employer can now see your name and contact.")
        if agreed
        else _("You declined: this employer does not see who you are."),
    )
    return redirect("placement:mine")


@login_required
@require_POST
def place_answer(request: SignedInRequest, code: UUID) -> HttpResponse:
    placement = get_object_or_404(Placement, code=code, profile=_profile(request))
    take = request.POST.get("answer") == "take"
    if not take and request.POST.get("answer") != "decline":
        messages.error(request, _("Choose to take the place or to decline it."))
        return redirect("placement:mine")
    places.answer_place(placement, take=take, by=request.user)
    messages.success(request, _("You took the place.") if take else _("You declined the place."))
    return redirect("placement:mine")
