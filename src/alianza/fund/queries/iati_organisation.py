"""The organisation file: what signed agreements bring in the next years, and what was paid in the last."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Agreement, Instalment
from alianza.fund.publisher import publisher
from alianza.fund.queries.iati_names import Names
from alianza.fund.queries.iati_shapes import page, reporter, updated
from alianza.iati.values import (
    Activity,
    Amount,
    Country,
    CountryBudget,
    Expenditure,
    OrganisationFile,
    TotalBudget,
    say,
)
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country

YEARS = 3
"""Forward, this one included, and back."""


def organisation(on: date, activities: Sequence[Activity]) -> OrganisationFile:
    """`activities` are those of the same day: what was paid is added up from them, so that both files agree."""
    held = publisher()
    names = Names(held)
    total, by_country = _expected(on)
    return OrganisationFile(
        updated=updated(on),
        language="en",
        currency=BASE_CURRENCY,
        identifier=held.ref,
        name=say(en=held.name),
        reporter=reporter(names),
        budgets=tuple(
            TotalBudget(status="2", first=first, last=last, amount=Amount(money, first))
            for first, last, money in _years(total)
        ),
        country_budgets=tuple(
            CountryBudget(
                status="2",
                country=Country(code=country(code).alpha2),
                first=first,
                last=last,
                amount=Amount(money, first),
            )
            for code in sorted(by_country)
            for first, last, money in _years(by_country[code])
        ),
        expenditure=tuple(
            Expenditure(first=first, last=last, amount=Amount(money, first))
            for first, last, money in _paid(activities, on)
        ),
        documents=page("Public statement of the fund", held.page("fund:statement-show"), "B16"),
    )


def _expected(on: date) -> tuple[dict[int, int], dict[str, dict[int, int]]]:
    """What signed agreements bring in each year from this on, in the fund's currency at the rate of signing.

    By the day an instalment is due; what came is counted too, what was written off is not.
    """
    total: dict[int, int] = defaultdict(int)
    by_country: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    signed = Agreement.objects.filter(signed_on__lte=on).exclude(
        state__in=(Agreement.State.DRAFTED, Agreement.State.WITHDRAWN)
    )
    for agreement in signed.prefetch_related("instalments"):
        instalments = list(agreement.instalments.all())
        if not instalments or not agreement.worth_minor:
            continue
        worth = Money(agreement.worth_minor, BASE_CURRENCY).allocate([one.minor for one in instalments])
        for one, part in zip(instalments, worth, strict=True):
            if one.state == Instalment.State.WRITTEN_OFF or not on.year <= one.due_on.year < on.year + YEARS:
                continue
            total[one.due_on.year] += part.minor
            if agreement.earmark == Agreement.Earmark.COUNTRY:
                by_country[agreement.country][one.due_on.year] += part.minor
    return total, by_country


def _years(sums: dict[int, int]) -> Iterator[tuple[date, date, Money]]:
    for year, minor in sorted(sums.items()):
        yield date(year, 1, 1), date(year, 12, 31), Money(minor, BASE_CURRENCY)


def _paid(activities: Sequence[Activity], on: date) -> Iterator[tuple[date, date, Money]]:
    """Disbursements and expenditure of the last years that are over; years without any are not told."""
    sums: dict[int, int] = defaultdict(int)
    for activity in activities:
        for each in activity.transactions:
            if each.kind in ("3", "4") and on.year - YEARS <= each.on.year < on.year:
                sums[each.on.year] += each.amount.money.minor
    return _years(sums)
