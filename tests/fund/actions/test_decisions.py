"""An adopted decision takes effect in the same transaction: a proposal from the room to the books."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.fund import consequences, jobs
from alianza.fund.actions import items, votes
from alianza.fund.actions.decisions import lapse, lapse_all
from alianza.fund.chart import AccountName
from alianza.fund.models import Decision, Endorsement, Item, Programme, Proposal, Seat
from alianza.fund.queries.bodies import reasons_against
from alianza.fund.queries.ledger import balances
from alianza.messages.models import Notice
from tests.fund import asking, story
from tests.fund.committee import Committee, committee, drafted, fresh, meeting, present
from tests.world import World

pytestmark = pytest.mark.django_db
ALL = frozenset({"officer", "chair", "member"})


def screened(world: World, *points: int, funded: bool = True) -> Proposal:
    """Endorsed for long and judged by the advisory group, which approves unless points say otherwise; with money."""
    held = asking.screened(world, *points)
    Endorsement.objects.filter(proposal=held).update(valid_until=date(2099, 1, 1))
    if funded:
        story.money_in(held.window, 250_000)
    return held


def opened(room: Committee, held: Proposal, **more: object) -> Item:
    at = timezone.now()
    item = drafted(room, kind="approval", subject=f"proposal:{held.number}", at=at)
    if more:
        item = items.change_draft(item, more, at=at, by=room.world.luc)
    return items.open_item(item, at=at, by=room.world.luc)


def later(item: Item) -> datetime:
    deadline = fresh(item).deadline_at
    assert deadline is not None
    return deadline


def test_silence_approves_a_proposal_and_sets_its_money_aside(world: World) -> None:
    held = screened(world)
    room = committee(world)
    item = opened(room, held)
    assert item.wide  # 100,000 of 250,000: a large share of the window
    decision = lapse(item, at=later(item))
    assert decision is not None and decision.outcome == "adopted"
    made = Programme.objects.get()
    assert (made.decision, made.approved_minor, made.approved_on) == (
        decision,
        10_000_000,
        decision.decided_at.date(),
    )
    assert balances()[AccountName("8300", held.number)].minor == -10_000_000
    assert asking.fresh(held).state == "approved"


def test_less_may_be_approved_and_conditions_bind(world: World) -> None:
    held = screened(world)
    room = committee(world)
    at = timezone.now()
    item = drafted(room, kind="approval", subject=f"proposal:{held.number}", at=at)
    items.change_draft(item, {"amount_minor": 8_000_000}, at=at, by=world.luc)
    items.propose_condition(
        item, text="Open an office.", owner=world.puente, due_on=date(2031, 1, 1), at=at, by=world.luc
    )
    items.open_item(fresh(item), at=at, by=world.luc)
    assert lapse(item, at=later(item)) is not None
    assert Programme.objects.get().approved_minor == 8_000_000
    assert asking.fresh(held).state == "conditional"


def test_a_deferral_defers(world: World) -> None:
    held = screened(world)
    item = opened(committee(world), held, defers=True)
    assert lapse(item, at=later(item)) is not None
    assert asking.fresh(held).state == "deferred"
    assert not Programme.objects.exists()


def test_what_is_voted_down_is_rejected(world: World) -> None:
    held = screened(world)
    room = committee(world)
    met = meeting(room, begun=True)
    long_ago, at = timezone.now() - timedelta(days=60), timezone.now()
    item = drafted(room, kind="approval", subject=f"proposal:{held.number}", method="consensus", met=met, at=long_ago)
    items.open_item(item, at=at, by=world.luc)
    inge = room.people["inge"]
    for hour in range(2):
        start = at + timedelta(hours=hour)
        votes.state_text(item, "Approved.", at=start, by=inge)
        votes.cast(item, "object", reason="No.", at=start + timedelta(minutes=1), by=room.people["kofi"])
        votes.close_round(item, present=present(room), at=start + timedelta(minutes=2), by=inge)
    start = at + timedelta(hours=3)
    votes.call_vote(item, "Approved.", at=start, by=inge)
    for name, choice in (("maya", "yes"), ("pia", "yes"), ("kofi", "no"), ("uma", "no")):
        votes.cast(item, choice, at=start + timedelta(minutes=1), by=room.people[name])
    votes.close_round(item, present=[], at=start + timedelta(minutes=2), by=inge)
    assert Decision.objects.get(item=item).outcome == "not_adopted"
    assert asking.fresh(held).state == "rejected"


def test_what_cannot_take_effect_is_not_decided_and_is_told(world: World) -> None:
    held = screened(world, funded=False)
    room = committee(world)
    item = opened(room, held)
    other = items.open_item(drafted(room, at=timezone.now()), at=timezone.now(), by=world.luc)
    at = later(item) + timedelta(days=1)
    assert lapse_all(at) == (1, 1)
    assert (fresh(item).state, fresh(other).state) == ("open", "decided")
    assert Notice.objects.filter(kind="fund.item.stuck", user=world.luc).count() == 1
    story.money_in(held.window, 250_000)
    assert lapse_all(at) == (1, 0)
    assert Programme.objects.count() == 1


def test_a_refusal_is_overridden_by_vote_and_the_approval_is_another_item(world: World) -> None:
    held = screened(world, 1, 1, 1)
    room = committee(world)
    subject = f"proposal:{held.number}"
    long_ago, at = timezone.now() - timedelta(days=60), timezone.now()
    approval = drafted(room, kind="approval", subject=subject, at=at)
    assert reasons_against(approval, "open", at, ALL)
    met = meeting(room, begun=True)
    override = drafted(room, kind="override", subject=subject, method="consensus", met=met, at=long_ago)
    items.open_item(override, at=at, by=world.luc)
    votes.call_vote(override, "We override.", at=at, by=room.people["inge"])  # at once: consensus settles no override
    for name in ("maya", "sven", "pia", "kofi"):
        votes.cast(override, "yes", at=at + timedelta(minutes=1), by=room.people[name])
    votes.close_round(override, present=[], at=at + timedelta(minutes=2), by=room.people["inge"])
    assert Decision.objects.get(item=override).method == "formal"
    assert asking.fresh(held).state == "screened"  # the way is free, nothing is approved yet
    assert not reasons_against(fresh(approval), "open", at + timedelta(hours=1), ALL)


def test_nothing_follows_where_no_deed_is_entered(world: World) -> None:
    decision = story.decision(world, "programme:P-2026-001")
    assert not consequences.follow(decision, object(), by=PLATFORM)
    named = {(kind, prefix) for kind, prefix in consequences.CONSEQUENCES}
    assert ("approval", "proposal") in named
    assert {kind for kind, _prefix in named} <= set(Item.Kind.values)


def test_the_clocks_jobs_are_safe_to_repeat(world: World) -> None:
    room = committee(world)
    long_ago = timezone.now() - timedelta(days=60)
    Seat.objects.update(begins_on=long_ago.date())
    item = drafted(room, at=long_ago)
    items.open_item(item, at=long_ago, by=world.luc)
    assert jobs.look_at_deadlines.call() == 1
    assert jobs.look_at_deadlines.call() == jobs.close_lapsed_items.call() == 0
    assert jobs.look_at_deadlines in jobs.DAILY
