"""Addresses: each context's under its name, found through the one list of contexts."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from alianza.web import views
from alianza.web.api import api
from alianza.web.contexts import CONTEXTS, offered

_of_web = (
    [
        path("", views.home, name="home"),
        path("healthz", views.healthz, name="healthz"),
        path("language/", views.language, name="language"),
        path("theme/", views.theme, name="theme"),
        path("style/", views.style, name="style"),
        path("sources/", views.sources, name="sources"),
        path("access/", views.access, name="access"),
        path("trail/", views.trail, name="trail"),
    ],
    "web",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(_of_web)),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
]
_mounted = tuple(name for name in CONTEXTS if name != "web" and (name != "demo" or settings.DEMONSTRATION))
for _context, _module in offered("urls", by=_mounted):
    urlpatterns.append(path(f"{_context}/", include(_module)))

handler400 = "alianza.web.views.bad_request"
handler403 = "alianza.web.views.forbidden"
handler404 = "alianza.web.views.not_found"
handler500 = "alianza.web.views.server_error"
