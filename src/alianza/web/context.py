"""What every template knows: the menu, the person's roles, the languages, and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from alianza.network.policy import roles_of
from alianza.web.menu import menu


def house(request: HttpRequest) -> dict[str, Any]:
    return {
        "demonstration": settings.DEMONSTRATION,
        "languages": settings.LANGUAGES,
        "menu": SimpleLazyObject(lambda: menu(request)),
        "roles": SimpleLazyObject(lambda: roles_of(request.user)),
        "theme": request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in {"light", "dark"} else "",
    }
