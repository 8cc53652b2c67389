from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.consent import actions, policy, queries
from alianza.consent.forms import GiveForm
from alianza.consent.purposes import purpose as purpose_named
from alianza.consent.purposes import purposes
from alianza.network.policy import Visitor
from alianza.texts import page_language
from alianza.vocabulary.text import Text


def _words(text: Text, lang: str) -> dict[str, str]:
    words, language = text.in_language(lang)
    return {"words": words, "lang": language}


def cards(user: Visitor, lang: str) -> list[dict[str, Any]]:
    """One card per purpose, in the reader's language where it exists."""
    found = []
    for standing in queries.standings(user, policy.purposes_for(user)):  # type: ignore[arg-type]
        asked = standing.purpose.current
        found.append(
            {
                "code": standing.purpose.code,
                "standing": standing,
                "version": asked.version,
                "months": asked.retention_months,
                "title": _words(asked.title, lang),
                "data": _words(asked.data, lang),
                "why": _words(asked.why, lang),
                "agreement": asked.agreement,
                "agreement_lang": asked.agreement.in_language(lang)[1],
            }
        )
    return found


@login_required
@require_GET
def consent_list(request: HttpRequest) -> HttpResponse:
    """My consents: what each is for, and one button."""
    lang = page_language()
    shown = cards(request.user, lang)
    titles = {each.code: each.current.title.in_language(lang)[0] for each in purposes()}
    past = [
        (titles.get(consent.purpose, consent.purpose), consent)
        for consent in queries.history(request.user)[:200]  # type: ignore[arg-type]
    ]
    context = {"cards": shown, "past": past, "given": sum(card["standing"].counts for card in shown)}
    return render(request, "consent/consent_list.html", context)


@login_required
@require_POST
def consent_give(request: HttpRequest, purpose: str) -> HttpResponse:
    if not policy.may_decide(request.user, purpose):
        raise Http404
    form = GiveForm(request.POST)
    if not form.is_valid():
        raise actions.WordingChanged
    data = form.cleaned_data
    actions.give(
        request.user,  # type: ignore[arg-type]
        purpose,
        version=data["version"],
        language=data["language"],
        by=request.user,  # type: ignore[arg-type]
    )
    messages.success(request, _("Thank you. You can withdraw at any time on this page."))
    return redirect("consent:consent-list")


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    if not policy.may_decide(request.user, purpose):
        raise Http404
    purpose_named(purpose)
    actions.withdraw(request.user, purpose, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Withdrawn. From now on nothing is done for this purpose."))
    return redirect("consent:consent-list")
