"""What every activity of ours has in common."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Journal, Window
from alianza.fund.published import Place
from alianza.fund.queries.iati_names import Names
from alianza.iati.values import (
    Activity,
    ActivityDate,
    AidType,
    Description,
    Document,
    Organisation,
    Party,
    Region,
    RelatedActivity,
    Reporter,
    Sector,
    Transaction,
    say,
)

WHEREVER = Region(code="998", percentage=Decimal(100))
"""Developing countries, unspecified: the pool is divided by its programmes, not by itself."""
WHOLE = Decimal(100)
MIGRATION = Sector(code="15190", percentage=WHOLE)
"""Facilitation of orderly, safe, regular and responsible migration and mobility."""


def updated(on: date) -> datetime:
    """When the last journal up to a day was written: files of the same books say the same, whenever they are made.

    No later than the day itself, for which the file speaks, where the books learnt of it afterwards.
    """
    last = Journal.objects.filter(occurred_on__lte=on).order_by("-pk").values_list("posted_at", flat=True).first()
    first, end = datetime.combine(on, time.min, UTC), datetime.combine(on, time(23, 59, 59), UTC)
    return min(last or first, end).replace(microsecond=0)


def reporter(names: Names) -> Reporter:
    held = names.publisher
    return Reporter(ref=held.ref, kind=held.kind, name=say(en=held.name))


def party(role: str, who: Organisation) -> Party:
    return Party(role=role, ref=who.ref, kind=who.kind, activity=who.activity, name=who.name)


def page(title: str, url: str, *categories: str) -> tuple[Document, ...]:
    """A link to a page; none where there is no address."""
    if not url:
        return ()
    return (Document(url=url, format="text/html", title=say(en=title), categories=categories),)


def begun(on: date) -> date:
    """The first day of the fund that is known: its first journal, or the day its first window opened."""
    first = Journal.objects.filter(occurred_on__lte=on).order_by("occurred_on").values_list("occurred_on", flat=True)
    opened = Window.objects.order_by("opens_on").values_list("opens_on", flat=True)
    days = [day for day in (first.first(), opened.first()) if day is not None and day <= on]
    return min(days, default=on)


def plain(names: Names, place: Place, number: str, transactions: Sequence[Transaction], on: date) -> Activity:
    """What the books alone know of a programme or an operation."""
    held = names.publisher
    parties = {str(each.receiver.name) for each in transactions if each.receiver is not None}
    noun = "Programme" if place is Place.PROGRAMME else "Operation of the concessional facility"
    paid = [each.on for each in transactions if each.kind == "3"]
    return Activity(
        updated=updated(on),
        language="en",
        currency=BASE_CURRENCY,
        hierarchy=2,
        identifier=held.activity(number),
        reporter=reporter(names),
        title=say(en=f"{noun} {number}"),
        descriptions=(Description(kind="1", words=say(en=f"{noun} {number} of {held.name}.")),),
        parties=(
            party("1", names.own(activity=held.fund)),
            party("3", names.own()),
            *(Party(role="4", name=say(en=name)) for name in sorted(parties - {""})),
        ),
        status="2" if paid else "1",
        dates=(
            ActivityDate(kind="1", on=min((each.on for each in transactions), default=on)),
            *((ActivityDate(kind="2", on=min(paid)),) if paid else ()),
        ),
        regions=(WHEREVER,),
        sectors=(MIGRATION,),
        collaboration="4",
        flow="10",
        finance="110",
        aid=(AidType(code="C01"),),
        tied="5",
        transactions=tuple(transactions),
        related=(RelatedActivity(ref=held.fund, kind="1"),),
    )


def years_of(first: date, last: date) -> tuple[tuple[date, date], ...]:
    """A time cut into parts of a year at most, as budgets have to be.

    >>> years_of(date(2026, 3, 2), date(2027, 9, 1))
    ((datetime.date(2026, 3, 2), datetime.date(2027, 3, 1)), (datetime.date(2027, 3, 2), datetime.date(2027, 9, 1)))
    """
    found = []
    while first <= last:
        leap = (first.month, first.day) == (2, 29)
        next_year = date(first.year + 1, 3, 1) if leap else first.replace(year=first.year + 1)
        end = min(next_year - timedelta(days=1), last)
        found.append((first, end))
        first = end + timedelta(days=1)
    return tuple(found)
