"""Whose money it is: what each agreement gave to each programme, and the same for one donor in full."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Agreement, Donor, Receipt, Seal, Share
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.money import Money

ABOUT = Q(journal__subject__startswith="programme:") | Q(journal__subject__startswith="operation:")
"""Shares of journals about a programme or an operation: what was given, less what came back."""


def given(on: date, *subjects: str) -> dict[str, dict[str, int]]:
    """Minor units that each agreement has given and not got back, by subject (`programme:P1`), at the end of a day."""
    shares = Share.objects.filter(ABOUT, journal__occurred_on__lte=on)
    if subjects:
        shares = shares.filter(journal__subject__in=subjects)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = shares.values_list("journal__subject", "agreement").annotate(minor=Sum("minor")).order_by()
    for subject, agreement, minor in rows:
        if minor:
            found[subject][agreement] = int(minor)
    return dict(found)


def part_of(money: Money, gave: Mapping[str, int], agreement: str) -> Money:
    """An agreement's part of an amount of a programme: in proportion to what it gave, largest remainder."""
    order = sorted(number for number, minor in gave.items() if minor > 0)
    if agreement not in order:
        return Money.zero(money.currency)
    return money.allocate([gave[number] for number in order])[order.index(agreement)]


@dataclass(frozen=True, slots=True)
class ToSubject:
    """What an agreement gave to one programme or operation, and its part of what that has paid and spent."""

    kind: str
    number: str
    given: Money
    paid: Money
    spent: Money


@dataclass(frozen=True, slots=True)
class OfAgreement:
    """One agreement: in its own currency what was signed, came and is open, in the fund's where it stands.

    Cash = fee and charges + core and reserve + not yet allocated + free in pools + given to programmes + returned.
    """

    agreement: str
    state: str
    signed_on: date | None
    signed: Money
    received: Money
    open: Money
    worth: Money
    cash: Money
    fee: Money
    kept: Money
    unallocated: Money
    pools: tuple[tuple[str, Money], ...]
    to: tuple[ToSubject, ...]
    returned: Money

    @property
    def given(self) -> Money:
        return sum((one.given for one in self.to), Money.zero(BASE_CURRENCY))

    @property
    def spent(self) -> Money:
        return sum((one.spent for one in self.to), Money.zero(BASE_CURRENCY))

    @property
    def free(self) -> Money:
        return sum((money for _pool, money in self.pools), Money.zero(BASE_CURRENCY))


@dataclass(frozen=True, slots=True)
class DonorStatement:
    on: date
    number: str
    name: str
    pledged: tuple[Money, ...]
    """What is promised and not yet signed, by currency."""
    agreements: tuple[OfAgreement, ...]
    seal: int
    digest: str


def donor_statement(donor: Donor, on: date) -> DonorStatement:
    """What a donor pledged, signed, paid, and where it went, at the end of a day."""
    held = balances(on, "9010", "1110", "1120", "2010", "4010", "4920", "5920", "8100", "8700", "8800")
    by_place: dict[tuple[str, str], Money] = {
        (name.chart, name.first): money
        for name, money in held.items()
        if name.currency == BASE_CURRENCY or name.chart in ("1110", "1120")
    }
    states = balances(on, "8300", "8310", "8400", "8410", "8500", "8510", "8600", "8610")
    agreements = (
        Agreement.objects.filter(donor=donor, signed_on__lte=on)
        .exclude(state__in=[Agreement.State.DRAFTED, Agreement.State.WITHDRAWN])
        .order_by("number")
    )
    everything = given(on)
    places: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, money in states.items():
        subject = f"{'operation' if name.chart.endswith('10') else 'programme'}:{name.first}"
        if name.chart in ("8500", "8510", "8600", "8610"):
            places[subject][0] -= money.minor
        if name.chart in ("8600", "8610"):
            places[subject][1] -= money.minor
    last = Seal.objects.order_by("-number").first()
    return DonorStatement(
        on=on,
        number=donor.number,
        name=donor.organisation.name,
        pledged=tuple(
            money for name, money in sorted(held.items()) if (name.chart, name.first) == ("9010", donor.number)
        ),
        agreements=tuple(_agreement(one, on, by_place, everything, places) for one in agreements),
        seal=last.number if last else 0,
        digest=last.digest if last else "",
    )


def _agreement(
    agreement: Agreement,
    on: date,
    held: Mapping[tuple[str, str], Money],
    everything: Mapping[str, Mapping[str, int]],
    places: Mapping[str, list[int]],
) -> OfAgreement:
    number, zero = agreement.number, Money.zero(BASE_CURRENCY)

    def at(chart: str) -> Money:
        return held.get((chart, number), zero)

    pools = tuple(
        (code, Money(-int(minor), BASE_CURRENCY))
        for code, minor in Share.objects.filter(agreement=number, journal__occurred_on__lte=on)
        .values_list("account__code")
        .annotate(minor=Sum("minor"))
        .order_by("account__code")
        if minor
    )
    to = []
    for subject, gave in sorted(everything.items()):
        if gave.get(number, 0) > 0:
            kind, _, name = subject.partition(":")
            paid, spent = places.get(subject, (0, 0))
            to.append(
                ToSubject(
                    kind,
                    name,
                    Money(gave[number], BASE_CURRENCY),
                    part_of(Money(paid, BASE_CURRENCY), gave, number),
                    part_of(Money(spent, BASE_CURRENCY), gave, number),
                )
            )
    received = Receipt.objects.filter(instalment__agreement=agreement, journal__occurred_on__lte=on)
    outstanding = [held[chart, number].minor for chart in ("1110", "1120") if (chart, number) in held]
    cash = -at("4010") - at("5920") - at("4920")
    fee, returned, unallocated = -at("8800"), -at("8700"), -at("8100")
    given_away = sum((one.given for one in to), zero)
    free = sum((money for _pool, money in pools), zero)
    return OfAgreement(
        agreement=number,
        state=agreement.state,
        signed_on=agreement.signed_on,
        signed=agreement.money,
        received=Money(received.aggregate(sum=Sum("minor"))["sum"] or 0, agreement.currency),
        open=Money(sum(outstanding), agreement.currency),
        worth=-at("2010") - at("4010"),
        cash=cash,
        fee=fee,
        kept=cash - fee - returned - unallocated - given_away - free,
        unallocated=unallocated,
        pools=pools,
        to=tuple(to),
        returned=returned,
    )
