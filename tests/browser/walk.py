"""Which pages a browser visits, as whom: built from the role x page tables, and from the links on the pages themselves.

Every page is visited once for each language and theme, by the visitor to whom it most belongs; both widths are seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from alianza.web.access import VISITORS, rows

LANGUAGES = ("en", "es", "fr")
THEMES = ("light", "dark")
WIDTHS = (390, 1280)
NARROWEST = 320
OWNERS = ("anonymous", "worker", "employer", "focal_point", "officer", "auditor", "administrator", "donor")
"""Whose page it is, in this order: what everybody sees is the visitor's, what only officers see is the officer's."""
SIGN_IN = ("login", "signup", "password/reset", "login/code")
ACCOUNT = ("email", "password/change", "2fa", "sessions", "logout", "reauthenticate")
NOT_PAGES = {"web:healthz"}
DOWNLOADS = re.compile(r"-(?:download|export|file|csv|xlsx|svg|png|pdf|json)$")


@dataclass(frozen=True)
class Look:
    language: str
    theme: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"


def looks() -> list[Look]:
    """Each language in each theme; the widths take turns, so that every page is seen in both."""
    return [
        Look(language, theme, WIDTHS[(place + turn) % 2])
        for place, language in enumerate(LANGUAGES)
        for turn, theme in enumerate(THEMES)
    ]


def owned() -> dict[str, list[str]]:
    """Routes that answer GET with a page, by the visitor who sees them in this pass."""
    found: dict[str, list[str]] = {visitor: [] for visitor in VISITORS}
    for row in rows():
        if row.method != "GET" or row.route in NOT_PAGES or DOWNLOADS.search(row.route):
            continue
        owner = next((visitor for visitor in OWNERS if row.expected(visitor) == 200), None)
        if owner:
            found[owner].append(row.route)
    return found


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


def addresses(visitor: str, fetch: Any) -> dict[str, str]:
    """The address of every page that belongs to this visitor, by route.

    `fetch` gives the HTML of an address, or None where it is no page. A route that needs a code is found through a
    link on a page found before; one that nothing links to is not visited here.
    """
    wanted = owned()[visitor]
    found: dict[str, str] = {}
    for route in wanted:
        try:
            found[route] = reverse(route)
        except NoReverseMatch:
            continue
    waiting = ["/", *found.values()]
    seen: set[str] = set()
    while waiting and len(seen) < 150:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        html = fetch(at)
        if html is None:
            continue
        for link in _links(html):
            route = route_of(link)
            if route in wanted and route not in found:
                found[route] = link
                waiting.append(link)
    if visitor == "anonymous":
        found |= {f"accounts:{name}": f"/accounts/{name}/" for name in SIGN_IN}
        found |= {"web:not-found": "/nowhere/", "demo": "/demo/"}
    if visitor == "worker":
        found |= {f"accounts:{name}": f"/accounts/{name}/" for name in ACCOUNT}
    if visitor != "anonymous":
        found["web:home"] = "/"
    return found
