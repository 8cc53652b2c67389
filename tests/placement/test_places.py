"""The last free post goes to exactly one worker, on both databases."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from alianza.consent.actions import withdraw
from alianza.placement import checks
from alianza.placement.actions import places, proposals
from alianza.placement.models import JobOrder, Placement
from alianza.registry.actions import profiles
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


def test_a_profile_that_is_removed_frees_the_post_it_held(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol, posts=1), world.luc)
    ana = scene.ana(world)
    places.offer_place(order, ana, by=world.luc)
    profiles.remove(ana, by=world.ana)
    order.refresh_from_db()
    assert order.places_left == 1
    assert list(checks.problems()) == []


def test_a_declined_place_frees_no_second_post_when_the_profile_goes(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol, posts=2), world.luc)
    ana = scene.ana(world)
    places.answer_place(places.offer_place(order, ana, by=world.luc), take=False, by=world.ana)
    places.offer_place(order, scene.profile(registrar=world.secretariat, reference="1"), by=world.luc)
    profiles.remove(ana, by=world.ana)
    order.refresh_from_db()
    assert order.filled == 1
    assert list(checks.problems()) == []


def test_nobody_is_offered_a_place_after_withdrawing(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol), world.luc)
    ana = scene.ana(world)
    withdraw(ana.person, "matching", by=world.ana)
    with pytest.raises(places.Withdrawn):
        places.offer_place(order, ana, by=world.luc)
    assert not Placement.objects.exists()


def test_who_declined_to_be_shown_is_not_offered_a_place(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol), world.luc)
    ana = scene.ana(world)
    proposals.draw_up(order, places=10, by=world.pilar)
    proposals.answer(order.proposals.get(), agreed=False, by=world.ana)
    with pytest.raises(places.Withdrawn):
        places.offer_place(order, ana, by=world.pilar)


def test_a_place_by_hand_stays_within_the_agreed_number(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol, posts=3), world.luc)
    ana = scene.ana(world)
    order.programme.quotas.create(origin=ana.origin, destination="ESP", permit=order.permit, places=1)
    given = places.offer_place(order, ana, by=world.luc)
    second = scene.profile(registrar=world.secretariat, reference="1")
    with pytest.raises(places.AgreedNumberReached) as refused:
        places.offer_place(order, second, by=world.luc)
    assert "the agreed number is 1, and no place is left" in str(refused.value)
    places.answer_place(given, take=False, by=world.ana)
    places.offer_place(order, second, by=world.luc)


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
