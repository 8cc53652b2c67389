"""Larger changes, larger shifts, overspend and the draft of a review through their pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alianza.audit.actions import PLATFORM
from alianza.fund.actions import reviews
from alianza.fund.consequences import follow
from alianza.fund.models import Addendum, Change, Criterion, Endorsement, Overspend, Review, ReviewDraft, Version
from tests.fund import asking, programmes_cast
from tests.fund import changes_cast as cast
from tests.fund.actions.test_overspends import covered
from tests.world import World

pytestmark = pytest.mark.django_db


def post(client: Client, route: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
    return client.post(reverse(f"fund:{route}", kwargs=kwargs), data or {})


def page(client: Client, route: str, **kwargs: Any) -> str:
    answer = client.get(reverse(f"fund:{route}", kwargs=kwargs))
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(prefix: str, *given: dict[str, str]) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    for at, row in enumerate(given):
        data |= {f"{prefix}-{at}-{name}": value for name, value in row.items()}
    return data


def test_a_new_country_and_a_new_organisation_are_stated_on_one_page(world: World) -> None:
    programme, luc = cast.running(world), world.signed_in(world.luc)
    puente, new = str(world.puente.code), cast.helper()
    assert "the new organisation" in page(luc, "change-state", code=programme.code)
    lines = rows(
        "lines",
        {"organisation": puente, "category": "travel", "way": "less", "money": "1,000.00"},
        {"organisation": puente, "category": "indirect", "way": "less", "money": "70"},
        {"organisation": "new", "category": "travel", "way": "more", "money": "6000"},
        {"organisation": "new", "category": "indirect", "way": "more", "money": "420"},
    )
    data = {**lines, "reason": cast.WHY, "country": "VNM", "role": "origin"}
    lacking = post(luc, "change-state", data, code=programme.code)
    assert lacking.status_code == 400
    assert "A line of the budget is for a new organisation" in lacking.content.decode()
    wrong = post(luc, "change-state", {**data, "organisation": str(new.code)}, code=programme.code)
    assert "neither an international organisation nor a local partner" in wrong.content.decode()
    assert not Change.objects.exists()
    done = post(luc, "change-state", {**data, "organisation": str(new.code), "local": "on"}, code=programme.code)
    change = Change.objects.get()
    assert done.url == reverse("fund:change-show", kwargs={"code": change.code})
    shown = page(luc, "change-show", code=change.code)
    assert "What would be different" in shown
    assert "$5,350" in shown
    assert change.number in page(luc, "programme-show", code=programme.code)
    minh = world.signed_in(cast.speaker(world))
    assert "Answer for the country" in page(minh, "change-show", code=change.code)
    answer = page(minh, "endorsement-answer", code=Endorsement.objects.get(country="VNM").code)
    assert reverse("fund:change-show", kwargs={"code": change.code}) in answer


def test_from_the_invitation_to_the_addendum(world: World) -> None:
    change = cast.stated(world)
    luc, rhea = world.signed_in(world.luc), world.signed_in(world.rhea)
    people = [world.rhea, asking.reviewer(world, "one"), asking.reviewer(world, "two")]
    assert rhea.get(reverse("fund:change-show", kwargs={"code": change.code})).status_code == 404
    for person in people:
        data = {"invite-reviewer": str(person.code)}
        assert post(luc, "change-move", data, code=change.code, move="invite").status_code == 302
    review = Review.objects.get(change=change, reviewer=world.rhea)
    assert change.number in page(rhea, "review-desk")
    post(rhea, "review-declare", {"conflict": "no"}, code=review.code)
    assert reverse("fund:change-show", kwargs={"code": change.code}) in page(rhea, "review-show", code=review.code)
    assert "What would be different" in page(rhea, "change-show", code=change.code)
    early = post(luc, "change-move", {"screen-text": "Sound."}, code=change.code, move="screen")
    assert early.status_code == 409
    for each in Review.objects.filter(change=change).select_related("reviewer"):
        reviews.declare(each, conflict=False, by=each.reviewer)
        scores = {one: (4, f"Because of {one}.") for one in Criterion.values}
        reviews.score(each, scores, advice="approve", text="Well made.", by=each.reviewer)
    assert "Because of cost." not in page(world.signed_in(world.paz), "change-show", code=change.code)
    assert post(luc, "change-move", {"screen-text": "Sound."}, code=change.code, move="screen").status_code == 302
    assert "Because of cost." in page(world.signed_in(world.paz), "change-show", code=change.code)
    change = cast.fresh(change)
    follow(cast.decided(change), change, by=PLATFORM)
    contract = Addendum.objects.get().contract
    for client in (luc, world.signed_in(world.paz)):
        assert "Sign the addendum" in page(client, "contract-show", code=contract.code)
        assert post(client, "contract-move", code=contract.code, move="sign-addendum").status_code == 302
    assert "$117,700" in page(luc, "contract-show", code=contract.code)
    number = Version.objects.get(kind="money_added").number
    assert "$117,700" in page(luc, "programme-change", code=change.programme.code, number=number)


def test_a_change_is_withdrawn_with_its_reason(world: World) -> None:
    change, luc = cast.stated(world), world.signed_in(world.luc)
    assert post(luc, "change-move", code=change.code, move="withdraw").status_code == 400
    data = {"withdraw-reason": "The embassy asks for time."}
    assert post(luc, "change-move", data, code=change.code, move="withdraw").status_code == 302
    assert "The embassy asks for time." in page(luc, "change-show", code=change.code)


def test_a_larger_shift_is_typed_beside_its_decision(world: World) -> None:
    programme, luc = programmes_cast.running(world).programme, world.signed_in(world.luc)
    decision = programmes_cast.decided(programme, "restructuring")
    row = {"organisation": str(world.puente.code), "source": "travel", "target": "staff", "money": "15 000"}
    data = {"decision": str(decision.code), "reason": "Fewer journeys."}
    half = rows("shifts", {"source": "travel", "money": "5"})
    answer = post(luc, "programme-alter", {**data, **half}, code=programme.code, what="restructure")
    assert answer.status_code == 400
    assert "or empty the line" in answer.content.decode()
    done = post(luc, "programme-alter", {**data, **rows("shifts", row)}, code=programme.code, what="restructure")
    assert done.status_code == 302
    shown = page(luc, "programme-change", code=programme.code, number=2)
    assert "$75,000" in shown
    assert decision.number in shown


def test_an_overspend_is_answered_on_the_page_of_its_report(world: World) -> None:
    report, luc = covered(world), world.signed_in(world.luc)
    assert "What stood above the advance" in page(luc, "report-show", code=report.code)
    data = {"over-money": "1000", "over-reason": "The tranche covers it."}
    assert post(luc, "report-move", data, code=report.code, move="accept-overspend").status_code == 302
    much = {"under-money": "2000.01", "under-reason": "No."}
    assert post(luc, "report-move", much, code=report.code, move="refuse-overspend").status_code == 409
    assert post(luc, "report-move", code=report.code, move="refuse-overspend").status_code == 400
    rest = {"under-money": "", "under-reason": "Not in the plan."}
    assert post(luc, "report-move", rest, code=report.code, move="refuse-overspend").status_code == 302
    assert list(Overspend.objects.values_list("outcome", "direct_minor")) == [
        ("accepted", 100_000),
        ("refused", 200_000),
    ]
    paz = world.signed_in(world.paz)
    assert "Not in the plan." in page(paz, "report-show", code=report.code)
    assert post(paz, "report-move", rest, code=report.code, move="refuse-overspend").status_code == 404


def test_a_review_is_saved_and_resumed(world: World) -> None:
    review = reviews.invite(asking.endorsed(world), world.rhea, by=world.luc)
    reviews.declare(review, conflict=False, by=world.rhea)
    rhea = world.signed_in(world.rhea)
    data = {"relevance_score": "4", "relevance_text": "Long wanted.", "advice": "improve", "then": "save"}
    assert post(rhea, "review-show", data, code=review.code).status_code == 302
    shown = page(rhea, "review-show", code=review.code)
    assert "Long wanted." in shown
    assert '<option value="4" selected>' in shown
    assert "Nobody else sees it" in shown
    for person in (world.luc, world.otto, world.paz):
        seen = world.signed_in(person).get(reverse("fund:proposal-show", kwargs={"code": review.proposal.code}))
        assert "Long wanted." not in seen.content.decode()
    long = post(rhea, "review-show", {**data, "relevance_text": "x" * 2001}, code=review.code)
    assert long.status_code == 400
    assert ReviewDraft.objects.count() == 1
    handed = post(rhea, "review-show", {**data, "then": ""}, code=review.code)
    assert handed.status_code == 400  # to hand it in, every criterion is needed
    assert ReviewDraft.objects.count() == 1
