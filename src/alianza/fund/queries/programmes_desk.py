"""What of programmes waits for a person: sentences with a link, for the home page."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.accounts.models import User
from alianza.fund.models import Allegation, Contract, Report, Tranche
from alianza.fund.policy.allegations import readable_by
from alianza.fund.policy.programmes import (
    contracts_visible_to,
    findings_visible_to,
    may_keep_audits,
    may_read_all,
    reports_visible_to,
)
from alianza.fund.queries.audits import late_audits
from alianza.fund.queries.refunds import refunds_due
from alianza.fund.queries.single_audits import audits_needed, carriers
from alianza.fund.queries.tranches import desk_of
from alianza.fund.wording import money_words
from alianza.network.models import RoleCode
from alianza.network.policy import Visitor, is_officer, organisations_of
from alianza.texts import page_language
from alianza.vocabulary.days import day_words

SOON = 30
"""Days before its term that a partner is reminded of a report."""


def programmes_desk(user: Visitor) -> list[dict[str, Any]]:
    if not isinstance(user, User):
        return []
    today = timezone.localdate()
    found = _of_partner(user, today)
    if is_officer(user):
        found += _of_officer(user, today)
    if may_read_all(user):
        told = readable_by(user).filter(state=Allegation.State.RECEIVED).count()
        said = ngettext(
            "%(count)s allegation waits to be assessed.", "%(count)s allegations wait to be assessed.", told
        )
        found += _line(said, told, reverse("fund:allegation-list"), 4)
    if may_keep_audits(user):
        count = late_audits(today).count()
        said = ngettext(
            "The report of %(count)s audit of the fund is not here, though its day has passed.",
            "The reports of %(count)s audits of the fund are not here, though their day has passed.",
            count,
        )
        found += _line(said, count, reverse("fund:audit-list"), 8)
    return found


def _line(sentence: str, count: int, url: str, order: int) -> list[dict[str, Any]]:
    return [{"sentence": sentence % {"count": count}, "url": url, "order": order}] if count else []


def _of_partner(user: User, today: date) -> list[dict[str, Any]]:
    own = organisations_of(user, RoleCode.PARTNER)
    if not own.exists():
        return []
    reports = Report.objects.filter(
        contract__organisation__in=own,
        contract__state=Contract.State.SIGNED,
        state__in=(Report.State.DUE, Report.State.RETURNED),
        due_on__lte=today + timedelta(days=SOON),
    ).select_related("contract__programme__proposal")
    found = []
    for report in reports.order_by("due_on")[:5]:
        facts = {"contract": str(report.contract), "day": day_words(report.due_on, page_language())}
        late = report.due_on < today
        said = (
            _("A report of %(contract)s is late since %(day)s.")
            if late
            else _("A report of %(contract)s is due by %(day)s.")
        )
        url = reverse("fund:report-fill", kwargs={"code": report.code})
        found.append({"sentence": said % facts, "url": url, "order": 6 if late else 14})
    for contract in Contract.objects.filter(
        organisation__in=own, state=Contract.State.DRAFTED, signed_for_fund__isnull=False, signed_for_party__isnull=True
    ).select_related("programme__proposal"):
        said = _("The contract of %(contract)s waits for your signature.") % {"contract": str(contract)}
        url = reverse("fund:contract-show", kwargs={"code": contract.code})
        found.append({"sentence": said, "url": url, "order": 8})
    for tranche in Tranche.objects.filter(contract__organisation__in=own, state=Tranche.State.PAID).select_related(
        "contract__programme__proposal"
    ):
        said = _("Tranche %(tranche)s was paid: acknowledge its receipt.") % {"tranche": str(tranche)}
        url = reverse("fund:contract-show", kwargs={"code": tranche.contract.code})
        found.append({"sentence": said, "url": url, "order": 12})
    for finding in findings_visible_to(user).filter(owner__in=own, closed_on__isnull=True, answer=""):
        said = _("An audit finding waits for your answer by %(day)s.") % {
            "day": day_words(finding.due_on, page_language())
        }
        url = reverse("fund:finding-show", kwargs={"code": finding.code})
        found.append({"sentence": said, "url": url, "order": 9})
    return found + _owed_of_partner(Contract.objects.filter(organisation__in=own), today)


def _owed_of_partner(contracts: QuerySet[Contract], today: date) -> list[dict[str, Any]]:
    """Refunds that are due, and audits without which no tranche is paid."""
    found = []
    for due in refunds_due(contracts, today):
        late = due.due_on < today
        said = (
            _("A refund of %(money)s of %(contract)s is overdue since %(day)s.")
            if late
            else _("A refund of %(money)s of %(contract)s is due by %(day)s.")
        )
        facts = {
            "money": money_words(due.money),
            "contract": str(due.contract),
            "day": day_words(due.due_on, page_language()),
        }
        url = reverse("fund:contract-show", kwargs={"code": due.contract.code})
        found.append({"sentence": said % facts, "url": url, "order": 5 if late else 13})
    signed = contracts.filter(state=Contract.State.SIGNED).select_related("organisation").order_by("pk")
    for needed in audits_needed(carriers(signed), today):
        facts = {"spent": money_words(needed.spent), "above": money_words(needed.above), "year": str(needed.year)}
        said = _("An audit for %(year)s is needed before the next payment: %(spent)s were spent, more than %(above)s.")
        first = next(one for one in signed if one.organisation_id == needed.organisation.pk)
        url = reverse("fund:contract-show", kwargs={"code": first.code})
        found.append({"sentence": said % facts, "url": url, "order": 7})
    return found


def _of_officer(user: User, today: date) -> list[dict[str, Any]]:
    tranches = desk_of(user).mine.count()
    said = ngettext("%(count)s tranche waits for your hand.", "%(count)s tranches wait for your hand.", tranches)
    found = _line(said, tranches, reverse("fund:tranche-desk"), 7)
    reports = reports_visible_to(user).filter(state=Report.State.SUBMITTED)
    said = ngettext("%(count)s report waits for an answer.", "%(count)s reports wait for an answer.", reports.count())
    first = reports.order_by("submitted_at").first()
    if first is not None:
        found += _line(said, reports.count(), reverse("fund:report-show", kwargs={"code": first.code}), 10)
    unsigned = contracts_visible_to(user).filter(
        state=Contract.State.DRAFTED, signed_for_fund__isnull=True, signed_for_party__isnull=False
    )
    said = ngettext(
        "%(count)s contract waits for the fund's signature.",
        "%(count)s contracts wait for the fund's signature.",
        unsigned.count(),
    )
    waiting = unsigned.first()
    if waiting is not None:
        found += _line(said, unsigned.count(), reverse("fund:contract-show", kwargs={"code": waiting.code}), 11)
    found += _owed_to_fund(contracts_visible_to(user), today)
    own = findings_visible_to(user).filter(owner__secretariat=True, closed_on__isnull=True, answer="")
    said = ngettext(
        "%(count)s audit finding waits for the secretariat's answer.",
        "%(count)s audit findings wait for the secretariat's answer.",
        own.count(),
    )
    unanswered = own.order_by("due_on").first()
    if unanswered is not None:
        found += _line(said, own.count(), reverse("fund:finding-show", kwargs={"code": unanswered.code}), 9)
    return found


def _owed_to_fund(contracts: QuerySet[Contract], today: date) -> list[dict[str, Any]]:
    late = [due for due in refunds_due(contracts, today) if due.due_on < today]
    said = ngettext("%(count)s refund is overdue.", "%(count)s refunds are overdue.", len(late))
    found = []
    if late:
        found = _line(said, len(late), reverse("fund:contract-show", kwargs={"code": late[0].contract.code}), 8)
    signed = contracts.filter(state=Contract.State.SIGNED).select_related("organisation").order_by("pk")
    needed = audits_needed(carriers(signed), today)
    if needed:
        said = ngettext(
            "%(count)s organisation and year waits for its audit.",
            "%(count)s organisations and years wait for their audits.",
            len(needed),
        )
        first = next(one for one in signed if one.organisation_id == needed[0].organisation.pk)
        found += _line(said, len(needed), reverse("fund:contract-show", kwargs={"code": first.code}), 9)
    return found
