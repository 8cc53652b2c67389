from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions import contracts, items, larger_changes, reviews, tranches
from alianza.fund.actions.decisions import lapse
from alianza.fund.actions.larger_changes import Line, Wanted
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.consequences import follow
from alianza.fund.lifecycles.changes import CHANGE
from alianza.fund.models import (
    Addendum,
    Change,
    Contract,
    Endorsement,
    Executant,
    Interest,
    Opinion,
    Programme,
    Review,
    Tranche,
    Version,
)
from alianza.fund.policy import changes as policy
from alianza.fund.queries.changes import change_gates, would_be
from alianza.fund.queries.gates import tranche_gates
from alianza.fund.queries.ledger import balances
from alianza.fund.queries.programmes import held_by, held_in
from alianza.fund.queries.proposals import free_in
from alianza.fund.versions import differences
from alianza.messages.models import Notice
from alianza.network.models import Membership, Organisation
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import asking, programmes_cast, story
from tests.fund import changes_cast as cast
from tests.fund import committee as room_of
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY
usd = story.usd


def held(code: str) -> object:
    return balances().get(AccountName.read(code))


def test_more_money_is_approved_from_the_window_and_bound_by_an_addendum_that_both_sign(world: World) -> None:
    change = cast.carried_out(world)
    programme = change.programme
    assert (change.state, programme.approved, free_in(programme.proposal.window)) == (
        "carried_out",
        usd(117_700),
        usd(39_300),
    )
    assert held_in(programme).uncontracted == usd(10_700)
    addendum = Addendum.objects.get()
    contract = addendum.contract
    with pytest.raises(NotYet, match="is for"):
        contracts.sign_addendum(contract, on=DAY, by=world.pilar)
    contracts.sign_addendum(contract, on=DAY, by=world.luc)
    with pytest.raises(contracts.SignedAlready):
        contracts.sign_addendum(contract, on=DAY, by=world.lena)
    assert held_by(contract).committed == usd(42_800)
    contracts.sign_addendum(contract, on=DAY, by=world.paz)
    contract = Contract.objects.get(pk=contract.pk)
    assert (contract.money, held_by(contract).committed) == (usd(117_700), usd(53_500))
    assert held_in(programme).uncontracted == usd(0)
    with pytest.raises(NotYet, match="adds money to this contract"):
        contracts.sign_addendum(contract, on=DAY, by=world.luc)
    assert list(problems()) == []


def test_a_larger_change_is_a_version_beside_what_was(world: World) -> None:
    change = cast.screened(world)
    proposed = [(one.path, one.before, one.after) for one in differences(*would_be(change))]
    follow(cast.decided(change), change, by=PLATFORM)
    version = Version.objects.get(kind="money_added")
    before = Version.objects.get(subject=version.subject, number=version.number - 1)
    assert version.decision is not None
    found = [(one.path, one.before, one.after) for one in differences(before.content, version.content)]
    # what was screened and decided is what came; PostgreSQL keeps the keys of JSON in an order of its own
    assert sorted(found, key=lambda one: one[0]) == sorted(proposed, key=lambda one: one[0])
    after = {path: newer for path, _older, newer in found}
    assert after["approved",] == {"minor": 11_770_000, "currency": "USD"}


def test_a_new_organisation_takes_over_part_of_a_contract_and_the_window_is_as_before(world: World) -> None:
    change = cast.carried_out(world, cast.with_partner(world))
    programme = change.programme
    assert (programme.approved, free_in(programme.proposal.window)) == (usd(107_000), usd(50_000))
    puente = programme.contracts.get()
    assert (puente.money, held_by(puente).committed) == (usd(96_300), usd(32_100))
    assert held_in(programme).uncontracted == usd(10_700)
    new = cast.helper()
    assert Executant.objects.get(organisation=new).capacity_checked_on == DAY
    contract = contracts.draft_contract(
        programme,
        new,
        usd(10_700),
        party="MANOS",
        indirect_rate=puente.indirect_rate,
        clauses=programmes_cast.CLAUSES,
        by=world.luc,
    )
    contracts.sign_contract(contract, on=DAY, by=world.luc)
    contracts.sign_contract(contract, on=DAY, by=cast.partner_of(new))
    assert held("8400:P-2026-001:MANOS") == -usd(10_700)
    assert held("8300:P-2026-001") is None
    assert Version.objects.filter(kind="partner_added").exists()
    assert list(problems()) == []


def test_a_new_country_endorses_the_group_looks_again_and_the_committee_decides(world: World) -> None:
    """The whole way, through the doors that people use: silence of the committee decides."""
    change = cast.stated(world, cast.with_country(world))
    assert Endorsement.objects.get(country="VNM").state == "asked"
    with pytest.raises(NotYet, match="VNM"):
        larger_changes.invite(change, world.rhea, on=DAY, by=world.luc)
    cast.read(world, change)
    larger_changes.give_opinion(change, text="Sound.", on=DAY, by=world.luc)
    room = room_of.committee(world)
    item = room_of.drafted(room, kind="new_country", subject=change.subject)
    item = items.open_item(item, at=room_of.AT, by=world.luc)
    item.refresh_from_db()
    assert item.wide
    assert item.deadline_at is not None
    Endorsement.objects.update(valid_until=item.deadline_at.date() + timedelta(days=9))
    decision = lapse(item, at=item.deadline_at + timedelta(hours=1))
    assert decision is not None
    change = cast.fresh(change)
    assert (change.state, change.decision) == ("carried_out", decision)
    programme = change.programme
    assert set(programme.proposal.countries.values_list("country", flat=True)) == {"PHL", "VNM"}
    assert Version.objects.get(pk=change.version_id).kind == "country_added"
    assert Notice.objects.filter(user=world.imani, kind="fund.programme.changed").count() == 1
    assert list(problems()) == []


def test_whoever_gains_by_a_change_is_recused(world: World) -> None:
    change = cast.screened(world, cast.with_partner(world))
    room = room_of.committee(world)
    room_of.sits(room, "mano", cast.helper(), "civil_society", cast.partner_of(cast.helper()))
    item = room_of.opened(room, kind="restructuring", subject=change.subject)
    grounds = Interest.objects.filter(item=item, member=cast.helper()).values_list("ground", flat=True)
    assert set(grounds) == {"executes", "paid"}


def test_a_change_reaches_the_committee_only_screened(world: World) -> None:
    change = cast.stated(world)
    room = room_of.committee(world)
    item = room_of.drafted(room, kind="restructuring", subject=change.subject)
    with pytest.raises(NotYet, match="not waiting for a decision"):
        items.open_item(item, at=room_of.AT, by=world.luc)
    cast.read(world, change, points=1)
    larger_changes.give_opinion(change, text="Too dear.", on=DAY, by=world.luc)
    assert not Opinion.objects.get(change=change).approved
    with pytest.raises(NotYet, match="overrode its refusal"):
        items.open_item(item, at=room_of.AT, by=world.luc)


def test_what_the_group_says_of_a_change_stops_no_payment_of_the_programme(world: World) -> None:
    change = cast.read(world, cast.stated(world), points=1)
    larger_changes.give_opinion(change, text="Too dear.", on=DAY, by=world.luc)
    assert tranche_gates(Tranche.objects.get(number=2), DAY).held["screened"]


def test_a_decision_that_is_not_adopted_refuses_the_change(world: World) -> None:
    change = cast.screened(world)
    follow(cast.decided(change, outcome="not_adopted"), change, by=PLATFORM)
    assert cast.fresh(change).state == "refused"
    assert free_in(change.programme.proposal.window) == usd(50_000)
    cast.stated(world, programme=change.programme)  # another may be stated now


def test_a_withdrawn_change_asks_its_countries_no_more(world: World) -> None:
    change = cast.stated(world, cast.with_country(world))
    larger_changes.withdraw_change(change, reason="Not now.", on=DAY, by=world.luc)
    assert not Endorsement.objects.filter(country="VNM").exists()
    again = cast.stated(world, cast.with_country(world), change.programme)
    assert (again.number, again.round) == ("P-2026-001-C2", change.round + 1)


def test_an_answer_to_an_earlier_change_is_no_answer_to_the_next(world: World) -> None:
    change = cast.stated(world, cast.with_country(world))
    cast.endorse(world, change)
    larger_changes.withdraw_change(change, reason="Not now.", on=DAY, by=world.luc)
    cast.stated(world, cast.with_country(world), change.programme)
    assert Endorsement.objects.get(country="VNM").state == "asked"


STATED_WRONG = {
    "no second opinion is needed": lambda world: Wanted(
        lines=[Line(world.puente, "staff", -usd(5)), Line(world.puente, "travel", usd(5))]
    ),
    "takes money away": lambda world: Wanted(
        countries={"VNM": "origin"},
        lines=[Line(world.puente, "staff", -usd(1_000)), Line(world.puente, "indirect", -usd(100))],
    ),
    "PHL is concerned already": lambda world: Wanted(countries={"PHL": "origin"}),
    "There is no result 9": lambda world: Wanted(countries={"VNM": "origin"}, targets={9: 1}),
    "The new end lies after": lambda world: Wanted(countries={"VNM": "origin"}, ends_on=DAY),
    "carries it out already": lambda world: Wanted(
        organisation=world.puente, local=True, lines=[Line(world.puente, "staff", usd(5))]
    ),
    "neither an international organisation nor a local partner": lambda world: Wanted(
        organisation=cast.helper(), lines=[Line(cast.helper(), "staff", usd(5))]
    ),
    "needs a budget": lambda world: Wanted(organisation=cast.helper(), local=True),
    "does not carry it out": lambda world: Wanted(lines=[Line(cast.helper(), "staff", usd(5))]),
    "has less than that in the category": lambda world: Wanted(
        countries={"VNM": "origin"},
        lines=[Line(world.puente, "travel", -usd(20_001)), Line(world.puente, "staff", usd(20_001))],
    ),
    "indirect cost of Puente would be above": lambda world: Wanted(lines=[Line(world.puente, "indirect", usd(1))]),
}


@pytest.mark.parametrize("sentence", STATED_WRONG)
def test_each_reason_alone_keeps_a_change_from_being_stated(sentence: str, world: World) -> None:
    programme = cast.running(world)
    with pytest.raises(NotYet, match=sentence) as refused:
        larger_changes.state_change(programme, STATED_WRONG[sentence](world), reason="x", on=DAY, by=world.luc)
    assert len(refused.value.reasons) == 1


def test_who_states_when_and_why(world: World) -> None:
    programme = cast.running(world)
    with pytest.raises(NotYet) as refused:
        larger_changes.state_change(programme, cast.more(world), reason=" ", on=DAY, by=world.paz)
    assert len(refused.value.reasons) == 2
    Programme.objects.update(state="terminated")
    with pytest.raises(NotYet, match="closed is not changed"):
        larger_changes.state_change(programme, cast.more(world), reason="x", on=DAY, by=world.luc)
    Programme.objects.update(state="active")
    change = cast.stated(world, programme=programme)
    with pytest.raises(NotYet, match=f"{change.number} is not decided yet"):
        cast.stated(world, programme=programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(programme=programme, number="X", round=9, reason="x", stated_on=DAY, stated_by=world.luc)


def _emptied(_change: Change) -> None:
    story.written("programme.approved", posting.approved("W1", "P-OTHER", usd(45_000)), subject="programme:P-OTHER")


def _interested(_change: Change) -> None:
    person = Review.objects.filter(change__isnull=False).first()
    assert person is not None
    puente = Organisation.objects.get(name="Puente")
    Membership.objects.create(user=person.reviewer, organisation=puente, role="partner", begins_on=date(2024, 1, 1))


def _under_way(_change: Change) -> None:
    Tranche.objects.filter(number=2).update(state="requested")


def _unbudgeted(change: Change) -> None:
    change.programme.proposal.budget.filter(category="travel").update(minor=0)
    change.programme.proposal.budget.filter(category="staff").update(minor=8_000_000)


def _indirect(change: Change) -> None:
    change.programme.proposal.budget.filter(category="indirect").update(minor=700_001)


SPOILT = {
    "new_countries_endorse": lambda change: Endorsement.objects.filter(country="VNM").update(
        valid_until=DAY - timedelta(days=1)
    ),
    "group_approves": lambda change: None,  # the reviewers scored it low
    "no_reviewer_has_interest": _interested,
    "capacity_checked": lambda change: Change.objects.update(capacity_checked_on=None),
    "indirect_within_cap": _indirect,
    "budget_not_below_zero": _unbudgeted,
    "contracts_cover": _under_way,
    "window_covers": _emptied,
    "programme_open": lambda change: Programme.objects.update(state="operationally_closed"),
}


def _everything(world: World) -> Wanted:
    """A new country and a new organisation, which takes over travel and gets 10,000 on top."""
    new = cast.helper()
    return Wanted(
        countries={"VNM": "origin"},
        organisation=new,
        local=True,
        lines=[
            Line(world.puente, "travel", -usd(10_000)),
            Line(world.puente, "indirect", -usd(700)),
            Line(new, "travel", usd(20_000)),
            Line(new, "indirect", usd(1_400)),
        ],
    )


@pytest.mark.parametrize("guard", SPOILT)
def test_each_guard_alone_keeps_a_change_from_being_carried_out(guard: str, world: World) -> None:
    low = guard == "group_approves"
    change = cast.screened(world, _everything(world), points=1 if low else 4)
    decision = cast.decided(change)
    on = decision.decided_at.date()
    Endorsement.objects.filter(country="VNM").update(valid_until=on)
    names = set(CHANGE.move("carry_out").guards)
    assert low or not [one for one in names if not change_gates(change, on, decision).held[one]]
    SPOILT[guard](change)
    change = cast.fresh(change)
    failing = {one for one in names if not change_gates(change, on, decision).held[one]}
    assert failing == {guard}
    before = balances()
    with pytest.raises(NotYet):
        follow(decision, change, by=PLATFORM)
    assert balances() == before
    assert cast.fresh(change).state == "screened"


def test_a_decision_about_something_else_carries_out_nothing(world: World) -> None:
    change = cast.screened(world)
    with pytest.raises(larger_changes.DecidesNothingHere):
        larger_changes.decide_change(change, change.programme.decision, by=PLATFORM)
    with pytest.raises(NotYet, match="adopts this very change"):
        larger_changes.decide_change(change, cast.decided(change, kind="new_country"), by=PLATFORM)


def test_reviewers_are_free_and_asked_once(world: World) -> None:
    change = cast.stated(world, cast.with_partner(world))
    with pytest.raises(reviews.NoReviewer):
        larger_changes.invite(change, world.paz, on=DAY, by=world.luc)
    review = larger_changes.invite(change, world.rhea, on=DAY, by=world.luc)
    with pytest.raises(reviews.InvitedAlready):
        larger_changes.invite(change, world.rhea, on=DAY, by=world.luc)
    other = asking.reviewer(world, "one")
    Membership.objects.create(user=other, organisation=cast.helper(), role="partner", begins_on=DAY)
    with pytest.raises(reviews.Interested):
        larger_changes.invite(change, other, on=DAY, by=world.luc)
    assert not policy.visible_to(world.rhea).exists()  # before the declaration no papers
    reviews.declare(review, conflict=False, by=world.rhea)
    assert policy.visible_to(world.rhea).get() == change
    reviews.declare(review, conflict=True, reason="My sister works there.", by=world.rhea)
    assert not policy.visible_to(world.rhea).exists()


def test_an_opinion_closes_the_reviews_of_the_change(world: World) -> None:
    change = cast.screened(world)
    review = Review.objects.filter(change=change, reviewer=world.rhea).get()
    with pytest.raises(reviews.ReviewClosed):
        reviews.declare(review, conflict=True, reason="Late.", by=world.rhea)


def test_payments_go_on_beyond_the_first_sum(world: World) -> None:
    """The money of the addendum is planned and paid like the rest."""
    change = cast.carried_out(world)
    contract = change.programme.contracts.get()
    with pytest.raises(contracts.PlanExceeds):
        contracts.plan_tranches(contract, [(DAY, usd(42_800)), (DAY, usd(10_700))], by=world.luc)
    for by in (world.luc, world.paz):
        contracts.sign_addendum(contract, on=DAY, by=by)
    plan = contracts.plan_tranches(contract, [(DAY, usd(42_800)), (DAY, usd(10_700))], by=world.luc)
    assert [one.money for one in plan] == [usd(42_800), usd(10_700)]
    assert tranches.request(plan[0], on=DAY, by=world.paz).state == "requested"
