"""What waits for a person on the home page: sentences with a link."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.network import queries
from alianza.network.policy import Visitor, is_officer, mandates_in_force


def items(user: Visitor) -> list[dict[str, Any]]:
    found = []
    if is_officer(user):
        vacant = len(queries.subjects_without_focal_point())
        if vacant:
            sentence = ngettext(
                "%(count)s subject of a member country has no focal point.",
                "%(count)s subjects of member countries have no focal point.",
                vacant,
            ) % {"count": vacant}
            found.append({"sentence": sentence, "url": reverse("network:mandate-list"), "order": 40})
        ending = len(queries.mandates_ending_within(60))
        if ending:
            sentence = ngettext(
                "%(count)s mandate ends within 60 days.", "%(count)s mandates end within 60 days.", ending
            ) % {"count": ending}
            found.append({"sentence": sentence, "url": reverse("network:mandate-list"), "order": 41})
    elif mandates_in_force(user).exists():
        found.append(
            {"sentence": _("See your mandates and delegate."), "url": reverse("network:mandate-list"), "order": 40}
        )
    return found
