"""What of the label waits for a person on the home page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from alianza.certification import policy
from alianza.certification.models import Application, Complaint, Finding
from alianza.certification.policy.complaints import asked_of, listed_for
from alianza.certification.queries.complaints import overdue
from alianza.network.policy import Visitor, is_officer


def _item(number: int, sentence: str, order: int, page: str = "certification:application-list") -> list[dict[str, Any]]:
    url = reverse(page)
    return [{"sentence": sentence % {"count": number}, "url": url, "order": order}] if number else []


def items(user: Visitor) -> list[dict[str, Any]]:
    if not user.is_authenticated:
        return []
    rows: list[dict[str, Any]] = []
    if is_officer(user):
        count = Application.objects.filter(state=Application.State.SUBMITTED).count()
        words = ngettext(
            "%(count)s application for the label came in.", "%(count)s applications for the label came in.", count
        )
        rows += _item(count, words, 44)
    audits = policy.audits_of(user).filter(closed_at__isnull=True, application__in=policy.visible_to(user)).count()
    words = ngettext("%(count)s audit is yours.", "%(count)s audits are yours.", audits)
    rows += _item(audits, words, 24)
    votes = (
        policy.before_the_panel(user)
        .filter(state=Application.State.PANEL)
        .exclude(votes__member_id=user.pk)
        .distinct()
        .count()
    )
    words = ngettext("%(count)s label waits for your vote.", "%(count)s labels wait for your vote.", votes)
    rows += _item(votes, words, 25)
    hearings = policy.appeals_before(user).filter(decided_on__isnull=True).exclude(votes__member_id=user.pk).count()
    words = ngettext("%(count)s appeal waits for your vote.", "%(count)s appeals wait for your vote.", hearings)
    rows += _item(hearings, words, 26)
    own = policy.organisations_of(user)
    if own.exists():
        open_ones = policy.findings_visible_to(user).filter(
            audit__application__subject__organisation__in=own, closed_on__isnull=True
        )
        count = open_ones.exclude(grade=Finding.Grade.OBSERVATION).count()
        words = ngettext(
            "%(count)s finding of an audit is to be corrected.",
            "%(count)s findings of audits are to be corrected.",
            count,
        )
        rows += _item(count, words, 27)
    return rows + _of_complaints(user)


def _of_complaints(user: Visitor) -> list[dict[str, Any]]:
    """Complaints past their day, and those that wait for the firm's answer."""
    late = overdue(listed_for(user), timezone.localdate()).count()
    words = ngettext("%(count)s complaint is past its day.", "%(count)s complaints are past their day.", late)
    asked = asked_of(user).filter(state=Complaint.State.ANSWER_BY_FIRM, answered_on__isnull=True).count()
    sentence = ngettext(
        "%(count)s complaint asks for your firm's answer.", "%(count)s complaints ask for your firm's answer.", asked
    )
    return _item(late, words, 22, "certification:complaint-list") + _item(
        asked, sentence, 23, "certification:complaint-asked-list"
    )
