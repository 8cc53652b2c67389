from datetime import timedelta

import pytest

from alianza.fund.actions import audits, refunds, reports
from alianza.fund.actions.ledger import KeyTaken
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Contract, Finding, Journal
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY
UNTIL = DAY + timedelta(days=100)


def held(code: str) -> object:
    return balances().get(AccountName.read(code))


def spent(world: World, amount: int = 40_000) -> Contract:
    contract = cast.running(world)
    report = reports.open_report(contract, "financial", UNTIL, on=UNTIL, by=world.paz)
    reports.save_report(
        report,
        text="",
        certified_by="Audit office",
        lines=[reports.Line("staff", story.usd(amount))],
        values=[],
        version=1,
        by=world.paz,
    )
    reports.submit_report(report, on=UNTIL, by=world.paz)
    reports.accept_report(report, on=UNTIL, by=world.luc)
    return contract


def found(world: World, contract: Contract) -> Finding:
    audit = audits.receive_audit(contract, year=2026, auditor="Audit office", received_on=UNTIL, by=world.otto)
    return audits.add_finding(audit, risk="high", text="No receipts.", owner=world.puente, due_on=UNTIL, by=world.otto)


def test_what_was_not_spent_returns_to_its_window_once(world: World) -> None:
    contract = spent(world)  # 64,200 paid, 42,800 accepted
    with pytest.raises(refunds.MoreThanAdvanced, match=r"21400\.00 USD"):
        refunds.receive_refund(contract, story.usd("21400.01"), reference="R-1", on=UNTIL, by=world.luc)
    refunds.receive_refund(contract, story.usd(21_400), reference="R-1", on=UNTIL, by=world.luc)
    refunds.receive_refund(contract, story.usd(21_400), reference="R-1", on=UNTIL, by=world.luc)
    with pytest.raises(KeyTaken):
        refunds.receive_refund(contract, story.usd(5), reference="R-1", on=UNTIL, by=world.luc)
    assert Journal.objects.filter(event="refund.received").count() == 1
    assert held("8200:W1") == story.usd(-21_400)
    assert held("1210:P-2026-001:PUENTE") is None
    assert list(problems()) == []


def test_ineligible_cost_is_owed_with_its_indirect_cost_and_comes_back(world: World) -> None:
    contract = spent(world)
    finding = found(world, contract)
    with pytest.raises(refunds.MoreThanAccepted):
        refunds.disallow(finding, story.usd("40000.01"), on=UNTIL, by=world.luc)
    refunds.disallow(finding, story.usd(10_000), on=UNTIL, by=world.luc)
    assert held("1290:P-2026-001:PUENTE") == story.usd(10_700)
    finding.refresh_from_db()
    assert refunds.disallowed(finding) == story.usd(10_700)
    with pytest.raises(refunds.DisallowedAlready):
        refunds.disallow(finding, story.usd(1), on=UNTIL, by=world.luc)
    with pytest.raises(refunds.MoreThanOwed):
        refunds.recover(contract, story.usd("10700.01"), reference="R-2", on=UNTIL, by=world.luc)
    refunds.recover(contract, story.usd(10_700), reference="R-2", on=UNTIL, by=world.luc)
    assert held("1290:P-2026-001:PUENTE") is None
    assert held("8200:W1") == story.usd(-10_700)
    assert list(problems()) == []


def test_all_of_the_direct_cost_takes_all_that_was_earned_on_it(world: World) -> None:
    contract = spent(world, 33_333)
    refunds.disallow(found(world, contract), story.usd(33_333), on=UNTIL, by=world.luc)
    assert held("5190:P-2026-001:PUENTE") is None
    assert list(problems()) == []


def test_cost_is_disallowed_by_an_officer_and_on_a_finding_on_a_contract(world: World) -> None:
    contract = spent(world)
    for other in (world.paz, world.otto, world.mara):
        with pytest.raises(NotYet):
            refunds.disallow(found(world, contract), story.usd(1), on=UNTIL, by=other)
        with pytest.raises(NotYet):
            refunds.receive_refund(contract, story.usd(1), reference="R", on=UNTIL, by=other)
    whole = audits.receive_audit(None, year=2026, auditor="Audit office", received_on=UNTIL, by=world.luc)
    finding = audits.add_finding(
        whole, risk="low", text="Minutes.", owner=world.secretariat, due_on=UNTIL, by=world.luc
    )
    with pytest.raises(refunds.OfNoContract):
        refunds.disallow(finding, story.usd(1), on=UNTIL, by=world.luc)
