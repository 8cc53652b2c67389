"""The last free post goes to exactly one worker, on both databases."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from alianza.audit import checks
from alianza.placement.actions import places
from alianza.placement.models import JobOrder, Placement
from tests.placement import scene
from tests.world import World, build


def test_a_place_offered_counts_as_filled_and_a_declined_one_is_free_again(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol, posts=1), world.luc)
    ana = scene.ana(world)
    placement = places.offer_place(order, ana, by=world.luc)
    order.refresh_from_db()
    assert order.places_left == 0
    places.answer_place(placement, take=False, by=world.ana)
    order.refresh_from_db()
    assert order.places_left == 1
    with pytest.raises(places.NotYourPlace):
        places.answer_place(placement, take=True, by=world.ana)


def test_only_the_worker_answers(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol), world.luc)
    placement = places.offer_place(order, scene.ana(world), by=world.luc)
    with pytest.raises(places.NotYourPlace):
        places.answer_place(placement, take=True, by=world.pilar)


def test_the_database_itself_refuses_an_overfilled_order(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol, posts=1), world.luc)
    with pytest.raises(IntegrityError, match="overfilled"), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(filled=2)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_for_the_last_post_leave_exactly_one_placed() -> None:
    world = build()
    order = scene.opened(scene.strawberries(world.finca_sol, posts=1), world.luc)
    waiting = [scene.profile(registrar=world.secretariat, reference=str(number)) for number in range(8)]
    outcomes: list[str] = []
    start = threading.Barrier(len(waiting))

    def try_for(profile: object) -> None:
        start.wait()
        try:
            places.offer_place(order, profile, by=world.luc)
            outcomes.append("placed")
        except places.NoPlaceLeft:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_for, args=(profile,)) for profile in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["placed"] + ["refused"] * 7
    order.refresh_from_db()
    assert order.filled == 1
    assert Placement.objects.count() == 1
    assert list(checks.problems()) == []
