"""Larger changes of a running programme, brought to any of their states through the deeds themselves."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.fund.actions import endorsements, larger_changes, reviews
from alianza.fund.actions.larger_changes import Line, Wanted
from alianza.fund.consequences import follow
from alianza.fund.models import Change, Criterion, Decision, Endorsement, Item, Programme, Review
from alianza.network.models import Mandate, Membership, Organisation, RoleCode, Subject
from tests.fund import asking, story
from tests.fund import programmes_cast as cast
from tests.world import World, _person

DAY = cast.DAY
WHY = "Viet Nam asks to take part."


def running(world: World, *, spare: int = 50_000, number: str = "P-2026-001") -> Programme:
    """Active with Puente's contract of 107,000; the window holds something on top."""
    contract = cast.running(world, number=number)
    story.money_in(contract.programme.proposal.window, spare, agreement=f"B-{number}")
    return Programme.objects.get(pk=contract.programme_id)


def more(world: World, amount: int | str = 10_700) -> Wanted:
    """More money for Puente, 7 % of indirect cost on top of staff."""
    total = story.usd(amount)
    indirect = story.usd(Decimal(amount) * 7 / 107)  # type: ignore[arg-type]
    return Wanted(lines=[Line(world.puente, "staff", total - indirect), Line(world.puente, "indirect", indirect)])


def with_country(world: World) -> Wanted:
    return Wanted(countries={"VNM": "origin"}, lines=more(world).lines)


def helper() -> Organisation:
    return Organisation.objects.get_or_create(name="Manos", defaults={"country": "PHL", "actor_type": "ngo"})[0]


def with_partner(world: World) -> Wanted:
    """Manos takes over 10,000 of staff from Puente, and nothing comes on top."""
    new = helper()
    return Wanted(
        lines=[
            Line(world.puente, "staff", -story.usd(10_000)),
            Line(world.puente, "indirect", -story.usd(700)),
            Line(new, "staff", story.usd(10_000)),
            Line(new, "indirect", story.usd(700)),
        ],
        organisation=new,
        local=True,
    )


def stated(world: World, wanted: Wanted | None = None, programme: Programme | None = None) -> Change:
    held = programme or running(world)
    return larger_changes.state_change(held, wanted or more(world), reason=WHY, on=DAY, by=world.luc)


def speaker(world: World, country: str = "VNM") -> User:
    """The focal point of a country for the fund."""
    person = User.objects.filter(email=f"minh{country.lower()}@example.org").first()
    if person is None:
        person = _person(f"minh{country.lower()}")
        Mandate.objects.create(
            user=person,
            organisation=world.far_farms,
            country=country,
            subject=Subject.FUND,
            begins_on=date.today() - timedelta(days=1),
            ends_on=date.today() + timedelta(days=90),
        )
    return person


def endorse(world: World, change: Change, country: str = "VNM") -> Endorsement:
    person = speaker(world, country)
    asked = Endorsement.objects.get(proposal=change.programme.proposal, country=country)
    return endorsements.endorse(
        asked, plan="Plan 2030", objective="Skills", page="4", letter=asking.letter(person), on=DAY, by=person
    )


def scored(world: World, change: Change, person: User, points: int = 4) -> Review:
    review = larger_changes.invite(change, person, on=DAY, by=world.luc)
    reviews.declare(review, conflict=False, by=person)
    scores = {each: (points, f"Because of {each}.") for each in Criterion.values}
    return reviews.score(review, scores, advice="approve", text="Well made.", by=person, on=DAY)


def read(world: World, change: Change, points: int = 4) -> Change:
    for country in change.countries:
        endorse(world, change, country)
    if change.organisation is not None:
        larger_changes.check_capacity(change, found="Sound.", on=DAY, by=world.luc)
    for name in ("", "one", "two"):
        scored(world, change, asking.reviewer(world, name) if name else world.rhea, points)
    return fresh(change)


def screened(world: World, wanted: Wanted | None = None, *, points: int = 4) -> Change:
    change = read(world, stated(world, wanted), points)
    larger_changes.give_opinion(change, text="Sound.", on=DAY, by=world.luc)
    return fresh(change)


def decided(change: Change, number: str = "D-2026-020", *, outcome: str = "adopted", kind: str = "") -> Decision:
    """What the committee decided about the change; nothing follows from it yet."""
    first = change.programme.decision
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    item = Item.objects.create(
        body=first.item.body,
        number=f"I-{number}",
        kind=kind or ("new_country" if change.countries else "restructuring"),
        subject=change.subject,
        title="Change",
        text="As stated.",
        method=Item.Method.CONSENSUS,
        state=Item.State.DECIDED,
        opened_at=at,
    )
    return Decision.objects.create(
        number=number,
        item=item,
        outcome=outcome,
        method=Item.Method.CONSENSUS,
        rules="2026",
        text="As stated.",
        tally={},
        decided_at=at,
    )


def carried_out(world: World, wanted: Wanted | None = None) -> Change:
    change = screened(world, wanted)
    follow(decided(change), change, by=PLATFORM)
    return fresh(change)


def fresh(change: Change) -> Change:
    return Change.objects.select_related("programme__proposal__window", "organisation").get(pk=change.pk)


def partner_of(organisation: Organisation, name: str = "mano") -> User:
    person = User.objects.filter(email=f"{name}@example.org").first() or _person(name)
    Membership.objects.get_or_create(
        user=person, organisation=organisation, role=RoleCode.PARTNER, defaults={"begins_on": date(2024, 1, 1)}
    )
    return person
