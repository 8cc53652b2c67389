"""What waits for a person on the home page: sentences with a link."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from alianza.network.policy import Visitor
from alianza.regulations import policy, queries
from alianza.regulations.models import SheetVersion, Status


def items(user: Visitor) -> list[dict[str, Any]]:
    if not policy.keeps_sheets(user):
        return []
    found = []
    waiting = queries.versions_waiting_for(user).count()
    if waiting:
        sentence = ngettext(
            "%(count)s sheet waits for your review.", "%(count)s sheets wait for your review.", waiting
        ) % {"count": waiting}
        found.append({"sentence": sentence, "url": reverse("regulations:version-list"), "order": 20})
    own = policy.jurisdictions_of(user)
    drafts = SheetVersion.objects.filter(status=Status.DRAFT, category__jurisdiction__in=own).count() if own else 0
    if drafts:
        sentence = ngettext(
            "%(count)s draft of a sheet waits to be submitted.",
            "%(count)s drafts of sheets wait to be submitted.",
            drafts,
        ) % {"count": drafts}
        found.append({"sentence": sentence, "url": reverse("regulations:version-list"), "order": 21})
    unconfirmed = (
        sum(not sheet.is_confirmed and sheet.jurisdiction in own for sheet in queries.sheets_in_force()) if own else 0
    )
    if unconfirmed:
        sentence = ngettext(
            "%(count)s sheet of your country has not been confirmed.",
            "%(count)s sheets of your country have not been confirmed.",
            unconfirmed,
        ) % {"count": unconfirmed}
        found.append({"sentence": sentence, "url": reverse("regulations:version-list"), "order": 22})
    return found
