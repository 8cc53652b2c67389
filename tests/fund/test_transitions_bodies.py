"""Every move of an item and a meeting, tried by everybody; and each guard, failing alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from alianza.accounts.models import User
from alianza.fund.actions import bodies, items, votes
from alianza.fund.lifecycles.bodies import ITEM, MEETING
from alianza.fund.models import Interest, Item, Meeting, Opinion
from alianza.fund.policy.bodies import roles_at, roles_in
from alianza.fund.queries.bodies import reasons_against, reasons_against_meeting
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import story
from tests.fund.committee import (
    AT,
    LAPSES,
    READY,
    Committee,
    committee,
    drafted,
    fresh,
    in_the_room,
    meeting,
    opened,
    paper,
    present,
)
from tests.world import World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EVERYBODY = frozenset({"officer", "chair", "member", "clock"})
PEOPLE = ("luc", "inge", "kofi", "uma", "otto", "dina", "ada", "paz", "rhea", "imani", "ana", "pilar", "mara")
"""Officer, chair, member, recused member, and people to whom the item is nothing."""


def person(room: Committee, name: str) -> User:
    found = room.people.get(name)
    return found if found is not None else getattr(room.world, name)  # type: ignore[no-any-return]


def recused(item: Item, room: Committee) -> Item:
    votes.rule_interest(item, room.member("uma"), reason="Its house.", at=AT + HOUR, by=room.world.luc)
    return fresh(item)


# where each move begins, and the deed that makes it ---------------------------------------------------------------
def silent(room: Committee) -> Item:
    return recused(opened(room), room)


def paused(room: Committee) -> Item:
    item = silent(room)
    votes.ask(item, "Who pays?", at=AT + 2 * HOUR, by=room.people["maya"])
    return fresh(item)


def moved(room: Committee) -> Item:
    item = silent(room)
    votes.cast(item, "object", reason="Too soon.", at=AT + 2 * HOUR, by=room.people["maya"])
    item = fresh(item)
    item.meeting = meeting(room)
    item.save()
    return fresh(item)


def sitting(room: Committee) -> Item:
    return recused(in_the_room(room), room)


def put(room: Committee) -> Item:
    item = sitting(room)
    votes.state_text(item, item.text, at=READY, by=room.people["inge"])
    return fresh(item)


def failed_twice(room: Committee) -> Item:
    item = sitting(room)
    for hours in (0, 1):
        votes.state_text(item, item.text, at=READY + hours * HOUR, by=room.people["inge"])
        votes.cast(item, "object", reason="No.", at=READY + hours * HOUR + timedelta(minutes=1), by=room.people["kofi"])
        votes.close_round(
            item,
            present=present(room, "maya", "sven", "pia", "inge"),
            at=READY + hours * HOUR + timedelta(minutes=2),
            by=room.people["inge"],
        )
    return fresh(item)


Deed = Callable[[Committee, Item, User], object]
LATER = READY + 3 * HOUR


def _publish(_room: Committee, item: Item, by: User) -> object:
    return items.publish_paper(item, paper("new"), name="a.pdf", title="Note", language="en", at=LATER, by=by)


MOVES: dict[str, tuple[Callable[[Committee], Item], Deed]] = {
    "prepare:draft": (drafted, lambda _r, i, by: items.change_draft(i, {"title": "T"}, at=AT, by=by)),
    "publish:draft": (drafted, _publish),
    "publish:open": (silent, _publish),
    "publish:moved": (moved, _publish),
    "open": (drafted, lambda _r, i, by: items.open_item(i, at=AT, by=by)),
    "deliver:open": (silent, lambda _r, i, by: items.deliver(i, at=AT + HOUR, by=by)),
    "deliver:paused": (paused, lambda _r, i, by: items.deliver(i, at=AT + 3 * HOUR, by=by)),
    "take_up": (moved, lambda r, i, by: items.take_up(i, meeting(r), at=AT + 3 * HOUR, by=by)),
    "cast:open": (silent, lambda _r, i, by: votes.cast(i, "agree", at=AT + 3 * HOUR, by=by)),
    "cast:paused": (paused, lambda _r, i, by: votes.cast(i, "agree", at=AT + 3 * HOUR, by=by)),
    "declare:open": (silent, lambda _r, i, by: votes.declare_interest(i, reason="Ours.", at=AT + 3 * HOUR, by=by)),
    "declare:paused": (paused, lambda _r, i, by: votes.declare_interest(i, reason="Ours.", at=AT + 3 * HOUR, by=by)),
    "declare:moved": (moved, lambda _r, i, by: votes.declare_interest(i, reason="Ours.", at=AT + 3 * HOUR, by=by)),
    "rule:open": (
        sitting,
        lambda r, i, by: votes.rule_interest(i, r.member("pia"), reason="So.", at=AT + 3 * HOUR, by=by),
    ),
    "rule:paused": (
        paused,
        lambda r, i, by: votes.rule_interest(i, r.member("pia"), reason="So.", at=AT + 3 * HOUR, by=by),
    ),
    "rule:moved": (
        moved,
        lambda r, i, by: votes.rule_interest(i, r.member("pia"), reason="So.", at=AT + 3 * HOUR, by=by),
    ),
    "ask": (silent, lambda _r, i, by: votes.ask(i, "Who pays?", at=AT + 3 * HOUR, by=by)),
    "answer": (paused, lambda _r, i, by: votes.answer(i, "The host.", at=AT + 3 * HOUR, by=by)),
    "state_text:open": (sitting, lambda _r, i, by: votes.state_text(i, "So be it.", at=READY, by=by)),
    "call_vote:open": (failed_twice, lambda _r, i, by: votes.call_vote(i, "So be it.", at=LATER, by=by)),
    "close": (put, lambda r, i, by: votes.close_round(i, present=present(r, "maya"), at=LATER, by=by)),
    "withdraw": (silent, lambda _r, i, by: items.withdraw_item(i, reason="Not needed.", at=AT + 3 * HOUR, by=by)),
}
BY_ITSELF = {"run_on": paused, "lapse": silent, "move": silent, "refer": silent}


def test_every_move_is_tried() -> None:
    assert set(MOVES) | set(BY_ITSELF) == {move.id for move in ITEM.moves}


@pytest.mark.parametrize("move", MOVES)
def test_who_may_make_a_move_of_an_item(move: str, world: World) -> None:
    from django.db import transaction

    room = committee(world)
    begin, deed = MOVES[move]
    item = begin(room)
    assert item.state in ITEM.move(move).source
    for name in PEOPLE:
        by = person(room, name)
        allowed = bool(roles_in(by, item) & set(ITEM.move(move).actors))
        assert allowed == _expected(move, name, item), name
        point = transaction.savepoint()
        if allowed:
            deed(room, fresh(item), by)
        else:
            with pytest.raises(NotYet):
                deed(room, fresh(item), by)
        transaction.savepoint_rollback(point)


def _expected(move: str, name: str, item: Item) -> bool:
    actors = ITEM.move(move).actors
    roles = {"luc": {"officer"}, "kofi": {"member"}, "inge": {"member"} if item.opened_at else set()}.get(name, set())
    if name == "inge" and item.meeting is not None:
        roles = roles | {"chair"}
    return bool(roles & set(actors))


@pytest.mark.parametrize("move", BY_ITSELF)
def test_nobody_does_what_the_rules_do(move: str, world: World) -> None:
    room = committee(world)
    item = BY_ITSELF[move](room)
    for name in PEOPLE:
        assert reasons_against(item, move, LAPSES, roles_in(person(room, name), item)), name


@pytest.mark.parametrize("move", [move.id for move in MEETING.moves])
def test_who_may_make_a_move_of_a_meeting(move: str, world: World) -> None:
    from django.db import transaction

    room = committee(world)
    held = meeting(room, begun=move in {"end", "preside:open"})
    for name in PEOPLE:
        by = person(room, name)
        allowed = bool(roles_at(by, held) & set(MEETING.move(move).actors))
        assert allowed == (name == "luc" or (name == "inge" and not move.startswith("preside")))
        point = transaction.savepoint()
        try:
            if move == "begin":
                bodies.begin_meeting(held, by=by)
            elif move == "end":
                bodies.end_meeting(held, by=by)
            else:
                bodies.name_chair(held, room.seats["kofi"], by=by)
            assert allowed, name
        except NotYet:
            assert not allowed, name
        transaction.savepoint_rollback(point)


# each guard, failing alone -----------------------------------------------------------------------------------------
def alone(item: Item, move: str, guard: str, at: datetime) -> None:
    """Everybody together is refused for one reason, and it is this guard."""
    (reason,) = reasons_against(fresh(item), move, at, EVERYBODY)
    assert ITEM.guard(guard).sentence in reason


def opinion(world: World, number: str = "P-2026-001", *, approved: bool) -> str:
    held = story.proposal(world, number, state="screened")
    given = datetime(2026, 3, 2, tzinfo=UTC)
    Opinion.objects.create(proposal=held, approved=approved, text="Because.", given_by=world.luc, given_at=given)
    return f"proposal:{number}"


def test_what_it_is_about_is_on_record(world: World) -> None:
    alone(drafted(committee(world), kind="restructuring", subject="programme:none"), "open", "subject_known", AT)


def test_a_gated_item_needs_the_advisory_group(world: World) -> None:
    story.proposal(world, state="screened")
    room = committee(world)
    alone(drafted(room, kind="approval", subject="proposal:P-2026-001"), "open", "advised", AT)
    refused = opinion(world, "P-2026-002", approved=False)
    alone(drafted(room, kind="approval", subject=refused), "open", "advised", AT)
    approved = opinion(world, "P-2026-003", approved=True)
    assert not reasons_against(drafted(room, kind="approval", subject=approved), "open", AT, EVERYBODY)
    met = meeting(room)
    override = drafted(room, kind="override", subject=approved, method="consensus", met=met)
    alone(override, "open", "advised", AT)  # nothing to override


def test_papers_are_complete(world: World) -> None:
    alone(drafted(committee(world), papers=False), "open", "papers_complete", AT)


def test_every_group_has_a_seat(world: World) -> None:
    alone(drafted(committee(world, size=2)), "open", "electorate_whole", AT)


def test_what_a_meeting_decides_stands_on_an_agenda(world: World) -> None:
    room = committee(world)
    alone(drafted(room, method="consensus"), "open", "on_an_agenda", AT)
    item = moved(room)
    Item.objects.filter(pk=item.pk).update(meeting=None)
    alone(item, "take_up", "on_an_agenda", AT + 3 * HOUR)


def test_silence_overrides_nothing(world: World) -> None:
    subject = opinion(world, approved=False)
    alone(drafted(committee(world), kind="override", subject=subject), "open", "method_fits", AT)


def test_nobody_answers_to_what_is_not_put(world: World) -> None:
    alone(sitting(committee(world)), "cast:open", "is_put", READY)


def test_a_question_stops_a_clock_alone(world: World) -> None:
    alone(put(committee(world)), "ask", "by_silence", READY + HOUR)


def test_one_question_and_no_more(world: World) -> None:
    room = committee(world)
    item = paused(room)
    votes.answer(item, "The host.", at=AT + 3 * HOUR, by=world.luc)
    alone(item, "ask", "first_question", AT + 4 * HOUR)


def test_an_answer_needs_a_question(world: World) -> None:
    item = silent(committee(world))
    Item.objects.filter(pk=item.pk).update(state="paused")
    alone(item, "answer", "question_stands", AT + 3 * HOUR)


@pytest.mark.parametrize("move", ["state_text:open"])
def test_a_text_is_put_in_a_sitting_meeting(move: str, world: World) -> None:
    room = committee(world)
    item = opened(room, method="consensus", met=meeting(room))
    alone(item, move, "meeting_sits", READY)


def test_papers_are_out_in_time(world: World) -> None:
    alone(sitting(committee(world)), "state_text:open", "papers_in_time", AT + HOUR)


def test_one_round_at_a_time(world: World) -> None:
    alone(put(committee(world)), "state_text:open", "nothing_put", READY + HOUR)


def test_nothing_is_changed_while_the_room_decides(world: World) -> None:
    room = committee(world)
    item = put(room)
    alone(item, "publish:open", "no_round_in_the_room", READY + HOUR)
    alone(item, "withdraw", "no_round_in_the_room", READY + HOUR)


def test_who_chairs_has_no_interest(world: World) -> None:
    room = committee(world)
    item = sitting(room)
    assert item.meeting is not None
    bodies.name_chair(item.meeting, room.seats["uma"], by=world.luc)  # recused
    alone(item, "state_text:open", "chair_is_free", READY)


def test_consensus_settles_no_override(world: World) -> None:
    item = in_the_room(committee(world), kind="override", subject=opinion(world, approved=False))
    alone(item, "state_text:open", "consensus_can_settle_it", READY)
    assert not reasons_against(item, "call_vote:open", READY, EVERYBODY)  # it goes to the vote at once


def test_a_vote_follows_failed_consensus(world: World) -> None:
    alone(sitting(committee(world)), "call_vote:open", "consensus_failed", READY)


def test_only_what_was_put_is_closed(world: World) -> None:
    alone(sitting(committee(world)), "close", "put_in_the_room", READY)


def test_time_is_over_when_it_is_over_everywhere(world: World) -> None:
    item = silent(committee(world))
    alone(item, "lapse", "time_is_over", LAPSES - timedelta(microseconds=1))
    assert not reasons_against(item, "lapse", LAPSES, EVERYBODY)


def test_a_meeting_begins_with_a_chair_and_ends_with_nothing_put(world: World) -> None:
    room = committee(world)
    bare = bodies.plan_meeting(room.body, date(2030, 5, 1), by=world.luc)
    (reason,) = reasons_against_meeting(bare, "begin", EVERYBODY)
    assert MEETING.guard("has_a_chair").sentence in reason
    item = put(room)
    assert item.meeting is not None
    (reason,) = reasons_against_meeting(Meeting.objects.get(pk=item.meeting.pk), "end", EVERYBODY)
    assert MEETING.guard("nothing_is_put").sentence in reason


def test_whoever_submits_executes_or_is_paid_is_recused_from_the_start(world: World) -> None:
    from tests.fund.committee import sits

    subject = opinion(world, approved=True)
    room = committee(world)
    sits(room, "puente", world.puente, "civil_society", world.paz)
    item = opened(room, kind="approval", subject=subject)
    grounds = Interest.Ground
    assert set(item.interests.values_list("member__name", "ground")) == {
        ("Puente", grounds.SUBMITS.value),
        ("Puente", grounds.EXECUTES.value),
    }
    assert item.electorate.get(member=world.puente).recused_because == "Submits it"
    assert item.electorate.get(member=room.member("pia")).recused_because == ""  # the beneficiary votes
    assert item.wide  # its share of the window is not known, so it has the longer clock
    assert "member" not in roles_in(world.paz, fresh(item))
