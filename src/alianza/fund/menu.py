from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.fund.policy import contributions
from alianza.network.policy import Visitor


def entries(user: Visitor) -> list[dict[str, Any]]:
    """What of the fund a person finds in the navigation; each noun adds its line where it has a page for them."""
    found: list[dict[str, Any]] = []
    if contributions.may_read(user) or contributions.donors_visible_to(user).exists():
        found.append({"label": _("Contributions"), "url": reverse("fund:agreement-list"), "order": 60})
    return found
