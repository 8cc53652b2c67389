"""The menu: each context offers its entries in `menu.py` as `entries(user)`; here they are put in order.

An entry is a mapping with `label`, `url` and `order` (lower comes first).
"""

from typing import Any

from django.http import HttpRequest

from alianza.web.contexts import CONTEXTS, offered


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _context, module in offered("menu", by=tuple(name for name in CONTEXTS if name != "web")):
        found.extend(module.entries(request.user))
    for entry in found:
        entry["current"] = request.path.startswith(str(entry["url"]))
    return sorted(found, key=lambda entry: (entry["order"], str(entry["label"])))
