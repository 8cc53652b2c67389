"""An order is drafted by its employer, held against its permit, and opened by an officer who is somebody else."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alianza.audit.models import Entry
from alianza.network.models import Membership, Organisation, RoleCode
from alianza.placement.actions import orders
from alianza.placement.models import JobOrder
from alianza.vocabulary.refusal import Stale
from tests.placement import scene
from tests.world import World


def test_an_order_goes_from_draft_to_open(world: World) -> None:
    order = scene.strawberries(world.finca_sol)
    orders.submit_order(order, by=world.pilar)
    orders.approve_order(order, by=world.luc)
    order.refresh_from_db()
    assert order.state == JobOrder.State.OPEN
    assert order.approved_by == world.luc
    deeds = list(Entry.objects.filter(subject=str(order.code)).values_list("deed", flat=True))
    assert deeds == ["placement.order.submitted", "placement.order.approved"]


def test_an_offer_that_no_worker_could_use_is_refused_with_every_condition(world: World) -> None:
    order = scene.strawberries(world.finca_sol, posts=6, offer={"offer.months": 11, "offer.housing": False})
    with pytest.raises(orders.OfferFailsPermit) as refusal:
        orders.submit_order(order, by=world.pilar)
    for words in ("Enough posts", "Nine months", "Lodging"):
        assert words in str(refusal.value)
    order.refresh_from_db()
    assert order.state == JobOrder.State.DRAFT


def test_what_the_employer_has_not_said_stays_unknown_and_is_no_refusal(world: World) -> None:
    order = scene.strawberries(world.finca_sol, offer={})
    orders.submit_order(order, by=world.pilar)


def test_a_draft_of_which_only_the_first_step_is_filled_is_not_submitted(world: World) -> None:
    order = scene.strawberries(world.finca_sol, origins=[], wage=1)
    with pytest.raises(orders.OrderIncomplete):
        orders.submit_order(order, by=world.pilar)


def test_somebody_else_cannot_touch_the_order(world: World) -> None:
    order = scene.strawberries(world.finca_sol)
    for stranger in (world.mara, world.ana, world.luc):
        with pytest.raises(orders.NotYourOrder):
            orders.submit_order(order, by=stranger)


def test_two_people_editing_one_order_do_not_overwrite_each_other(world: World) -> None:
    order = scene.strawberries(world.finca_sol)
    orders.change_order(order, {"posts": 14}, version=1, by=world.pilar)
    with pytest.raises(Stale):
        orders.change_order(order, {"posts": 15}, version=1, by=world.pilar)
    order.refresh_from_db()
    assert order.posts == 14


def test_an_officer_who_is_the_employers_agent_cannot_approve(world: World) -> None:
    Membership.objects.create(user=world.luc, organisation=world.finca_sol, role=RoleCode.EMPLOYER)
    order = scene.strawberries(world.finca_sol)
    orders.submit_order(order, by=world.pilar)
    with pytest.raises(orders.OneOfThem):
        orders.approve_order(order, by=world.luc)


def test_a_programme_that_demands_the_label_takes_no_order_without_it(world: World) -> None:
    order = scene.strawberries(world.finca_sol, programme=scene.programme(name="Labelled", demands_label=True))
    with pytest.raises(orders.LabelDemanded):
        orders.submit_order(order, by=world.pilar)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"wage": 0}, "a_wage_is_positive"),
        ({"posts": 0}, "an_order_has_at_least_one_post"),
        ({"age_min": 50, "age_max": 40}, "the_lowest_age_is_not_above_the_highest"),
        ({"state": "open"}, "an_open_order_was_approved"),
    ],
)
def test_the_database_refuses_what_must_never_be_true(world: World, fields: dict[str, Any], sentence: str) -> None:
    order = scene.strawberries(world.finca_sol)
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(**fields)


STEPS: dict[str, dict[str, Any]] = {
    "terms": {
        "wage": "1400", "currency": "eur", "starts_on": scene.next_season().strftime("%Y-%m"), "origins": ["PHL", "MAR"],
        "age_min": "18", "age_max": "55", "passport_min": "6",
    },
    "requirements": {
        "min_years": "1", "lang1": "es", "lang1_min": "1", "lang2": "", "lang2_min": "0", "min_education": "0",
        "essential_min": "0",
    },
    "offer": {"offer.months": "8", "offer.housing": "yes"},
}  # fmt: skip


def test_an_agent_places_an_order_in_steps_in_the_browser(world: World) -> None:
    programme = scene.programme()
    client = world.signed_in(world.pilar)
    what = {
        "programme": str(programme.code),
        "isco": "strawberry picker",
        "destination": "ESP",
        "permit": "es-gecco-circular",
        "posts": "12",
    }
    first = client.post("/placement/orders/draft/", what)
    assert first.status_code == 200
    assert b"9211" in first.content, "the list suggests the unit group of farm labourers"
    answer = client.post("/placement/orders/draft/", {**what, "isco": "9211"})
    order = JobOrder.objects.get()
    assert answer.status_code == 302
    for step, form in STEPS.items():
        order.refresh_from_db()
        answer = client.post(f"/placement/orders/{order.code}/edit/{step}/", {**form, "version": order.version})
        assert answer.status_code == 302, answer.content.decode()
    order.refresh_from_db()
    assert (order.wage, order.currency, order.lang1, order.offer["offer.months"]) == (1400, "EUR", "es", 8)
    assert client.post(f"/placement/orders/{order.code}/submit/").status_code == 302
    officer = world.signed_in(world.luc)
    assert officer.post(f"/placement/orders/{order.code}/approve/").status_code == 302
    order.refresh_from_db()
    assert order.state == JobOrder.State.OPEN


@pytest.mark.parametrize(
    ("wage", "currency", "taken"),
    [
        ("18000000", "VND", True),
        ("250000000", "IDR", True),
        ("2000000000", "VND", True),
        ("2000000001", "VND", False),
        ("9000000", "EUR", False),
        ("10000000", "USD", False),
        ("900000", "USD", True),
    ],
)
def test_the_highest_wage_suits_the_currency(world: World, wage: str, currency: str, taken: bool) -> None:
    order = scene.strawberries(world.finca_sol)
    form = {**STEPS["terms"], "wage": wage, "currency": currency, "version": order.version}
    answer = world.signed_in(world.pilar).post(f"/placement/orders/{order.code}/edit/terms/", form)
    assert answer.status_code == (302 if taken else 200)
    order.refresh_from_db()
    assert (order.wage == int(wage)) is taken
    assert taken or "wage" in answer.context["form"].errors


WHAT = {"isco": "9211", "destination": "ESP", "permit": "es-gecco-circular", "posts": "12"}


def test_an_agent_of_several_employers_says_for_which_the_order_is(world: World) -> None:
    other = Organisation.objects.create(name="Huerta Luna", actor_type="employer", country="ESP")
    stranger = Organisation.objects.create(name="Somebody else", actor_type="employer", country="ESP")
    Membership.objects.create(user=world.pilar, organisation=other, role=RoleCode.EMPLOYER)
    what = {**WHAT, "programme": str(scene.programme().code)}
    client = world.signed_in(world.pilar)
    assert b"Huerta Luna" in client.get("/placement/orders/draft/").content
    for employer in ({}, {"employer": ""}, {"employer": "nonsense"}, {"employer": str(stranger.code)}):
        answer = client.post("/placement/orders/draft/", {**what, **employer})
        assert answer.status_code == 200
        assert "employer" in answer.context["form"].errors
        assert not JobOrder.objects.exists()
    assert client.post("/placement/orders/draft/", {**what, "employer": str(other.code)}).status_code == 302
    assert JobOrder.objects.get().employer == other


def test_an_agent_of_one_employer_is_not_asked_but_held_to_it(world: World) -> None:
    stranger = Organisation.objects.create(name="Somebody else", actor_type="employer", country="ESP")
    what = {**WHAT, "programme": str(scene.programme().code)}
    client = world.signed_in(world.pilar)
    answer = client.post("/placement/orders/draft/", {**what, "employer": str(stranger.code)})
    assert answer.status_code == 200
    assert b"not one of the available choices" in answer.content
    assert client.post("/placement/orders/draft/", what).status_code == 302
    assert JobOrder.objects.get().employer == world.finca_sol


@pytest.mark.parametrize(
    ("step", "field", "value", "words"),
    [
        ("terms", "wage", "-5", "greater than or equal to 1"),
        ("terms", "currency", "XYZ", "no exchange rate"),
        ("terms", "starts_on", "2026-02-31", "valid date"),
        ("terms", "starts_on", "2019-02", "month is past"),
        ("terms", "origins", ["QQQ"], "not one of the available choices"),
        ("terms", "age_max", "17", "greater than or equal to 18"),
        ("requirements", "lang1_min", "0", "which level"),
        ("requirements", "min_years", "9999999999999999999999", "less than or equal to 40"),
        ("requirements", "essential", ["nonsense"], "not one of the available choices"),
        ("offer", "offer.months", "many", "whole number"),
    ],
)
def test_nonsense_gets_a_sentence_beside_its_field(world: World, step: str, field: str, value: Any, words: str) -> None:
    order = scene.strawberries(world.finca_sol)
    client = world.signed_in(world.pilar)
    form = {**STEPS[step], field: value, "version": order.version}
    answer = client.post(f"/placement/orders/{order.code}/edit/{step}/", form)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    order.refresh_from_db()
    assert order.version == 1
