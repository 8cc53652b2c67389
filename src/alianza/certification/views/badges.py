"""Badges, what they are worth today, and the keys with which anybody checks them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alianza.certification.badges import LANGUAGES, picture, public_keys
from alianza.certification.forms.register import VerifyForm
from alianza.certification.models import Award
from alianza.certification.queries.labels import stands
from alianza.certification.queries.verifying import Verified, verified
from alianza.certification.shown import outcome_text
from alianza.certification.signing import checked
from alianza.certification.standing import STATES
from alianza.certification.tokens import Badge, Check, NotAToken, token_in
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal


@require_GET
def badge_svg(request: HttpRequest, code: UUID, lang: str) -> HttpResponse:
    """The badge of a label that holds today; of any other there is none."""
    if lang not in LANGUAGES:
        raise Http404
    award = get_object_or_404(
        Award.objects.select_related(
            "application__subject__organisation", "application__version__scheme", "application__version__instrument"
        ),
        code=code,
    )
    now = stands(award.subject, timezone.localdate())
    if not now.is_valid or now.label != award.number:
        raise Http404
    response = HttpResponse(picture(award, lang), content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    response["Cache-Control"] = "public, max-age=3600"
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="badge-{award.number}.{lang}.svg"'
    return response


@require_http_methods(["GET", "POST"])
def badge_ask(request: HttpRequest) -> HttpResponse:
    """For whoever has a badge as text or as a picture."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["token"].strip()
        file = form.cleaned_data["file"]
        token = (token_in(file.read()) or "") if file else given.rstrip("/").rpartition("/")[2]
        if not token:
            form.add_error(None, _("Give the text of a badge, its address or its picture as an SVG file."))
        elif not set(token) - _LETTERS:
            return redirect("certification:badge-verify", token=token)
        else:
            form.add_error("token", _(NotAToken.message))
    return render(request, "certification/badge_ask.html", {"form": form}, status=400 if form.errors else 200)


_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@require_GET
def badge_verify(request: HttpRequest, token: str) -> HttpResponse:
    """In words: is the signature right, and what is the standing today?"""
    try:
        said = checked(token)
    except Refusal as refusal:
        status = 404 if isinstance(refusal, NotAToken) else 200
        context: dict[str, Any] = {"wrong": refusal.translated(_)}
        return render(request, "certification/badge_verify.html", context, status=status)
    found = verified(said, timezone.localdate())
    context = {
        "said": said,
        "is_check": isinstance(said, Check),
        "found": found,
        "outcome": _outcome(found, said),
        "then": _state(said.standing) if isinstance(said, Check) else "",
        "today": timezone.localdate(),
        "token": token,
    }
    return render(request, "certification/badge_verify.html", context)


def _state(name: str) -> str:
    return next((str(words) for state, words in STATES.items() if state.value == name), name)


def _outcome(found: Verified, said: Badge | Check) -> str:
    """The result in the reader's words, where the register knows it; else as it was signed."""
    if found.award is not None:
        words = outcome_text(found.award.application.version.instrument.instrument, said.outcome)
        if words:
            return words.in_language(page_language())[0]
    return said.outcome


@require_GET
def badge_keys(request: HttpRequest) -> HttpResponse:
    return render(request, "certification/badge_keys.html", {"keys": public_keys()})


@require_GET
def badge_keys_text(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """One key a line in base64: what `alianza certification verify --key` reads."""
    return HttpResponse("".join(f"{each.key}\n" for each in public_keys()), content_type="text/plain")
