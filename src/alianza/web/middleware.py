"""What holds for every page: clean input, the second factor, no copies of personal pages, refusals as answers."""

from collections.abc import Callable

from django.contrib import messages
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alianza.network.policy import roles_of
from alianza.network.roles import SECOND_FACTOR
from alianza.vocabulary.refusal import Refusal

Handler = Callable[[HttpRequest], HttpResponse]
SESSION_HAS_SECOND_FACTOR = "second_factor_shown"


def plain_input(get_response: Handler) -> Handler:
    """A NUL byte is never meant: SQLite would store it and PostgreSQL answer 500, so it stops here."""

    def refused(request: HttpRequest, sentence: str) -> HttpResponse:
        if wants_json(request):
            return problem(400, "web.nul", sentence)
        return HttpResponseBadRequest(sentence)

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return refused(request, _("The address holds a NUL character, which no value here can have."))
        if (request.content_type or "").startswith("application/json"):
            held = b"\0" in request.body or b"\\u0000" in request.body
        else:
            held = request.method == "POST" and any(
                "\0" in name or any("\0" in value for value in values) for name, values in request.POST.lists()
            )
        if held:
            return refused(
                request, _("A field holds a NUL character, which no text can have. Remove it and send again.")
            )
        return get_response(request)

    return middleware


def second_factor(get_response: Handler) -> Handler:
    """Roles that can decide for others sign in with a second factor; until then they reach only its set-up."""
    open_paths = ("/accounts/", "/language/", "/static/", "/healthz", "/demo/")
    tokens = "/accounts/tokens/"  # a token needs no second factor later, so issuing one does

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and not request.session.get(SESSION_HAS_SECOND_FACTOR)
            and (request.path.startswith(tokens) or not request.path.startswith(open_paths))
            and roles_of(user) & SECOND_FACTOR
        ):
            shown = {method.get("method") for method in request.session.get("account_authentication_methods", [])}
            if "mfa" in shown:
                request.session[SESSION_HAS_SECOND_FACTOR] = True
            else:
                sentence = _(
                    "Your role needs a second factor. Add a passkey or an authenticator app, then sign in with it."
                )
                if wants_json(request):
                    return problem(403, "web.second_factor_missing", sentence)
                messages.warning(request, sentence)
                return redirect("mfa_index")
        return get_response(request)

    return middleware


def personal_pages_are_not_stored(get_response: Handler) -> Handler:
    """What a signed-in person sees is not kept by caches or a shared browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def translated(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    return refusal.translated(_)


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def problem(status: int, code: str, detail: str) -> JsonResponse:
    """An answer of the form of RFC 9457."""
    return JsonResponse(
        {"type": f"urn:alianza:{code}", "title": detail, "status": status, "code": code},
        status=status,
        content_type="application/problem+json",
    )


class refusals:  # noqa: N801  middleware is named as the settings list it
    """A refusal raised by an action becomes one sentence on a page, or problem+json; never a 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            sentence = translated(exception)
            if wants_json(request):
                return problem(409, exception.code, sentence)
            reasons = exception.each_translated(_)
            context = {"sentence": sentence, "reasons": reasons, "code": exception.code}
            return render(request, "web/refused.html", context, status=409)
        if isinstance(exception, DataError):  # PostgreSQL's word for a value too long or out of range
            sentence = _(
                "A value is too long or out of range. Nothing was saved; shorten or correct it and send again."
            )
            if wants_json(request):
                return problem(400, "web.value_out_of_range", sentence)
            return render(request, "web/refused.html", {"sentence": sentence}, status=400)
        return None
