"""Which pages a browser visits, as whom: built from the role x page tables, and from the links on the pages themselves.

A page is seen by the visitor to whom it most belongs; in English, pages that the tables open to some signed-in people
and not to others are seen by each of those.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from alianza.web.access import rows

LANGUAGES = ("en", "es", "fr")
WIDTHS = (390, 1280)
NARROWEST = 320
OWNERS = ("anonymous", "worker", "employer", "focal_point", "officer", "auditor", "administrator", "donor")
"""Whose page it is, in this order: what everybody sees is the visitor's, what only officers see is the officer's."""
SIGN_IN = ("login", "signup", "password/reset", "login/code")
ACCOUNT = ("email", "password/change", "2fa", "sessions", "logout")
NOT_PAGES = {"web:healthz"}
DOWNLOADS = re.compile(r"-(?:download|export|file|csv|xlsx|svg|png|pdf|json|certificate|places)$")
Fetched = tuple[int, str]
"""Status and HTML of an answer; no HTML where it is something else."""


@dataclass(frozen=True)
class Look:
    language: str
    theme: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"


def looks(language: str) -> list[Look]:
    """A language in both themes; the first look is the one in which a page is loaded. The widths take turns."""
    narrow, wide = WIDTHS
    seen = {
        "en": [("light", narrow), ("dark", narrow), ("dark", wide)],
        "es": [("light", narrow), ("dark", narrow)],
        "fr": [("dark", narrow), ("light", wide)],
    }
    return [Look(language, theme, width) for theme, width in seen[language]]


def _open_to(visitor: str) -> list[str]:
    """Routes that answer this visitor's GET with a page."""
    return [
        row.route
        for row in rows()
        if row.method == "GET"
        and row.expected(visitor) == 200
        and row.route not in NOT_PAGES
        and not DOWNLOADS.search(row.route)
    ]


def owners() -> dict[str, str]:
    """Whose page each route most is."""
    found: dict[str, str] = {}
    for visitor in OWNERS:
        for route in _open_to(visitor):
            found.setdefault(route, visitor)
    return found


def told_apart() -> set[str]:
    """Routes where the tables tell signed-in people apart: these may look different to each who reaches them."""
    signed_in = [visitor for visitor in OWNERS if visitor != "anonymous"]
    differing = {row.route for row in rows() if row.method == "GET" and len({row.expected(v) for v in signed_in}) > 1}
    return differing | {"web:home"}


def route_of(address: str) -> str | None:
    """The route behind a link, or None where it leads elsewhere."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def _links(html: str) -> Iterator[str]:
    for found in re.findall(r"href=\"(/[^\"#]*)\"", html):
        if not found.startswith(("/static/", "//", "/api/")):
            yield unescape(found)


def addresses(visitor: str, fetch: Callable[[str], Fetched]) -> dict[str, str]:
    """The address of every page open to this visitor, by route.

    A route that needs a code is found through a link on a page found before; one that nothing links to is not visited.
    A fragment, which htmx puts into a page, is no page.
    """
    wanted = set(_open_to(visitor))
    found: dict[str, str] = {}
    for route in sorted(wanted):
        try:
            found[route] = reverse(route)
        except NoReverseMatch:
            continue
    waiting = list(found.items())
    while waiting:
        route, at = waiting.pop(0)
        status, html = fetch(at)
        if status == 200 and "<html" not in html:
            del found[route]
            continue
        for link in _links(html):
            further = route_of(link)
            if further in wanted and further not in found:
                found[further] = link
                waiting.append((further, link))
    if visitor == "anonymous":
        found |= {f"accounts:{name}": f"/accounts/{name}/" for name in SIGN_IN}
        found |= {"web:not-found": "/nowhere/", "demo:home": "/demo/", "demo:mail-list": "/demo/mail/"}
    if visitor == "worker":
        found |= {f"accounts:{name}": f"/accounts/{name}/" for name in ACCOUNT}
    return found
