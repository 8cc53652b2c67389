"""Each move, each wrong actor: refused, and nothing changes."""

from collections.abc import Callable
from typing import Any

import pytest

from alianza.certification.actions import applying, auditing, labels, panels, reviewing
from alianza.certification.lifecycle import APPLICATION, LABEL
from alianza.vocabulary.refusal import Refusal
from tests.certification import story
from tests.world import World

EVERYBODY = ("ana", "pilar", "luc", "mara", "imani", "otto", "dina", "ada", "paz", "rhea", "maya")
Deed = Callable[[story.Case, Any], object]


def _started(world: World) -> story.Case:
    return story.assessed(story.applied(story.cast(world)))


def _submitted(world: World) -> story.Case:
    return story.submitted(story.applied(story.cast(world)))


def _declaring(world: World) -> story.Case:
    return story.submitted(story.applied(story.cast(world), audited=False))


def _auditing(world: World) -> story.Case:
    return story.opened(story.admitted(_submitted(world)))


def _found(world: World) -> story.Case:
    case = _auditing(world)
    story.found(case, "major")
    return case


def _judged(world: World) -> story.Case:
    case = _auditing(world)
    story.heard(case)
    return story.judged(case)


def _voted(world: World) -> story.Case:
    return story.voted(story.before_the_panel(world))


def _against(world: World) -> story.Case:
    return story.voted(story.before_the_panel(world), ("against", "abstain", "against"))


MOVES: dict[str, tuple[Callable[[World], story.Case], Deed, set[str]]] = {
    "submit": (_started, lambda case, by: applying.submit(case.application, by=by), {"pilar"}),
    "return": (
        _submitted,
        lambda case, by: reviewing.return_application(case.application, {}, reason="Say more.", by=by),
        {"luc"},
    ),
    "declare": (_declaring, lambda case, by: reviewing.enter_declaration(case.application, by=by), {"luc"}),
    "admit": (_submitted, lambda case, by: reviewing.admit(case.application, by=by), {"luc"}),
    "ask_corrections": (_found, lambda case, by: auditing.ask_corrections(case.audit, by=by), {"otto"}),
    "conclude": (_judged, lambda case, by: auditing.conclude(case.audit, summary="Sound.", by=by), {"otto"}),
    "grant": (_voted, lambda case, by: panels.decide(case.application, reason="Two.", by=by), {"luc"}),
    "refuse": (_against, lambda case, by: panels.decide(case.application, reason="None.", by=by), {"luc"}),
    "withdraw": (_submitted, lambda case, by: applying.withdraw(case.application, by=by), {"pilar"}),
}
OF_LABELS: dict[str, tuple[bool, Deed, set[str]]] = {
    "suspend": (
        False,
        lambda case, by: labels.suspend(case.award, ground="other", reason="Because.", by=by),
        {"luc", "otto"},
    ),
    "reinstate": (
        True,
        lambda case, by: labels.reinstate(case.award, ground="correction", reason="Settled.", by=by),
        {"luc"},
    ),
    "withdraw": (
        True,
        lambda case, by: labels.withdraw_label(case.award, ground="other", reason="Enough.", by=by),
        {"luc", "pilar"},
    ),
}


def test_every_move_of_the_lifecycles_is_tried() -> None:
    assert set(MOVES) == {move.id for move in APPLICATION.moves}
    assert set(OF_LABELS) == {move.id for move in LABEL.moves if move.actors != ("clock",)}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MOVES))
def test_whoever_has_no_part_in_a_move_is_refused(world: World, name: str) -> None:
    prepare, deed, allowed = MOVES[name]
    case = prepare(world)
    before = case.fresh().state
    for each in EVERYBODY:
        if each in allowed:
            continue
        with pytest.raises(Refusal):
            deed(case, getattr(world, each))
        assert case.fresh().state == before
    deed(case, getattr(world, min(allowed)))
    assert case.fresh().state == APPLICATION.move(name).target


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OF_LABELS))
def test_whoever_has_no_part_in_what_becomes_of_a_label_is_refused(world: World, name: str) -> None:
    suspended, deed, allowed = OF_LABELS[name]
    case = story.granted(world)
    if suspended:
        labels.suspend(case.award, ground="other", reason="Because.", by=world.luc)
    events = case.award.events.count()
    for each in EVERYBODY:
        if each not in allowed:
            with pytest.raises(Refusal):
                deed(case, getattr(world, each))
    assert case.award.events.count() == events
    deed(case, getattr(world, min(allowed)))
    assert case.award.events.count() == events + 1
