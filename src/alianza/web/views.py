from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.atlas.world_wording import headline
from alianza.network.policy import is_auditor, is_officer
from alianza.network.roles import ROLES
from alianza.observatory.queries import entries
from alianza.texts import page_language
from alianza.vocabulary.catalogue import datasets
from alianza.web import access as access_table
from alianza.web import specimen
from alianza.web import trail as trail_of_deeds
from alianza.web.front import figures
from alianza.web.menu import desk
from alianza.web.middleware import problem, wants_json


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    known = request.user.is_authenticated
    context = {"desk": desk(request) if known else [], "figures": figures(), "now": timezone.now()}
    return render(request, "web/home.html", context | ({} if known else {"world": headline()}))


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """The design system on one page: every component, as the other pages use it."""
    return render(request, "web/style.html", specimen.context(request))


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Where every packaged file comes from and under which licence."""
    series = len({each.id for each in entries()})
    context = {"datasets": datasets(), "series": series, "font_licence": static("web/fonts/OFL-IBM-Plex-Sans.txt")}
    return render(request, "web/sources.html", context)


@require_GET
def access(request: HttpRequest) -> HttpResponse:
    """Which role reaches which page: the same table that the tests run."""
    if not is_officer(request.user):
        return not_found(request)
    return render(request, "web/access.html", {"roles_known": ROLES, "rows": access_table.rows()})


@login_required
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """What was done, by whom and when."""
    if not is_auditor(request.user):
        return not_found(request)
    deed, subject = request.GET.get("deed", ""), request.GET.get("subject", "")
    page, lines = trail_of_deeds.lines(deed=deed, subject=subject, number=request.GET.get("page", "1"))
    known = sorted(trail_of_deeds.sentences().items(), key=lambda pair: pair[1])
    context = {"page": page, "lines": lines, "known": known, "deed": deed, "subject": subject}
    return render(request, "web/trail.html", context)


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"}, json_dumps_params={"separators": (",", ":")})


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return "/"


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page."""
    response = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        activate(chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        if request.user.is_authenticated and request.user.language != chosen:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says."""
    response = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in {"light", "dark"}:
        response.set_cookie(
            "theme", chosen, max_age=settings.LANGUAGE_COOKIE_AGE, secure=settings.SECURE, samesite="Lax", httponly=True
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _error(request: HttpRequest, status: HTTPStatus, title: str, sentence: str) -> HttpResponse:
    if wants_json(request):
        return problem(status, f"web.{status.name.lower()}", f"{title} {sentence}")
    return render(request, "web/error.html", {"title": title, "sentence": sentence, "status": status}, status=status)


def _bare(title: str, sentence: str) -> HttpResponse:
    """The page of last resort: whatever broke may be what the frame of a page needs."""
    page = format_html(
        '<!DOCTYPE html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{}</title><main><h1>{}</h1><p>{}</p></main></html>",
        page_language(), title, title, sentence,
    )  # fmt: skip
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(
        request,
        HTTPStatus.BAD_REQUEST,
        _("The platform could not read this request."),
        _("Nothing was saved. Go back, check what you entered and send it again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(
        request,
        HTTPStatus.FORBIDDEN,
        _("Your role does not allow this."),
        _("If you think it should, ask the secretariat for the role."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _error(
        request,
        HTTPStatus.FORBIDDEN,
        _("The form was open too long, or was sent from another site."),
        _("Nothing was saved. Open the page again and send the form once more."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is no such page."),
        _("The address may be mistyped, or the thing may not be open to you."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    title = _("Something broke on our side.")
    sentence = _("Your last step may not have been saved. Please try again in a minute.")
    try:
        return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR, title, sentence)
    except Exception:  # noqa: BLE001  the database itself may be what broke
        return _bare(title, sentence)
