"""The fund and all it pays as activities of IATI: the fund, core functions, each programme, each operation.

What stands in the books is published whether or not there is more to say of it, so that the files always add up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import ExtractYear

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Agreement, Entry, Journal, Operation, Programme
from alianza.fund.published import Place
from alianza.fund.publisher import publisher
from alianza.fund.queries import iati_operations, iati_programmes
from alianza.fund.queries.iati_moves import Posted, posted, reference
from alianza.fund.queries.iati_names import Names, words
from alianza.fund.queries.iati_shapes import MIGRATION, WHEREVER, begun, page, party, plain, reporter, updated
from alianza.iati.values import (
    Activity,
    ActivityDate,
    AidType,
    Amount,
    Budget,
    Description,
    RelatedActivity,
    Transaction,
    say,
)
from alianza.vocabulary.money import Money

ALLOCATED = {Place.CORE: ("8250",), Place.FUND: ("8200", "8260", "8270")}
"""Where contributions are put aside; what is put aside for core functions is the budget of the core activity."""


def activities(on: date) -> tuple[Activity, ...]:
    """Everything that is published of the fund: transactions up to the end of a day, all else as it stands now."""
    held = publisher()
    names = Names(held)
    by_place: dict[tuple[Place, str], list[Transaction]] = defaultdict(list)
    for one in posted(on):
        by_place[one.move.place, one.move.number].append(_transaction(one, names))
    programmes = {programme.number: programme for programme in _programmes()}
    in_books = {place: {number for where, number in by_place if where is place} for place in Place}
    numbers = {
        Place.PROGRAMME: sorted(in_books[Place.PROGRAMME] | set(_approved(programmes.values(), on))),
        Place.OPERATION: sorted(in_books[Place.OPERATION] | set(_approved(names.operations.values(), on))),
    }
    found = []
    for place, below in numbers.items():
        for number in below:
            activity = plain(names, place, number, by_place[place, number], on)
            if place is Place.PROGRAMME and number in programmes:
                activity = iati_programmes.filled_in(activity, programmes[number], names, on)
            if place is Place.OPERATION and number in names.operations:
                activity = iati_operations.filled_in(activity, names.operations[number], names, on)
            found.append(activity)
    if Journal.objects.filter(occurred_on__lte=on, entries__account__chart__in=("8250", "5200", "4210")).exists():
        found.append(_core(names, by_place[Place.CORE, ""], on))
    children = tuple(RelatedActivity(ref=each.identifier, kind="2") for each in found)
    return (_fund(names, by_place[Place.FUND, ""], children, on), *found)


def _programmes() -> Iterable[Programme]:
    return Programme.objects.select_related("proposal__window", "proposal__applicant", "decision").prefetch_related(
        "proposal__countries",
        "proposal__executants__organisation",
        "proposal__expected__values__report",
        "contracts__organisation",
        "contracts__tranches",
        "decision__conditions",
    )


def _approved(things: Iterable[Programme | Operation], on: date) -> Iterator[str]:
    """What was not approved is nobody's commitment."""
    for one in things:
        day = one.approved_on if isinstance(one, Programme) else one.decided_on
        if day is not None and day <= on and not (isinstance(one, Operation) and one.granted_minor is None):
            yield one.number


def _transaction(one: Posted, names: Names) -> Transaction:
    move = one.move
    return Transaction(
        kind=move.kind,
        on=one.on,
        ref=reference(move, one.journal),
        amount=Amount(move.money, one.on),
        description=words(move),
        provider=names.provider(move),
        receiver=names.receiver(move),
        finance="110" if move.place is Place.OPERATION else "",
        aid=names.aid(move),
    )


def _fund(
    names: Names, transactions: Sequence[Transaction], children: tuple[RelatedActivity, ...], on: date
) -> Activity:
    held, own = names.publisher, names.own()
    donors = {
        agreement.donor.number: agreement.donor
        for agreement in names.agreements.values()
        if agreement.state not in (Agreement.State.DRAFTED, Agreement.State.WITHDRAWN)
        and agreement.signed_on is not None
        and agreement.signed_on <= on
    }
    givers = [party("1", names.donor(donors[number])) for number in sorted(donors)]
    return Activity(
        updated=updated(on),
        language="en",
        currency=BASE_CURRENCY,
        hierarchy=1,
        identifier=held.fund,
        reporter=reporter(names),
        title=say(en=f"{held.name}: trust fund for migration and development"),
        descriptions=(
            Description(
                words=say(
                    en="Pooled fund of several donors with thematic windows. What it pays is published with the "
                    "programmes and operations that it pays for. A pledge that becomes an agreement or lapses is "
                    "taken back, so that the pledges add up to what is still open."
                ),
            ),
        ),
        parties=(*givers, party("2", own), party("3", own)),
        status="2",
        dates=(ActivityDate(kind="2", on=begun(on)),),
        scope="1",
        regions=(WHEREVER,),
        sectors=(MIGRATION,),
        collaboration="4",
        flow="10",
        finance="110",
        aid=(AidType(code="B04"),),
        tied="5",
        budgets=tuple(_budgets(Place.FUND, on)),
        transactions=tuple(transactions),
        documents=page("Public statement of the fund", held.page("fund:statement-show"), "A05", "A12"),
        related=children,
    )


def _core(names: Names, transactions: Sequence[Transaction], on: date) -> Activity:
    held = names.publisher
    return Activity(
        updated=updated(on),
        language="en",
        currency=BASE_CURRENCY,
        hierarchy=2,
        identifier=held.core,
        reporter=reporter(names),
        title=say(en=f"{held.name}: core functions"),
        descriptions=(
            Description(
                words=say(en="Functions of the alliance, paid by a share of contributions and by fees of its members."),
            ),
        ),
        parties=(party("1", names.own(activity=held.fund)), party("2", names.own()), party("4", names.own())),
        status="2",
        dates=(ActivityDate(kind="2", on=min((each.on for each in transactions), default=begun(on))),),
        scope="1",
        regions=(WHEREVER,),
        sectors=(MIGRATION,),
        collaboration="4",
        flow="10",
        finance="110",
        aid=(AidType(code="G01"),),
        tied="5",
        budgets=tuple(_budgets(Place.CORE, on)),
        transactions=tuple(transactions),
        related=(RelatedActivity(ref=held.fund, kind="1"),),
    )


def _budgets(place: Place, on: date) -> Iterator[Budget]:
    """What was put aside of contributions in each year: what then goes on to a programme is the programme's budget."""
    from_contributions = Entry.objects.filter(journal=OuterRef("journal"), account__chart="8100")
    rows = (
        Entry.objects.filter(
            Exists(from_contributions), journal__occurred_on__lte=on, account__chart__in=ALLOCATED[place]
        )
        .annotate(year=ExtractYear("journal__occurred_on"))
        .values_list("year")
        .annotate(minor=Sum("minor"))
        .order_by("year")
    )
    for year, minor in rows:
        if minor:
            first, last = date(year, 1, 1), date(year, 12, 31)
            amount = Amount(Money(-int(minor), BASE_CURRENCY), first)
            yield Budget(first=first, last=last, kind="1", status="2", amount=amount)
