"""What every template knows: the menu, the person's roles, the languages, and whether this is a demonstration."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from alianza.network.policy import roles_of
from alianza.web.menu import drawn, menu


def here(request: HttpRequest) -> str:
    """Where switching the language leads back to: this page, or the page whose form was just answered."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.META.get("HTTP_HOST") and came_from.path:
        return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return request.path


def house(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "user"):  # an error before anybody was recognised
        request.user = AnonymousUser()
    found: Any = SimpleLazyObject(lambda: menu(request))
    return {
        "demonstration": settings.DEMONSTRATION,
        "here": here(request),
        "languages": settings.LANGUAGES,
        "menu": found,
        "menu_drawn": SimpleLazyObject(lambda: drawn(found)),
        "roles": SimpleLazyObject(lambda: roles_of(request.user)),
        "theme": request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in {"light", "dark"} else "",
    }
