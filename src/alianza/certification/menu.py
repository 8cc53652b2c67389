"""What of the label a person finds in the navigation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.certification import policy
from alianza.certification.models import Accreditation
from alianza.certification.policy.complaints import asked_of
from alianza.instruments.policy import ANSWER_FOR
from alianza.network.policy import Visitor, is_officer, roles_of


def entries(user: Visitor) -> list[dict[str, Any]]:
    """Every page asks, so the roles are looked at before anything else is: they are read once per request."""
    found: list[dict[str, Any]] = []
    acts = not roles_of(user).isdisjoint(ANSWER_FOR)
    if user.is_authenticated:  # a visitor's menu is short: the register leads there
        found.append({"label": _("Fair-recruitment label"), "url": reverse("certification:scheme-show"), "order": 59})
    if user.is_authenticated and (
        is_officer(user) or acts or any(policy.is_accredited(user, kind) for kind in Accreditation.Kind.values)
    ):
        found.append(
            {"label": _("Applications for the label"), "url": reverse("certification:application-list"), "order": 46}
        )
    found.append(
        {"label": _("Register of certified firms"), "url": reverse("certification:register-list"), "order": 60}
    )
    if is_officer(user):
        found.append({"label": _("Complaints"), "url": reverse("certification:complaint-list"), "order": 47})
    elif acts and asked_of(user).exists():
        url = reverse("certification:complaint-asked-list")
        found.append({"label": _("Complaints that ask for our answer"), "url": url, "order": 28})
    return [{"group": "label", **entry} for entry in found]
