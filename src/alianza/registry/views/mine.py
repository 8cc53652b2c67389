"""A worker's own profile: the steps, the overview of all that is held, and the ways out."""

import csv
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.consent import actions as consents
from alianza.consent.purposes import purposes
from alianza.consent.queries import Standing, history, standings
from alianza.documents.models import Kind
from alianza.documents.queries import files_of
from alianza.registry import actions, policy, queries
from alianza.registry.actions.profiles import CONSENTS, ProfileChanged
from alianza.registry.export import as_document, as_row
from alianza.registry.forms import choices
from alianza.registry.forms.step import StepForm
from alianza.registry.forms.steps import STEPS, OccupationForm, step
from alianza.registry.forms.wishes import WishesForm
from alianza.registry.models import Profile
from alianza.registry.summary import sections
from alianza.search import occupations as search
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal

MOST_MATCHES = 8


def _worker(request: HttpRequest) -> tuple[User, Profile | None]:
    """The signed-in worker and their profile. Raises Http404 for anybody else."""
    if not policy.may_have_profile(request.user):
        raise Http404
    user = cast(User, request.user)
    return user, policy.own_profile(user)


def _held(request: HttpRequest) -> tuple[User, Profile]:
    user, profile = _worker(request)
    if profile is None:
        raise Http404
    return user, profile


@login_required
@require_GET
def profile_mine(request: HttpRequest) -> HttpResponse:
    """All that is held about me, who read it, and what I can do about it."""
    user, profile = _worker(request)
    context: dict[str, Any] = {"profile": profile, "steps": STEPS, "first": STEPS[0].slug}
    if profile is not None:
        gaps = queries.gaps(profile)
        context |= {
            "sections": sections(profile, page_language()),
            "gaps": len(gaps),
            "missing": {gap.step for gap in gaps},
            "standings": [each for each in standings(user) if each.purpose.audience == "worker"],
            "matched": queries.may_be_matched(profile, _today()),
            "openings": profile.openings.select_related("organisation"),
            "files": files_of(user, Kind.CV, Kind.CERTIFICATE),
        }
    return render(request, "registry/profile_mine.html", context)


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def found(text: str) -> list[dict[str, Any]]:
    """What the search finds, as the radio buttons of the page need it."""
    lang = page_language()
    rows = []
    for match in search.find(text[: search_limit()], lang, MOST_MATCHES):
        esco = match.esco_uri.rsplit("/", 1)[-1] if match.esco_uri else ""
        rows.append({"value": f"{match.isco}|{esco}" if esco else match.isco, "label": match.label, "match": match})
    return rows


def search_limit() -> int:
    return 100


@require_GET
def occupation_suggestions(request: HttpRequest) -> HttpResponse:
    """The occupations found for what is being typed: a part of a page, put in place by htmx."""
    text = request.GET.get("q", "").strip()
    context = {"matches": found(text), "searched": bool(text), "held": request.GET.get("choice", "")}
    return render(request, "registry/_occupations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def profile_step(request: HttpRequest, slug: str) -> HttpResponse:
    """One step of the form; saved as soon as it is sent."""
    user, profile = _worker(request)
    form_class = step(slug)
    if form_class is None:
        raise Http404
    if request.method == "GET":
        return _page(request, form_class(profile=profile))
    form = form_class(request.POST, profile=profile)
    if isinstance(form, OccupationForm) and "search" in request.POST:
        return _page(request, form, typed=request.POST.get("q", ""))
    if isinstance(form, WishesForm) and "add" in request.POST:
        return _add_country(request, form, request.POST["add"])
    if not form.is_valid():
        return _page(request, form, typed=request.POST.get("q", ""), status=400)
    try:
        with transaction.atomic():
            held = profile or actions.begin(user, by=user)
            version = form.cleaned_data["version"] or (held.version if profile is None else 0)
            actions.save(held, form.answers(), languages=form.languages(), version=version, by=user)
    except ProfileChanged as refusal:
        fresh = form_class(profile=policy.own_profile(user))
        messages.error(request, _(refusal.message) % refusal.facts)
        return _page(request, fresh, status=409)
    except Refusal as refusal:
        form.add_error(None, _(refusal.message) % refusal.facts)
        return _page(request, form, status=400)
    return redirect(*_following(slug, request.POST.get("then", "")))


def _add_country(request: HttpRequest, form: WishesForm, code: str) -> HttpResponse:
    """Take the country that was typed, or chosen among suggestions, into the list; saved with the step."""
    if code not in dict(choices.country_choices()) or not code:
        form.full_clean()
        if "other" in form.errors:
            return _page(request, form, status=400)
        code = form.cleaned_data.get("other", "")
    return _page(request, form.with_another(code) if code else form)


def _following(slug: str, then: str) -> tuple[str, ...]:
    if then == "overview":
        return ("registry:profile-mine",)
    slugs = [each.slug for each in STEPS]
    at = slugs.index(slug) + 1
    return ("registry:profile-step", slugs[at]) if at < len(slugs) else ("registry:profile-review",)


def _page(request: HttpRequest, form: StepForm, *, typed: str = "", status: int = 200) -> HttpResponse:
    slugs = [each.slug for each in STEPS]
    at = slugs.index(form.slug)
    context: dict[str, Any] = {
        "form": form,
        "place": at + 1,
        "count": len(slugs) + 1,
        "before": slugs[at - 1] if at else "",
    }
    if isinstance(form, OccupationForm):
        text = typed.strip()
        context |= {
            "typed": text,
            "matches": found(text),
            "searched": bool(text),
            "current": _current(form),
            "held": str(form["choice"].value() or "") if form.is_bound else str(form.initial.get("choice", "")),
        }
    if isinstance(form, WishesForm):
        context["countries"] = choices.country_choices()[1:]
    return render(request, form.template, context, status=status)


def _current(form: OccupationForm) -> dict[str, Any] | None:
    """The occupation that the profile holds already, as a button to keep."""
    from alianza.registry.summary import occupation_named

    value = str(form.initial.get("choice", ""))
    isco, _bar, esco = value.partition("|")
    return {"value": value, "label": occupation_named(isco, esco, page_language())} if isco else None


@login_required
@require_http_methods(["GET", "POST"])
def profile_review(request: HttpRequest) -> HttpResponse:
    """The last step: look at everything, agree to what one wants, register."""
    user, profile = _worker(request)
    if profile is None:
        return redirect("registry:profile-step", STEPS[0].slug)
    if request.method == "POST":
        return _register(request, user, profile)
    return _review(request, user, profile)


def _asked(user: User) -> list[Standing]:
    asked = tuple(each for each in purposes() if each.code in (*CONSENTS, "mail"))
    return standings(user, asked)


def _review(request: HttpRequest, user: User, profile: Profile, *, status: int = 200) -> HttpResponse:
    gaps = queries.gaps(profile)
    lang = page_language()
    context = {
        "profile": profile,
        "sections": sections(profile, lang),
        "gaps": gaps,
        "missing": [each for each in STEPS if each.slug in {gap.step for gap in gaps}],
        "missing_slugs": {gap.step for gap in gaps},
        "asked": [(each, each.purpose.current.agreement.in_language(lang)[1]) for each in _asked(user)],
        "place": len(STEPS) + 1,
        "count": len(STEPS) + 1,
    }
    return render(request, "registry/profile_review.html", context, status=status)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _register(request: HttpRequest, user: User, profile: Profile) -> HttpResponse:
    try:
        with transaction.atomic():
            for standing in _asked(user):
                code = standing.purpose.code
                if request.POST.get(f"agree_{code}"):
                    version, language = _whole(request.POST.get(f"version_{code}")), request.POST.get("language", "")
                    consents.give(user, code, version=version, language=language, by=user)
            actions.register(profile, version=_whole(request.POST.get("version")), by=user)
    except Refusal as refusal:
        messages.error(request, _(refusal.message) % refusal.facts)
        held = policy.own_profile(user)
        return _review(request, user, held, status=409) if held else redirect("registry:profile-mine")
    messages.success(request, _("You are registered. The platform will propose you where all conditions hold."))
    return redirect("registry:profile-mine")


@login_required
@require_POST
def profile_pause(request: HttpRequest) -> HttpResponse:
    user, profile = _held(request)
    actions.pause(profile, version=_whole(request.POST.get("version")), by=user)
    messages.success(request, _("Paused: nobody proposes you from now on. Your profile is kept until its last day."))
    return redirect("registry:profile-mine")


@login_required
@require_POST
def profile_renew(request: HttpRequest) -> HttpResponse:
    user, profile = _held(request)
    actions.renew(profile, by=user)
    messages.success(request, _("Your profile is kept for another full term."))
    return redirect("registry:profile-mine")


@login_required
@require_http_methods(["GET", "POST"])
def profile_remove(request: HttpRequest) -> HttpResponse:
    """Remove everything, after one question."""
    user, profile = _held(request)
    if request.method == "POST":
        actions.remove(profile, version=_whole(request.POST.get("version")), by=user)
        messages.success(request, _("Your profile and your papers were removed. Nothing of them is kept."))
        return redirect("registry:profile-mine")
    return render(request, "registry/profile_remove.html", {"profile": profile})


@login_required
@require_GET
def profile_export(request: HttpRequest, form: str) -> HttpResponse:
    """Everything that is held, to take along: one document, or one row in the columns that services exchange."""
    user, profile = _held(request)
    if form == "json":
        document = as_document(profile, consents=history(user))
        response: HttpResponse = JsonResponse(document, json_dumps_params={"indent": 1, "ensure_ascii": False})
    else:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        row = as_row(profile)
        writer = csv.writer(response)
        writer.writerow(row)
        writer.writerow(row.values())
    response["Content-Disposition"] = f'attachment; filename="alianza-{profile.pseudonym}.{form}"'
    return response
