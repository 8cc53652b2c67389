"""A shortlist is pseudonymous until the worker agrees; every opening of a file is recorded with its reason."""

import pytest
from django.utils import timezone

from alianza.consent.purposes import purpose
from alianza.placement.actions import places, proposals
from alianza.placement.actions.orders import close_order
from alianza.placement.models import JobOrder, Proposal
from alianza.placement.reasons import losses_of, orders_for, why
from alianza.registry.models import FileOpening, Profile
from tests.placement import scene
from tests.world import World


@pytest.fixture
def order(world: World) -> JobOrder:
    return scene.opened(scene.strawberries(world.finca_sol), world.luc)


def test_the_best_are_proposed_and_those_who_do_not_fit_are_not(world: World, order: JobOrder) -> None:
    ana = scene.ana(world)
    short_passport = scene.profile(registrar=world.secretariat, reference="1", passport_until=timezone.localdate())
    assert proposals.draw_up(order, places=10, by=world.pilar) == 1
    proposal = order.proposals.get()
    assert proposal.profile == ana
    assert proposal.score == 1 + sum(proposal.parts.values())
    assert proposal.parts["wish"] == 1500
    lost = losses_of(order, on=timezone.localdate())
    assert (lost.pool, lost.eligible) == (2, 1)
    assert lost.rows == (("Passport", 1),)
    reasons = why(order, short_passport, on=timezone.localdate())
    assert not reasons.eligible
    assert [change.sentence for change in reasons.changes] == ["Renew the passport: valid for 6 months at least."]


def test_who_did_not_agree_to_be_matched_is_not(world: World, order: JobOrder) -> None:
    from alianza.consent.actions import withdraw

    ana = scene.ana(world)
    withdraw(ana.person, "matching", by=world.ana)
    assert proposals.draw_up(order, places=10, by=world.pilar) == 0


def test_one_worker_who_asks_for_more_than_any_wage_stops_nobody_elses_shortlist(world: World, order: JobOrder) -> None:
    scene.ana(world)
    scene.profile(registrar=world.secretariat, reference="1", min_wage_minor=10**9 * 1000, min_wage_currency="KWD")
    assert proposals.draw_up(order, places=10, by=world.pilar) == 1


def test_the_permits_sheet_is_one_more_filter(world: World) -> None:
    """Korea's scheme takes sixteen sending states; Morocco is not among them, whatever the order says."""
    order = scene.strawberries(
        world.finca_sol,
        destination="KOR",
        permit="kr-eps-e9",
        origins=["MAR", "PHL"],
        offer={},
        wage=2000,
        currency="USD",
    )
    scene.opened(order, world.luc)
    scene.profile(registrar=world.secretariat, reference="1", origin="MAR", accepts=("KOR",), wish1="KOR")
    filipino = scene.profile(registrar=world.secretariat, reference="2", origin="PHL", accepts=("KOR",), wish1="KOR")
    proposals.draw_up(order, places=10, by=world.pilar)
    assert [each.profile for each in order.proposals.all()] == [filipino]


def test_the_employer_reads_a_name_only_after_the_worker_agreed(world: World, order: JobOrder) -> None:
    ana = scene.profile(world.ana, full_name="Invented Person")
    proposals.draw_up(order, places=10, by=world.pilar)
    proposal = order.proposals.get()
    client = world.signed_in(world.pilar)
    page = f"/placement/proposals/{proposal.code}/"
    assert b"Invented Person" not in client.get(page).content
    assert client.post(f"{page}open/", {"reason": "to invite for an interview"}).status_code == 404
    assert proposals.ask([proposal], by=world.pilar) == 1
    proposal.refresh_from_db()
    version = purpose("named").current.version
    proposals.answer(proposal, agreed=True, by=world.ana, wording=version)
    opened = client.post(f"{page}open/", {"reason": "to invite for an interview"})
    assert opened.status_code == 200
    assert b"Invented Person" in opened.content
    assert opened["Cache-Control"] == "no-store"
    opening = FileOpening.objects.get(profile=ana)
    assert opening.reason == "to invite for an interview"
    assert opening.order == order.code


def test_who_withdraws_from_matching_leaves_the_shortlists_at_once(world: World, order: JobOrder) -> None:
    from alianza.consent.actions import withdraw

    ana = scene.ana(world)
    proposals.draw_up(order, places=10, by=world.pilar)
    proposal = order.proposals.get()
    withdraw(ana.person, "matching", by=world.ana)
    client = world.signed_in(world.pilar)
    assert ana.pseudonym not in client.get(f"/placement/orders/{order.code}/shortlist/").content.decode()
    assert client.get(f"/api/v1/placement/orders/{order.code}/shortlist").json() == []
    assert client.get(f"/placement/proposals/{proposal.code}/").status_code == 404
    client.post(f"/placement/orders/{order.code}/shortlist/ask/", {"proposal": str(proposal.code)})
    proposal.refresh_from_db()
    assert proposal.answer == Proposal.Answer.WAITING


def test_nobody_is_asked_for_an_order_that_closed(world: World, order: JobOrder) -> None:
    scene.ana(world)
    proposals.draw_up(order, places=10, by=world.pilar)
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.CLOSED)
    with pytest.raises(places.OrderNotOpen):
        proposals.ask(list(order.proposals.all()), by=world.pilar)


def test_nobody_answers_for_the_worker(world: World, order: JobOrder) -> None:
    scene.ana(world)
    proposals.draw_up(order, places=10, by=world.pilar)
    for other in (world.pilar, world.luc, world.mara):
        with pytest.raises(proposals.NotYoursToAnswer):
            proposals.answer(order.proposals.get(), agreed=True, by=other, wording=1)


def test_drawing_up_again_keeps_answers(world: World, order: JobOrder) -> None:
    scene.ana(world)
    proposals.draw_up(order, places=10, by=world.pilar)
    proposals.ask(list(order.proposals.all()), by=world.pilar)
    proposals.answer(order.proposals.get(), agreed=False, by=world.ana)
    proposals.draw_up(order, places=10, by=world.pilar)
    assert order.proposals.get().answer == Proposal.Answer.DECLINED


def test_a_worker_sees_what_fits_and_what_nearly_does(world: World, order: JobOrder) -> None:
    ana = scene.ana(world)
    view = orders_for(ana, on=timezone.localdate())
    assert [fit.order for fit in view.fitting] == [order]
    order.lang1, order.lang1_min = "es", 2
    order.save()
    view = orders_for(Profile.objects.get(pk=ana.pk), on=timezone.localdate())
    assert not view.fitting
    assert view.nearly[0].changes[0].sentence == "Spanish at level A2."


def test_who_was_asked_or_holds_a_place_still_reads_that_an_order_is_closed(world: World, order: JobOrder) -> None:
    ana = scene.ana(world)
    client, address = world.signed_in(world.ana), f"/placement/mine/orders/{order.code}/"
    proposals.draw_up(order, places=10, by=world.pilar)
    close_order(order, reason="filled elsewhere", by=world.pilar)
    assert client.get(address).status_code == 404, "who was never asked has nothing to do with it"
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.OPEN)
    proposals.ask(list(order.proposals.all()), by=world.pilar)
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.CLOSED)
    assert "This job order is closed." in client.get(address).content.decode()
    mine = client.get("/placement/mine/").content.decode()
    assert "would like to know who you are" not in mine
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.OPEN)
    Proposal.objects.all().delete()
    places.offer_place(order, ana, by=world.luc)
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.CLOSED)
    assert address in client.get("/placement/mine/").content.decode()
    assert "a place that you hold stays yours" in client.get(address).content.decode()


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_workers_pages_open_in_every_language(world: World, order: JobOrder, language: str) -> None:
    scene.ana(world)
    proposals.draw_up(order, places=10, by=world.pilar)
    proposals.ask(list(order.proposals.all()), by=world.pilar)
    client = world.signed_in(world.ana)
    client.cookies["language"] = language
    for address in ("/placement/mine/", f"/placement/mine/orders/{order.code}/"):
        assert client.get(address).status_code == 200
