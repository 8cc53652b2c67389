"""Profiles under their pseudonyms, and opening the sealed part for a reason."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.models import User
from alianza.consent.actions import withdraw_all
from alianza.consent.queries import standings
from alianza.registry import actions, policy, queries
from alianza.registry.actions.profiles import CONSENTS
from alianza.registry.forms.files import FilterForm, OpenForm
from alianza.registry.models import Profile
from alianza.registry.summary import under_pseudonym
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal

PER_PAGE = 50


@login_required
@require_GET
def profile_list(request: HttpRequest) -> HttpResponse:
    """Workers under their pseudonyms."""
    if not policy.may_bring(request.user):
        raise Http404
    form = FilterForm(request.GET or None)
    profiles = policy.profiles_visible_to(request.user).select_related("registrar")
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data
        if wanted["origin"]:
            profiles = profiles.filter(origin=wanted["origin"])
        if wanted["isco"]:
            profiles = profiles.filter(isco__startswith=wanted["isco"])
        if wanted["status"]:
            profiles = profiles.filter(status=wanted["status"])
        if wanted["pseudonym"]:
            profiles = profiles.filter(pseudonym=wanted["pseudonym"].strip().upper())
    page = Paginator(profiles, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/profile_list.html", {"form": form, "page": page})


def _visible(request: HttpRequest, code: UUID) -> Profile:
    return get_object_or_404(policy.profiles_visible_to(request.user).select_related("registrar", "user"), code=code)


def _shown(
    request: HttpRequest,
    profile: Profile,
    *,
    form: OpenForm | None = None,
    opened: actions.OpenedFile | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "profile": profile,
        "facts": under_pseudonym(profile, page_language()),
        "form": form or OpenForm(),
        "opened": opened,
        "twins": queries.possible_twins(profile)[:20],
        "standings": [each for each in standings(profile.person) if each.purpose.code in CONSENTS],
        "may_remove": policy.may_remove(request.user, profile),
    }
    return render(request, "registry/profile_show.html", context, status=status)


@login_required
@require_GET
def profile_show(request: HttpRequest, code: UUID) -> HttpResponse:
    return _shown(request, _visible(request, code))


@login_required
@require_POST
def profile_open(request: HttpRequest, code: UUID) -> HttpResponse:
    """Read the sealed part: shown once on this answer, never under an address of its own."""
    profile = _visible(request, code)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _shown(request, profile, form=form, status=400)
    try:
        opened = actions.open_file(
            profile,
            by=cast(User, request.user),
            reason=form.cleaned_data["reason"],
            purpose=form.cleaned_data["purpose"],
        )
    except Refusal as refusal:
        form.add_error(refusal.field, _(refusal.message) % refusal.facts)
        return _shown(request, profile, form=form, status=400)
    return _shown(request, profile, opened=opened)


@login_required
@require_POST
def profile_end(request: HttpRequest, code: UUID) -> HttpResponse:
    """What a person without an account asks of the service: withdraw the agreements, or remove everything."""
    profile = _visible(request, code)
    if not policy.may_remove(request.user, profile):
        raise Http404
    user = cast(User, request.user)
    if request.POST.get("what") == "withdraw":
        withdraw_all(profile.person, CONSENTS, by=user)
        messages.success(request, _("The agreements were withdrawn. Nobody matches this worker from now on."))
        return redirect("registry:profile-show", profile.code)
    if request.POST.get("what") == "remove":
        actions.remove(profile, by=user)
        messages.success(request, _("The profile was removed with all that it held."))
    return redirect("registry:profile-list")
