"""The first proposals, and the first meeting of the committee: consensus, a recusal, and one vote."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from alianza.accounts.models import User
from alianza.demo.cast import organisation
from alianza.demo.fund import asking
from alianza.demo.fund.begins import body
from alianza.demo.fund.days import Days, at
from alianza.demo.fund.papers import note
from alianza.demo.fund.people import of, person
from alianza.demo.fund.proposals import CERTIFICATES, LINE
from alianza.fund.actions import bodies, items, votes
from alianza.fund.models import Body, Item, Meeting, Seat
from alianza.network.models import Organisation

LANGUAGES = ("en", "es", "fr")


def decide_the_first(day: Days) -> None:
    """Two proposals are approved, the second by vote against doubts."""
    first = asking.submitted(CERTIFICATES, day(2, 10), starts=day(6, 20))
    second = asking.submitted(LINE, day(2, 14), starts=day(6, 20))
    for held, points, text in (
        (first, (5, 4, 4), "Needed, agreed between both sides, and cheap for a certificate that counts."),
        (
            second,
            (4, 3, 3),
            "The need is plain. How many small contracts are watched is less so; see the scores on cost.",
        ),
    ):
        held = asking.admitted(held, day(2, 24))
        held = asking.endorsed(held, day(3, 12))
        asking.screened(held, day(4, 8), points, text)
    _first_meeting(day)


def _first_meeting(day: Days) -> None:
    luc, on = person("luc"), day(6)
    met = bodies.plan_meeting(
        body(Body.Kind.OVERSIGHT), on, place="Geneva", chair=seat("Regional Dialogue of the Two Shores"), by=luc
    )
    certificates, line = asking.number_of(CERTIFICATES), asking.number_of(LINE)
    one = put(
        met,
        kind=Item.Kind.APPROVAL,
        subject=f"proposal:{certificates}",
        title=CERTIFICATES.title,
        text=f"The committee approves {certificates} with all that was asked.",
        published=day(4, 20),
    )
    other = put(
        met,
        kind=Item.Kind.APPROVAL,
        subject=f"proposal:{line}",
        title=LINE.title,
        text=f"The committee approves {line} with all that was asked.",
        published=day(4, 20),
        condition=(
            "Name somebody outside both organisations to whom callers can complain about the line itself.",
            "Fair Passage",
            day(8),
        ),
    )
    bodies.begin_meeting(met, by=luc)
    _by_consensus(one, at(on, 9))
    _by_vote(other, at(on, 11), f"The committee approves {line}; the second tranche waits for a visit on the spot.")
    bodies.end_meeting(met, by=luc)


def _by_consensus(item: Item, when: datetime) -> None:
    uma = person("uma")
    votes.declare_interest(item, reason="Some of its members teach in the courses.", at=when, by=uma)
    agreed(item, when + timedelta(minutes=20))


def _by_vote(item: Item, when: datetime, compromise: str) -> None:
    """Two attempts at consensus fail; six of eight votes cast adopt it."""
    inge, minute = person("inge"), timedelta(minutes=1)
    doubts = (
        ("uma", "Nobody who takes a call could complain about the line itself."),
        ("celia", "Money passes through many small contracts, and nobody visits them before the second tranche."),
    )
    for attempt, (key, reason) in enumerate(doubts):
        begins = when + attempt * 30 * minute
        votes.state_text(item, compromise if attempt else item.text, at=begins, by=inge)
        votes.cast(item, "object", reason=reason, at=begins + 5 * minute, by=person(key))
        votes.close_round(item, present=in_the_room(item), at=begins + 10 * minute, by=inge)
    begins = when + 90 * minute
    votes.call_vote(item, compromise, at=begins, by=inge)
    said: Mapping[str, str] = {
        "maya": "yes", "bruno": "yes", "celia": "no", "pia": "yes", "kamau": "yes", "nima": "yes", "inge": "yes",
        "fritz": "abstain", "uma": "no",
    }  # fmt: skip
    for key, choice in said.items():
        votes.cast(item, choice, at=begins + 5 * minute, by=person(key))
    votes.close_round(item, present=in_the_room(item), at=begins + 20 * minute, by=inge)


def agreed(item: Item, when: datetime) -> None:
    """The chair states the text, and nobody present objects."""
    inge = person("inge")
    votes.state_text(item, item.text, at=when, by=inge)
    votes.close_round(item, present=in_the_room(item), at=when + timedelta(minutes=10), by=inge)


def in_the_room(item: Item) -> list[Organisation]:
    return [each.member for each in item.electorate.filter(recused_because="").select_related("member")]


def seat(name: str, kind: Body.Kind = Body.Kind.OVERSIGHT) -> Seat:
    return Seat.objects.get(body=body(kind), member=of(name))


def put(
    met: Meeting | None,
    *,
    kind: str,
    subject: str,
    title: str,
    text: str,
    published: date,
    before: Body.Kind = Body.Kind.OVERSIGHT,
    amount_minor: int | None = None,
    condition: tuple[str, str, date] | None = None,
) -> Item:
    """An item with its paper in every language, opened: before a meeting, or without one to be decided by time."""
    luc, when = person("luc"), at(published)
    item = items.draft_item(
        body(before),
        kind=kind,
        subject=subject,
        title=title,
        text=text,
        method=Item.Method.CONSENSUS if met else Item.Method.NO_OBJECTION,
        meeting=met,
        amount_minor=amount_minor,
        on=published,
        by=luc,
    )
    if condition is not None:
        said, owner, due = condition
        items.propose_condition(item, text=said, owner=organisation(owner), due_on=due, at=when, by=luc)
    publish(item, when, luc)
    return items.open_item(item, at=when + timedelta(hours=1), by=luc)


def publish(item: Item, when: datetime, luc: User) -> None:
    for language in LANGUAGES:
        items.publish_paper(
            item,
            note(language, f"{item.number}: {item.title}", item.text),
            name=f"{item.number}-{language}.pdf",
            title="Note by the secretariat",
            language=language,
            at=when,
            by=luc,
        )
