"""Refunds and audits that are owed are told of once, whatever day the run comes."""

from datetime import date, timedelta

import pytest

from alianza.fund import jobs
from alianza.fund.actions import audits, programmes, refunds, reports, tranches
from alianza.fund.actions.reminders import remind_of_audits, remind_of_refunds
from alianza.fund.desk import items
from alianza.fund.models import Contract, Programme, Reminder
from alianza.fund.queries.gates import programme_gates, tranche_gates
from alianza.fund.queries.refunds import refunds_due
from alianza.fund.queries.single_audits import audits_needed, spent_by_year
from alianza.fund.queries.stuck import stuck
from alianza.messages.models import Notice
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.fund.actions.test_programmes import END, final
from tests.world import World

pytestmark = pytest.mark.django_db
LATER = cast.DAY + timedelta(days=100)
DUE = END + timedelta(days=90)


def over(world: World) -> Contract:
    """Closed operationally: 64,200 were paid, 53,500 accepted; 10,700 have to come back 90 days after that."""
    contract = cast.running(world)
    programmes.close_operationally(contract.programme, on=END, by=world.paz)
    final(world, contract, 50_000)
    return Contract.objects.get()


def kinds() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("kind", flat=True))


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=f"fund.reminder.{kind}").select_related("user")
    return {one.user.email.partition("@")[0] for one in rows}


def test_a_refund_is_told_of_when_it_is_known_when_it_is_near_and_when_it_is_late(world: World) -> None:
    contract = over(world)
    [due] = refunds_due(Contract.objects.all(), END)
    assert (due.money, due.due_on, due.days_late(DUE)) == (story.usd(10_700), DUE, 0)
    days = ((0, 1), (1, 0), (59, 0), (60, 1), (75, 0), (90, 0), (91, 1), (400, 0))
    for after, count in days:
        on = END + timedelta(days=after)
        assert remind_of_refunds(on) == count, after
        assert remind_of_refunds(on) == 0
    assert kinds() == ["refund_asked", "refund_soon", "refund_late"]
    assert told("refund_asked") == {"paz"}
    assert told("refund_late") == {"paz", "luc", "lena", "sami"}
    assert Notice.objects.filter(kind="fund.reminder.refund_asked").count() == 1
    [late] = stuck(Programme.objects.all(), DUE + timedelta(days=1))
    assert "PUENTE owes a refund of 10700.00 USD that was due on" in str(late.reasons)
    refunds.receive_refund(contract, story.usd(10_700), reference="R-1", on=DUE, by=world.luc)
    assert refunds_due(Contract.objects.all(), DUE + timedelta(days=1)) == []


def test_a_run_that_was_missed_loses_nothing_and_says_only_what_holds_by_then(world: World) -> None:
    over(world)
    assert remind_of_refunds(DUE + timedelta(days=30)) == 1
    assert kinds() == ["refund_late"]
    assert remind_of_refunds(DUE + timedelta(days=31)) == 0
    assert remind_of_refunds(END) == 0  # a clock that went back repeats nothing


def test_nothing_is_due_before_the_final_statement_is_accepted(world: World) -> None:
    contract = cast.running(world)
    programmes.close_operationally(contract.programme, on=END, by=world.paz)
    assert refunds_due(Contract.objects.all(), END) == []
    assert remind_of_refunds(END) == 0


def test_refunds_stand_on_the_desks_and_on_the_pages_of_whom_they_concern(world: World) -> None:
    contract = over(world)
    today = date.today()
    contract.reports.filter(kind="final").update(answered_at=f"{today - timedelta(days=95)}T12:00:00Z")
    assert any("is overdue since" in one["sentence"] for one in items(world.paz))
    assert any(one["sentence"] == "1 refund is overdue." for one in items(world.luc))
    assert not any("refund" in one["sentence"] for one in items(world.mara))
    for address in (f"/fund/contracts/{contract.code}/", f"/fund/programmes/{contract.programme.code}/"):
        shown = world.signed_in(world.paz).get(address).content.decode()
        assert "to be back by" in shown and "overdue" in shown


def large(world: World, direct: int = 2_500_000) -> Contract:
    """3,210,000 were paid, and 2,675,000 with indirect cost accepted in 2026: above 2,500,000."""
    contract = cast.running(world, 5_350_000)
    for kind in ("financial", "narrative"):
        report = reports.open_report(contract, kind, LATER, on=LATER, by=world.paz)
        lines = [reports.Line("staff", story.usd(direct))] if kind == "financial" else []
        reports.save_report(
            report, text="Done.", certified_by="Office", lines=lines, values=[], version=1, by=world.paz
        )
        reports.submit_report(report, on=LATER, by=world.paz)
        reports.accept_report(report, on=LATER, by=world.luc)
    return Contract.objects.get()


def test_who_spends_above_the_threshold_is_audited_before_the_next_tranche_and_before_closure(world: World) -> None:
    contract = large(world)
    assert spent_by_year(world.puente) == {2026: story.usd(2_675_000)}
    tranche = cast.requested(world, contract, 2, on=LATER)
    gates = tranche_gates(tranche, LATER, world.lena)
    assert [name for name, holds in gates.held.items() if not holds] == ["single_audit"]
    with pytest.raises(NotYet, match=r"spent 2675000\.00 USD in 2026, .* 2500000\.00 USD .*single_audit_above"):
        tranches.check(tranche, on=LATER, by=world.lena)
    assert programme_gates(contract.programme, LATER).held["single_audit"] is False
    audits.receive_audit(contract, year=2025, auditor="Office", received_on=LATER, by=world.otto)
    with pytest.raises(NotYet, match="single_audit_above"):
        tranches.check(tranche, on=LATER, by=world.lena)
    audits.receive_audit(contract, year=2026, auditor="Office", received_on=LATER, by=world.otto)
    assert programme_gates(contract.programme, LATER).held["single_audit"] is True
    tranches.check(tranche, on=LATER, by=world.lena)


def test_exactly_the_threshold_needs_no_audit(world: World) -> None:
    contract = large(world, 2_336_448)  # with 7 % that is 2,499,999.36
    assert spent_by_year(world.puente)[2026] <= story.usd(2_500_000)
    assert audits_needed([world.puente], LATER) == []
    assert tranche_gates(contract.tranches.get(number=2), LATER).held["single_audit"] is True


def test_that_an_audit_is_needed_is_told_once_and_stands_on_the_desks(world: World) -> None:
    large(world)
    assert [remind_of_audits(LATER), remind_of_audits(LATER + timedelta(days=400))] == [1, 0]
    assert told("audit_needed") == {"paz", "luc", "lena", "sami"}
    assert any("An audit for 2026 is needed" in one["sentence"] for one in items(world.paz))
    assert any("waits for its audit" in one["sentence"] for one in items(world.luc))
    assert jobs.remind.call() == 0
