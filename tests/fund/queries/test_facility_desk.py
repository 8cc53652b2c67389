"""What of the facility waits for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alianza.fund.actions import facility, loans
from alianza.fund.desk import items
from alianza.fund.models import Body, CountryRequest, Item, Operation
from alianza.fund.queries.facility_desk import facility_desk
from alianza.network.models import Membership, RoleCode
from tests.fund import facility_story as story
from tests.fund.story import usd
from tests.world import World

pytestmark = pytest.mark.django_db


def waits(user: object) -> list[str]:
    return [row["sentence"] for row in facility_desk(user)]  # type: ignore[arg-type]


def banker(world: World) -> None:
    Membership.objects.create(
        user=world.mara, organisation=story.bank(), role=RoleCode.PARTNER, begins_on=timezone.localdate()
    )


def draft_item(subject: str, kind: Item.Kind, before: Body.Kind) -> None:
    body = Body.objects.get_or_create(kind=before, defaults={"rules": "2026"})[0]
    words = {"title": "Facility", "text": "As proposed.", "method": Item.Method.CONSENSUS}
    Item.objects.create(body=body, number=f"I-{kind}", kind=kind, subject=subject, **words)


def test_a_country_s_request_waits_for_the_officer_until_it_is_before_the_assembly(world: World) -> None:
    asked = facility.request_support("PHL", need="Help.", on=story.DAY, by=world.imani)
    assert waits(world.luc) == ["1 country asks for the facility: put it before the Assembly."]
    assert facility_desk(world.luc)[0]["url"].endswith(f"/countries/{asked.code}/")
    draft_item(asked.subject, Item.Kind.ELIGIBILITY, Body.Kind.ASSEMBLY)
    assert waits(world.luc) == []


def test_an_eligible_country_without_an_operation_waits_for_itself(world: World) -> None:
    story.eligible(world)
    assert waits(world.imani) == [
        "Your country is eligible for the facility and has no operation yet: find a bank that lends."
    ]
    CountryRequest.objects.update(review_on=timezone.localdate())
    assert waits(world.luc) == ["The eligibility of 1 country is to be looked at again."]
    story.operation(world)
    assert waits(world.imani) == []


def test_each_state_waits_for_whoever_moves_it_next(world: World) -> None:
    made = story.operation(world, "proposed")
    frozen = "The terms of 1 operation are to be frozen."
    assert frozen in waits(world.luc)
    facility.freeze(made, on=story.DAY, by=world.luc)
    screen = "1 operation waits to be screened by a second person."
    assert screen in waits(world.lena)
    assert screen not in waits(world.luc)  # who proposed it
    facility.screen(made, story.FOUND, on=story.DAY, by=world.lena)
    assert "1 screened operation is to be put before the committee." in waits(world.sami)
    story.pool("any", 40_000_000)
    draft_item(made.subject, Item.Kind.OPERATION, Body.Kind.OVERSIGHT)
    assert "1 screened operation is to be put before the committee." not in waits(world.sami)
    decision = story.decision(made.subject, Item.Kind.OPERATION)
    facility.decide_operation(made, decision, on=story.DAY, by=world.luc)
    assert "1 approved operation waits for its letter of commitment." in waits(world.sami)
    facility.commit(made, on=story.DAY, by=world.luc)
    banker(world)
    assert waits(world.mara)[-1] == "1 loan with a grant committed waits for your board's approval."
    facility.bank_approved(made, on=story.DAY, by=world.luc)
    assert waits(world.mara) == ["1 loan that you approved waits to be signed."]
    loans.sign_loan(made, on=story.DAY, by=world.luc)
    loans.take_effect(made, on=story.DAY, by=world.luc)
    assert waits(world.mara) == []


def test_payments_wait_for_a_second_a_third_person_and_the_bank(world: World) -> None:
    made = story.operation(world, "effective")
    banker(world)
    payment = loans.note_payment(made, made.loan, reference="B", on=story.DAY, by=world.luc)
    second, third = "1 payment of a loan waits for a second person.", "1 payment of a loan waits for the grant."
    assert second in waits(world.lena)
    assert second not in waits(world.luc)
    loans.check_payment(payment, by=world.lena)
    assert third in waits(world.sami)
    assert third not in waits(world.lena)
    loans.transfer_grant(payment, on=story.DAY, by=world.sami)
    assert waits(world.mara) == ["The grant sent for 1 of your loans waits to be applied."]
    assert "The grant sent for 1 loan is to be noted once the bank applied it." in waits(world.luc)
    loans.apply_grant(payment, on=story.DAY, by=world.luc)
    assert waits(world.luc) == ["1 operation is paid out and applied: close it."]
    assert waits(world.mara) == waits(world.imani) == []


def test_what_lapses_soon_is_said_to_all_sides_and_to_nobody_else(world: World) -> None:
    made = story.operation(world, "committed")
    banker(world)
    Operation.objects.update(committed_on=timezone.localdate() - timedelta(days=300))
    for person in (world.luc, world.imani, world.mara):
        assert f"Operation {made.number} lapses without the bank's approval by" in waits(person)[0]
    for person in (world.pilar, world.dina, world.ana, world.otto):
        assert waits(person) == []
    Operation.objects.update(committed_on=timezone.localdate())
    assert waits(world.luc) == waits(world.imani) == []


def test_what_fell_short_at_signing_waits_for_the_officer_to_ask_the_committee(world: World) -> None:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    loans.sign_loan(made, on=story.DAY, by=world.luc, curve=story.curve(story.DAY, add="0.001"))
    words = "1 grant fell short at signing: giving the rest takes the committee."
    assert waits(world.luc) == [words]
    made.refresh_from_db()
    assert made.lacking_minor > usd(0).minor


def test_the_home_page_leads_there(world: World) -> None:
    story.operation(world)
    page = world.signed_in(world.luc).get("/").content.decode()
    assert "The terms of 1 operation are to be frozen." in page
    assert [row["sentence"] for row in items(world.luc)].count("The terms of 1 operation are to be frozen.") == 1
