from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor


def entries(_user: Visitor) -> list[dict[str, Any]]:
    return [
        {"label": _("The world"), "url": reverse("atlas:world-show"), "order": 12, "group": "world"},
        {"label": _("Countries"), "url": reverse("atlas:country-list"), "order": 13, "group": "world"},
    ]
