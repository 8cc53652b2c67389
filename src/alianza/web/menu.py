"""The menu and the desk: each context offers its entries in `menu.py` as `entries(user)`; here they are put in order.

An entry is a mapping with `label`, `url` and `order` (lower comes first).
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import is_auditor
from alianza.web.contexts import CONTEXTS, offered


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
