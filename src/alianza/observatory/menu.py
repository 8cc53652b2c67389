from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.network.policy import Visitor


def entries(user: Visitor) -> list[dict[str, Any]]:  # noqa: ARG001  everybody reads
    return [{"label": _("Statistics"), "url": reverse("observatory:series-list"), "order": 16}]
