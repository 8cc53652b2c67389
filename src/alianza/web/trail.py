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


def sentences() -> dict[str, str]:
    """Every deed's sentence, from each context's `deeds.py`."""
    found: dict[str, str] = {}
    for _context, module in offered("deeds"):
        found |= {deed: str(sentence) for deed, sentence in module.SENTENCES.items()}
    return found


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
    known, names = sentences(), _actor_names({entry.actor for entry in held})
    return page, [
        Line(entry, known.get(entry.deed, entry.deed), names.get(entry.actor, str(entry.actor))) for entry in held
    ]
