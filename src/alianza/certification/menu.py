"""What of the label a person finds in the navigation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.certification import policy
from alianza.certification.models import Accreditation
from alianza.network.policy import Visitor, is_officer


def entries(user: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"label": _("Fair-recruitment label"), "url": reverse("certification:scheme-show"), "order": 59}
    ]
    if user.is_authenticated and (
        is_officer(user)
        or policy.organisations_of(user).exists()
        or any(policy.is_accredited(user, kind) for kind in Accreditation.Kind.values)
    ):
        found.append(
            {"label": _("Applications for the label"), "url": reverse("certification:application-list"), "order": 46}
        )
    return found
