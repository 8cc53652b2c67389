"""What tests of the facility begin with: pools with money, a country that is eligible, an operation at any state."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from alianza.engines.concessionality import Curve
from alianza.fund import posting
from alianza.fund.actions import facility, loans
from alianza.fund.models import BankLine, Body, CountryRequest, Decision, Item, LoanPayment, Operation, Seat
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money
from tests.fund.story import usd, written
from tests.world import World

DAY = date(2026, 3, 2)
STATES = ("proposed", "frozen", "screened", "decided", "committed", "bank_approved", "effective")


def pool(earmark: str, amount: int | str, agreement: str = "") -> None:
    """A contribution that was paid and stands in a pool of the facility, in the books alone."""
    money, number = usd(amount), agreement or f"A-{earmark}"
    written("contribution.signed", posting.signed(number, money, money))
    written("contribution.received", posting.received(number, money, money, money))
    written("facility.allocated", posting.to_facility(number, earmark, money))


def decision(
    subject: str,
    kind: Item.Kind,
    *,
    number: str = "",
    adopted: bool = True,
    on: date = DAY,
    amount: int | None = None,
    supersedes: Decision | None = None,
) -> Decision:
    """A decision as the bodies leave it."""
    assembly = kind in (Item.Kind.ELIGIBILITY, Item.Kind.FEES)
    body = Body.objects.get_or_create(
        kind=Body.Kind.ASSEMBLY if assembly else Body.Kind.OVERSIGHT, defaults={"rules": "2026"}
    )[0]
    number = number or f"D-{Decision.objects.count() + 1}"
    at = datetime(on.year, on.month, on.day, 12, tzinfo=timezone.get_current_timezone())
    item = Item.objects.create(
        body=body,
        number=f"I-{number}",
        kind=kind,
        subject=subject,
        title="Decision",
        text="As proposed.",
        method=Item.Method.CONSENSUS,
        state=Item.State.DECIDED,
        opened_at=at,
        amount_minor=amount,
    )
    return Decision.objects.create(
        number=number,
        item=item,
        outcome=Decision.Outcome.ADOPTED if adopted else Decision.Outcome.NOT_ADOPTED,
        method=Item.Method.CONSENSUS,
        rules="2026",
        text="As proposed.",
        tally={},
        decided_at=at,
        supersedes=supersedes,
    )


def bank() -> Organisation:
    return Organisation.objects.get_or_create(name="Development Bank", actor_type="international_organisation")[0]


def eligible(world: World) -> CountryRequest:
    """The Philippines, found eligible by the Assembly."""
    held = CountryRequest.objects.filter(country="PHL").first()
    if held is None:
        held = facility.request_support("PHL", need="Many return at once.", on=DAY, by=world.imani)
    if held.state == CountryRequest.State.REQUESTED:
        facility.decide_eligibility(held, decision(held.subject, Item.Kind.ELIGIBILITY), by=world.luc)
        held.refresh_from_db()
    return held


WORDS = {
    "title": "Training of migrants before they leave",
    "kind": "migrant_training",
    "direct": "Trains migrants.",
    "additional": "In no aid programme.",
    "adaptable": "Courses follow demand each year.",
}
TERMS: dict[str, Any] = {
    "rate": Decimal(4),
    "maturity": Decimal(20),
    "grace": Decimal(5),
    "target": Decimal(35),
}
VARIABLE = {"rate": None, "variable": True, "spread": Decimal("0.43")}
FOUND = {
    "direct": (True, "Training of migrants is named in the paper."),
    "additional": (True, "The country's aid programmes hold nothing like it."),
    "adaptable": (True, "Restructuring is foreseen."),
}


def curve(on: date, *, add: str = "0") -> Curve:
    """Made up: 2 % at one year to 3.5 at thirty."""
    points = (("1", "0.02"), ("5", "0.025"), ("10", "0.03"), ("30", "0.035"))
    return Curve(on, tuple((Decimal(at), Decimal(rate) + Decimal(add)) for at, rate in points), source="made up")


def operation(world: World, state: str = "proposed", *, total: int | str = 100_000_000, **terms: Any) -> Operation:
    """An operation that has come to a state, with money for it in the pools."""
    request = eligible(world)
    said = {**WORDS, **TERMS, **terms}
    made = facility.propose(request, bank(), usd(total), said, bank_name="DEVBANK", on=DAY, by=world.luc)
    wanted = STATES.index(state)
    if wanted >= 1:
        facility.freeze(made, on=DAY, by=world.luc, curve=curve(DAY) if made.variable else None)
    if wanted >= 2:
        facility.screen(made, FOUND, on=DAY, by=world.lena)
    if wanted >= 3:
        pool("PHL", 10_000_000, f"A-PHL-{made.number}")
        pool("any", 40_000_000, f"A-any-{made.number}")
        facility.decide_operation(made, decision(made.subject, Item.Kind.OPERATION), on=DAY, by=world.luc)
    if wanted >= 4:
        facility.commit(made, on=DAY, by=world.luc)
    if wanted >= 5:
        facility.bank_approved(made, on=DAY, by=world.luc)
    if wanted >= 6:
        loans.sign_loan(made, on=DAY, by=world.luc, curve=curve(DAY) if made.variable else None)
        loans.take_effect(made, on=DAY, by=world.luc)
    made.refresh_from_db()
    return made


def paid(
    world: World, made: Operation, amount: int | str | Decimal, *, until: str = "applied", on: date = DAY
) -> LoanPayment:
    """A payment of the loan that has come to a state, through three people."""
    number = f"B-{LoanPayment.objects.count() + 1}"
    payment = loans.note_payment(made, Money.of(amount, "USD"), reference=number, on=on, by=world.luc)
    if until in ("checked", "transferred", "applied"):
        loans.check_payment(payment, by=world.lena)
    if until in ("transferred", "applied"):
        loans.transfer_grant(payment, on=on, by=world.sami)
    if until == "applied":
        loans.apply_grant(payment, on=on, by=world.luc)
    payment.refresh_from_db()
    made.refresh_from_db()
    return payment


def member(name: str, country: str, *, joined: date = date(2020, 1, 1)) -> Organisation:
    """A state with a seat in the Assembly."""
    body = Body.objects.get_or_create(kind=Body.Kind.ASSEMBLY, defaults={"rules": "2026"})[0]
    made = Organisation.objects.get_or_create(name=name, country=country, defaults={"actor_type": "state"})[0]
    Seat.objects.create(body=body, member=made, group=Seat.Group.BENEFICIARY_GOVERNMENT, begins_on=joined)
    return made


def bank_line(amount: int | str, *, on: date = DAY) -> BankLine:
    return BankLine.objects.create(
        reference=f"L-{BankLine.objects.count() + 1}", value_on=on, minor=usd(amount).minor, currency="USD"
    )
