"""The trail of deeds as a page for auditors: who did what to which thing, when; filtered by deed, actor and thing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.web.contexts import offered


@dataclass(frozen=True)
class Line:
    entry: Entry
    sentence: str
    actor: str
    facts: list[tuple[str, str]]
    """Names and values in words."""


def sentences() -> dict[str, str]:
    """Every deed's sentence, from each context's `deeds.py`."""
    found: dict[str, str] = {}
    for _context, module in offered("deeds"):
        found |= {deed: str(sentence) for deed, sentence in module.SENTENCES.items()}
    return found


def fact_names() -> dict[str, str]:
    """How facts are called, from each context's `deeds.py`; a name that nobody explains stands as it is written."""
    found: dict[str, str] = {}
    for _context, module in offered("deeds"):
        found |= {name: str(label) for name, label in getattr(module, "FACTS", {}).items()}
    return found


def fact_words(value: object) -> str:
    """A fact's value in words: lists with commas, yes and no, a dash for nothing.

    >>> fact_words(["isco", "years"]), fact_words({"PHL": 3, "IDN": 4}), fact_words(None)
    ('isco, years', 'PHL 3, IDN 4', '–')
    """
    if value is None or value in ([], {}, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name} {fact_words(held)}" for name, held in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(fact_words(held) for held in value)
    return str(value)


def _facts(entry: Entry, names: dict[str, str]) -> list[tuple[str, str]]:
    # by name: PostgreSQL keeps the keys of a record in an order of its own
    facts = sorted(entry.facts.items())
    return [(names.get(name, name.replace("_", " ")), fact_words(value)) for name, value in facts]


def _actor_names(codes: set[UUID]) -> dict[UUID, str]:
    names = dict(User.objects.filter(code__in=codes).values_list("code", "email"))
    names[PLATFORM.code] = _("The platform")
    return names


def lines(*, deed: str, subject: str, number: str) -> tuple[Page[Any], list[Line]]:
    """One page of fifty deeds, the latest first."""
    entries = Entry.objects.order_by("-number")
    if deed:
        entries = entries.filter(deed=deed)
    if subject:
        entries = entries.filter(subject=subject)
    page = Paginator(entries, 50).get_page(number)
    held = list(page.object_list)
    known, actors, names = sentences(), _actor_names({entry.actor for entry in held}), fact_names()
    return page, [
        Line(
            entry,
            known.get(entry.deed, entry.deed),
            actors.get(entry.actor, str(entry.actor)),
            _facts(entry, names),
        )
        for entry in held
    ]
