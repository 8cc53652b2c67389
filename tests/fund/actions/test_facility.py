"""A country is eligible; an operation is frozen, screened, decided, committed; money stands where the books say."""

from datetime import date
from decimal import Decimal

import pytest

from alianza.audit.models import Entry as Deed
from alianza.engines.concessionality import GraceOutside, MaturityNotWhole
from alianza.fund.actions import facility
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import CountryRequest, Item, Operation, Share
from alianza.fund.queries.facility import books, drawn, earmarks, figures, pools
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import facility_story as story
from tests.fund.story import usd
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = story.DAY
NEEDED = usd("28902040.37")  # 100 million, 4 %, 20 years, 5 of grace, to 35 %: methods of the facility
MIXED = usd("28746278.01")  # the same to the target of a blend credit


def test_a_country_asks_through_its_focal_point_alone(world: World) -> None:
    with pytest.raises(facility.NotItsFocalPoint):
        facility.request_support("PHL", need="Help.", on=DAY, by=world.luc)
    with pytest.raises(facility.NotItsFocalPoint):
        facility.request_support("NOR", need="Help.", on=DAY, by=world.imani)
    facility.request_support("phl", need="Help.", on=DAY, by=world.imani)
    with pytest.raises(facility.AskedAlready, match="PHL"):
        facility.request_support("PHL", need="Help again.", on=DAY, by=world.imani)


def test_eligibility_is_decided_once_and_looked_at_each_year(world: World) -> None:
    request = story.eligible(world)
    assert (request.state, request.review_on) == ("eligible", date(2027, 3, 2))
    facility.review_eligibility(request, found="Still so.", on=date(2027, 2, 20), by=world.luc)
    request.refresh_from_db()
    assert (request.state, request.review_on) == ("eligible", date(2028, 2, 20))
    with pytest.raises(NotYet, match="not dated before"):
        facility.review_eligibility(request, found="Too early.", on=date(2026, 5, 1), by=world.luc)


def test_a_refused_country_may_ask_again(world: World) -> None:
    request = facility.request_support("PHL", need="Help.", on=DAY, by=world.imani)
    no = story.decision(request.subject, Item.Kind.ELIGIBILITY, adopted=False)
    facility.decide_eligibility(request, no, by=world.luc)
    request.refresh_from_db()
    assert (request.state, request.review_on) == ("refused", None)
    facility.request_support("PHL", need="Something changed.", on=DAY, by=world.imani)


def test_a_decision_on_another_country_decides_nothing_here(world: World) -> None:
    request = facility.request_support("PHL", need="Help.", on=DAY, by=world.imani)
    other = story.decision("request:00000000-0000-0000-0000-000000000000", Item.Kind.ELIGIBILITY)
    with pytest.raises(NotYet, match="adopted a decision on this request"):
        facility.decide_eligibility(request, other, by=world.luc)


def test_a_country_ends_its_request_but_not_with_an_operation_under_way(world: World) -> None:
    made = story.operation(world)
    with pytest.raises(NotYet, match="No operation of the country is under way"):
        facility.end_request(made.request, reason="Enough.", on=DAY, by=world.imani)
    facility.cancel(made, reason="Not wanted.", on=DAY, by=world.luc)
    facility.end_request(made.request, reason="Enough.", on=DAY, by=world.imani)
    assert CountryRequest.objects.get().state == "ended"


def test_the_needed_grant_is_computed_to_the_cent(world: World) -> None:
    made = story.operation(world, "frozen")
    assert made.needed_minor == NEEDED.minor
    again = story.operation(world, "frozen", target=Decimal("34.85759713"))
    assert abs((again.needed_minor or 0) - MIXED.minor) < 100  # the target has eight decimals here


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [({"grace": Decimal(20)}, GraceOutside), ({"maturity": Decimal("20.25")}, MaturityNotWhole)],
)
def test_terms_that_cannot_be_are_refused_at_once(world: World, terms: dict[str, Decimal], refusal: type) -> None:
    with pytest.raises(refusal):
        story.operation(world, **terms)
    assert not Operation.objects.exists()


def test_a_concessional_loan_needs_no_grant(world: World) -> None:
    with pytest.raises(NotYet, match="not concessional already"):
        story.operation(world, "frozen", rate=Decimal("0.75"), maturity=Decimal(38), grace=Decimal(6))


def test_a_variable_rate_is_frozen_on_a_curve_with_its_day_and_source(world: World) -> None:
    made = story.operation(world, **story.VARIABLE)
    with pytest.raises(NotYet, match="swap curve"):
        facility.freeze(made, on=DAY, by=world.luc)
    facility.freeze(made, on=DAY, by=world.luc, curve=story.curve(DAY))
    made.refresh_from_db()
    assert made.rate is not None
    assert Decimal("3.4") < made.rate < Decimal(4)
    assert (made.curve["on"], made.curve["source"]) == ("2026-03-02", "made up")
    facility.screen(made, story.FOUND, on=DAY, by=world.lena)
    facility.freeze(made, on=DAY, by=world.luc, curve=story.curve(DAY, add="0.005"))  # priced anew, screened anew
    before, made = made.rate, Operation.objects.get()
    assert made.rate is not None
    assert made.rate > before
    assert (made.state, made.screening, made.screened_by) == ("frozen", {}, None)


def test_nobody_screens_what_they_proposed(world: World) -> None:
    made = story.operation(world, "frozen")
    with pytest.raises(NotYet, match="Somebody else proposed it"):
        facility.screen(made, story.FOUND, on=DAY, by=world.luc)


@pytest.mark.parametrize("check", ["direct", "additional", "adaptable"])
def test_each_check_of_the_papers_alone_stops_an_operation(world: World, check: str) -> None:
    made = story.operation(world, "frozen")
    with pytest.raises(NotYet) as refused:
        facility.screen(made, {**story.FOUND, check: (False, "It is a road.")}, on=DAY, by=world.lena)
    assert len(refused.value.reasons) == 1
    facility.refer(made, reason="A road: official aid.", on=DAY, by=world.lena)
    made.refresh_from_db()
    assert (made.state, made.ended_because) == ("rejected", "A road: official aid.")


def test_a_screening_says_what_was_found_of_each_check(world: World) -> None:
    made = story.operation(world, "frozen")
    with pytest.raises(facility.NoSuchScreening):
        facility.screen(made, {**story.FOUND, "direct": (True, " ")}, on=DAY, by=world.lena)
    with pytest.raises(facility.NoSuchScreening):
        facility.screen(made, {"direct": (True, "Yes.")}, on=DAY, by=world.lena)


def test_pools_are_the_country_s_its_regions_and_the_unearmarked_last() -> None:
    assert earmarks("PHL") == ("PHL", "035", "142", "any")
    assert earmarks("KEN") == ("KEN", "014", "202", "002", "any")


def test_earmarked_money_is_drawn_first(world: World) -> None:
    made = story.operation(world, "screened")
    for earmark, amount in (("any", 20_000_000), ("PHL", 5_000_000), ("142", 10_000_000), ("LBN", 50_000_000)):
        story.pool(earmark, amount)
    facility.decide_operation(made, story.decision(made.subject, Item.Kind.OPERATION), on=DAY, by=world.luc)
    assert drawn(made) == {"142": usd(10_000_000), "PHL": usd(5_000_000), "any": usd("13902040.37")}
    assert pools("PHL") == {"any": usd("6097959.63")}
    assert balances()[AccountName("8310", made.number)] == -NEEDED
    assert {one.agreement for one in Share.objects.filter(journal__subject=made.subject)} == {"A-142", "A-PHL", "A-any"}


def test_no_more_is_granted_than_the_pools_of_the_country_hold(world: World) -> None:
    made = story.operation(world, "screened")
    story.pool("LBN", 90_000_000)
    story.pool("any", 20_000_000)
    said = story.decision(made.subject, Item.Kind.OPERATION)
    with pytest.raises(NotYet) as refused:
        facility.decide_operation(made, said, on=DAY, by=world.luc)
    assert [str(reason) for reason in refused.value.reasons] == [
        "Still to be met: The pools for this country hold the grant."
    ]
    facility.decide_operation(made, said, usd(20_000_000), on=DAY, by=world.luc)
    made.refresh_from_db()
    found = figures(made)
    assert found is not None
    assert found.less_than_needed
    assert found.reached is not None
    assert round(found.reached, 5) == Decimal("0.26861")


def test_no_more_is_granted_than_is_needed(world: World) -> None:
    made = story.operation(world, "screened")
    story.pool("any", 90_000_000)
    said = story.decision(made.subject, Item.Kind.OPERATION)
    with pytest.raises(NotYet, match="No more is granted than is needed"):
        facility.decide_operation(made, said, NEEDED + usd("0.01"), on=DAY, by=world.luc)


def test_a_decision_not_adopted_rejects(world: World) -> None:
    made = story.operation(world, "screened")
    no = story.decision(made.subject, Item.Kind.OPERATION, adopted=False)
    facility.decide_operation(made, no, on=DAY, by=world.luc)
    made.refresh_from_db()
    assert (made.state, made.granted_minor) == ("rejected", None)


@pytest.mark.parametrize("wrong", ["kind", "subject", "superseded"])
def test_only_a_decision_in_force_on_this_operation_counts(world: World, wrong: str) -> None:
    made = story.operation(world, "screened")
    story.pool("any", 90_000_000)
    said = story.decision(
        "operation:F-1" if wrong == "subject" else made.subject,
        Item.Kind.OTHER if wrong == "kind" else Item.Kind.OPERATION,
    )
    if wrong == "superseded":
        story.decision(made.subject, Item.Kind.OPERATION, adopted=False, supersedes=said)
    with pytest.raises(NotYet, match="adopted a decision on it"):
        facility.decide_operation(made, said, on=DAY, by=world.luc)


def test_conditions_that_are_due_come_before_the_commitment(world: World) -> None:
    made = story.operation(world, "decided")
    assert made.decision is not None
    made.decision.conditions.create(text="Name a director.", owner=story.bank(), due_on=DAY)
    with pytest.raises(NotYet, match="conditions of the decision"):
        facility.commit(made, on=DAY, by=world.luc)
    made.decision.conditions.update(met_on=DAY, evidence="Letter of 2 March.")
    facility.commit(made, on=DAY, by=world.luc)
    assert books(made).committed == NEEDED


def test_without_the_bank_s_approval_in_a_year_the_grant_goes_back_whence_it_came(world: World) -> None:
    made = story.operation(world, "committed")
    given = drawn(made)
    assert set(given) == {"PHL", "any"}
    with pytest.raises(NotYet, match="term for the bank's approval is over"):
        facility.lapse(made, on=date(2027, 3, 2), by=world.luc)
    with pytest.raises(NotYet, match="within the term"):
        facility.bank_approved(made, on=date(2027, 3, 3), by=world.luc)
    facility.lapse(made, on=date(2027, 3, 3), by=world.luc)
    made.refresh_from_db()
    assert (made.state, made.grant, drawn(made)) == ("lapsed", usd(0), {})
    assert pools("PHL") == {"PHL": usd(10_000_000), "any": usd(40_000_000)}
    assert list(problems()) == []


@pytest.mark.parametrize(
    "state", ["proposed", "frozen", "screened", "decided", "committed", "bank_approved", "effective"]
)
def test_what_is_cancelled_before_anything_is_paid_leaves_nothing_behind(world: World, state: str) -> None:
    made = story.operation(world, state)
    with pytest.raises(NotYet, match="needs a reason"):
        facility.cancel(made, reason=" ", on=DAY, by=world.luc)
    facility.cancel(made, reason="The bank stepped back.", on=DAY, by=world.luc)
    made.refresh_from_db()
    assert (made.state, made.grant) == ("cancelled", usd(0))
    assert not drawn(made)
    assert list(problems()) == []


def test_steps_are_not_dated_before_the_step_before(world: World) -> None:
    made = story.operation(world, "committed")
    with pytest.raises(NotYet, match="not dated before the step before it"):
        facility.bank_approved(made, on=date(2026, 3, 1), by=world.luc)


def test_every_deed_stands_in_the_trail(world: World) -> None:
    from alianza.fund.deeds import SENTENCES

    story.operation(world, "committed")
    deeds = set(Deed.objects.filter(deed__startswith="fund.").values_list("deed", flat=True))
    assert {"fund.operation.frozen", "fund.operation.decided", "fund.operation.committed"} <= deeds
    assert deeds <= set(SENTENCES)


def test_a_decision_takes_effect_by_itself(world: World) -> None:
    from alianza.fund.actions import fees, loans
    from alianza.fund.consequences import follow
    from alianza.fund.queries.subjects import subject_of

    def decided(subject: str, kind: Item.Kind, amount: int | None = None) -> None:
        made = story.decision(subject, kind, amount=amount)
        assert follow(made, subject_of(made.item).thing, by=world.luc)

    request = facility.request_support("PHL", need="Help.", on=DAY, by=world.imani)
    decided(request.subject, Item.Kind.ELIGIBILITY)
    made = story.operation(world, "screened", **story.VARIABLE)
    story.pool("any", 50_000_000)
    decided(made.subject, Item.Kind.OPERATION, amount=usd(20_000_000).minor)
    facility.commit(made, on=DAY, by=world.luc)
    facility.bank_approved(made, on=DAY, by=world.luc)
    loans.sign_loan(made, on=DAY, by=world.luc, curve=story.curve(DAY))
    decided(made.subject, Item.Kind.OPERATION, amount=usd(1000).minor)
    made.refresh_from_db()
    assert made.grant == usd(20_001_000)
    story.member("Kenya", "KEN")
    due = fees.assess(2026, usd(100), on=DAY, by=world.luc).dues.get()
    decided(due.subject, Item.Kind.FEES)
    due.refresh_from_db()
    assert due.state == "waived"
