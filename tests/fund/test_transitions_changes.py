"""Every move of a larger change and of an overspend, tried by everybody; the committee's by its decision alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.fund.actions import larger_changes, overspends
from alianza.fund.lifecycles.changes import CHANGE, OVERSPEND
from alianza.fund.models import Change, Item, Report
from alianza.fund.queries.changes import change_gates
from alianza.fund.queries.overspends import state_of
from alianza.vocabulary.lifecycle import Lifecycle, NotYet, refused
from alianza.web.access import VISITORS
from tests.fund import asking
from tests.fund import changes_cast as cast
from tests.fund.actions.test_overspends import LATER, WHY, covered
from tests.world import World

DAY = cast.DAY
Door = tuple[Callable[[World], Any], Callable[[Any, User], object]]


def _with_reviewer(world: World) -> Change:
    asking.reviewer(world, "one")
    return cast.stated(world)


def _one() -> User:
    return User.objects.get(email="one@example.org")


DOORS: dict[tuple[str, str], Door] = {
    ("fund.change", "check"): (
        lambda world: cast.stated(world, cast.with_partner(world)),
        lambda one, by: larger_changes.check_capacity(one, found="Sound.", on=DAY, by=by),
    ),
    ("fund.change", "invite"): (
        _with_reviewer,
        lambda one, by: larger_changes.invite(one, _one(), on=DAY, by=by),
    ),
    ("fund.change", "screen"): (
        lambda world: cast.read(world, cast.stated(world)),
        lambda one, by: larger_changes.give_opinion(one, text="Sound.", on=DAY, by=by),
    ),
    ("fund.change", "withdraw"): (
        cast.stated,
        lambda one, by: larger_changes.withdraw_change(one, reason="x", on=DAY, by=by),
    ),
    ("fund.overspend", "accept"): (
        covered,
        lambda one, by: overspends.accept_overspend(one, reason=WHY, on=LATER, by=by),
    ),
    ("fund.overspend", "refuse"): (
        covered,
        lambda one, by: overspends.refuse_overspend(one, reason=WHY, on=LATER, by=by),
    ),
}
BY_DECISION = {("fund.change", "carry_out"), ("fund.change", "refuse")}
"""Moves that no person makes: a decision does, and test_larger_changes tries them."""
CYCLES: tuple[Lifecycle, ...] = (CHANGE, OVERSPEND)


class _UndoneError(Exception):
    pass


def test_every_move_is_tried() -> None:
    moves = {(cycle.id, move.id) for cycle in CYCLES for move in cycle.moves}
    assert set(DOORS) | BY_DECISION == moves


@pytest.mark.django_db
@pytest.mark.parametrize(("cycle", "move"), DOORS)
def test_whom_the_table_names_moves_it_and_nobody_else(cycle: str, move: str, world: World) -> None:
    prepare, deed = DOORS[cycle, move]
    thing = prepare(world)
    table = next(one for one in CYCLES if one.id == cycle)
    done = set()
    for visitor in VISITORS:
        person = world.visitor(visitor)
        if person is None:
            continue
        try:
            with transaction.atomic():
                deed(type(thing).objects.get(pk=thing.pk), person)
                done.add(visitor)
                now = type(thing).objects.get(pk=thing.pk)
                state = state_of(now) if isinstance(now, Report) else now.state
                assert state == table.move(move).target
                raise _UndoneError
        except _UndoneError:
            pass
        except NotYet as refusal:
            if "is for" not in str(refusal):
                raise
    assert done == set(table.move(move).actors)


@pytest.mark.django_db
@pytest.mark.parametrize("move", ["carry_out", "refuse"])
def test_what_the_committee_decides_is_for_nobody_else(move: str, world: World) -> None:
    change = cast.screened(world)
    decision = cast.decided(change)
    gates = change_gates(change, decision.decided_at.date(), decision)
    for role in ("officer", "nobody"):
        (reason,) = refused(CHANGE, move, change.state, gates.held, role)
        assert "is for" in reason
    assert not refused(CHANGE, move, change.state, gates.held, "committee")


SPOILT: dict[str, tuple[str, Callable[[Change, World], object]]] = {
    "names_an_organisation": ("check", lambda change, world: None),
    "enough_reviewers": (
        "screen",
        lambda change, world: change.reviews.filter(reviewer=_one()).update(
            conflict=True, submitted_at=None, conflict_reason="x"
        ),
    ),
    "opinions_lie_together": (
        "screen",
        lambda change, world: change.reviews.get(reviewer=_one()).scores.update(score=1),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("guard", SPOILT)
def test_each_guard_fails_alone_before_the_decision(guard: str, world: World) -> None:
    change = cast.read(world, cast.stated(world))
    move, spoil = SPOILT[guard]
    spoil(change, world)
    held = change_gates(cast.fresh(change), DAY).held
    assert [name for name in CHANGE.move(move).guards if not held[name]] == [guard]


@pytest.mark.django_db
def test_a_change_before_the_committee_is_not_withdrawn(world: World) -> None:
    change = cast.screened(world)
    Item.objects.create(
        body=change.programme.decision.item.body,
        number="I-1",
        kind="restructuring",
        subject=change.subject,
        title="Change",
        text="As stated.",
        method="consensus",
        state="open",
        opened_at=timezone.now(),
    )
    with pytest.raises(NotYet, match="not before the committee"):
        larger_changes.withdraw_change(change, reason="x", on=DAY + timedelta(days=1), by=world.luc)
