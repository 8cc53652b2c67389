"""What the books say on a day: what each account held at the end of the last day on which it moved."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from alianza.fund.chart import AccountName
from alianza.fund.models import Account, Balance, Turnover
from alianza.vocabulary.money import Money


def balances(on: date | None = None, *charts: str) -> dict[AccountName, Money]:
    """What every account holds at the end of a day (None: now), debit above zero; accounts at zero are left out."""
    accounts = Account.objects.filter(chart__in=charts) if charts else Account.objects.all()
    names = {
        pk: AccountName(chart, first, second, currency)
        for pk, chart, first, second, currency in accounts.values_list("pk", "chart", "first", "second", "currency")
    }
    rows = (
        Balance.objects.exclude(minor=0).values_list("account", "minor")
        if on is None
        else last_turnovers(accounts, on).values_list("account", "closing")
    )
    return {names[pk]: Money(int(minor), names[pk].currency) for pk, minor in rows if minor and pk in names}


def last_turnovers(accounts: QuerySet[Account], on: date) -> QuerySet[Turnover]:
    """Of each of these accounts the last day on which it moved by that day: one look-up in an index an account."""
    last = Turnover.objects.filter(account=OuterRef("pk"), day__lte=on).order_by("-day").values("pk")[:1]
    return Turnover.objects.filter(pk__in=accounts.order_by().annotate(last=Subquery(last)).values("last")).order_by()


def totals(on: date | None = None) -> dict[tuple[str, str], int]:
    """Minor units by chart number and currency."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for name, money in balances(on).items():
        found[name.chart, money.currency] += money.minor
    return dict(found)


def broken(on: date | None = None) -> Iterator[str]:
    """Sentences on what does not add up between the accounts; none when all does. Amounts in the fund's currency."""
    held = balances(on)
    base = {name: money.minor for name, money in held.items() if name.currency == "USD"}

    def total(*charts: str) -> int:
        return sum(minor for name, minor in base.items() if name.chart in charts)

    cash = total("1010", "1020") + sum(
        minor for name, minor in base.items() if (name.chart, name.first) == ("1900", "CASH")
    )
    places = total("8100", "8200", "8250", "8260", "8270", "8300", "8310", "8400", "8410")
    owed = total("2110", "2120", "2210", "2310")
    for sentence, difference in (
        (
            "what was received stands in exactly one place",
            total("8000") + places + total("8500", "8510", "8600", "8610", "8700", "8800"),
        ),
        ("the bank holds what is not yet spent", cash + places + owed),
        ("accepted cost is what was spent", total("5100", "5190", "5200") + total("8600")),
        ("fees and charges are what was paid for them", total("5810", "5820") + total("8800")),
        ("what was returned to donors left the fund", total("4090") + total("8700")),
        ("grants of the facility are with banks or applied", total("5300") + total("8510", "8610")),
        (
            "resources received are contributions, interest, fees and exchange",
            total("8000") + total("4010", "4110", "4120", "4210", "4920", "5920"),
        ),
    ):
        if difference:
            yield f"{sentence}: differs by {Money(abs(difference), 'USD')}"
    advanced: dict[tuple[str, str], int] = defaultdict(int)
    for name, minor in base.items():
        if name.chart in ("1210", "1290", "8500"):
            advanced[name.first, name.second] += minor
    for (programme, organisation), minor in sorted(advanced.items()):
        if minor:
            differs = Money(abs(minor), "USD")
            yield f"advances of {programme} {organisation} are what is not reported: differs by {differs}"
