"""A small fund with a year of life, to the cent: two donors, one programme, its contract, payment, report and result."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from alianza.fund import posting
from alianza.fund.actions import contributions
from alianza.fund.models import (
    Agreement,
    Contract,
    Donor,
    ExpectedResult,
    IndicatorValue,
    Programme,
    Report,
    ReportLine,
    Tranche,
)
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money
from tests.fund import story
from tests.fund.story import usd, written
from tests.world import World

SIGNED, RECEIVED, APPROVED, PAID = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 10), date(2026, 4, 15)
REPORTED, REFUNDED = date(2026, 7, 31), date(2026, 8, 10)
PROGRAMME = "P-2026-001"


@dataclass(frozen=True)
class Life:
    first: Agreement
    second: Agreement
    programme: Programme
    contract: Contract
    tranche: Tranche
    report: Report
    result: ExpectedResult


def _agreement(
    world: World, donor: Donor, number: str, money: Money, parts: list[tuple[date, Money]], rate: str | None
) -> Agreement:
    made = contributions.draft_agreement(donor, money, number=number, instalments=parts, on=SIGNED, by=world.luc)
    for officer in (world.luc, world.lena):
        contributions.put_signature(made, by=officer)
    contributions.sign(made, on=SIGNED, by=world.luc, rate=Decimal(rate) if rate else None, rate_source="the bank")
    return made


def _receive(world: World, agreement: Agreement, cash: Money, part: Money) -> None:
    line = contributions.enter_bank_line(
        reference=f"IN-{agreement.number}", value_on=RECEIVED, money=cash, text="", by=world.luc
    )
    contributions.receive(agreement.instalments.get(number=1), line, by=world.luc, money=part)


def of_a_year(world: World) -> Life:
    """9,000 EUR at 1.10 of which 5,400 came as 5,832 USD; 2,000 USD; a programme of 1,605 with 535 spent."""
    ministry = Organisation.objects.create(name="Ministry Abroad", actor_type="state", country="CAN")
    government = Donor.objects.create(organisation=ministry, number="CAN", kind=Donor.Kind.GOVERNMENT)
    euro = [(RECEIVED, Money.of(5400, "EUR")), (date(2027, 1, 15), Money.of(3600, "EUR"))]
    first = _agreement(world, story.donor(world), "NOR-1", Money.of(9000, "EUR"), euro, "1.10")
    second = _agreement(world, government, "CAN-1", usd(2000), [(RECEIVED, usd(2000))], None)
    contributions.pledge(government, usd(700), on=SIGNED, by=world.luc)
    _receive(world, first, usd(5832), Money.of(5400, "EUR"))
    _receive(world, second, usd(2000), usd(2000))
    written("interest.received", posting.interest(usd(10)), on=date(2026, 3, 31))
    window = story.window()
    allocated = date(2026, 4, 1)
    contributions.allocate(
        first, on=allocated, by=world.luc, windows={window: usd(3000)}, core=usd(100), reserve=usd(50)
    )
    contributions.allocate(second, on=allocated, by=world.luc, windows={window: usd(1000)})
    return _programme(world, first, second)


def _programme(world: World, first: Agreement, second: Agreement) -> Life:
    asked = story.proposal(world, PROGRAMME, state="approved")
    subject = f"programme:{PROGRAMME}"
    written("programme.approved", posting.approved("W1", PROGRAMME, usd(1605)), on=APPROVED, subject=subject)
    programme = Programme.objects.create(
        proposal=asked,
        decision=story.decision(world, f"proposal:{PROGRAMME}"),
        approved_minor=usd(1605).minor,
        approved_on=APPROVED,
        starts_on=APPROVED,
        ends_on=APPROVED + timedelta(days=730),
        state=Programme.State.ACTIVE,
    )
    written("contract.signed", posting.contracted(PROGRAMME, "PUENTE", usd(1605)), on=APPROVED, subject=subject)
    contract = Contract.objects.create(
        programme=programme,
        organisation=world.puente,
        party="PUENTE",
        minor=usd(1605).minor,
        indirect_rate="0.07",
        objectives="As the programme says.",
        tasks="Train.",
        results="Trained.",
        refund_clause="Unspent money returns within 90 days.",
        state=Contract.State.SIGNED,
        signed_on=APPROVED,
        signed_for_fund=world.luc,
        signed_for_party=world.paz,
    )
    tranche = _tranches(world, contract, subject)
    result = ExpectedResult.objects.create(
        proposal=asked, number=1, statement="Examiners are trained", indicator="Examiners who passed", unit="people",
        baseline=0, target=40,
    )  # fmt: skip
    report = _report(world, contract, result, subject)
    written("refund.received", posting.refunded(PROGRAMME, "PUENTE", "W1", usd(28)), on=REFUNDED, subject=subject)
    return Life(first, second, programme, contract, tranche, report, result)


def _tranches(world: World, contract: Contract, subject: str) -> Tranche:
    journal = written("tranche.paid", posting.tranche_paid(PROGRAMME, "PUENTE", usd(963)), on=PAID, subject=subject)
    paid = Tranche.objects.create(
        contract=contract, number=1, minor=usd(963).minor, planned_on=PAID, state=Tranche.State.PAID, journal=journal,
        requested_by=world.paz, checked_by=world.lena, authorised_by=world.sami, paid_on=PAID,
    )  # fmt: skip
    Tranche.objects.create(contract=contract, number=2, minor=usd(642).minor, planned_on=date(2026, 12, 1))
    return paid


def _report(world: World, contract: Contract, result: ExpectedResult, subject: str) -> Report:
    legs = posting.expenditure_accepted(PROGRAMME, "PUENTE", usd(500), usd(35))
    journal = written("expenditure.accepted", legs, on=REPORTED, subject=subject)
    report = Report.objects.create(
        contract=contract,
        kind=Report.Kind.FINANCIAL,
        from_on=APPROVED,
        to_on=date(2026, 6, 30),
        due_on=REPORTED,
        state=Report.State.PUBLISHED,
        submitted_at=timezone.now(),
        answered_at=timezone.now(),
        journal=journal,
    )
    ReportLine.objects.create(
        report=report, category="staff", country="PHL", result=result,
        minor=usd(500).minor, accepted_minor=usd(500).minor,
    )  # fmt: skip
    ReportLine.objects.create(report=report, category="indirect", minor=usd(35).minor, accepted_minor=usd(35).minor)
    IndicatorValue.objects.create(
        report=report, result=result, value=12, on=date(2026, 6, 30), evidence="Register of examiners"
    )
    return report
