"""The kinds of notices, as the contexts declare them in `notices.py` under the name `KINDS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

from django.apps import apps
from django.utils.functional import Promise

Words: TypeAlias = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of notice. Strings are lazy translations.

    `code` is like a deed's, `placement.proposal.made`. `title` has no places: it alone stands in the mail. `sentence`
    is the notice itself, its places filled by the facts. A `duty` belongs to the work of a role and is mailed to
    whoever acts in one; other kinds are mailed to people who agreed to mail. `shown` turns facts as kept (codes) into
    facts as read (names in the language given).
    """

    code: str
    title: Words
    sentence: Words
    duty: bool = False
    shown: Callable[[Mapping[str, Any], str], Mapping[str, Any]] | None = None


class UnknownKindError(LookupError):
    """A notice of a kind that no context declares: a mistake of the caller."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every declared kind by its code."""
    found: dict[str, Kind] = {}
    for app in apps.get_app_configs():
        path = f"{app.name}.notices"
        if app.name.startswith("alianza.") and find_spec(path) is not None:
            for kind in getattr(import_module(path), "KINDS", ()):
                if kind.code in found:
                    raise ValueError(f"Two contexts declare the notice {kind.code}.")
                found[kind.code] = kind
    return found


def kind(code: str) -> Kind:
    try:
        return kinds()[code]
    except KeyError:
        raise UnknownKindError(f"No context declares the notice {code!r}; add it to KINDS in its notices.py.") from None
