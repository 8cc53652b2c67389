"""What waits for a person on the home page: sentences with a link."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from alianza.network.policy import Visitor, is_officer
from alianza.regulations import policy, queries, upkeep
from alianza.regulations.models import ErrorReport, SheetVersion, Status


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
    today = timezone.localdate()
    mine = upkeep.queue_of(user, today) if own else []
    due = sum(mark.asks_for_somebody for mark in mine if mark.sheet.jurisdiction in own)
    if due:
        sentence = ngettext(
            "%(count)s sheet of your country asks to be looked at.",
            "%(count)s sheets of your country ask to be looked at.",
            due,
        ) % {"count": due}
        found.append({"sentence": sentence, "url": reverse("regulations:queue"), "order": 23})
    kept = upkeep.queue_of(user, today) if is_officer(user) else []
    regional = sum(mark.asks_for_somebody for mark in kept if policy.is_regional(mark.sheet.jurisdiction))
    if regional:
        sentence = ngettext(
            "%(count)s sheet of a region asks to be looked at.",
            "%(count)s sheets of regions ask to be looked at.",
            regional,
        ) % {"count": regional}
        found.append({"sentence": sentence, "url": reverse("regulations:queue"), "order": 24})
    reports = policy.reports_for(user).filter(state__in=ErrorReport.WAITING).count()
    if reports:
        sentence = ngettext(
            "%(count)s error reported in a sheet waits for an answer.",
            "%(count)s errors reported in sheets wait for an answer.",
            reports,
        ) % {"count": reports}
        found.append({"sentence": sentence, "url": reverse("regulations:queue"), "order": 21})
    return found
