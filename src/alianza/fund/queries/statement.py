"""The public statement at the end of a day: sources, uses, balance, and where every cent stands.

In the form in which pooled funds publish theirs: donors, the fund's interest, interest of organisations and other money
are sources; transfers less refunds, the trustee's fee, direct cost and bank charges are uses. It follows the cash: a
contribution counts with what the bank received for it. All sums come from what the accounts held at the end of a day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Account, Agreement, Operation, Programme, Seal, Window, YearTurnover
from alianza.fund.queries.ledger import last_turnovers
from alianza.fund.rules import rule, rules
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked

LABELS: Mapping[str, str] = {
    "donors": marked("Contributions from donors"),
    "returned": marked("Returned to donors"),
    "fund_interest": marked("Interest earned by the fund"),
    "agency_interest": marked("Interest earned by organisations"),
    "other": marked("Fees of members"),
    "transfers": marked("Transfers to organisations"),
    "facility": marked("Grants transferred to banks"),
    "refunds": marked("Refunds by organisations"),
    "reflows": marked("Grants that flowed back"),
    "fee": marked("Administration fee of the trustee"),
    "direct": marked("Direct cost and core functions"),
    "charges": marked("Bank charges"),
}
PLACES: Mapping[str, str] = {
    "free": marked("Free"),
    "approved": marked("Approved, not contracted"),
    "committed": marked("Contracted, not paid"),
    "advanced": marked("Paid, not reported"),
    "spent": marked("Spent, charged or returned"),
}
_PLACE = {
    "8200": "free", "8250": "free", "8260": "free", "8270": "free", "8100": "free",
    "8300": "approved", "8310": "approved", "8400": "committed", "8410": "committed",
    "8500": "advanced", "8510": "advanced", "8600": "spent", "8610": "spent",
}  # fmt: skip
_OF_PROGRAMMES = ("8300", "8400", "8500", "8600")
_OF_OPERATIONS = ("8310", "8410", "8510", "8610")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; what is taken off stands below zero. `label` is a catalogue id."""

    id: str
    label: str
    money: Money


@dataclass(frozen=True, slots=True)
class Place:
    """Where money stands, by state; `label` is a catalogue id or a name that needs no translation."""

    kind: str
    name: str
    label: str
    places: Mapping[str, Money]

    @property
    def total(self) -> Money:
        return sum(self.places.values(), Money.zero(BASE_CURRENCY))


@dataclass(frozen=True, slots=True)
class Gift:
    """One agreement in the fund's currency. `open` is what is signed and has not come."""

    agreement: str
    donor: str
    donor_number: str
    signed: Money
    paid: Money
    open: Money
    returned: Money


@dataclass(frozen=True, slots=True)
class OfCountry:
    """Programmes and operations of one country, or of the same several countries: what they share is not divided."""

    countries: tuple[str, ...]
    number: int
    approved: Money
    paid: Money
    spent: Money


@dataclass(frozen=True, slots=True)
class OfYear:
    year: int
    sources: Money
    transfers: Money
    spent: Money
    other_uses: Money
    complete: bool
    """Organisations certify a year's figures by the end of the next April; until then they are incomplete."""


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """The trustee's own resources among what was signed, against the ceiling of the founding paper."""

    own: Money
    sought: Money
    share: Decimal | None
    ceiling: Decimal
    source: str
    since: date

    @property
    def holds(self) -> bool:
        return self.share is None or self.share <= self.ceiling


@dataclass(frozen=True, slots=True)
class Statement:
    on: date
    sources: tuple[Line, ...]
    uses: tuple[Line, ...]
    bank: Money
    """What the bank and the deposits hold, less what is owed or held for others."""
    received: Money
    places: tuple[Place, ...]
    gifts: tuple[Gift, ...]
    countries: tuple[OfCountry, ...]
    years: tuple[OfYear, ...]
    own: OwnMoney
    seal: int
    digest: str

    @property
    def total_sources(self) -> Money:
        return _sum(line.money for line in self.sources)

    @property
    def total_uses(self) -> Money:
        return _sum(line.money for line in self.uses)

    @property
    def balance(self) -> Money:
        return self.total_sources - self.total_uses

    @property
    def adds_up(self) -> bool:
        """The balance is what the bank holds, and all that was received stands in exactly one place."""
        return self.balance == self.bank and _sum(place.total for place in self.places) == self.received


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money.zero(BASE_CURRENCY))


def _usd(minor: int) -> Money:
    return Money(minor, BASE_CURRENCY)


class _Sums:
    """Sums of the accounts at the end of a day: net, and the debit side alone (from which reversals are taken back)."""

    def __init__(self, rows: Iterable[tuple[str, str, int, int]]) -> None:
        self.net: dict[str, int] = defaultdict(int)
        self.debit: dict[str, int] = defaultdict(int)
        self.of: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for chart, first, minor, debit in rows:
            self.net[chart] += minor
            self.debit[chart] += debit
            self.of[chart][first] += minor

    def credit(self, chart: str) -> int:
        """The credit side, above zero."""
        return self.debit[chart] - self.net[chart]


def statement(on: date) -> Statement:
    """What the books say about the end of that day."""
    sums = _Sums(
        last_turnovers(Account.objects.filter(currency=BASE_CURRENCY), on).values_list(
            "account__chart", "account__first", "closing", "closing_debit"
        )
    )
    last = Seal.objects.order_by("-number").first()
    gifts = _gifts(sums)
    return Statement(
        on=on,
        sources=_sources(sums),
        uses=_uses(sums),
        bank=_usd(
            sums.net["1010"]
            + sums.net["1020"]
            + sums.of["1900"].get("CASH", 0)
            + sum(sums.net[chart] for chart in ("2110", "2120", "2210", "2310"))
        ),
        received=_usd(sums.net["8000"]),
        places=_places(sums),
        gifts=gifts,
        countries=_countries(sums),
        years=_years(on, sums),
        own=_own(gifts, on),
        seal=last.number if last else 0,
        digest=last.digest if last else "",
    )


def _lines(found: Mapping[str, int]) -> tuple[Line, ...]:
    return tuple(Line(name, LABELS[name], _usd(minor)) for name, minor in found.items())


def _cash(net: Mapping[str, int]) -> int:
    """What the bank received for contributions: their worth when signed, less what the exchange took."""
    return -net.get("4010", 0) - net.get("5920", 0) - net.get("4920", 0)


def _sources(sums: _Sums) -> tuple[Line, ...]:
    return _lines(
        {
            "donors": _cash(sums.net),
            "returned": -sums.net["4090"],
            "fund_interest": -sums.net["4110"],
            "agency_interest": -sums.net["4120"],
            "other": -sums.net["4210"],
        }
    )


def _refunds(sums: _Sums) -> int:
    """What came back of advances: what left them and was not accepted as cost, and what disallowed cost brought."""
    return sums.credit("1210") - sums.debit["5100"] - sums.debit["5190"] + sums.credit("1290")


def _uses(sums: _Sums) -> tuple[Line, ...]:
    return _lines(
        {
            "transfers": sums.debit["1210"],
            "refunds": -_refunds(sums),
            "facility": sums.debit["5300"],
            "reflows": -sums.credit("5300"),
            "fee": sums.net["5810"],
            "direct": sums.net["5200"],
            "charges": sums.net["5820"],
        }
    )


def _places(sums: _Sums) -> tuple[Place, ...]:
    """Windows, the facility, core functions, the reserve, what is not allocated, and what has left."""
    window_of = dict(Programme.objects.values_list("proposal__number", "proposal__window__number"))
    known = dict(Window.objects.values_list("number", "area"))
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, minor in sums.of["8200"].items():
        found["window", number]["free"] -= minor
    for chart in _OF_PROGRAMMES:
        for number, minor in sums.of[chart].items():
            key = ("core", "") if (chart, number) == ("8600", "core") else ("window", window_of.get(number, ""))
            found[key][_PLACE[chart]] -= minor
    for chart in _OF_OPERATIONS:
        found["facility", ""][_PLACE[chart]] -= sums.net[chart]
    for kind, chart in (("facility", "8270"), ("core", "8250"), ("reserve", "8260"), ("unallocated", "8100")):
        found[kind, ""]["free"] -= sums.net[chart]
    found["returned", ""]["spent"] -= sums.net["8700"]
    found["fees", ""]["spent"] -= sums.net["8800"]
    labels = {
        "facility": marked("Concessional facility"),
        "core": marked("Core functions"),
        "reserve": marked("Reserve"),
        "unallocated": marked("Not yet allocated"),
        "returned": marked("Returned to donors"),
        "fees": marked("Fees and charges"),
    }
    order = ("window", "facility", "core", "reserve", "unallocated", "returned", "fees")
    places = []
    for (kind, name), states in sorted(found.items(), key=lambda held: (order.index(held[0][0]), held[0][1])):
        if any(states.values()):
            label = labels.get(kind) or (known.get(name, "") if kind == "window" else "")
            places.append(Place(kind, name, label, {state: _usd(states.get(state, 0)) for state in PLACES}))
    return tuple(places)


def _gifts(sums: _Sums) -> tuple[Gift, ...]:
    donors = {
        number: (donor, code)
        for number, donor, code in Agreement.objects.values_list("number", "donor__organisation__name", "donor__number")
    }
    numbers = {
        number
        for chart in ("2010", "4010", "4090", "4920", "5920")
        for number, minor in sums.of[chart].items()
        if number and minor
    }
    members = set(sums.of["4210"]) | set(sums.of["1310"])  # whose fees wait on 2010 too
    found = []
    for number in sorted(numbers - (members - set(donors))):
        outstanding, worth = -sums.of["2010"].get(number, 0), -sums.of["4010"].get(number, 0)
        paid = _cash({chart: sums.of[chart].get(number, 0) for chart in ("4010", "4920", "5920")})
        donor, code = donors.get(number, ("", ""))
        found.append(
            Gift(
                number,
                donor,
                code,
                signed=_usd(outstanding + worth),
                paid=_usd(paid),
                open=_usd(outstanding),
                returned=_usd(sums.of["4090"].get(number, 0)),
            )
        )
    return tuple(found)


def _countries(sums: _Sums) -> tuple[OfCountry, ...]:
    named: dict[str, list[str]] = defaultdict(list)
    for number, country in Programme.objects.order_by("proposal__countries__country").values_list(
        "proposal__number", "proposal__countries__country"
    ):
        if country:
            named[number].append(country)
    asked = dict(Operation.objects.values_list("number", "request__country"))
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for charts, advanced, costs, places in (
        (_OF_PROGRAMMES, ("1210", "1290"), ("5100", "5190"), named),
        (_OF_OPERATIONS, (), ("5300",), {number: [country] for number, country in asked.items()}),
    ):
        for chart in (*charts, *advanced, *costs):
            for number, minor in sums.of[chart].items():
                if number == "core" or not minor:
                    continue
                key = tuple(places.get(number, ()))
                seen[key].add(number)
                row = found[key]
                if chart in charts:
                    row[1] -= minor
                else:
                    row[2] += minor
                if chart in ("8600", "8610"):
                    row[3] -= minor
    return tuple(
        OfCountry(key, len(seen[key]), *(_usd(minor) for minor in row[1:]))
        for key, row in sorted(found.items())
        if any(row)
    )


def _years(on: date, now: _Sums) -> tuple[OfYear, ...]:
    """Whole years from their own turnovers; the last one is what all years before it leave of today's sums."""
    by_year: dict[int, list[tuple[str, str, int, int]]] = defaultdict(list)
    running = {chart: (now.net[chart], now.debit[chart]) for chart in now.net}
    for year, chart, minor, debit in YearTurnover.objects.filter(year__lt=on.year, currency=BASE_CURRENCY).values_list(
        "year", "chart", "minor", "debit"
    ):
        by_year[year].append((chart, "", minor, debit))
        left = running.get(chart, (0, 0))
        running[chart] = (left[0] - minor, left[1] - debit)
    by_year[on.year] = [(chart, "", minor, debit) for chart, (minor, debit) in running.items() if minor or debit]
    found = []
    for year, held in sorted(by_year.items()):
        if not held:
            continue
        sums = _Sums(held)
        sources = _sum(line.money for line in _sources(sums))
        uses = {line.id: line.money for line in _uses(sums)}
        transfers = _sum(uses.pop(name) for name in ("transfers", "refunds", "facility", "reflows"))
        found.append(
            OfYear(
                year,
                sources,
                transfers,
                _usd(-sums.net["8600"] - sums.net["8610"]),
                _sum(uses.values()),
                complete=on > date(year + 1, 4, 30),
            )
        )
    return tuple(found)


def _own(gifts: tuple[Gift, ...], on: date) -> OwnMoney:
    own_numbers = set(Agreement.objects.filter(donor__own_resources=True).values_list("number", flat=True))
    own, sought = _sum(one.signed for one in gifts if one.agreement in own_numbers), _sum(one.signed for one in gifts)
    first = min(one.since for one in rules() if one.id == "trustee_own_money")
    ceiling = rule("trustee_own_money", max(on, first))  # a day before it is held to nothing: no money was there either
    share = None
    if sought.minor > 0:
        share = (Decimal(own.minor) / Decimal(sought.minor)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    return OwnMoney(own, sought, share, ceiling.value, ceiling.source, ceiling.since)
