from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor
from alianza.registry.policy import may_bring, may_have_profile


def entries(user: Visitor) -> list[dict[str, Any]]:
    found = []
    if may_have_profile(user):
        found.append({"label": _("My profile"), "url": reverse("registry:profile-mine"), "order": 20})
    if may_bring(user):
        found.append({"label": _("Workers"), "url": reverse("registry:profile-list"), "order": 30, "group": "work"})
        found.append(
            {"label": _("Routes open to workers"), "url": reverse("registry:openness"), "order": 31, "group": "work"}
        )
        found.append(
            {"label": _("Files of workers"), "url": reverse("registry:intake-list"), "order": 32, "group": "work"}
        )
    return found
