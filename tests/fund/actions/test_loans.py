"""A loan is signed, pays out and brings its grant in step, to the cent; what is cancelled returns in the same share."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.concessionality import SigningEarlier
from alianza.fund import posting
from alianza.fund.actions import facility, loans
from alianza.fund.actions.ledger import NotEnough
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Item, LoanPayment, Operation
from alianza.fund.posting import Leg
from alianza.fund.queries.facility import books, counted, drawn, figures, in_step, pools
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from tests.fund import facility_story as story
from tests.fund.story import usd, written
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = story.DAY
LATER = date(2026, 6, 1)
NEEDED = usd("28902040.37")
LOAN = usd("71097959.63")


def test_a_fixed_rate_is_signed_as_it_was_frozen(world: World) -> None:
    made = story.operation(world, "bank_approved")
    loans.sign_loan(made, on=LATER, by=world.luc)
    made.refresh_from_db()
    assert (made.grant, made.loan, made.lacking_minor) == (NEEDED, LOAN, 0)
    with pytest.raises(NotYet, match="was not noted before"):
        loans.sign_loan(made, on=LATER, by=world.luc)


def test_what_a_fall_in_the_rate_leaves_over_goes_back_to_the_pools(world: World) -> None:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    before, given = made.grant, drawn(made)
    loans.sign_loan(made, on=LATER, by=world.luc, curve=story.curve(LATER, add="-0.003"))
    made.refresh_from_db()
    found = figures(made)
    assert found is not None
    assert made.grant < before
    assert made.grant == found.need.grant  # on the rate of the day
    assert made.grant + made.loan == made.total
    assert made.lacking_minor == 0
    returned = (before - made.grant).allocate([each.minor for each in given.values()])
    assert sum(money.minor for money in drawn(made).values()) == made.grant.minor
    assert [given[name] - money for name, money in drawn(made).items()] == list(returned)
    assert found.reached is not None
    assert found.reached >= found.need.target
    assert list(problems()) == []


def test_a_rise_is_not_topped_up_without_another_decision(world: World) -> None:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    before = made.grant
    loans.sign_loan(made, on=LATER, by=world.luc, curve=story.curve(LATER, add="0.003"))
    made.refresh_from_db()
    lacking = Money(made.lacking_minor, "USD")
    assert made.grant == before
    assert lacking
    found = figures(made)
    assert found is not None
    assert found.reached is not None
    assert found.reached < found.need.target
    assert made.decision is not None
    with pytest.raises(NotYet, match="another than the one that approved it"):
        loans.top_up(made, made.decision, lacking, on=LATER, by=world.luc)
    more = story.decision(made.subject, Item.Kind.OPERATION, on=LATER)
    with pytest.raises(NotYet, match="fell short of the target by this much or more"):
        loans.top_up(made, more, lacking + usd("0.01"), on=LATER, by=world.luc)
    loans.top_up(made, more, lacking, on=LATER, by=world.luc)
    made.refresh_from_db()
    assert (made.grant, made.lacking_minor) == (before + lacking, 0)
    assert made.grant + made.loan == made.total
    assert books(made).committed == made.grant
    assert list(problems()) == []


def test_a_top_up_cannot_exceed_the_pools(world: World) -> None:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    loans.sign_loan(made, on=LATER, by=world.luc, curve=story.curve(LATER, add="0.05"))
    made.refresh_from_db()
    more = story.decision(made.subject, Item.Kind.OPERATION, on=LATER)
    wanted = Money(made.lacking_minor, "USD")
    held = sum(money.minor for money in pools("PHL").values())
    assert wanted.minor > held
    with pytest.raises(NotYet, match="pools for this country hold the grant"):
        loans.top_up(made, more, wanted, on=LATER, by=world.luc)


def test_signing_a_variable_rate_takes_the_curve_of_a_later_day(world: World) -> None:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    with pytest.raises(NotYet, match="swap curve"):
        loans.sign_loan(made, on=LATER, by=world.luc)
    with pytest.raises(SigningEarlier):
        loans.sign_loan(made, on=LATER, by=world.luc, curve=story.curve(date(2026, 1, 1)))


def test_a_loan_that_became_soft_by_itself_is_cancelled_rather_than_signed(world: World) -> None:
    made = story.operation(world, "bank_approved", **story.VARIABLE)
    with pytest.raises(NotYet, match="a grant is still needed"):
        loans.sign_loan(made, on=LATER, by=world.luc, curve=story.curve(LATER, add="-0.032"))
    facility.cancel(made, reason="Rates fell.", on=LATER, by=world.luc)
    assert not drawn(made)


def test_the_grant_goes_in_step_and_adds_up_at_the_end(world: World) -> None:
    made = story.operation(world, "effective")
    parts = ["10000000", "0.01", "33333333.33", "27764626.29"]
    assert sum((usd(part).minor for part in parts), 0) == LOAN.minor
    for part in parts:
        payment = story.paid(world, made, part)
        paid, sent = counted(made)
        assert sent.minor == NEEDED.minor * paid.minor // LOAN.minor
        assert payment.state == "applied"
    assert counted(made) == (LOAN, NEEDED)
    assert books(made).applied == NEEDED
    loans.close(made, reached="12,000 people trained.", on=DAY, by=world.luc)
    made.refresh_from_db()
    assert made.state == "closed"
    assert list(problems()) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=12), st.integers(1, 10**12))
def test_shares_of_any_payments_never_run_ahead_and_end_whole(parts: list[int], grant: int) -> None:
    """The rule of `in_step` by itself: rounded down all the way, whole at the end."""
    loan, paid, sent = sum(parts), 0, 0
    for part in parts:
        paid += part
        share = grant * paid // loan - sent
        assert share >= 0
        sent += share
        assert sent * loan <= grant * paid
    assert sent == grant


def test_no_more_is_paid_out_than_the_loan(world: World) -> None:
    made = story.operation(world, "effective")
    with pytest.raises(loans.MoreThanTheLoan, match=r"71097959.63 USD are still to be paid out"):
        loans.note_payment(made, LOAN + usd("0.01"), reference="B", on=DAY, by=world.luc)
    loans.note_payment(made, usd(1), reference="B", on=DAY, by=world.luc)
    with pytest.raises(loans.NotedAlready):
        loans.note_payment(made, usd(1), reference="B", on=DAY, by=world.luc)
    with pytest.raises(loans.NotInEffect):
        loans.note_payment(made, usd(1), reference="C", on=date(2026, 1, 1), by=world.luc)


@pytest.mark.parametrize("state", ["committed", "bank_approved"])
def test_nothing_is_noted_before_the_loan_is_in_effect(world: World, state: str) -> None:
    with pytest.raises(loans.NotInEffect):
        loans.note_payment(story.operation(world, state), usd(1), reference="B", on=DAY, by=world.luc)


def test_three_people_stand_between_a_note_and_the_money(world: World) -> None:
    made = story.operation(world, "effective")
    payment = loans.note_payment(made, usd(1_000_000), reference="B", on=DAY, by=world.luc)
    with pytest.raises(NotYet, match="Another person noted it"):
        loans.check_payment(payment, by=world.luc)
    loans.check_payment(payment, by=world.lena)
    for person, reason in ((world.luc, "Another person noted it"), (world.lena, "Another person checked it")):
        with pytest.raises(NotYet, match=reason):
            loans.transfer_grant(payment, on=DAY, by=person)
    loans.transfer_grant(payment, on=DAY, by=world.sami)
    assert balances()[AccountName("8510", made.number, "DEVBANK")] == -payment.grant


def test_the_database_too_holds_three_people(world: World) -> None:
    payment = story.paid(world, story.operation(world, "effective"), 5, until="transferred")
    for change in ({"checked_by": world.luc}, {"sent_by": world.lena}, {"sent_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LoanPayment.objects.filter(pk=payment.pk).update(**change)


def test_a_grant_is_sent_once_and_only_what_the_bank_account_holds(world: World) -> None:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, LOAN.amount, until="checked")
    away = (Leg(AccountName("1020"), usd(40_000_000)), Leg(AccountName("1010"), -usd(40_000_000)))
    written("deposit.made", away)
    with pytest.raises(NotYet, match="bank account holds as much"):
        loans.transfer_grant(payment, on=DAY, by=world.sami)
    written("deposit.ended", tuple(Leg(leg.account, -leg.money) for leg in away))
    loans.transfer_grant(payment, on=DAY, by=world.sami)
    with pytest.raises(NotYet):
        loans.transfer_grant(payment, on=DAY, by=world.sami)


def test_the_last_note_can_be_withdrawn_and_no_other(world: World) -> None:
    made = story.operation(world, "effective")
    first = story.paid(world, made, 10, until="noted")
    last = story.paid(world, made, 20, until="checked")
    with pytest.raises(NotYet, match="No payment was noted after it"):
        loans.withdraw_payment(first, reason="Wrong.", by=world.luc)
    loans.withdraw_payment(last, reason="Wrong.", by=world.luc)
    loans.withdraw_payment(first, reason="Wrong.", by=world.luc)
    assert counted(made) == (usd(0), usd(0))


def test_payments_are_sent_in_the_order_they_were_noted(world: World) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, 10, until="noted")
    last = story.paid(world, made, 20, until="checked")
    with pytest.raises(NotYet, match="every payment before it is transferred"):
        loans.transfer_grant(last, on=DAY, by=world.sami)


def test_part_of_the_loan_cancelled_returns_the_same_share_of_the_grant(world: World) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, "20000000.00")
    given = drawn(made)
    returned = loans.cancel_part(made, usd("7109795.96"), reason="Smaller works.", on=DAY, by=world.luc)
    made.refresh_from_db()
    assert returned == NEEDED.allocate([LOAN.minor - usd("7109795.96").minor, usd("7109795.96").minor])[1]
    assert (made.grant, made.loan) == (NEEDED - returned, LOAN - usd("7109795.96"))
    back = {name: given[name] - money for name, money in drawn(made).items()}
    assert sum(money.minor for money in back.values()) == returned.minor
    assert set(back) == {"PHL", "any"}
    story.paid(world, made, (made.loan - usd("20000000.00")).amount)
    assert counted(made) == (made.loan, made.grant)
    assert books(made).applied == made.grant
    loans.close(made, reached="Done.", on=DAY, by=world.luc)
    assert list(problems()) == []


@pytest.mark.parametrize("amount", ["71097959.63", "51097959.64"])
def test_no_more_is_cancelled_than_is_left_and_never_all(world: World, amount: str) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, "20000000.00")
    with pytest.raises(NotYet, match="still to be paid out, and not all of it"):
        loans.cancel_part(made, usd(amount), reason="No.", on=DAY, by=world.luc)


def test_a_loan_paid_back_returns_the_grant_that_the_bank_still_holds(world: World) -> None:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, "20000000.00", until="transferred")
    back = loans.take_back(made, usd("5000000.00"), reason="Works were dropped.", on=DAY, by=world.luc)
    made.refresh_from_db()
    assert -back.grant_minor == payment.grant.allocate([3, 1])[1].minor
    assert made.grant == NEEDED + back.grant
    assert made.loan == LOAN - usd("5000000.00")
    assert counted(made) == (usd("15000000.00"), payment.grant + back.grant)
    assert sum(money.minor for money in drawn(made).values()) == made.grant.minor
    loans.apply_grant(payment, on=DAY, by=world.luc)  # what did not go back
    assert books(made).applied == payment.grant + back.grant
    story.paid(world, made, (made.loan - usd("15000000.00")).amount)
    loans.close(made, reached="Done.", on=DAY, by=world.luc)
    assert books(made).applied == made.grant
    assert list(problems()) == []


def test_a_grant_that_was_applied_comes_back_with_the_loan_that_was_paid_early(world: World) -> None:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, "20000000.00")
    given, bank = drawn(made), balances()[AccountName("1010")]
    back = loans.take_back(made, usd("5000000.00"), reason="Paid early.", on=DAY, by=world.luc)
    made.refresh_from_db()
    returned = payment.grant.allocate([3, 1])[1]
    assert (back.grant, made.grant, made.loan) == (-returned, NEEDED - returned, LOAN - usd("5000000.00"))
    held = balances()
    assert held[AccountName("8610", made.number, "DEVBANK")] == returned - payment.grant
    assert held[AccountName("5300", made.number)] == payment.grant - returned
    assert held[AccountName("1010")] == bank + returned
    got = {name: given[name] - money for name, money in drawn(made).items()}
    assert set(got) == {"PHL", "any"}
    assert sum(money.minor for money in got.values()) == returned.minor
    story.paid(world, made, (made.loan - usd("15000000.00")).amount)
    loans.close(made, reached="Done.", on=DAY, by=world.luc)
    assert books(made).applied == made.grant
    assert list(problems()) == []


def test_what_the_bank_holds_comes_back_before_what_it_applied(world: World) -> None:
    made = story.operation(world, "effective")
    first = story.paid(world, made, "20000000.00")
    last = story.paid(world, made, "4000000.00", until="transferred")
    back = loans.take_back(made, usd("12000000.00"), reason="Half.", on=DAY, by=world.luc)
    made.refresh_from_db()
    assert books(made).with_bank == usd(0)
    assert books(made).applied == first.grant + last.grant + back.grant
    loans.apply_grant(last, on=DAY, by=world.luc)
    assert books(made).committed == NEEDED - first.grant - last.grant
    assert list(problems()) == []


def test_no_cent_comes_back_that_was_not_transferred_and_none_is_left(world: World) -> None:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, "20000000.01")
    back = usd(0)
    for part in ("0.01", "3333333.33", "6666666.67", "9999999.99"):
        back -= loans.take_back(made, usd(part), reason="Again.", on=DAY, by=world.luc).grant
        assert back <= payment.grant
    assert loans.take_back(made, usd("0.01"), reason="Last.", on=DAY, by=world.luc).grant == back - payment.grant
    assert books(made) == (books(made).__class__)(usd(0), NEEDED - payment.grant, usd(0), usd(0))
    with pytest.raises(NotYet, match="So much of the loan was paid out"):
        loans.take_back(made, usd("0.01"), reason="More.", on=DAY, by=world.luc)
    facility.cancel(made, reason="Paid early.", on=DAY, by=world.luc)
    assert pools("PHL") == {"PHL": usd(10_000_000), "any": usd(40_000_000)}
    assert list(problems()) == []


def test_what_left_the_bank_past_the_platform_is_not_taken_back_again(world: World) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, "20000000.00")
    legs = posting.applied_grant_reflowed(made.number, "DEVBANK", "any", usd(1))
    written("grant.reflowed", legs, subject=made.subject)
    with pytest.raises(NotYet) as refused:
        loans.take_back(made, usd(5), reason="All.", on=DAY, by=world.luc)
    assert [str(each) for each in refused.value.reasons] == [
        "Still to be met: The grant for what is paid out is with the bank, or applied to the loan."
    ]


def test_a_closed_operation_opens_again_when_its_loan_is_paid_early(world: World) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, LOAN.amount)
    loans.close(made, reached="Done.", on=date(2026, 9, 1), by=world.luc)
    with pytest.raises(NotYet, match="not dated before the step before it"):
        loans.take_back(made, usd(1_000_000), reason="Paid early.", on=DAY, by=world.luc)
    loans.take_back(made, usd(1_000_000), reason="Paid early.", on=date(2026, 10, 1), by=world.luc)
    made.refresh_from_db()
    assert (made.state, made.ended_on, made.ended_because) == ("effective", None, "")
    loans.close(made, reached="Done, and smaller.", on=date(2026, 10, 2), by=world.luc)
    loans.take_back(made, LOAN - usd(1_000_000), reason="All.", on=date(2026, 11, 1), by=world.luc)
    facility.cancel(made, reason="All was paid early.", on=date(2026, 11, 1), by=world.luc)
    made.refresh_from_db()
    assert (made.state, made.grant, drawn(made)) == ("cancelled", usd(0), {})
    assert list(problems()) == []


def test_a_whole_loan_paid_back_is_cancelled(world: World) -> None:
    made = story.operation(world, "effective")
    story.paid(world, made, "20000000.00", until="transferred")
    with pytest.raises(NotYet, match="Nothing of the loan is paid out"):
        facility.cancel(made, reason="War.", on=DAY, by=world.luc)
    loans.take_back(made, usd("20000000.00"), reason="War.", on=DAY, by=world.luc)
    facility.cancel(made, reason="War.", on=DAY, by=world.luc)
    made.refresh_from_db()
    assert (made.state, made.grant, made.loan, drawn(made)) == ("cancelled", usd(0), usd(0), {})
    assert pools("PHL") == {"PHL": usd(10_000_000), "any": usd(40_000_000)}
    assert list(problems()) == []


def test_it_closes_when_all_is_paid_out_and_applied(world: World) -> None:
    made = story.operation(world, "effective")
    with pytest.raises(NotYet) as refused:
        loans.close(made, reached=" ", on=DAY, by=world.luc)
    assert len(refused.value.reasons) == 3  # paid out, applied, and what was reached
    story.paid(world, made, LOAN.amount, until="transferred")
    with pytest.raises(NotYet, match="the bank applied it"):
        loans.close(made, reached="Done.", on=DAY, by=world.luc)


def test_the_step_of_a_small_grant_may_be_nothing(world: World) -> None:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, "0.01")
    assert (payment.state, payment.grant_minor, payment.journal) == ("applied", 0, None)
    assert in_step(made, usd("0.01")) == usd(0)


def test_posting_past_the_commitment_is_refused_by_the_books(world: World) -> None:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, 10, until="checked")
    LoanPayment.objects.filter(pk=payment.pk).update(grant_minor=NEEDED.minor + 1)
    with pytest.raises(NotEnough, match="8410"):
        loans.transfer_grant(payment, on=DAY, by=world.sami)
    assert Operation.objects.get().state == "effective"
