from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from alianza.fund.actions import allegations, audits, programmes, refunds, reports, tranches
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Allegation, Contract, Programme, Report, Suspension
from alianza.fund.queries.gates import programme_gates
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY
END = DAY + timedelta(days=730)


def held(code: str) -> object:
    return balances().get(AccountName.read(code))


def told(programme: Programme) -> Allegation:
    return allegations.submit(kind="fraud", text="They took money.", programme=programme)


def test_a_suspension_rests_on_a_decision_or_an_allegation(world: World) -> None:
    programme = cast.running(world).programme
    with pytest.raises(NotYet, match="rests on a decision or on an allegation"):
        programmes.suspend(programme, reason="A feeling.", on=DAY, by=world.luc)
    decision = cast.decided(programme, "suspension")
    programmes.suspend(programme, reason="As decided.", decision=decision, on=DAY, by=world.luc)
    programme.refresh_from_db()
    assert (programme.state, programme.suspended_because) == ("suspended", "As decided.")
    with pytest.raises(NotYet, match="a decision lifts the suspension"):
        programmes.resume(programme, reason="Enough.", decision=decision, on=DAY, by=world.luc)
    lifts = cast.decided(programme, "suspension", "D-2026-010")
    programmes.resume(programme, reason="As decided.", decision=lifts, on=DAY, by=world.luc)
    assert Suspension.objects.get().lifted_on == DAY


def test_an_allegation_suspends_without_being_repeated_and_its_conclusion_allows_to_resume(world: World) -> None:
    programme = cast.running(world).programme
    allegation = told(programme)
    programmes.suspend(programme, reason="An enquiry is under way.", allegation=allegation, on=DAY, by=world.luc)
    allegation.refresh_from_db()
    assert allegation.suspended_programme
    with pytest.raises(NotYet, match="is concluded"):
        programmes.resume(programme, reason="Enough.", on=DAY, by=world.luc)
    allegations.move_allegation(allegation, "assess", outcome="Plausible.", by=world.otto)
    allegations.move_allegation(allegation, "dismiss", outcome="The money is there.", by=world.otto)
    programmes.resume(programme, reason="The enquiry found nothing.", on=DAY, by=world.luc)
    programme.refresh_from_db()
    assert (programme.state, programme.suspended_because) == ("active", "")


def test_an_allegation_about_another_programme_suspends_nothing(world: World) -> None:
    programme = cast.running(world).programme
    with pytest.raises(NotYet):
        programmes.suspend(
            programme, reason="An enquiry.", allegation=allegations.submit(kind="fraud", text="x"), on=DAY, by=world.luc
        )


def test_a_termination_returns_what_is_not_paid_and_asks_for_a_final_report(world: World) -> None:
    contract = cast.running(world)
    programme = contract.programme
    with pytest.raises(NotYet, match="decided the termination"):
        programmes.terminate(
            programme, cast.decided(programme, "restructuring", "D-1"), reason="No.", on=DAY, by=world.luc
        )
    on = DAY + timedelta(days=60)
    programmes.terminate(programme, cast.decided(programme, "suspension"), reason="Fraud.", on=on, by=world.luc)
    assert held("8200:W1") == story.usd(-42_800)
    assert held("8400:P-2026-001:PUENTE") is None
    final = contract.reports.get(kind=Report.Kind.FINAL)
    assert (final.to_on, final.due_on.isoformat()) == (on, "2026-09-01")
    assert contract.reports.count() == 1
    assert list(problems()) == []


def test_nothing_ends_while_a_payment_is_under_way(world: World) -> None:
    contract = cast.running(world)
    programme = contract.programme
    tranches.request(contract.tranches.get(number=2), on=DAY, by=world.paz)
    decision = cast.decided(programme, "suspension")
    with pytest.raises(NotYet, match="not yet paid"):
        programmes.terminate(programme, decision, reason="Fraud.", on=DAY, by=world.luc)
    with pytest.raises(NotYet, match="not yet paid"):
        programmes.close_operationally(programme, on=END, by=world.luc)


def final(world: World, contract: Contract, amount: int, *, value: int = 40) -> None:
    report = contract.reports.get(kind=Report.Kind.FINAL)
    result = contract.programme.proposal.expected.get()
    reports.save_report(
        report,
        text="Done.",
        certified_by="Audit office",
        lines=[reports.Line("staff", story.usd(amount))],
        values=[reports.Value(result, Decimal(value), report.to_on, "List")],
        version=report.version,
        by=world.paz,
    )
    reports.submit_report(report, on=report.to_on, by=world.paz)
    reports.accept_report(report, on=report.to_on, by=world.luc)


def ready(world: World) -> Programme:
    """Operationally closed, all accounted for, evaluated: only to be closed."""
    contract = cast.running(world)
    programme = contract.programme
    programmes.close_operationally(programme, on=END, by=world.paz)
    final(world, contract, 50_000)
    refunds.receive_refund(contract, story.usd(10_700), reference="R-1", on=END, by=world.luc)
    programmes.publish_evaluation(programme, "https://example.org/evaluation", by=world.luc)
    programme.refresh_from_db()
    return programme


def test_a_programme_closes_in_two_steps_and_what_was_never_paid_returns(world: World) -> None:
    contract = cast.running(world)
    with pytest.raises(NotYet, match="It ends on"):
        programmes.close_operationally(contract.programme, on=END - timedelta(days=1), by=world.paz)
    programme = contract.programme
    programmes.close_operationally(programme, on=END, by=world.paz)
    with pytest.raises(NotYet) as refused:
        programmes.close_financially(programme, on=END, by=world.luc)
    assert len(refused.value.reasons) == 3
    final(world, contract, 50_000)
    refunds.receive_refund(contract, story.usd(10_700), reference="R-1", on=END, by=world.luc)
    programmes.publish_evaluation(programme, "https://example.org/evaluation", by=world.luc)
    programmes.close_financially(programme, on=END, by=world.luc)
    programme.refresh_from_db()
    assert (programme.state, programme.closed_financially_on) == ("financially_closed", END)
    assert held("8200:W1") == story.usd(-53_500)
    assert Contract.objects.get().state == "ended"
    assert list(problems()) == []


def test_met_targets_close_a_programme_before_its_end(world: World) -> None:
    contract = cast.running(world)
    early = DAY + timedelta(days=100)
    report = reports.open_report(contract, "narrative", early, on=early, by=world.paz)
    result = contract.programme.proposal.expected.get()
    for value in (39, 40):
        reports.save_report(
            report,
            text="Done.",
            certified_by="",
            lines=[],
            values=[reports.Value(result, Decimal(value), early, "List")],
            version=Report.objects.get(pk=report.pk).version,
            by=world.paz,
        )
        assert not programme_gates(contract.programme, early).held["ended_or_met"]  # it is not accepted yet
    reports.submit_report(report, on=early, by=world.paz)
    reports.accept_report(report, on=early, by=world.luc)
    programmes.close_operationally(contract.programme, on=early, by=world.paz)
    assert contract.reports.get(kind=Report.Kind.FINAL).due_on.isoformat() == "2026-10-10"


def _owing(programme: Programme, world: World) -> None:
    refunds.disallow(_finding(programme, world, closed=True), story.usd(1), on=END, by=world.luc)


def _finding(programme: Programme, world: World, *, closed: bool = False) -> object:
    contract = programme.contracts.get()
    audit = audits.receive_audit(contract, year=2027, auditor="Office", received_on=END, by=world.otto)
    finding = audits.add_finding(audit, risk="low", text="Late.", owner=world.puente, due_on=END, by=world.otto)
    return audits.close_finding(finding, "Seen.", on=END, by=world.otto) if closed else finding


def _advance(programme: Programme, world: World) -> None:
    from alianza.fund import posting

    story.written(
        "tranche.paid", posting.tranche_paid(programme.number, "PUENTE", story.usd(1)), subject=programme.subject
    )


SPOILT: dict[str, Callable[[Programme, World], object]] = {
    "final_reports_accepted": lambda programme, world: Report.objects.filter(kind="final").update(state="returned"),
    "advances_cleared": _advance,
    "refunds_received": _owing,
    "findings_closed": _finding,
    "evaluation_published": lambda programme, world: Programme.objects.update(evaluation=""),
    "no_payment_under_way": lambda programme, world: (
        programme.contracts.get().tranches.filter(number=2).update(state="requested")
    ),
}


@pytest.mark.parametrize("guard", SPOILT)
def test_each_guard_alone_keeps_a_programme_open(guard: str, world: World) -> None:
    programme = ready(world)
    SPOILT[guard](programme, world)
    with pytest.raises(NotYet) as refused:
        programmes.close_financially(programme, on=END, by=world.luc)
    assert len(refused.value.reasons) == 1
    assert Programme.objects.get().state == "operationally_closed"
