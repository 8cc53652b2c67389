"""What programmes and contracts hold, and what is due in them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Contract, Finding, IndicatorValue, Journal, Programme, Report, Tranche
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.money import Money

ZERO = Money.zero(BASE_CURRENCY)
CHARTS = ("1210", "1290", "5100", "5190", "8300", "8400", "8500", "8600")
UNDER_WAY = (Tranche.State.REQUESTED, Tranche.State.CHECKED, Tranche.State.AUTHORISED)


@dataclass(frozen=True, slots=True)
class Held:
    """What the books hold for one contract, or for a programme: all above zero."""

    committed: Money = ZERO
    """Bound by contract and not yet paid."""
    outstanding: Money = ZERO
    """Paid, and neither accepted as spent nor returned."""
    owed: Money = ZERO
    """Cost found ineligible and not yet paid back."""
    direct: Money = ZERO
    indirect: Money = ZERO
    uncontracted: Money = ZERO
    """Approved and bound by no contract; of the programme alone."""

    @property
    def accepted(self) -> Money:
        return self.direct + self.indirect

    @property
    def advanced(self) -> Money:
        """Paid less what came back."""
        return self.outstanding + self.owed + self.accepted

    def __add__(self, other: "Held") -> "Held":
        return Held(
            self.committed + other.committed,
            self.outstanding + other.outstanding,
            self.owed + other.owed,
            self.direct + other.direct,
            self.indirect + other.indirect,
            self.uncontracted + other.uncontracted,
        )


def held_by_party(number: str, on: date | None = None) -> dict[str, Held]:
    """By name in the books; under an empty name what no contract binds. `on`: the end of that day, else now."""
    sums: dict[str, dict[str, Money]] = {}
    for name, money in balances(on, *CHARTS).items():
        if name.first == number:
            sums.setdefault(name.second, {})[name.chart] = money
    return {
        party: Held(
            committed=abs(held.get("8400", ZERO)),
            outstanding=held.get("1210", ZERO),
            owed=held.get("1290", ZERO),
            direct=held.get("5100", ZERO),
            indirect=held.get("5190", ZERO),
            uncontracted=abs(held.get("8300", ZERO)),
        )
        for party, held in sums.items()
    }


def held_by(contract: Contract, on: date | None = None) -> Held:
    return held_by_party(contract.programme.number, on).get(contract.party, Held())


def held_in(programme: Programme, on: date | None = None) -> Held:
    return sum(held_by_party(programme.number, on).values(), Held())


def journals_of(programme: Programme) -> QuerySet[Journal]:
    """Every event of the books that is about it, the newest first."""
    return Journal.objects.filter(subject=programme.subject).order_by("-occurred_on", "-number_id")


def overdue(on: date, *, days: int = 0) -> QuerySet[Report]:
    """Reports that are more than so many days late, the longest first; one that is with the secretariat is not late."""
    return Report.objects.filter(
        state__in=(Report.State.DUE, Report.State.RETURNED),
        due_on__lt=on - timedelta(days=days),
        contract__state=Contract.State.SIGNED,
    ).order_by("due_on", "pk")


def days_late(report: Report, on: date) -> int:
    """Days after the due day; 0 for what is in time or with the secretariat."""
    if report.state not in (Report.State.DUE, Report.State.RETURNED):
        return 0
    return max((on - report.due_on).days, 0)


def reached(programme: Programme) -> dict[int, IndicatorValue]:
    """The last value of each indicator that an accepted report gives, by the key of its result."""
    rows = IndicatorValue.objects.filter(
        result__proposal=programme.proposal, report__state__in=(Report.State.ACCEPTED, Report.State.PUBLISHED)
    )
    return {row.result_id: row for row in rows.order_by("on", "pk")}


def open_high_findings(contract: Contract) -> QuerySet[Finding]:
    """Of this contract, or of its organisation elsewhere."""
    return Finding.objects.filter(
        Q(audit__contract=contract) | Q(owner=contract.organisation), risk=Finding.Risk.HIGH, closed_on__isnull=True
    )


def waiting_for(state: str, tranches: QuerySet[Tranche]) -> QuerySet[Tranche]:
    """Tranches of a state, with what a list shows of them."""
    return tranches.filter(state=state).select_related(
        "contract__programme__proposal", "contract__organisation", "requested_by", "checked_by", "authorised_by"
    )
