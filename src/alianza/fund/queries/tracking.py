"""What all migration finance adds up to: each class apart, each cent once, currencies only at the rates kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum

from alianza.fund.models import FinanceFile, FinanceImport, Flow
from alianza.vocabulary.money import Money

SEVERAL = "several"
"""In addresses: flows of no one country."""
SHOWN = 8
"""Years of a table on a page of somebody else."""


@dataclass(frozen=True, slots=True)
class Total:
    """Paid and committed in US dollars, of flows that are counted.

    `apart` are amounts paid, or else committed, in years for which there is no rate, in their own currencies.
    """

    paid: Money
    committed: Money
    flows: int
    apart: tuple[Money, ...] = ()


NOTHING = Total(Money(0, "USD"), Money(0, "USD"), 0)


def counted(**where: object) -> QuerySet[Flow]:
    return Flow.objects.filter(counted=True, **where)


def totals(flows: QuerySet[Flow], *by: str) -> dict[tuple[object, ...], Total]:
    """Of the flows that are counted, by these fields: never two classes in one sum unless nobody asks by class."""
    held = flows.filter(counted=True).order_by()
    rows = held.values_list(*by).annotate(
        sum_paid=Sum("usd_paid_minor"), sum_committed=Sum("usd_committed_minor"), flows=Count("pk")
    )
    apart: dict[tuple[object, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for *key, currency, paid, committed in (
        held.filter(rate__isnull=True)
        .values_list(*by, "currency")
        .annotate(sum_paid=Sum("paid_minor"), sum_committed=Sum("committed_minor"))
    ):
        apart[tuple(key)][currency] += int(paid if paid is not None else committed or 0)
    return {
        tuple(key): Total(
            Money(int(paid or 0), "USD"),
            Money(int(committed or 0), "USD"),
            number,
            tuple(Money(minor, currency) for currency, minor in sorted(apart[tuple(key)].items()) if minor),
        )
        for *key, paid, committed, number in rows
    }


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class over the years, with whether what is in it rests on an estimate."""

    klass: str
    label: str
    cells: tuple[Total, ...]
    whole: Total
    estimated: int
    """Flows of it whose class rests on words or on a lesser part."""


@dataclass(frozen=True, slots=True)
class Table:
    years: tuple[int, ...]
    rows: tuple[ClassRow, ...]

    @property
    def apart(self) -> tuple[Money, ...]:
        """Everything that has no rate, by currency."""
        sums: dict[str, int] = defaultdict(int)
        for row in self.rows:
            for money in row.whole.apart:
                sums[money.currency] += money.minor
        return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def by_class_and_year(flows: QuerySet[Flow], last: int | None = None) -> Table:
    """Classes as rows, years as columns; `last` keeps so many years. The classes are never added up."""
    cells = totals(flows, "klass", "year")
    years = tuple(sorted({int(str(year)) for _klass, year in cells}))[-(last or 0) :]
    estimated = dict(
        flows.filter(counted=True, estimated=True, year__in=years)
        .order_by()
        .values_list("klass")
        .annotate(number=Count("pk"))
    )
    rows = []
    for klass, label in Flow.Class.choices:
        held = tuple(cells.get((klass, year), NOTHING) for year in years)
        if any(one.flows for one in held):
            rows.append(ClassRow(klass, str(label), held, _sum(held), estimated.get(klass, 0)))
    return Table(years, tuple(rows))


def _sum(cells: Sequence[Total]) -> Total:
    apart: dict[str, int] = defaultdict(int)
    for one in cells:
        for money in one.apart:
            apart[money.currency] += money.minor
    return Total(
        Money(sum(one.paid.minor for one in cells), "USD"),
        Money(sum(one.committed.minor for one in cells), "USD"),
        sum(one.flows for one in cells),
        tuple(Money(minor, currency) for currency, minor in sorted(apart.items())),
    )


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country by alpha-3 (empty: several), with its total of each class that has any."""

    country: str
    cells: Mapping[str, Total]
    flows: int
    not_counted: int


def by_country(year: int | None = None) -> tuple[CountryRow, ...]:
    """Every country that has flows, by code; several and regional last. One year, or all."""
    flows = Flow.objects.all() if year is None else Flow.objects.filter(year=year)
    cells = totals(flows, "recipient", "klass")
    hidden = dict(flows.filter(counted=False).order_by().values_list("recipient").annotate(number=Count("pk")))
    found: dict[str, dict[str, Total]] = defaultdict(dict)
    for (recipient, klass), total in cells.items():
        found[str(recipient)][str(klass)] = total
    for recipient in hidden:
        found.setdefault(recipient, {})
    return tuple(
        CountryRow(code, held, sum(one.flows for one in held.values()), hidden.get(code, 0))
        for code, held in sorted(found.items(), key=lambda one: (not one[0], one[0]))
    )


def years() -> tuple[int, ...]:
    """The years that have flows, the last first."""
    return tuple(Flow.objects.order_by("-year").values_list("year", flat=True).distinct())


def of_country(code: str) -> QuerySet[Flow]:
    """`several` for those of no one country."""
    return Flow.objects.filter(recipient="" if code == SEVERAL else code).select_related("file", "same_as")


def of_corridor(provider: str, recipient: str) -> QuerySet[Flow]:
    """From organisations of one country to another country."""
    return Flow.objects.filter(provider_country=provider, recipient=recipient)


def chain(flow: Flow) -> Iterator[Flow]:
    """The flow and those in which its money is told further on, up to the one that is counted."""
    seen: set[int] = set()
    here: Flow | None = flow
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        yield here
        here = here.same_as


def told_before(flow: Flow) -> QuerySet[Flow]:
    """The flows that are not counted because this one is."""
    return Flow.objects.filter(same_as=flow).select_related("file").order_by("provider", "year", "pk")


def files() -> QuerySet[FinanceFile]:
    return FinanceFile.objects.annotate(number=Count("flows")).order_by("-loaded_at", "-pk")


def imports() -> QuerySet[FinanceImport]:
    """Files that officers brought and what came of them, the last first."""
    return FinanceImport.objects.select_related("file", "brought_by").order_by("-created_at", "-pk")


def latest() -> FinanceFile | None:
    return FinanceFile.objects.order_by("-as_of", "-pk").first()


HEADINGS = (
    "recipient",
    "year",
    "class",
    "estimated",
    "provider",
    "provider_reference",
    "provider_country",
    "channel",
    "channel_reference",
    "identifier",
    "title",
    "currency",
    "committed",
    "paid",
    "committed_usd",
    "paid_usd",
    "grant_equivalent",
    "grant_element",
    "grant_equivalent_how",
    "usd_for_one_unit",
    "rate_source",
    "sector",
    "reason",
    "counted",
    "not_counted_because",
    "same_as",
    "publisher",
    "source",
    "licence",
    "as_of",
)


def rows(flows: QuerySet[Flow]) -> Iterator[tuple[object, ...]]:
    """Each flow as a line of a table, those that are not counted too, with why."""
    for one in flows.select_related("file", "same_as").iterator(chunk_size=2000):
        yield (
            one.recipient,
            one.year,
            one.klass,
            one.estimated,
            one.provider,
            one.provider_ref,
            one.provider_country,
            one.channel,
            one.channel_ref,
            one.identifier,
            one.title,
            one.currency,
            one.committed,
            one.paid,
            _dollars(one.usd_committed_minor),
            _dollars(one.usd_paid_minor),
            None if one.grant_equivalent_minor is None else Money(one.grant_equivalent_minor, one.currency),
            None if one.grant_element is None else _plain(one.grant_element),
            one.grant_why,
            None if one.rate is None else _plain(one.rate),
            one.rate_source,
            one.sector,
            one.reason,
            one.counted,
            one.not_counted_because,
            one.same_as.identifier if one.same_as else None,
            one.file.publisher,
            one.file.source,
            one.file.licence,
            one.file.as_of,
        )


def _dollars(minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, "USD")


def _plain(rate: Decimal) -> Decimal:
    return rate.normalize()


LARGEST_FIRST = (F("usd_paid_minor").desc(nulls_last=True), "-year", "pk")
