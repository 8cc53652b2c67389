"""What waits for a person on the home page: sentences with a link."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.network.policy import Visitor
from alianza.registry import policy
from alianza.registry.models import Intake, Status
from alianza.registry.queries import WARNED_DAYS


def items(user: Visitor) -> list[dict[str, Any]]:
    found = []
    if policy.may_have_profile(user):
        found += _of_worker(user)
    if policy.may_bring(user):
        waiting = policy.intakes_visible_to(user).filter(state=Intake.State.READY).count()
        if waiting:
            sentence = ngettext(
                "%(count)s checked file of workers waits for a decision.",
                "%(count)s checked files of workers wait for a decision.",
                waiting,
            )
            found.append(
                {"sentence": sentence % {"count": waiting}, "url": reverse("registry:intake-list"), "order": 30}
            )
    return found


def _of_worker(user: Visitor) -> list[dict[str, Any]]:
    profile = policy.own_profile(user)
    page = reverse("registry:profile-mine")
    if profile is None:
        return [{"sentence": _("Register once, and be proposed for jobs abroad."), "url": page, "order": 20}]
    if profile.status == Status.DRAFT:
        return [{"sentence": _("Your profile is not registered yet."), "url": page, "order": 15}]
    if profile.keep_until <= timezone.localdate() + timedelta(days=WARNED_DAYS):
        return [
            {"sentence": _("Your profile will be removed soon: say if you still want it."), "url": page, "order": 5}
        ]
    return []
