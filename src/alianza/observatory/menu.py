from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor
from alianza.observatory import policy


def entries(user: Visitor) -> list[dict[str, Any]]:
    found = [{"label": _("Statistics"), "url": reverse("observatory:series-list"), "order": 16, "group": "world"}]
    if policy.may_load(user):
        found.append(
            {"label": _("Load statistics"), "url": reverse("observatory:load-list"), "order": 17, "group": "world"}
        )
    return found
