"""What waits for a person on the home page: sentences with a link."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from alianza.messages.queries import unread
from alianza.network.policy import Visitor


def items(user: Visitor) -> list[dict[str, Any]]:
    waiting = unread(user)
    if not waiting:
        return []
    sentence = ngettext("%(count)s notice waits to be read.", "%(count)s notices wait to be read.", waiting)
    return [{"sentence": sentence % {"count": waiting}, "url": reverse("messages:notice-list"), "order": 10}]
