from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor


def entries(user: Visitor) -> list[dict[str, Any]]:
    if not user.is_authenticated:
        return []
    return [{"label": _("My consents"), "url": reverse("consent:consent-list"), "order": 64}]
