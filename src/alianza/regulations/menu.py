from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor
from alianza.regulations import policy


def entries(user: Visitor) -> list[dict[str, Any]]:
    found = [
        {"label": _("Find a lawful route"), "url": reverse("regulations:pathways"), "order": 10, "group": "law"},
        {"label": _("Law by country"), "url": reverse("regulations:sheet-list"), "order": 12, "group": "law"},
    ]
    if user.is_authenticated:  # a visitor's menu is short: the list of sheets leads there
        found.append({"label": _("Law compared"), "url": reverse("regulations:compare"), "order": 13, "group": "law"})
    if policy.keeps_sheets(user):
        found.append({"label": _("What to look at"), "url": reverse("regulations:queue"), "order": 15, "group": "law"})
        found.append(
            {"label": _("Keep the sheets"), "url": reverse("regulations:version-list"), "order": 14, "group": "law"}
        )
    return found
