"""A committee of seven, and items before it, for tests.

Times are in 2030, when seats given today are in force: `AT` is a Monday.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.fund.actions import bodies, items, votes
from alianza.fund.models import Body, Decision, Item, Meeting, Seat
from alianza.network.models import Membership, Organisation, RoleCode
from tests.world import World, _person

AT = datetime(2030, 3, 4, 9, tzinfo=UTC)
"""A Monday."""
LAPSES = datetime(2030, 3, 19, 12, tzinfo=UTC)
"""Ten working days later the day is over at UTC-12: Monday 18 March ends there at noon of the 19th in UTC."""
READY = AT + timedelta(days=30)
"""When papers published at `AT` have been out for fifteen working days."""
MEETS = READY.date()
MEMBERS = (
    # name, country, kind of actor, group, first name
    ("Norway", "NOR", "state", "donor_government", "maya"),
    ("Sweden", "SWE", "state", "donor_government", "sven"),
    ("Philippines", "PHL", "state", "beneficiary_government", "pia"),
    ("Ghana", "GHA", "state", "beneficiary_government", "kofi"),
    ("Office of Nations", "", "international_organisation", "international", "inge"),
    ("Chamber of Firms", "", "employers_federation", "private", "fritz"),
    ("Union of Migrants", "", "trade_union", "civil_society", "uma"),
)


def paper(word: str = "one") -> BytesIO:
    return BytesIO(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Word/" + word.encode() + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


@dataclass
class Committee:
    world: World
    body: Body
    people: dict[str, User] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)

    def member(self, name: str) -> Organisation:
        return self.seats[name].member


def sits(room: Committee, name: str, organisation: Organisation, group: str, person: User | None) -> Seat:
    """Give a member its seat, and the person the role that speaks for it."""
    if person is not None:
        role = RoleCode.REVIEWER if room.body.kind == Body.Kind.ADVISORY else RoleCode.MEMBER
        Membership.objects.get_or_create(
            user=person, organisation=organisation, role=role, defaults={"begins_on": date.today()}
        )
        room.people[name] = person
    seat = bodies.give_seat(room.body, organisation, group, person=person, on=date.today(), by=room.world.luc)
    room.seats[name] = seat
    return seat


def committee(world: World, *, kind: Body.Kind = Body.Kind.OVERSIGHT, size: int = len(MEMBERS)) -> Committee:
    room = Committee(world, bodies.found_body(kind, on=date(2026, 1, 1), by=PLATFORM))
    for member, country, actor, group, name in MEMBERS[:size]:
        organisation = Organisation.objects.filter(name=member, country=country).first()
        if organisation is None:
            organisation = Organisation.objects.create(name=member, country=country, actor_type=actor)
        person = User.objects.filter(email=f"{name}@example.org").first() or _person(name)
        sits(room, name, organisation, group, person)
    return room


def meeting(room: Committee, *, chair: str = "inge", held_on: date = MEETS, begun: bool = False) -> Meeting:
    made = bodies.plan_meeting(room.body, held_on, place="Geneva", chair=room.seats[chair], by=room.world.luc)
    if begun:
        bodies.begin_meeting(made, by=room.world.luc)
    made.refresh_from_db()
    return made


def drafted(
    room: Committee,
    *,
    method: str = "no_objection",
    kind: str = "other",
    subject: str = "",
    met: Meeting | None = None,
    at: datetime = AT,
    papers: bool = True,
    supersedes: Decision | None = None,
) -> Item:
    item = items.draft_item(
        room.body,
        kind=kind,
        subject=subject,
        title="Calendar of the year",
        text="The committee meets in April and October.",
        method=method,
        meeting=met,
        supersedes=supersedes,
        on=at.date(),
        by=room.world.luc,
    )
    if papers:
        publish(room, item, at=at)
    return item


def publish(room: Committee, item: Item, *, at: datetime = AT, title: str = "Note", word: str = "one") -> None:
    """In the three working languages."""
    for language in ("en", "es", "fr"):
        items.publish_paper(
            item,
            paper(f"{word}{language}"),
            name=f"note-{language}.pdf",
            title=title,
            language=language,
            at=at,
            by=room.world.luc,
        )


def opened(
    room: Committee,
    *,
    method: str = "no_objection",
    kind: str = "other",
    subject: str = "",
    met: Meeting | None = None,
    at: datetime = AT,
) -> Item:
    item = drafted(room, method=method, kind=kind, subject=subject, met=met, at=at)
    return items.open_item(item, at=at, by=room.world.luc)


def in_the_room(
    room: Committee, *, kind: str = "other", subject: str = "", chair: str = "inge", at: datetime = AT
) -> Item:
    """An item that a sitting meeting may take up at `READY`."""
    return fresh(
        opened(room, method="consensus", kind=kind, subject=subject, met=meeting(room, chair=chair, begun=True), at=at)
    )


def present(room: Committee, *names: str) -> list[Organisation]:
    return [room.member(name) for name in names or room.seats]


def objected(room: Committee, item: Item, *, who: str = "kofi", at: datetime = READY) -> Item:
    """One failed attempt at consensus, everybody in the room."""
    votes.state_text(item, item.text, at=at, by=room.people["inge"])
    votes.cast(item, "object", reason="Too soon.", at=at + timedelta(minutes=5), by=room.people[who])
    votes.close_round(item, present=present(room), at=at + timedelta(minutes=10), by=room.people["inge"])
    return fresh(item)


def fresh(item: Item) -> Item:
    return Item.objects.select_related("body", "meeting__chair__member").get(pk=item.pk)
