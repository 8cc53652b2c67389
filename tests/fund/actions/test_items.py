"""Items are opened with a frozen electorate, told to everybody, answered and decided."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from alianza.audit.models import Entry
from alianza.engines.ballots import Status
from alianza.fund.actions import bodies, items, votes
from alianza.fund.actions.decisions import lapse, lapse_all
from alianza.fund.models import Ballot, Body, Decision, Elector, Item, Paper, Round
from alianza.fund.queries.outcomes import outcome_of, papers_clock, running_round
from alianza.fund.queries.tally import contradicted, recomputed
from alianza.messages.models import Notice
from alianza.network.models import Membership, Organisation
from alianza.vocabulary.lifecycle import NotYet
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
    objected,
    opened,
    paper,
    present,
    publish,
    sits,
)
from tests.world import World, _person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def room(world: World) -> Committee:
    return committee(world)


# silence -----------------------------------------------------------------------------------------------------------
def test_silence_until_the_day_is_over_everywhere_decides(room: Committee) -> None:
    item = opened(room)
    assert fresh(item).deadline_at == LAPSES
    assert lapse(item, at=LAPSES - timedelta(seconds=1)) is None
    decision = lapse(item, at=LAPSES)
    assert decision is not None
    assert (decision.outcome, decision.decided_at, decision.number) == ("adopted", LAPSES, "OC-D-2030-001")
    assert fresh(item).state == "decided"
    assert Entry.objects.filter(deed="fund.item.decided").count() == 1


def test_closing_twice_decides_once(room: Committee) -> None:
    opened(room)
    opened(room)
    assert lapse_all(LAPSES) == (2, 0)
    assert lapse_all(LAPSES + HOUR) == (0, 0)
    assert Decision.objects.count() == 2


def test_the_record_says_everything_the_outcome_rests_on(room: Committee) -> None:
    item = opened(room)
    votes.cast(item, "aside", reason="Not our field.", at=AT + HOUR, by=room.people["uma"])
    decision = lapse(item, at=LAPSES + 3 * HOUR)
    assert decision is not None
    tally = json.loads(json.dumps(decision.tally))
    assert recomputed(tally).status is Status.ADOPTED
    assert recomputed(tally).stood_aside == (str(room.member("uma").code),)
    assert [each["name"] for each in tally["electorate"]] == sorted(seat.member.name for seat in room.seats.values())
    assert {each["sha256"] for each in tally["papers"]} == set(Paper.objects.values_list("sha256", flat=True))
    assert tally["rules"]["version"] == decision.rules == "oversight-1"
    assert "@" not in json.dumps(tally)


def test_a_reasoned_objection_moves_the_item_at_once(room: Committee) -> None:
    item = opened(room)
    votes.cast(item, "object", reason="Too soon.", at=AT + HOUR, by=room.people["kofi"])
    assert (fresh(item).state, fresh(item).deadline_at) == ("moved", None)
    assert lapse(item, at=LAPSES) is None
    later = meeting(room, begun=True)
    assert items.take_up(fresh(item), later, at=AT + 2 * HOUR, by=room.world.luc).method == "consensus"
    with pytest.raises(NotYet):  # its meeting is not that of the rules yet: the papers are too fresh
        votes.state_text(fresh(item), "As before.", at=AT + 3 * HOUR, by=room.people["inge"])


def test_an_objection_says_why(room: Committee) -> None:
    item = opened(room)
    with pytest.raises(votes.SaysNotWhy):
        votes.cast(item, "object", reason="  ", at=AT + HOUR, by=room.people["kofi"])
    assert fresh(item).state == "open"


def test_what_comes_after_the_deadline_changes_nothing(room: Committee) -> None:
    item = opened(room)
    with pytest.raises(votes.TimeIsOver):
        votes.cast(item, "object", reason="Late.", at=LAPSES, by=room.people["kofi"])
    assert not Ballot.objects.exists()
    votes.cast(item, "agree", at=LAPSES - timedelta(microseconds=1), by=room.people["kofi"])


def test_the_clock_waits_until_everybody_has_the_notice(room: Committee) -> None:
    vacant = Organisation.objects.create(name="Kenya", country="KEN", actor_type="state")
    sits(room, "kenya", vacant, "beneficiary_government", None)
    item = opened(room)
    held = fresh(item)
    assert held.deadline_at is None
    assert Elector.objects.get(item=item, member=vacant).notice_delivered_at is None
    assert Notice.objects.filter(kind="fund.item.opened").count() == 7
    assert lapse(item, at=LAPSES + timedelta(days=300)) is None
    # a week later somebody fills the seat
    wanjiru = _person("wanjiru")
    Membership.objects.create(user=wanjiru, organisation=vacant, role="member")
    bodies.replace_person(room.seats["kenya"], wanjiru, on=AT.date(), by=room.world.luc)
    week = AT + timedelta(days=7)
    assert items.deliver(item, at=week, by=None) == 1
    assert items.deliver(item, at=week + HOUR, by=None) == 0
    assert fresh(item).deadline_at == LAPSES + timedelta(days=7)
    assert Notice.objects.filter(user=wanjiru, kind="fund.item.opened").count() == 1
    assert lapse(item, at=LAPSES) is None
    assert lapse(item, at=LAPSES + timedelta(days=7)) is not None


def test_a_person_whose_role_ended_gets_no_notice(room: Committee) -> None:
    Membership.objects.filter(user=room.people["kofi"]).delete()
    item = opened(room)
    running = running_round(item)
    assert running is not None
    assert outcome_of(item, running, AT + HOUR).waiting_for == (str(room.member("kofi").code),)


def test_joining_and_leaving_after_the_opening_changes_nothing(room: Committee) -> None:
    item = opened(room)
    kenya = Organisation.objects.create(name="Kenya", country="KEN", actor_type="state")
    sits(room, "kenya", kenya, "beneficiary_government", _person("wanjiru"))
    with pytest.raises(NotYet):
        votes.cast(item, "object", reason="New here.", at=AT + HOUR, by=room.people["kenya"])
    bodies.end_seat(room.seats["kofi"], on=AT.date(), by=room.world.luc)
    assert item.electorate.count() == 7
    votes.cast(item, "aside", at=AT + HOUR, by=room.people["kofi"])  # it left, and keeps its part here
    decision = lapse(item, at=LAPSES)
    assert decision is not None and len(decision.tally["electorate"]) == 7
    after = opened(room, at=LAPSES)
    names = set(after.electorate.values_list("member__name", flat=True))
    assert "Kenya" in names and "Ghana" not in names


def test_another_person_may_speak_for_the_same_member(room: Committee) -> None:
    item = opened(room)
    ama = _person("ama")
    Membership.objects.create(user=ama, organisation=room.member("kofi"), role="member")
    bodies.replace_person(room.seats["kofi"], ama, on=AT.date(), by=room.world.luc)
    with pytest.raises(NotYet):
        votes.cast(item, "agree", at=AT + HOUR, by=room.people["kofi"])
    assert votes.cast(item, "agree", at=AT + HOUR, by=ama).elector.member == room.member("kofi")


def test_a_correction_is_another_ballot_and_both_are_kept(room: Committee) -> None:
    item = opened(room)
    votes.cast(item, "aside", at=AT + HOUR, by=room.people["uma"])
    votes.cast(item, "agree", at=AT + 2 * HOUR, by=room.people["uma"])
    decision = lapse(item, at=LAPSES)
    assert decision is not None
    (held,) = decision.tally["rounds"]
    assert [(each["choice"], each["set_aside"]) for each in held["ballots"]] == [("aside", "corrected"), ("agree", "")]
    assert recomputed(decision.tally).stood_aside == ()


def test_one_question_stops_the_clock_for_five_days_at_most(room: Committee) -> None:
    item = opened(room)
    monday = AT + timedelta(days=7)
    votes.ask(item, "Who pays for the rooms?", at=monday, by=room.people["uma"])
    assert (fresh(item).state, fresh(item).deadline_at) == ("paused", LAPSES + timedelta(days=7))
    assert Notice.objects.filter(kind="fund.item.question_asked").count() == 3  # the officers
    votes.answer(item, "The host.", at=monday + timedelta(days=2), by=room.world.luc)
    assert (fresh(item).state, fresh(item).deadline_at) == ("open", LAPSES + timedelta(days=2))
    with pytest.raises(NotYet, match="No question was asked before"):
        votes.ask(item, "And the coffee?", at=monday + timedelta(days=3), by=room.people["kofi"])


def test_an_unanswered_question_lets_the_clock_run_on(room: Committee) -> None:
    item = opened(room)
    votes.ask(item, "Who pays?", at=AT + timedelta(days=7), by=room.people["uma"])
    friday_is_over = datetime(2030, 3, 16, 12, tzinfo=UTC)  # the question came while it was Sunday at UTC-12
    assert lapse(item, at=friday_is_over - HOUR) is None
    assert fresh(item).state == "paused"
    assert lapse(item, at=friday_is_over) is None
    assert fresh(item).state == "open"
    assert lapse(item, at=LAPSES) is None
    assert lapse(item, at=LAPSES + timedelta(days=7)) is not None


def test_a_changed_paper_starts_the_clock_again(room: Committee) -> None:
    item = opened(room)
    week = AT + timedelta(days=7)
    with pytest.raises(items.SameFile):
        items.publish_paper(item, paper("oneen"), name="a.pdf", title="Note", language="en", at=week, by=room.world.luc)
    publish(room, item, at=week, word="two")
    assert fresh(item).deadline_at == LAPSES + timedelta(days=7)
    assert sorted(item.papers.values_list("language", "version")) == [
        (language, version) for language in ("en", "es", "fr") for version in (1, 2)
    ]
    assert lapse(item, at=LAPSES) is None


def test_papers_in_every_language_before_anything_opens(room: Committee) -> None:
    item = drafted(room, papers=False)
    with pytest.raises(NotYet, match="Every paper is published"):
        items.open_item(item, at=AT, by=room.world.luc)
    for language in ("en", "es"):
        items.publish_paper(item, paper(), name="a.pdf", title="Note", language=language, at=AT, by=room.world.luc)
    with pytest.raises(NotYet, match=r"Note \(fr\)"):
        items.open_item(item, at=AT, by=room.world.luc)
    with pytest.raises(items.NotAWorkingLanguage):
        items.publish_paper(item, paper(), name="a.pdf", title="Note", language="de", at=AT, by=room.world.luc)


def test_every_group_of_the_quorum_has_a_seat(world: World) -> None:
    room = committee(world, size=2)
    item = drafted(room)
    with pytest.raises(NotYet, match="Beneficiary government"):
        items.open_item(item, at=AT, by=world.luc)


# recusal -----------------------------------------------------------------------------------------------------------
def test_whoever_declares_an_interest_is_out(room: Committee) -> None:
    item = opened(room)
    votes.declare_interest(item, reason="Our staff would be paid.", at=AT + HOUR, by=room.people["uma"])
    assert item.electorate.get(member=room.member("uma")).recused_because == "Our staff would be paid."
    with pytest.raises(NotYet):
        votes.cast(item, "agree", at=AT + 2 * HOUR, by=room.people["uma"])
    decision = lapse(item, at=LAPSES)
    assert decision is not None
    assert decision.tally["outcome"]["eligible"] == 6
    assert [(each["name"], each["ground"], each["reason"]) for each in decision.tally["recusals"]] == [
        ("Union of Migrants", "declared", "Our staff would be paid.")
    ]


def test_a_ballot_before_the_recusal_is_kept_and_not_counted(room: Committee) -> None:
    item = in_the_room(room)
    votes.state_text(item, "April and October.", at=READY, by=room.people["inge"])
    votes.cast(item, "object", reason="No.", at=READY + HOUR, by=room.people["uma"])
    votes.rule_interest(
        item, room.member("uma"), reason="It owns the house.", at=READY + 2 * HOUR, by=room.people["inge"]
    )
    votes.close_round(
        item, present=present(room, "maya", "sven", "pia", "kofi", "inge"), at=READY + 3 * HOUR, by=room.people["inge"]
    )
    decision = Decision.objects.get(item=item)
    assert decision.outcome == "adopted"
    assert decision.tally["rounds"][0]["ballots"][0]["set_aside"] == "recused"


def test_fewer_than_three_go_up_to_the_assembly(room: Committee) -> None:
    item = opened(room)
    for name in ("maya", "pia", "inge", "fritz"):
        votes.declare_interest(item, reason="Ours.", at=AT + HOUR, by=room.people[name])
    assert fresh(item).state == "open"
    votes.declare_interest(item, reason="Ours.", at=AT + 2 * HOUR, by=room.people["uma"])
    assert fresh(item).state == "referred"
    taken = Item.objects.get(body__kind=Body.Kind.ASSEMBLY)
    assert (taken.state, taken.title, taken.number) == ("draft", item.title, "AS-2030-001")
    assert taken.papers.count() == 3
    assert not Decision.objects.exists()


def test_a_group_that_is_wholly_recused_goes_up_too(room: Committee) -> None:
    item = opened(room)
    for name in ("maya", "sven"):
        votes.declare_interest(item, reason="Ours.", at=AT + HOUR, by=room.people[name])
    assert fresh(item).state == "referred"


# in the room -------------------------------------------------------------------------------------------------------
def test_consensus_is_that_nobody_present_objects(room: Committee) -> None:
    item = in_the_room(room)
    votes.state_text(item, "The committee meets in May.", at=READY, by=room.people["inge"])
    votes.cast(item, "aside", at=READY + HOUR, by=room.people["kofi"])
    votes.close_round(item, present=present(room), at=READY + 2 * HOUR, by=room.people["inge"])
    decision = Decision.objects.get(item=item)
    assert (decision.outcome, decision.text, decision.method) == ("adopted", "The committee meets in May.", "consensus")
    assert recomputed(decision.tally).adopted


def test_without_a_quorum_the_item_moves(room: Committee) -> None:
    item = in_the_room(room)
    votes.state_text(item, item.text, at=READY, by=room.people["inge"])
    votes.close_round(item, present=present(room, "maya", "pia"), at=READY + HOUR, by=room.people["inge"])
    assert fresh(item).state == "moved"
    assert Round.objects.get(item=item).status == "no_quorum"


def test_two_failed_attempts_then_a_vote_by_two_thirds(room: Committee) -> None:
    item = objected(room, in_the_room(room))
    with pytest.raises(NotYet, match="Failed so far: 1 of 2"):
        votes.call_vote(item, item.text, at=READY + HOUR, by=room.people["inge"])
    item = objected(room, item, at=READY + HOUR)
    assert item.consensus_attempts == 2
    votes.call_vote(item, item.text, at=READY + 2 * HOUR, by=room.people["inge"])
    for name, choice in (("maya", "yes"), ("sven", "yes"), ("pia", "no"), ("kofi", "abstain")):
        votes.cast(item, choice, at=READY + 2 * HOUR + timedelta(minutes=1), by=room.people[name])
    with pytest.raises(votes.NotAnAnswer):
        votes.cast(item, "object", reason="No.", at=READY + 2 * HOUR, by=room.people["uma"])
    votes.close_round(item, present=[], at=READY + 3 * HOUR, by=room.people["inge"])
    decision = Decision.objects.get(item=item)
    assert (decision.outcome, decision.method) == ("adopted", "formal")
    assert (decision.tally["outcome"]["yes"], decision.tally["outcome"]["cast"]) == (2, 3)
    assert recomputed(decision.tally).adopted


def test_a_beneficiarys_representative_votes_and_does_not_chair(room: Committee) -> None:
    from tests.fund.story import proposal

    held = proposal(room.world, state="screened")
    item = in_the_room(room, kind="restructuring", subject=f"proposal:{held.number}", chair="pia")
    assert item.electorate.get(member=room.member("pia")).recused_because == ""
    with pytest.raises(NotYet, match="cannot chair this item"):
        votes.state_text(item, item.text, at=READY, by=room.people["pia"])
    assert item.meeting is not None
    bodies.name_chair(item.meeting, room.seats["inge"], by=room.world.luc)
    votes.state_text(fresh(item), item.text, at=READY, by=room.people["inge"])
    votes.cast(item, "agree", at=READY + HOUR, by=room.people["pia"])


def test_papers_are_out_for_fifteen_working_days_before_the_room_takes_them_up(room: Committee) -> None:
    item = in_the_room(room)
    ready = papers_clock(item, AT).ready
    assert ready == datetime(2030, 3, 26, 12, tzinfo=UTC)
    with pytest.raises(NotYet, match="2030-03-26 12:00 UTC"):
        votes.state_text(item, item.text, at=ready - timedelta(seconds=1), by=room.people["inge"])
    votes.state_text(item, item.text, at=ready, by=room.people["inge"])


def test_a_decision_is_replaced_and_never_edited(room: Committee) -> None:
    first = opened(room)
    old = lapse(first, at=LAPSES)
    assert old is not None
    again = drafted(room, at=LAPSES, supersedes=old)
    items.open_item(again, at=LAPSES, by=room.world.luc)
    new = lapse(again, at=LAPSES + timedelta(days=20))
    assert new is not None and new.supersedes == old and old.superseded_by == new
    with pytest.raises(items.SupersedesNothing):
        drafted(room, supersedes=old)


def test_conditions_bind_once_adopted(room: Committee) -> None:
    item = drafted(room)
    items.propose_condition(
        item, text="Publish the calendar.", owner=room.member("inge"), due_on=AT.date(), at=AT, by=room.world.luc
    )
    items.open_item(item, at=AT, by=room.world.luc)
    decision = lapse(item, at=LAPSES)
    assert decision is not None
    (condition,) = decision.conditions.all()
    assert (condition.text, condition.owner, condition.due_on) == (
        "Publish the calendar.",
        room.member("inge"),
        AT.date(),
    )


def test_rules_change_by_decision_and_open_items_keep_theirs(room: Committee) -> None:
    held = opened(room)
    item = opened(room, kind="rules", subject="rules:oversight-1")
    assert lapse(item, at=LAPSES) is not None
    assert Body.objects.get(pk=room.body.pk).rules == "oversight-1"
    assert fresh(held).rules == "oversight-1"
    assert Entry.objects.filter(deed="fund.body.rules_adopted").exists()


def test_a_record_that_was_changed_is_found(room: Committee) -> None:
    decision = lapse(opened(room), at=LAPSES)
    assert decision is not None
    assert list(contradicted()) == []
    # no decision changes; what is written past the deeds has to be a new row
    same = {name: getattr(decision, name) for name in ("method", "rules", "text", "decided_at")}
    for number, outcome, tally in (("X-1", "not_adopted", decision.tally), ("X-2", "adopted", {"form": 1})):
        Decision.objects.create(number=number, item=drafted(room), outcome=outcome, tally=tally, **same)
    assert list(contradicted()) == ["X-1", "X-2"]
