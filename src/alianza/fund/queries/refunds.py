"""What organisations have to return after the end of the work, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from alianza.fund.models import Contract, Programme, Report
from alianza.fund.queries.programmes import held_by_party
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money

OVER = (Programme.State.OPERATIONALLY_CLOSED, Programme.State.TERMINATED)
ANSWERED = (Report.State.ACCEPTED, Report.State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class RefundDue:
    """What of the advances is neither accepted as spent nor returned, and cost found ineligible, once the final
    statement is accepted: only then is it known. Due `refund_days` after that day.
    """

    contract: Contract
    money: Money
    due_on: date

    def days_late(self, on: date) -> int:
        return max((on - self.due_on).days, 0)


def refunds_due(contracts: QuerySet[Contract], on: date) -> list[RefundDue]:
    """Of those of these contracts whose programme is over, the longest due first."""
    over = contracts.filter(
        state=Contract.State.SIGNED,
        programme__state__in=OVER,
        reports__kind=Report.Kind.FINAL,
        reports__state__in=ANSWERED,
        reports__answered_at__isnull=False,
    )
    held = over.select_related("programme__proposal__window", "organisation").distinct()
    return sorted(_due(held, on), key=lambda one: (one.due_on, one.contract.pk))


def _due(contracts: QuerySet[Contract], on: date) -> Iterator[RefundDue]:
    books: dict[str, dict[str, Money]] = {}
    for contract in contracts:
        number = contract.programme.number
        if number not in books:
            books[number] = {party: held.outstanding + held.owed for party, held in held_by_party(number, on).items()}
        money = books[number].get(contract.party)
        due = refund_day(contract)
        if money and due is not None:
            yield RefundDue(contract, money, due)


def refund_day(contract: Contract) -> date | None:
    """By when what is not spent has to be back; None while no final statement is accepted."""
    last = (
        contract.reports.filter(kind=Report.Kind.FINAL, state__in=ANSWERED, answered_at__isnull=False)
        .order_by("-answered_at")
        .first()
    )
    if last is None or last.answered_at is None:
        return None
    accepted = last.answered_at.date()
    days = rule("refund_days", accepted, contract.programme.proposal.window.rules).value
    return accepted + timedelta(days=int(days))


def refund_of(contract: Contract, on: date) -> RefundDue | None:
    found = refunds_due(Contract.objects.filter(pk=contract.pk), on)
    return found[0] if found else None
