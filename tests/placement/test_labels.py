"""What the fair-recruitment label of an employer means for its orders: Finca Sol's, given and suspended."""

from datetime import date

import pytest

from alianza.certification.actions import labels, reviewing
from alianza.certification.models import Award, Standing
from alianza.placement.actions import orders, proposals
from alianza.placement.labels import admitted
from alianza.placement.models import JobOrder, Programme
from tests.certification import story
from tests.placement import scene
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date.today()


@pytest.fixture
def demanding() -> Programme:
    return scene.programme(name="Labelled", demands_label=True)


def suspended(award: Award, world: World) -> None:
    labels.suspend(award, ground=Standing.Ground.SURVEILLANCE, reason="Two workers paid a fee.", by=world.luc)


def test_a_programme_that_demands_the_label_takes_orders_of_who_holds_it(world: World, demanding: Programme) -> None:
    order = scene.strawberries(world.finca_sol, programme=demanding)
    assert order.pk not in admitted([order], TODAY)
    story.granted(world)
    orders.submit_order(order, by=world.pilar)
    assert order.pk in admitted([order], TODAY)


def test_a_firms_own_word_is_not_the_label_that_programmes_demand(world: World, demanding: Programme) -> None:
    case = story.submitted(story.applied(story.cast(world), audited=False))
    reviewing.enter_declaration(case.application, by=world.luc)
    assert Award.objects.get().basis == Award.Basis.DECLARED
    order = scene.strawberries(world.finca_sol, programme=demanding)
    with pytest.raises(orders.LabelDemanded):
        orders.submit_order(order, by=world.pilar)
    assert order.pk not in admitted([order], TODAY)


def test_no_shortlist_is_drawn_up_for_a_firm_whose_label_is_suspended_and_the_reason_is_said(world: World) -> None:
    case = story.granted(world)
    order = scene.opened(scene.strawberries(world.finca_sol), by=world.luc)
    proposals.draw_up(order, places=3, by=world.luc)
    suspended(case.award, world)
    with pytest.raises(orders.LabelSuspended, match="is suspended since") as refused:
        proposals.draw_up(order, places=3, by=world.luc)
    assert refused.value.facts["reason"] == "Two workers paid a fee."
    assert order.pk not in admitted([order], TODAY)
    page = world.signed_in(world.luc).post(f"/placement/orders/{order.code}/shortlist/", {"places": "3"})
    assert page.status_code in {200, 409}
    assert "Two workers paid a fee." in page.content.decode()


def test_no_worker_is_asked_for_a_firm_whose_label_was_suspended_since(world: World) -> None:
    case = story.granted(world)
    scene.ana(world)
    order = scene.opened(scene.strawberries(world.finca_sol), by=world.luc)
    proposals.draw_up(order, places=3, by=world.luc)
    suspended(case.award, world)
    with pytest.raises(orders.LabelSuspended):
        proposals.ask(list(order.proposals.all()), by=world.luc)


def test_a_suspended_firm_hands_in_no_order_of_any_programme(world: World) -> None:
    suspended(story.granted(world).award, world)
    order = scene.strawberries(world.finca_sol)
    with pytest.raises(orders.LabelSuspended):
        orders.submit_order(order, by=world.pilar)
    order.refresh_from_db()
    assert order.state == JobOrder.State.DRAFT
