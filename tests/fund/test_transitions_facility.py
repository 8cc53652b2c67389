"""Every move of the facility's lifecycles, tried by everybody; and each guard, failing alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.fund.actions import facility, fees, loans
from alianza.fund.lifecycles.facility import FEE, OPERATION, PAYMENT, REQUEST
from alianza.fund.models import CountryRequest, FeeDue, Item, LoanPayment, Operation
from alianza.vocabulary.lifecycle import Lifecycle, NotYet
from alianza.vocabulary.refusal import Refusal
from tests.fund import facility_story as story
from tests.fund.story import usd
from tests.world import World

pytestmark = pytest.mark.django_db
DAY, LATER = story.DAY, date(2026, 6, 1)

PEOPLE = {
    "sami": "officer",
    "imani": "focal_point",
    "ana": "worker",
    "pilar": "employer",
    "mara": "stranger",
    "otto": "auditor",
    "dina": "donor",
    "ada": "administrator",
    "paz": "partner",
    "rhea": "reviewer",
    "maya": "member",
}
"""Whoever there is; Luc proposed and noted, Lena screened and checked, so that Sami is free for every step."""


class Undone(Exception):
    pass


def _requested(world: World) -> CountryRequest:
    return facility.request_support("PHL", need="Help.", on=DAY, by=world.imani)


def _lacking(world: World) -> Operation:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    loans.sign_loan(made, on=DAY, by=world.luc, curve=story.curve(DAY, add="0.001"))
    made.refresh_from_db()
    return made


def _screened(world: World) -> Operation:
    made = story.operation(world, "screened")
    story.pool("any", 90_000_000)
    return made


def _signed(world: World) -> Operation:
    made = story.operation(world, "bank_approved")
    loans.sign_loan(made, on=DAY, by=world.luc)
    return made


def _paid(until: str) -> Callable[[World], LoanPayment]:
    return lambda world: story.paid(world, story.operation(world, "effective"), 1_000_000, until=until)


def _taken(world: World) -> Operation:
    made = story.operation(world, "effective")
    story.paid(world, made, 1_000_000, until="transferred")
    return made


def _whole(world: World) -> Operation:
    made = story.operation(world, "effective")
    story.paid(world, made, made.loan.amount)
    return made


def _fee(invoiced: bool) -> Callable[[World], FeeDue]:
    def made(world: World) -> FeeDue:
        story.member("Kenya", "KEN")
        due = fees.assess(2026, usd(100), on=DAY, by=world.luc).dues.get()
        if invoiced:
            fees.invoice(due, on=DAY, by=world.luc)
        return due

    return made


Deed = Callable[[Any, Any], object]
MOVES: dict[tuple[str, str], tuple[Callable[[World], Any], Deed]] = {
    ("request", "find_eligible"): (
        _requested,
        lambda held, by: facility.decide_eligibility(held, story.decision(held.subject, Item.Kind.ELIGIBILITY), by=by),
    ),
    ("request", "refuse"): (
        _requested,
        lambda held, by: facility.decide_eligibility(
            held, story.decision(held.subject, Item.Kind.ELIGIBILITY, adopted=False), by=by
        ),
    ),
    ("request", "review"): (
        story.eligible,
        lambda held, by: facility.review_eligibility(held, found="Still so.", on=LATER, by=by),
    ),
    ("request", "end"): (
        story.eligible,
        lambda held, by: facility.end_request(held, reason="Enough.", on=LATER, by=by),
    ),
    ("operation", "change"): (
        story.operation,
        lambda held, by: facility.change(held, {"title": "Better"}, on=DAY, by=by),
    ),
    ("operation", "freeze"): (story.operation, lambda held, by: facility.freeze(held, on=DAY, by=by)),
    ("operation", "screen"): (
        lambda world: story.operation(world, "frozen"),
        lambda held, by: facility.screen(held, story.FOUND, on=DAY, by=by),
    ),
    ("operation", "refer"): (
        lambda world: story.operation(world, "frozen"),
        lambda held, by: facility.refer(held, reason="A road.", on=DAY, by=by),
    ),
    ("operation", "decide"): (
        _screened,
        lambda held, by: facility.decide_operation(
            held, story.decision(held.subject, Item.Kind.OPERATION), on=DAY, by=by
        ),
    ),
    ("operation", "reject"): (
        _screened,
        lambda held, by: facility.decide_operation(
            held, story.decision(held.subject, Item.Kind.OPERATION, adopted=False), on=DAY, by=by
        ),
    ),
    ("operation", "commit"): (
        lambda world: story.operation(world, "decided"),
        lambda held, by: facility.commit(held, on=DAY, by=by),
    ),
    ("operation", "bank_approve"): (
        lambda world: story.operation(world, "committed"),
        lambda held, by: facility.bank_approved(held, on=DAY, by=by),
    ),
    ("operation", "lapse"): (
        lambda world: story.operation(world, "committed"),
        lambda held, by: facility.lapse(held, on=date(2027, 4, 1), by=by),
    ),
    ("operation", "sign"): (
        lambda world: story.operation(world, "bank_approved"),
        lambda held, by: loans.sign_loan(held, on=DAY, by=by),
    ),
    ("operation", "top_up"): (
        _lacking,
        lambda held, by: loans.top_up(held, story.decision(held.subject, Item.Kind.OPERATION), usd(1), on=DAY, by=by),
    ),
    ("operation", "take_effect"): (_signed, lambda held, by: loans.take_effect(held, on=DAY, by=by)),
    ("operation", "cancel_part"): (
        lambda world: story.operation(world, "effective"),
        lambda held, by: loans.cancel_part(held, usd(1000), reason="Smaller.", on=DAY, by=by),
    ),
    ("operation", "take_back"): (
        _taken,
        lambda held, by: loans.take_back(held, usd(1000), reason="Paid back.", on=DAY, by=by),
    ),
    ("operation", "cancel"): (
        lambda world: story.operation(world, "committed"),
        lambda held, by: facility.cancel(held, reason="No bank.", on=DAY, by=by),
    ),
    ("operation", "close"): (_whole, lambda held, by: loans.close(held, reached="Done.", on=DAY, by=by)),
    ("payment", "check"): (_paid("noted"), lambda held, by: loans.check_payment(held, by=by)),
    ("payment", "transfer"): (_paid("checked"), lambda held, by: loans.transfer_grant(held, on=DAY, by=by)),
    ("payment", "apply"): (_paid("transferred"), lambda held, by: loans.apply_grant(held, on=DAY, by=by)),
    ("payment", "withdraw"): (_paid("noted"), lambda held, by: loans.withdraw_payment(held, reason="Wrong.", by=by)),
    ("fee", "invoice"): (_fee(False), lambda held, by: fees.invoice(held, on=DAY, by=by)),
    ("fee", "pay_part"): (_fee(True), lambda held, by: fees.pay(held, story.bank_line(40), by=by)),
    ("fee", "pay"): (_fee(True), lambda held, by: fees.pay(held, story.bank_line(100), by=by)),
    ("fee", "waive"): (
        _fee(True),
        lambda held, by: fees.waive(held, story.decision(held.subject, Item.Kind.FEES), on=DAY, by=by),
    ),
}
CYCLES: dict[str, Lifecycle] = {"request": REQUEST, "operation": OPERATION, "payment": PAYMENT, "fee": FEE}
BODIES = {"assembly", "committee"}


def test_every_move_of_every_lifecycle_is_tried() -> None:
    assert set(MOVES) == {(name, move.id) for name, cycle in CYCLES.items() for move in cycle.moves}


@pytest.mark.parametrize(("cycle", "move"), MOVES, ids=["-".join(each) for each in MOVES])
def test_who_may_and_who_may_not(cycle: str, move: str, world: World) -> None:
    begin, deed = MOVES[cycle, move]
    held = begin(world)
    table = CYCLES[cycle].move(move)
    actors = set(table.actors)
    before = Entry.objects.count()
    if actors & BODIES:  # a body acts by its decision, which the platform carries out
        deed(held, PLATFORM)
        held.refresh_from_db()
        assert held.state == table.target
        return
    for name, role in PEOPLE.items():
        person = getattr(world, name)
        if role in actors:
            with pytest.raises(Undone), transaction.atomic():
                deed(held, person)
                held.refresh_from_db()
                assert held.state == table.target
                assert Entry.objects.count() > before
                raise Undone
            held.refresh_from_db()
        else:
            with pytest.raises(NotYet, match="is for:"), transaction.atomic():
                deed(held, person)
            assert Entry.objects.count() == before, f"{name} left a trace"


@pytest.mark.parametrize(("cycle", "move"), MOVES, ids=["-".join(each) for each in MOVES])
def test_a_move_from_a_state_it_does_not_leave_is_refused(cycle: str, move: str, world: World) -> None:
    begin, deed = MOVES[cycle, move]
    held = begin(world)
    table = CYCLES[cycle]
    other = {"request": "ended", "operation": "rejected", "payment": "withdrawn", "fee": "paid"}[cycle]
    assert other in table.finals
    type(held).objects.filter(pk=held.pk).update(state=other)
    held.refresh_from_db()
    with pytest.raises(Refusal, match="is possible from:"), transaction.atomic():
        deed(held, world.sami if not set(table.move(move).actors) & {"focal_point"} else world.imani)


TESTED_ALONE = {
    "adopted", "not_adopted", "after_decision", "no_operation", "eligible", "priced", "needs_grant", "other_hand",
    "direct", "additional", "adaptable", "within_need", "in_the_pool", "conditions_met", "in_order", "in_time",
    "term_over", "not_signed", "still_needed", "decided_anew", "within_lack", "signed", "not_paid_out",
    "was_paid_out", "was_transferred", "nothing_paid_out", "all_paid_out", "all_applied", "not_noter", "not_checker",
    "in_effect", "before_sent", "cash", "last_noted", "line_free", "within",
}  # fmt: skip
"""In tests/fund/actions/test_facility.py, test_loans.py, test_fees.py and below."""


def test_every_guard_is_known_here() -> None:
    assert {guard.id for cycle in CYCLES.values() for guard in cycle.guards} == TESTED_ALONE


def _reasons(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(NotYet) as refused, transaction.atomic():
        deed()
    return [str(reason) for reason in refused.value.reasons]


def test_a_country_that_is_not_eligible_any_more_stops_the_freezing_alone(world: World) -> None:
    made = story.operation(world)
    CountryRequest.objects.update(state="ended")
    found = _reasons(lambda: facility.freeze(made, on=DAY, by=world.luc))
    assert found == ["Still to be met: The country is eligible for the facility."]
    with pytest.raises(facility.NotEligible):
        facility.propose(made.request, story.bank(), usd(5), story.TERMS, bank_name="B", on=DAY, by=world.luc)


def test_a_decision_stops_a_request_alone(world: World) -> None:
    held = _requested(world)
    other = story.decision(held.subject, Item.Kind.OTHER)
    assert _reasons(lambda: facility.decide_eligibility(held, other, by=world.luc)) == [
        "Still to be met: The Assembly adopted a decision on this request."
    ]


def test_the_signature_stops_the_effect_alone(world: World) -> None:
    made = story.operation(world, "bank_approved")
    assert len(_reasons(lambda: loans.take_effect(made, on=DAY, by=world.luc))) == 1


def test_what_was_not_paid_out_is_not_taken_back(world: World) -> None:
    made = _taken(world)
    assert _reasons(lambda: loans.take_back(made, usd(1_000_001), reason="No.", on=DAY, by=world.luc)) == [
        "Still to be met: So much of the loan was paid out."
    ]


def test_a_loan_that_is_in_effect_no_more_stops_a_check_and_a_transfer_alone(world: World) -> None:
    noted = _paid("noted")(world)
    Operation.objects.update(state="bank_approved")
    assert _reasons(lambda: loans.check_payment(noted, by=world.lena)) == ["Still to be met: The loan is in effect."]


def test_a_step_dated_before_the_last_payment_is_refused_alone(world: World) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, made.loan.amount, on=LATER)
    assert _reasons(lambda: loans.close(made, reached="Done.", on=DAY, by=world.luc)) == [
        "Still to be met: It is not dated before the step before it."
    ]


def test_all_reasons_are_said_at_once(world: World) -> None:
    made = story.operation(world)
    found = _reasons(lambda: facility.screen(made, {**story.FOUND, "direct": (False, "No.")}, on=DAY, by=world.luc))
    assert len(found) == 3  # the state, the hand, the check
