"""The menu and the desk: each context offers its entries in `menu.py` as `entries(user)`; here they are put in order.

An entry is a mapping with `label`, `url` and `order` (lower comes first), and may name its `group`. A short menu shows
every entry; a long one folds each group under its name, so that it stays in one row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.network.policy import is_auditor
from alianza.web.contexts import CONTEXTS, offered

GROUPS: Mapping[str, tuple[Promise, int]] = {
    "law": (pgettext_lazy("menu", "Law"), 10),
    "world": (pgettext_lazy("menu", "World"), 12),
    "work": (pgettext_lazy("menu", "Work"), 30),
    "label": (pgettext_lazy("menu", "Label"), 40),
    "questionnaires": (pgettext_lazy("menu", "Questionnaires"), 45),
    "fund": (pgettext_lazy("menu", "Fund"), 55),
    "bodies": (pgettext_lazy("menu", "Decisions"), 56),
    "network": (pgettext_lazy("menu", "Network"), 57),
}
"""What a group of entries is called, and where it stands; an entry alone in its group stands by itself."""
SHORT = 12
"""So many entries are shown one beside the other; more are folded."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one name."""

    id: str
    label: Promise
    entries: tuple[dict[str, Any], ...]

    @property
    def current(self) -> bool:
        return any(entry["current"] for entry in self.entries)


def desk(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for this person, from each context's `desk.py` as `items(user)`: `sentence`, `url`, `order`."""
    found: list[dict[str, Any]] = []
    for _context, module in offered("desk"):
        found.extend(module.items(request.user))
    return sorted(found, key=lambda item: item["order"])


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _context, module in offered("menu", by=tuple(name for name in CONTEXTS if name != "web")):
        found.extend(module.entries(request.user))
    if is_auditor(request.user):
        found.append({"label": _("Trail of deeds"), "url": reverse("web:trail"), "order": 90})
    leading = [str(entry["url"]) for entry in found if request.path.startswith(str(entry["url"]))]
    here = max(leading, key=len, default=None)  # /observatory/loads/ lies under /observatory/, and both have an entry
    for entry in found:
        entry["current"] = str(entry["url"]) == here
    return sorted(found, key=lambda entry: (entry["order"], str(entry["label"])))


def drawn(found: Sequence[dict[str, Any]]) -> list[dict[str, Any] | Group]:
    """The menu as it is drawn: entries, and groups where it is long, in their order."""
    if len(found) <= SHORT:
        return list(found)
    groups = {name: tuple(entry for entry in found if entry.get("group") == name) for name in GROUPS}
    folded = {name: entries for name, entries in groups.items() if len(entries) > 1}
    rows: list[tuple[int, str, dict[str, Any] | Group]] = [
        (entry["order"], str(entry["label"]), entry) for entry in found if entry.get("group") not in folded
    ]
    for name, entries in folded.items():
        label, order = GROUPS[name]
        rows.append((order, str(label), Group(name, label, entries)))
    return [row for _order, _label, row in sorted(rows, key=lambda row: row[:2])]
