"""Sizes by country that other contexts offer: how much of the world's migrants, say, those who answered account for.

Statistics stand above questionnaires, so nothing is fetched from there: a context that holds such numbers declares them
in its `sizes.py` under the name `SIZES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Held:
    """The numbers: by country or by code of what is none (origin not specified), which counts in the whole alone."""

    by_place: Mapping[str, float]
    year: str
    source: str
    vintage: str


@dataclass(frozen=True, slots=True)
class Size:
    """One size. `of` reads the numbers (None where there are none), `state` names what they would be read from."""

    key: str
    label: Promise
    method: Promise
    of: Callable[[], Held | None]
    state: Callable[[], str]


@cache
def sizes() -> Mapping[str, Size]:
    """Every size that a context offers, by its key."""
    found: dict[str, Size] = {}
    for app in apps.get_app_configs():
        path = f"{app.name}.sizes"
        if app.name.startswith("alianza.") and app.name != "alianza.instruments" and find_spec(path) is not None:
            for size in import_module(path).SIZES:
                if size.key in found:
                    raise ValueError(f"Two contexts offer the size {size.key}.")
                found[size.key] = size
    return found
