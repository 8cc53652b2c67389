from decimal import Decimal

import pytest

from alianza.fund.actions import contracts
from alianza.fund.chart import AccountName, UnknownChart
from alianza.fund.checks import problems
from alianza.fund.models import Condition, Contract, Executant, Programme, Report
from alianza.fund.queries.gates import contract_gates
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY


def held(code: str) -> object:
    return balances().get(AccountName.read(code))


def test_money_is_bound_with_the_second_signature_and_not_before(world: World) -> None:
    contract = cast.drafted(world, cast.approved(world))
    contracts.sign_contract(contract, on=DAY, by=world.luc)
    assert held("8400:P-2026-001:PUENTE") is None
    with pytest.raises(contracts.SignedAlready):
        contracts.sign_contract(contract, on=DAY, by=world.lena)
    contracts.sign_contract(contract, on=DAY, by=world.paz)
    assert held("8400:P-2026-001:PUENTE") == story.usd(-107_000)
    contract.refresh_from_db()
    assert (contract.state, contract.signed_for_fund, contract.signed_for_party) == ("signed", world.luc, world.paz)
    assert list(problems()) == []


def test_with_the_signature_every_report_has_its_day(world: World) -> None:
    contract = cast.signed(world)  # 2 March 2026 to 1 March 2028
    owed = [(one.kind, str(one.to_on), str(one.due_on)) for one in contract.reports.order_by("due_on", "kind")]
    assert owed == [
        ("narrative", "2026-06-30", "2026-09-28"),
        ("narrative", "2026-12-31", "2027-03-31"),
        ("financial", "2026-12-31", "2027-04-30"),
        ("narrative", "2027-06-30", "2027-09-28"),
        ("narrative", "2027-12-31", "2028-03-30"),
        ("financial", "2027-12-31", "2028-04-30"),
        ("final", "2028-03-01", "2028-07-01"),
    ]


def test_a_change_of_the_draft_takes_the_signature_off(world: World) -> None:
    contract = cast.drafted(world, cast.approved(world))
    contracts.sign_contract(contract, on=DAY, by=world.paz)
    contracts.change_contract(
        contract, money=story.usd(50_000), indirect_rate=contract.indirect_rate, clauses=cast.CLAUSES, by=world.luc
    )
    contract.refresh_from_db()
    assert (contract.minor, contract.signed_for_party) == (story.usd(50_000).minor, None)


def _clauseless(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(refund_clause=" ")


def _above(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(minor=contract.minor + 1)


def _dear(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(indirect_rate="0.0701")


def _condition(contract: Contract) -> None:
    Condition.objects.create(
        decision=contract.programme.decision, text="Name a focal point.", owner=contract.organisation, due_on=DAY
    )


SPOILT = {
    "clauses_complete": _clauseless,
    "within_approved": _above,
    "executes": lambda contract: Executant.objects.update(organisation=type(contract.organisation).objects.first()),
    "capacity_checked": lambda contract: Executant.objects.update(capacity_checked_on=None),
    "indirect_within_cap": _dear,
    "conditions_met": _condition,
    "programme_open": lambda contract: Programme.objects.update(state="lapsed"),
}


@pytest.mark.parametrize("guard", SPOILT)
def test_each_guard_alone_keeps_a_contract_from_being_signed(guard: str, world: World) -> None:
    contract = cast.drafted(world, cast.approved(world))
    SPOILT[guard](contract)
    contract = Contract.objects.select_related("programme__proposal__window").get(pk=contract.pk)
    failing = [name for name, holds in contract_gates(contract, DAY).held.items() if holds is False]
    wanted = {guard, "capacity_checked"} if guard == "executes" else {guard}
    assert set(failing) - {"other_side_signed", "programme_ended", "cleared"} == wanted
    with pytest.raises(NotYet):
        contracts.sign_contract(contract, on=DAY, by=world.luc)


def test_two_contracts_together_are_not_above_what_was_approved(world: World) -> None:
    programme = cast.approved(world)
    Executant.objects.create(proposal=programme.proposal, organisation=world.treasury, capacity_checked_on=DAY)
    cast.signed(world, programme, 60_000)
    other = contracts.draft_contract(
        programme,
        world.treasury,
        story.usd("47000.01"),
        party="OTHER",
        indirect_rate=Decimal("0.07"),
        clauses=cast.CLAUSES,
        by=world.luc,
    )
    with pytest.raises(NotYet, match=r"Above by 0\.01 USD"):
        contracts.sign_contract(other, on=DAY, by=world.luc)
    with pytest.raises(contracts.ContractThere):
        cast.drafted(world, programme, 10)


def test_a_name_that_the_books_cannot_hold_is_refused(world: World) -> None:
    with pytest.raises(UnknownChart):
        cast.drafted(world, cast.approved(world), party="A:B")


def test_what_is_taken_off_returns_to_the_window_and_never_what_is_paid_or_under_way(world: World) -> None:
    contract = cast.running(world)  # 64,200 paid, 42,800 planned
    with pytest.raises(NotYet, match=r"Paid or under way: 64200\.00 USD"):
        contracts.reduce_contract(contract, story.usd("42800.01"), reason="Less is needed.", on=DAY, by=world.luc)
    for _twice in range(2):
        contracts.reduce_contract(contract, story.usd(10_000), reason="Less is needed.", on=DAY, by=world.luc)
    contract.refresh_from_db()
    assert (contract.money, contract.minor) == (story.usd(87_000), story.usd(107_000).minor)
    assert held("8200:W1") == story.usd(-20_000)
    assert held("8400:P-2026-001:PUENTE") == story.usd(-22_800)
    assert list(problems()) == []


def test_a_plan_is_not_above_the_contract_and_takes_the_place_of_what_is_only_planned(world: World) -> None:
    contract = cast.running(world)
    with pytest.raises(contracts.PlanExceeds):
        contracts.plan_tranches(contract, [(DAY, story.usd("42800.01"))], by=world.luc)
    contracts.plan_tranches(contract, [(DAY, story.usd(20_000)), (DAY, story.usd(22_800))], by=world.luc)
    assert [(one.number, one.state) for one in contract.tranches.all()] == [(1, "paid"), (2, "planned"), (3, "planned")]
    assert Report.objects.filter(contract=contract).count() == 7
