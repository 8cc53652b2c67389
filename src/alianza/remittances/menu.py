from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor


def entries(_user: Visitor) -> list[dict[str, Any]]:
    return [
        {"label": _("Sending money home"), "url": reverse("remittances:corridor-find"), "order": 22, "group": "world"}
    ]
