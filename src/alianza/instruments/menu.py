"""What of questionnaires a person finds in the navigation; each noun adds its line."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.instruments import policy
from alianza.instruments.queries import responses
from alianza.network.policy import Visitor, is_auditor


def entries(user: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    # versions
    if user.is_authenticated:  # a visitor's menu is short: rounds and the scheme of the label lead there
        found.append(
            {
                "label": _("Questionnaires and labels"),
                "url": reverse("instruments:version-list"),
                "order": 58,
                "group": "questionnaires",
            }
        )
    # rounds
    if policy.may_keep_instruments(user) or is_auditor(user):
        found.append(
            {
                "label": _("Rounds of questionnaires"),
                "url": reverse("instruments:round-list"),
                "order": 45,
                "group": "questionnaires",
            }
        )
    # responses
    if user.is_authenticated and responses.is_asked(user):
        found.append({"label": _("What I am asked"), "url": reverse("instruments:response-asked"), "order": 20})
    return found
