from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alianza.messages.queries import unread
from alianza.network.policy import Visitor


def entries(user: Visitor) -> list[dict[str, Any]]:
    if not user.is_authenticated:
        return []
    waiting = unread(user)
    label = _("Notices (%(count)s)") % {"count": waiting} if waiting else _("Notices")
    return [{"label": label, "url": reverse("messages:notice-list"), "order": 60}]
