"""What those who keep and review sheets are told, and the mail to whoever told an error."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from alianza.accounts.models import User
from alianza.messages.actions import tell, tell_many
from alianza.messages.kinds import Kind
from alianza.network.models import RoleCode, Subject
from alianza.regulations import policy
from alianza.regulations.models import ErrorReport, SheetVersion
from alianza.regulations.queries import sheets_in_force
from alianza.regulations.upkeep import keepers_of
from alianza.vocabulary.places import UnknownCountry, country_by_alpha2

logger = logging.getLogger("alianza.regulations")


def _day_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    return {**facts, "day": date_format(date.fromisoformat(str(facts["day"])), "DATE_FORMAT")}


def _named(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    """Sheets by their names; one that is no longer in force by its id."""
    names = {sheet.id: sheet.name.in_language(lang)[0] for sheet in sheets_in_force()}
    return {"names": "; ".join(names.get(each, each) for each in facts["sheets"])}


KINDS = (
    Kind(
        "regulations.sheet.submitted",
        _("A sheet waits to be checked"),
        _("%(sheet)s was submitted. Check it: publish it, or send it back with what to correct."),
        duty=True,
    ),
    Kind(
        "regulations.sheet.due",
        _("Sheets that you keep ask to be looked at"),
        _("Something came due in these sheets: %(names)s. The queue says what, and what you can do."),
        duty=True,
        shown=_named,
    ),
    Kind(
        "regulations.report.received",
        _("An error was told of a sheet"),
        _("Somebody says that a line of %(sheet)s is wrong. Answer by %(day)s."),
        duty=True,
        shown=_day_shown,
    ),
)


def _reviewers(version: SheetVersion) -> list[User]:
    """Officers and the other focal points of the country: whoever may review it, by the same rule as the page."""
    candidates = Q(memberships__role=RoleCode.OFFICER)
    try:
        place = country_by_alpha2(version.category.jurisdiction).alpha3
    except UnknownCountry:
        pass  # a region's sheet is the secretariat's
    else:
        candidates |= Q(mandates__country=place, mandates__subject=Subject.REGULATIONS)
    found = User.objects.filter(candidates, is_active=True).distinct().order_by("pk")
    return [user for user in found if policy.may_review(user, version)]


def sheet_submitted(version: SheetVersion) -> None:
    """Tell those who may check it; call it inside the transaction of the submission."""
    url = reverse("regulations:version-show", kwargs={"code": version.code})
    tell_many([(user, {"sheet": str(version)}, url) for user in _reviewers(version)], "regulations.sheet.submitted")


def sheets_due(user: User, names: Sequence[str]) -> None:
    """Tell a keeper which of their sheets came due; call it inside the transaction that remembers the month."""
    tell(user, "regulations.sheet.due", {"sheets": list(names)}, reverse("regulations:queue"))


def error_reported(report: ErrorReport) -> None:
    """Tell those who keep the sheet; call it inside the transaction of the report. What was told stays on its page."""
    url = reverse("regulations:report-show", kwargs={"code": report.code})
    facts = {"sheet": str(report.version), "day": report.due_on.isoformat()}
    keepers = keepers_of(report.version.category)
    tell_many([(user, facts, url) for user in keepers], "regulations.report.received")


@task()
def mail_answer(code: str) -> int:
    """Mail whoever gave an address that there is an answer, then erase the address; safe to run twice.

    The mail holds neither what was told nor the answer. A mail server that refuses leaves the address for the next day.
    """
    with transaction.atomic():
        report = ErrorReport.objects.select_for_update(no_key=True).filter(code=code).first()
        if report is None or report.is_open or not report.mail or report.mailed_at is not None:
            return 0
        address = report.mail
        report.mail, report.mailed_at = None, timezone.now()
        report.save(update_fields=["mail", "mailed_at"])
    with translation.override(report.language):  # claimed: no lock is held while a mail server takes its time
        link = settings.PUBLIC_URL + reverse("regulations:report-follow")
        paragraphs = [
            gettext("You told an error in a sheet on Alianza. It has been answered."),
            gettext("Read the answer here, with the code you were given: %(link)s") % {"link": link},
            gettext("Your address was kept for this mail alone and has been erased."),
        ]
        letter = EmailMessage(
            subject=gettext("Alianza: your report was answered"),
            body="\n\n".join(paragraphs) + "\n",
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        letter.send()
    except (OSError, SMTPException) as problem:
        report.mail, report.mailed_at = address, None
        report.save(update_fields=["mail", "mailed_at"])
        logger.warning("the answer to report %s was not mailed: %s", code, type(problem).__name__)
        return 0
    return 1
