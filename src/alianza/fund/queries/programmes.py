"""What programmes and contracts hold, what is due in them, and which do not move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.days import months_later
from alianza.fund.models import Contract, Finding, IndicatorValue, Journal, Programme, Report, Tranche
from alianza.fund.queries.ledger import balances
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

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


@dataclass(frozen=True, slots=True)
class Stuck:
    programme: Programme
    reasons: tuple[Said, ...]


def stuck(programmes: QuerySet[Programme], on: date) -> list[Stuck]:
    """Programmes that do not move as they should, with every reason; those with most reasons first."""
    kept = programmes.exclude(
        state__in=(Programme.State.FINANCIALLY_CLOSED, Programme.State.TERMINATED, Programme.State.LAPSED)
    ).select_related("proposal__window")
    found = [Stuck(programme, tuple(_reasons(programme, on))) for programme in kept]
    return sorted((one for one in found if one.reasons), key=lambda one: (-len(one.reasons), one.programme.number))


def _reasons(programme: Programme, on: date) -> Iterator[Said]:
    own = programme.proposal.window.rules
    if programme.state == Programme.State.CONTRACTING:
        waited, most = (on - programme.approved_on).days, int(rule("contracting_days", on, own).value)
        if waited > most // 2:
            yield Said(
                marked("Approved %(days)s days ago and not active; it lapses after %(most)s."), days=waited, most=most
            )
    if programme.state == Programme.State.SUSPENDED:
        held = programme.suspensions.filter(lifted_on__isnull=True).first()
        if held is not None:
            yield Said(marked("Suspended for %(days)s days."), days=(on - held.from_on).days)
    if programme.state == Programme.State.ACTIVE and programme.ends_on and programme.ends_on < on:
        yield Said(
            marked("Its end date passed %(days)s days ago and it is not closed."), days=(on - programme.ends_on).days
        )
    if programme.state == Programme.State.OPERATIONALLY_CLOSED and programme.closed_operationally_on:
        months = int(rule("financial_closure_months", on, own).value)
        if on > months_later(programme.closed_operationally_on, months):
            yield Said(
                marked("Not closed financially within %(months)s months of its operational closure."), months=months
            )
    listed = int(rule("overdue_list_days", on, own).value)
    waits = int(rule("answer_days", on, own).value)
    for report in overdue(on, days=listed).filter(contract__programme=programme).select_related("contract"):
        yield Said(
            marked("A report of %(party)s is %(days)s days late."),
            party=report.contract.party,
            days=days_late(report, on),
        )
    for report in Report.objects.filter(
        contract__programme=programme, state=Report.State.SUBMITTED, submitted_at__date__lt=on - timedelta(days=waits)
    ).select_related("contract"):
        yield Said(
            marked("A report of %(party)s waits for the secretariat since %(day)s."),
            party=report.contract.party,
            day=report.submitted_at.date().isoformat() if report.submitted_at else "",
        )
    for tranche in Tranche.objects.filter(
        contract__programme=programme, state__in=UNDER_WAY, requested_at__date__lt=on - timedelta(days=waits)
    ).select_related("contract"):
        yield Said(
            marked("Tranche %(number)s of %(party)s was requested more than %(days)s days ago and is not paid."),
            number=tranche.number,
            party=tranche.contract.party,
            days=waits,
        )
    findings = Finding.objects.filter(
        audit__contract__programme=programme, closed_on__isnull=True, due_on__lt=on
    ).count()
    if findings:
        yield Said(marked("Audit findings past their day: %(count)s."), count=findings)
