"""Reminders of refunds and of audits that organisations owe: each sent once, and none lost by a day that was missed.

What is due is looked up anew each time; what was told is a row. A run that comes late tells of the step that is reached
by then, and not of those before it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.fund.actions.asking import tell_people
from alianza.fund.models import Contract, Reminder
from alianza.fund.policy.programmes import agents_of, officers_without_interest
from alianza.fund.queries.refunds import RefundDue, refund_of, refunds_due
from alianza.fund.queries.single_audits import AuditNeeded, audits_needed, carriers
from alianza.fund.rules import rule

Kind = Reminder.Kind
OF_REFUND = (Kind.REFUND_ASKED, Kind.REFUND_SOON, Kind.REFUND_LATE)
"""The steps of a refund, in order."""


def remind_of_refunds(on: date) -> int:
    """Tell of refunds that reached another step; safe to repeat. Returns of how many."""
    return sum(_refund_told(due.contract.pk, on) for due in refunds_due(Contract.objects.all(), on))


@transaction.atomic
def _refund_told(pk: int, on: date) -> bool:
    contract = _locked(pk)
    due = refund_of(contract, on)
    if due is None:
        return False
    step = _step(due, on)
    later = OF_REFUND[OF_REFUND.index(step) :]
    if contract.reminders.filter(kind__in=later, term=due.due_on).exists():
        return False
    people = agents_of([contract.organisation])
    if step == Kind.REFUND_LATE:
        people += officers_without_interest(contract.programme)
    facts = {"contract": str(contract), "money": str(due.money), "day": due.due_on.isoformat()}
    _tell(contract, step, due.due_on, people, facts, on)
    return True


def _step(due: RefundDue, on: date) -> Reminder.Kind:
    if on > due.due_on:
        return Kind.REFUND_LATE
    soon = int(rule("refund_soon_days", on, due.contract.programme.proposal.window.rules).value)
    return Kind.REFUND_SOON if on >= due.due_on - timedelta(days=soon) else Kind.REFUND_ASKED


def remind_of_audits(on: date) -> int:
    """Tell whoever spent above the threshold that an audit is needed, once a year and contract; safe to repeat."""
    signed = Contract.objects.filter(state=Contract.State.SIGNED).select_related("organisation")
    needed = audits_needed(carriers(signed), on)
    return sum(
        _audit_told(contract.pk, each, on)
        for each in needed
        for contract in signed.filter(organisation=each.organisation).order_by("pk")
    )


@transaction.atomic
def _audit_told(pk: int, needed: AuditNeeded, on: date) -> bool:
    contract, term = _locked(pk), date(needed.year, 12, 31)
    if contract.reminders.filter(kind=Kind.AUDIT_NEEDED, term=term).exists():
        return False
    people = agents_of([contract.organisation]) + officers_without_interest(contract.programme)
    facts = {
        "contract": str(contract),
        "spent": str(needed.spent),
        "above": str(needed.above),
        "year": needed.year,
    }
    _tell(contract, Kind.AUDIT_NEEDED, term, people, facts, on)
    return True


def _locked(pk: int) -> Contract:
    held = Contract.objects.select_for_update(no_key=True).get(pk=pk)
    return Contract.objects.select_related("programme__proposal__window", "organisation").get(pk=held.pk)


def _tell(
    contract: Contract, kind: Reminder.Kind, term: date, people: Iterable[User], facts: Mapping[str, object], on: date
) -> None:
    """The row and the notices are one transaction: told and kept, or neither."""
    made = Reminder.objects.create(contract=contract, kind=kind, term=term, told_on=on)
    once = list({each.pk: each for each in people}.values())
    tell_people(once, f"fund.reminder.{kind}", facts, reverse("fund:contract-show", kwargs={"code": contract.code}))
    record("fund.reminder.sent", made, by=PLATFORM, kind=str(kind), contract=str(contract), term=term, on=on)
