"""What waits for a person on the home page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.network.policy import Visitor, employers_of, is_officer, is_worker
from alianza.placement.models import JobOrder, Placement, Proposal


def _item(number: int, sentence: str, url: str, order: int) -> list[dict[str, Any]]:
    return [{"sentence": sentence % {"count": number}, "url": url, "order": order}] if number else []


def items(user: Visitor) -> list[dict[str, Any]]:
    if is_officer(user):
        waiting = JobOrder.objects.filter(state=JobOrder.State.SUBMITTED).count()
        sentence = ngettext(
            "%(count)s job order waits for approval.", "%(count)s job orders wait for approval.", waiting
        )
        return _item(waiting, sentence, reverse("placement:order-list") + "?state=submitted", 10)
    if is_worker(user):
        asked = Proposal.objects.filter(
            profile__user=user.pk, answer=Proposal.Answer.ASKED, order__state=JobOrder.State.OPEN
        ).count()
        offered = Placement.objects.filter(profile__user=user.pk, state=Placement.State.OFFERED).count()
        return [
            *_item(
                offered,
                ngettext("%(count)s place is offered to you.", "%(count)s places are offered to you.", offered),
                reverse("placement:mine"),
                5,
            ),
            *_item(
                asked,
                ngettext(
                    "%(count)s employer would like to know you.", "%(count)s employers would like to know you.", asked
                ),
                reverse("placement:mine"),
                6,
            ),
        ]
    own = employers_of(user)
    if not own.exists():
        return []
    returned = JobOrder.objects.filter(employer__in=own, state=JobOrder.State.RETURNED).count()
    agreed = Proposal.objects.filter(
        order__employer__in=own, answer=Proposal.Answer.AGREED, order__state="open"
    ).count()
    return [
        *_item(
            returned,
            ngettext(
                "%(count)s job order came back to correct.", "%(count)s job orders came back to correct.", returned
            ),
            reverse("placement:order-list") + "?state=returned",
            10,
        ),
        *_item(
            agreed,
            ngettext(
                "%(count)s worker agreed to be shown to you.", "%(count)s workers agreed to be shown to you.", agreed
            ),
            reverse("placement:order-list") + "?state=open",
            12,
        ),
        {"sentence": _("Place a job order."), "url": reverse("placement:order-draft"), "order": 20},
    ]
