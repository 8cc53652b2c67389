"""The facility: a country asks, the Assembly finds it eligible, and a bank's loan becomes concessional in part."""

from decimal import Decimal

from alianza.demo.cast import organisation
from alianza.demo.fund.begins import agree_on_the_facility, body, usd
from alianza.demo.fund.days import Days, at
from alianza.demo.fund.deciding import agreed, put, seat
from alianza.demo.fund.people import person
from alianza.fund.actions import bodies, facility, loans
from alianza.fund.models import Body, CountryRequest, Item, Operation
from alianza.vocabulary.money import Money

BANK, BANK_NAME = "Bank for Shared Development", "BSD"
CHAIR = "Regional Dialogue of the Two Shores"
NEED = (
    "Two of five nurses who train in the country leave it within three years. The schools that train them were built "
    "for half as many. A loan at the bank's terms would weigh on the budget for twenty years; what is asked is a grant "
    "beside it, so that the loan weighs as little as one of a poorer country."
)
WORDS = {
    "title": "Schools of nursing in six provinces",
    "kind": "migrant_training",
    "direct": "Half of the places are for nurses who train to work abroad under an agreement, half for wards at home.",
    "additional": "In no programme of official aid; the loan comes on top of what the bank lends the country.",
    "adaptable": "Places between the two halves follow the agreements each year.",
    "rate": Decimal(4),
    "maturity": Decimal(20),
    "grace": Decimal(5),
    "target": Decimal(35),
}
"""Percent a year, years, years, percent."""
SCREENED = {
    "direct": (True, "Training of migrants is named in the paper; half of the places are for it."),
    "additional": (True, "The country's list of aid programmes holds nothing like it."),
    "adaptable": (True, "Article 7 of the draft moves places each year."),
}
TOTAL, GRANTED = 20_000_000, 3_000_000


def lend_with_a_grant(day: Days) -> None:
    """Of what the loan needs to be concessional, the committee grants about half; two payments have come since."""
    request = facility.request_support("PHL", need=NEED, on=day(5), by=person("imani"))
    _eligible(day, request)
    agree_on_the_facility(day)
    operation = _decided(day, request)
    luc, lena, sami = person("luc"), person("lena"), person("sami")
    facility.commit(operation, on=day(11, 8), by=luc)
    facility.bank_approved(operation, on=day(12, 6), by=luc)
    loans.sign_loan(operation, on=day(12, 24), by=luc)
    loans.take_effect(operation, on=day(13, 12), by=luc)
    for reference, amount, on in (("BSD-1", 5_100_000, day(14)), ("BSD-2", 6_800_000, day(19, 5))):
        payment = loans.note_payment(operation, usd(amount), reference=reference, on=on, by=luc)
        loans.check_payment(payment, by=lena)
        loans.transfer_grant(payment, on=on, by=sami)
        loans.apply_grant(payment, on=on, by=luc)
    found = "What was asked for has not changed; the schools are being built."
    facility.review_eligibility(request, found=found, on=day(19, 20), by=lena)


def _eligible(day: Days, request: CountryRequest) -> None:
    luc = person("luc")
    met = bodies.plan_meeting(
        body(Body.Kind.ASSEMBLY), day(7, 10), place="Nairobi", chair=seat(CHAIR, Body.Kind.ASSEMBLY), by=luc
    )
    item = put(
        met,
        kind=Item.Kind.ELIGIBILITY,
        subject=request.subject,
        title="The Philippines and the facility",
        text="The Assembly finds the Philippines eligible for the facility. No condition is attached.",
        published=day(6, 10),
        before=Body.Kind.ASSEMBLY,
    )
    bodies.begin_meeting(met, by=luc)
    agreed(item, at(day(7, 10), 10))
    bodies.end_meeting(met, by=luc)
    request.refresh_from_db()


def _decided(day: Days, request: CountryRequest) -> Operation:
    """Proposed with the bank, its terms frozen, screened by somebody else, decided with less than it needs."""
    luc, lena = person("luc"), person("lena")
    operation = facility.propose(
        request, organisation(BANK), usd(TOTAL), WORDS, bank_name=BANK_NAME, on=day(8, 20), by=luc
    )
    facility.freeze(operation, on=day(9), by=luc)
    facility.screen(operation, SCREENED, on=day(9, 8), by=lena)
    operation.refresh_from_db()
    granted = usd(GRANTED)
    met = bodies.plan_meeting(body(Body.Kind.OVERSIGHT), day(11), place="Manila", chair=seat(CHAIR), by=luc)
    needed = Money(operation.needed_minor or 0, "USD")
    item = put(
        met,
        kind=Item.Kind.OPERATION,
        subject=operation.subject,
        title=operation.title,
        text=f"The committee grants {granted.amount:,} USD to {operation.number}. The terms of {operation.frozen_on} "
        f"would need {needed.amount:,} USD; the pool is to serve other countries too.",
        published=day(9, 20),
        amount_minor=granted.minor,
    )
    bodies.begin_meeting(met, by=luc)
    agreed(item, at(day(11), 14))
    bodies.end_meeting(met, by=luc)
    operation.refresh_from_db()
    return operation
