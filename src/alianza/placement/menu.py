from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor, employers_of, is_officer, is_worker, roles_of


def entries(user: Visitor) -> list[dict[str, Any]]:
    if not user.is_authenticated:
        return []
    found = []
    if is_worker(user):
        found.append({"label": _("Work that fits me"), "url": reverse("placement:mine"), "order": 30})
    if is_officer(user) or "focal_point" in roles_of(user) or employers_of(user).exists():
        found.append({"label": _("Job orders"), "url": reverse("placement:order-list"), "order": 32, "group": "work"})
    if is_officer(user):
        found.append(
            {
                "label": _("Programmes and runs"),
                "url": reverse("placement:programme-list"),
                "order": 34,
                "group": "work",
            }
        )
    return found
