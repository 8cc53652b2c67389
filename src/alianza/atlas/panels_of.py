"""The panels that other contexts offer for a page.

The list of contexts stands above the atlas on the map; what is installed is the same list, and Django holds it. So the
atlas asks each installed context for its `panels.py`, and never imports a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.apps import apps
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from alianza.vocabulary.panel import Panel


@cache
def offered(place: Literal["country", "corridor"]) -> tuple[Panel, ...]:
    """Every panel for the page of a country or of a corridor, in the order in which they stand on it."""
    found: list[Panel] = []
    for each in apps.get_app_configs():
        if each.name.startswith("alianza.") and find_spec(f"{each.name}.panels") is not None:
            found += import_module(f"{each.name}.panels").panels()
    return tuple(sorted((each for each in found if each.place == place), key=lambda each: (each.order, each.key)))


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with something to show: `key` is its anchor on the page."""

    key: str
    template: str
    context: dict[str, Any]
    request: HttpRequest | None = None

    def drawn(self) -> SafeString:
        """The panel's own piece of the page."""
        return render_to_string(self.template, self.context, self.request)


def shown(place: Literal["country", "corridor"], *codes: str, request: HttpRequest | None = None) -> Iterator[Shown]:
    """The panels that have something to show for a country (one code) or a corridor (origin and destination).

    With the page's `request`, the names that a panel gives to its numbers differ from those of the rest of the page.
    """
    for each in offered(place):
        built = each.build(*codes)
        if built is not None:
            yield Shown(each.key, each.template, dict(built), request)
