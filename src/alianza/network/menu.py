from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor, is_officer, roles_of


def entries(user: Visitor) -> list[dict[str, Any]]:
    found = [{"label": _("Members"), "url": reverse("network:organisation-list"), "order": 80, "group": "network"}]
    if is_officer(user) or "focal_point" in roles_of(user):
        found.append(
            {"label": _("Focal points"), "url": reverse("network:mandate-list"), "order": 82, "group": "network"}
        )
    return found
