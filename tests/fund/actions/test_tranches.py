"""A payment has three people and everything in order, or all reasons at once why not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alianza.fund.actions import contracts, reports, tranches
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Audit, Contract, Endorsement, Finding, Journal, Opinion, Programme, Report, Tranche
from alianza.fund.queries.gates import tranche_gates
from alianza.fund.queries.ledger import balances
from alianza.messages.models import Notice
from alianza.network.models import Membership, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY


def held(code: str) -> Any:
    return balances().get(AccountName.read(code))


def test_three_people_pay_a_tranche_and_the_programme_becomes_active(world: World) -> None:
    contract = cast.signed(world)
    tranche = cast.paid(world, contract)
    assert (tranche.state, tranche.paid_on, tranche.bank_reference) == ("paid", DAY, "B-1")
    assert tranche.journal is not None
    assert (tranche.requested_by, tranche.checked_by, tranche.authorised_by) == (world.paz, world.lena, world.sami)
    assert Programme.objects.get().state == Programme.State.ACTIVE
    assert held("1210:P-2026-001:PUENTE") == story.usd("64200")
    assert held("8400:P-2026-001:PUENTE") == story.usd("-42800")
    tranches.acknowledge(tranche, on=DAY, by=world.paz)
    assert Notice.objects.filter(user=world.paz, kind="fund.tranche.moved").count() == 1
    assert list(problems()) == []


def test_a_tranche_is_paid_once(world: World) -> None:
    contract = cast.signed(world)
    tranche = cast.paid(world, contract)
    with pytest.raises(NotYet, match="It stands at: Paid"):
        tranches.pay(tranche, bank_reference="B-2", on=DAY, by=world.luc)
    assert Journal.objects.filter(event="tranche.paid").count() == 1


def test_nobody_takes_two_of_the_three_steps(world: World) -> None:
    contract = cast.signed(world)
    tranche = tranches.request(contract.tranches.get(number=1), on=DAY, by=world.luc)
    with pytest.raises(NotYet, match="Another person requested it"):
        tranches.check(tranche, on=DAY, by=world.luc)
    tranches.check(tranche, on=DAY, by=world.lena)
    with pytest.raises(NotYet, match="Another person checked it"):
        tranches.authorise(tranche, on=DAY, by=world.lena)
    with pytest.raises(NotYet, match="Another person requested it"):
        tranches.authorise(tranche, on=DAY, by=world.luc)
    for other in (world.luc, world.lena):  # and the database says the same
        with pytest.raises(IntegrityError), transaction.atomic():
            Tranche.objects.filter(pk=tranche.pk).update(state="authorised", authorised_by=other)


def test_an_officer_who_works_for_the_organisation_has_no_hand_in_its_money(world: World) -> None:
    contract = cast.signed(world)
    tranche = cast.requested(world, contract)
    Membership.objects.create(user=world.lena, organisation=world.puente, role=RoleCode.EMPLOYER, begins_on=DAY)
    with pytest.raises(NotYet, match="is for: Secretariat officer"):
        tranches.check(tranche, on=DAY, by=world.lena)


def test_a_refused_tranche_says_why_and_leaves_the_books_alone(world: World) -> None:
    contract = cast.signed(world)
    tranche = cast.authorised(world, contract)
    with pytest.raises(NotYet, match="needs a reason"):
        tranches.refuse(tranche, reason=" ", on=DAY, by=world.luc)
    tranches.refuse(tranche, reason="The account is not theirs.", on=DAY, by=world.luc)
    assert held("1210:P-2026-001:PUENTE") is None


# each guard alone ------------------------------------------------------------------------------------------------


def _second(world: World) -> Tranche:
    """A second tranche for which everything is in order but what the test spoils: three quarters are accepted."""
    contract = cast.running(world)
    on = DAY + timedelta(days=100)
    for kind in (Report.Kind.NARRATIVE, Report.Kind.FINANCIAL):
        report = reports.open_report(contract, kind, on, on=on, by=world.paz)
        reports.save_report(
            report,
            text="Trained.",
            certified_by="Audit office",
            lines=[reports.Line("staff", story.usd(45_000))] if kind == Report.Kind.FINANCIAL else [],
            values=[],
            version=1,
            by=world.paz,
        )
        reports.submit_report(report, on=on, by=world.paz)
        reports.accept_report(report, on=on, by=world.luc)
    return tranches.request(contract.tranches.get(number=2), on=on, by=world.paz)


LATER = DAY + timedelta(days=101)


def _finding(tranche: Tranche) -> None:
    contract = tranche.contract
    audit = Audit.objects.create(contract=contract, year=2026, auditor="Office", received_on=DAY)
    Finding.objects.create(audit=audit, risk="high", text="Receipts.", owner=contract.organisation, due_on=LATER)


def _taken_back(tranche: Tranche) -> None:
    made = tranche.contract.programme.decision
    number = f"{made.number}-2"
    story.decision(None, made.item.subject, number, outcome="not_adopted", supersedes=made)  # type: ignore[arg-type]


def _overdue(tranche: Tranche) -> None:
    Report.objects.create(
        contract=tranche.contract,
        kind=Report.Kind.FINANCIAL,
        from_on=DAY,
        to_on=DAY,
        due_on=LATER - timedelta(days=60),
    )


def _told_anew(tranche: Tranche) -> None:
    Contract.objects.filter(pk=tranche.contract_id).update(
        bank_details_changed_on=LATER - timedelta(days=29), called_back_on=LATER - timedelta(days=30)
    )


def _without_account(tranche: Tranche) -> None:
    contract = Contract.objects.get(pk=tranche.contract_id)
    contract.bank_details = ""
    contract.save(update_fields=["bank_details"])


def _earlier(tranche: Tranche) -> None:
    Tranche.objects.filter(contract=tranche.contract, number=2).update(number=3)
    Tranche.objects.create(contract=tranche.contract, number=2, minor=1, planned_on=DAY)


SPOILT: dict[str, Callable[[Tranche], object]] = {
    "contract_signed": lambda tranche: Contract.objects.filter(pk=tranche.contract_id).update(state="ended"),
    "programme_runs": lambda tranche: Programme.objects.update(state="suspended", suspended_because="Asked."),
    "before_paid": _earlier,
    "decided": _taken_back,
    "screened": lambda tranche: Opinion.objects.create(
        proposal=tranche.contract.programme.proposal,
        round=9,
        approved=False,
        text="Not so.",
        given_by=tranche.requested_by,
    ),
    "endorsed": lambda tranche: Endorsement.objects.update(state="withdrawn"),
    "narrative_accepted": lambda tranche: Report.objects.filter(kind="narrative", interim=True).update(
        state="submitted"
    ),
    "no_high_finding": _finding,
    "no_report_overdue": _overdue,
    "account_known": _without_account,
    "called_back": _told_anew,
    "within_contract": lambda tranche: Contract.objects.update(reduced_minor=1),
}


def test_with_everything_in_order_the_second_tranche_is_paid(world: World) -> None:
    tranche = _second(world)
    assert all(tranche_gates(tranche, LATER).held.values())
    tranches.check(tranche, on=LATER, by=world.lena)
    tranches.authorise(tranche, on=LATER, by=world.sami)
    tranches.pay(tranche, bank_reference="B-2", on=LATER, by=world.luc)
    assert list(problems()) == []


@pytest.mark.parametrize("guard", SPOILT)
def test_each_guard_alone_stops_the_payment(guard: str, world: World) -> None:
    tranche = _second(world)
    SPOILT[guard](tranche)
    tranche = Tranche.objects.select_related("contract__programme__proposal__window").get(pk=tranche.pk)
    gates = tranche_gates(tranche, LATER, world.lena)
    assert [name for name, holds in gates.held.items() if not holds] == [guard]
    with pytest.raises(NotYet):
        tranches.check(tranche, on=LATER, by=world.lena)
    assert Tranche.objects.get(pk=tranche.pk).state == "requested"


def test_too_little_accepted_stops_the_next_tranche_and_the_window_sets_how_much_is_enough(world: World) -> None:
    tranche = _second(world)
    window = tranche.contract.programme.proposal.window
    window.rules = {"next_tranche_at": "0.751"}
    window.save()
    with pytest.raises(NotYet, match=r"Accepted 48150\.00 USD of 64200\.00 USD; needed is a share of 0\.751"):
        tranches.check(tranche, on=LATER, by=world.lena)
    window.rules = {"next_tranche_at": "0.75"}  # 48,150 is three quarters of 64,200 to the cent
    window.save()
    tranches.check(tranche, on=LATER, by=world.lena)


def test_every_reason_is_named_at_once(world: World) -> None:
    tranche = _second(world)
    for guard in ("screened", "endorsed", "no_high_finding", "called_back"):
        SPOILT[guard](tranche)
    with pytest.raises(NotYet) as refused:
        tranches.check(tranche, on=LATER, by=world.paz)
    said = str(refused.value)
    for part in (
        "is for: Secretariat officer",
        "Another person requested it.",
        "The advisory group approved it",
        "Missing: PHL.",
        "No audit finding of high risk is open.",
        "confirmed by a call",
    ):
        assert part in said


def test_a_suspension_after_the_authorisation_stops_the_payment(world: World) -> None:
    contract = cast.signed(world)
    tranche = cast.authorised(world, contract)
    Programme.objects.update(state="suspended", suspended_because="Asked.")
    with pytest.raises(NotYet, match="neither suspended nor closed"):
        tranches.pay(tranche, bank_reference="B-1", on=DAY, by=world.luc)
    assert held("1210:P-2026-001:PUENTE") is None


def test_a_changed_account_is_confirmed_by_a_call_of_another_side(world: World) -> None:
    contract = cast.signed(world)
    tranche = cast.requested(world, contract)
    contracts.change_account(contract, "Elsewhere, 999", on=DAY, by=world.paz)
    with pytest.raises(NotYet, match="confirmed by a call"):
        tranches.check(tranche, on=DAY, by=world.lena)
    with pytest.raises(NotYet, match="is for"):
        contracts.call_back(contract, on=DAY, by=world.paz)
    with pytest.raises(NotYet, match="is for"):
        contracts.change_account(contract, "Mine", on=DAY, by=world.luc)
    contracts.call_back(contract, on=DAY, by=world.luc)
    tranches.check(tranche, on=DAY, by=world.lena)
