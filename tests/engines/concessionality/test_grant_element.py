"""The grant element: closed form, schedules, tranches, dates; and what always holds of it."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    Disbursement,
    DisbursementsWrong,
    NothingPaidOut,
    PartsOutside,
    Payment,
    Profile,
    Step,
    Terms,
    Tranche,
    grant_element,
    grant_element_by_schedule,
    in_yearly_parts,
    repayment_schedule,
    tranches,
    years_between,
)
from alianza.vocabulary.money import Money, total

FIVE = Decimal("0.05")
MDB = Terms(Decimal("0.04"), Profile(Decimal(20), Decimal(5)))
BLEND = Profile(Decimal(30), Decimal(5), steps=(Step(6, 25, Decimal("0.033")), Step(26, 30, Decimal("0.068"))))
NEAR = Decimal("1e-20")

rates = st.decimals(0, 1, places=6)
discounts = st.decimals(0, 1, places=12)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    a = draw(st.sampled_from([1, 2, 4, 12]))
    periods = draw(st.integers(1, 40 * a if a < 12 else 120))
    free = draw(st.integers(0, periods - 1))
    # years are decimals, so thirds of a year cannot be said: whole years where payments are monthly
    if a == 12:
        free -= free % 3
        periods += -periods % 3
        if free >= periods:
            free = 0
    return Profile(Decimal(periods) / a, Decimal(free) / a, a)


@st.composite
def loans(draw: st.DrawFn) -> Terms:
    return Terms(draw(rates), draw(profiles()), draw(st.decimals(0, "0.05", places=4)))


@given(loans(), discounts)
@settings(deadline=None, max_examples=60)
def test_the_closed_form_equals_the_schedule(loan: Terms, discount: Decimal):
    closed = grant_element(loan, discount=discount)
    scheduled = grant_element_by_schedule(tranches(loan), discount=discount, fee=loan.fee)
    assert abs(closed - scheduled) < NEAR


@given(profiles(), rates, rates, discounts)
@settings(deadline=None, max_examples=60)
def test_a_higher_rate_is_a_lower_grant_element(profile: Profile, one: Decimal, other: Decimal, discount: Decimal):
    low, high = sorted((one, other))
    soft, hard = (grant_element(Terms(rate, profile), discount=discount) for rate in (low, high))
    assert soft > hard if high > low else soft == hard


@given(profiles(), discounts, discounts)
@settings(deadline=None, max_examples=60)
def test_a_higher_discount_never_makes_an_interest_free_loan_less_of_a_gift(
    profile: Profile, one: Decimal, other: Decimal
):
    low, high = sorted((one, other))
    loan = Terms(Decimal(0), profile)
    assert grant_element(loan, discount=low) <= grant_element(loan, discount=high) < 1


@given(rates, st.integers(1, 40), st.integers(0, 39))
@settings(deadline=None, max_examples=40)
def test_a_loan_at_the_discount_rate_paid_once_a_year_is_no_gift(rate: Decimal, maturity: int, grace: int):
    loan = Terms(rate, Profile(Decimal(maturity), Decimal(min(grace, maturity - 1)), 1))
    assert abs(grant_element(loan, discount=rate)) < NEAR


@given(loans(), discounts, st.decimals("0.000001", 10**9, places=6))
@settings(deadline=None, max_examples=40)
def test_the_unit_of_money_does_not_matter(loan: Terms, discount: Decimal, unit: Decimal):
    with localcontext(Context(prec=90)):
        scaled = [
            Tranche(each.at, each.amount * unit, tuple(Payment(paid.at, paid.amount * unit) for paid in each.payments))
            for each in tranches(loan)
        ]
    once, again = (
        grant_element_by_schedule(schedule, discount=discount, fee=loan.fee) for schedule in (tranches(loan), scaled)
    )
    assert abs(once - again) < NEAR


def test_without_discount_the_loan_costs_its_interest():
    loan = Terms(Decimal("0.04"), Profile(Decimal(2), Decimal(1), 1))
    assert grant_element(loan, discount=Decimal(0)) == Decimal("-0.08")
    assert grant_element(Terms(Decimal(0), MDB.profile), discount=Decimal(0)) == 0


def test_the_precision_of_the_caller_does_not_matter():
    wanted = grant_element(MDB, discount=FIVE), grant_element(Terms(Decimal("0.02"), BLEND), discount=FIVE)
    with localcontext(Context(prec=4)):
        assert (
            grant_element(MDB, discount=FIVE),
            grant_element(Terms(Decimal("0.02"), BLEND), discount=FIVE),
        ) == wanted


def test_dated_payments_on_regular_days_give_the_closed_form():
    begun = date(2024, 8, 31)  # the end of a month: February's payment is a regular one too
    (loan,) = tranches(MDB)
    paid = tuple(
        Payment(
            date(begun.year + (at + 1) // 2, 2, 29 if (begun.year + (at + 1) // 2) % 4 == 0 else 28)
            if at % 2
            else date(begun.year + at // 2, 8, 31),
            each.amount,
        )
        for at, each in enumerate(loan.payments, 1)
    )
    found = grant_element_by_schedule([Tranche(begun, loan.amount, paid)], discount=FIVE)
    assert abs(found - grant_element(MDB, discount=FIVE)) < NEAR


def test_months_count_thirty_days_and_the_last_of_a_month_is_its_thirtieth():
    assert years_between(date(2024, 1, 15), date(2025, 4, 15)) == Decimal("1.25")
    assert years_between(date(2024, 2, 29), date(2024, 8, 31)) == Decimal("0.5")
    assert years_between(date(2024, 1, 30), date(2024, 1, 31)) == 0
    assert years_between(date(2024, 7, 1), date(2024, 1, 1)) == Decimal("-0.5")


def test_a_tranche_is_discounted_from_its_own_disbursement():
    """By hand: 100 over 3 years, 1 % interest, once a year, no grace, half now and half after a year, discounted at 10 %.

    The first half repays a third each year: (1/6 + 0.005) / 1.1 + (1/6 + 1/300) / 1.21 + (1/6 + 1/600) / 1.331. The second
    repays over the two dates left: (0.25 + 0.005) / 1.1 + (0.25 + 0.0025) / 1.21.
    """
    loan = Terms(Decimal("0.01"), Profile(Decimal(3), Decimal(0), 1))
    plan = (Disbursement(0, Decimal("0.5")), Disbursement(1, Decimal("0.5")))
    sixth = Decimal(1) / 6
    first = (sixth + Decimal("0.005")) / Decimal("1.1")
    first += (sixth + Decimal(1) / 300) / Decimal("1.21") + (sixth + Decimal(1) / 600) / Decimal("1.331")
    second = Decimal("0.255") / Decimal("1.1") + Decimal("0.2525") / Decimal("1.21")
    found = grant_element(loan, discount=Decimal("0.1"), disbursements=plan)
    assert abs(found - (1 - first - second)) < Decimal("1e-25")


@given(profiles(), st.data())
@settings(deadline=None, max_examples=40)
def test_tranches_repay_what_they_were(profile: Profile, data: st.DataObject):
    last = profile.periods - 1
    at = sorted(data.draw(st.sets(st.integers(0, last), min_size=1, max_size=4)))
    plan = [Disbursement(each, Decimal(1) / 4) for each in at[:-1]]
    plan.append(Disbursement(at[-1], 1 - sum((each.share for each in plan), Decimal(0))))
    free = Terms(Decimal(0), profile)
    for tranche in tranches(free, disbursements=plan):
        assert abs(sum(paid.amount for paid in tranche.payments) - tranche.amount) < NEAR
        assert all(paid.at > tranche.at for paid in tranche.payments)
    face = Money(data.draw(st.integers(1, 10**12)), "USD")
    rows = repayment_schedule(Terms(Decimal("0.037"), profile), face, disbursements=plan)
    assert total([row.disbursed for row in rows], "USD") == total([row.principal for row in rows], "USD") == face
    assert rows[-1].outstanding == Money.zero("USD")
    assert all(row.outstanding >= Money.zero("USD") for row in rows)


def test_the_schedule_of_a_blend_credit_to_the_cent():
    rows = repayment_schedule(Terms(Decimal("0.02"), BLEND), Money.of("10000000.01", "USD"))
    assert [row.period for row in rows] == list(range(61))
    assert (rows[0].disbursed, rows[0].payment) == (Money.of("10000000.01", "USD"), Money.zero("USD"))
    assert {row.principal for row in rows[1:11]} == {Money.zero("USD")}
    assert rows[1].interest == Money.of("100000.00", "USD"), "1 % for half a year, half a cent and less is dropped"
    assert {row.principal.minor for row in rows[11:51]} <= {16500000, 16500001}
    assert {row.principal.minor for row in rows[51:]} <= {34000000, 34000001}
    assert rows[-1].payment == rows[-1].principal + rows[-1].interest and not rows[-1].outstanding


@pytest.mark.parametrize(
    "plan",
    [
        [(0, "0.5")],
        [(0, "0.5"), (0, "0.5")],
        [(1, "0.5"), (0, "0.5")],
        [(0, "0.5"), (40, "0.5")],
        [(-1, "1")],
        [(0, "NaN")],
        [(0, "1e999")],
        [(0, "1.5"), (1, "-0.5")],
    ],
)
def test_disbursements_that_cannot_be_are_refused(plan):
    with pytest.raises(DisbursementsWrong, match="Disbursements are in order"):
        grant_element(MDB, discount=FIVE, disbursements=[Disbursement(at, Decimal(part)) for at, part in plan])


@pytest.mark.parametrize(
    "schedule",
    [
        [],
        [Tranche(Decimal(0), Decimal(0), ())],
        [Tranche(Decimal(0), Decimal("NaN"), ())],
        [Tranche(Decimal(0), Decimal("1e999"), ())],
        [Tranche(Decimal(0), Decimal(100), (Payment(Decimal(1), Decimal(-1)),))],
        [Tranche(Decimal(2), Decimal(100), (Payment(Decimal(1), Decimal(1)),))],
        [Tranche(Decimal(0), Decimal(100), (Payment(Decimal("Infinity"), Decimal(1)),))],
        [Tranche(Decimal(0), Decimal(100), (Payment(Decimal("1e9"), Decimal(1)),))],
        [Tranche(date(2024, 1, 1), Decimal(100), (Payment(date(2023, 1, 1), Decimal(1)),))],
    ],
)
def test_schedules_that_cannot_be_are_refused(schedule):
    with pytest.raises(NothingPaidOut):
        grant_element_by_schedule(schedule, discount=FIVE)


def test_dates_and_years_do_not_mix():
    mixed = Tranche(date(2024, 1, 1), Decimal(100), (Payment(Decimal(1), Decimal(105)),))
    with pytest.raises(TypeError, match="not in both"):
        grant_element_by_schedule([mixed], discount=FIVE)


@given(loans(), st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_equal_yearly_parts_make_the_whole_and_one_part_is_all_at_once(loan: Terms, parts: int):
    most = -(-loan.profile.periods // loan.profile.frequency)
    if parts > most:
        with pytest.raises(PartsOutside, match=f"1 to {most} yearly parts"):
            in_yearly_parts(loan.profile, parts)
        return
    plan = in_yearly_parts(loan.profile, parts)
    assert [each.period for each in plan] == [at * loan.profile.frequency for at in range(parts)]
    assert sum(each.share for each in plan) == 1
    assert max(each.share for each in plan) - min(each.share for each in plan) <= Decimal("1e-12")
    found = grant_element(loan, discount=FIVE, disbursements=plan)
    if parts == 1:
        assert abs(found - grant_element(loan, discount=FIVE)) < NEAR


def test_a_loan_paid_out_in_two_parts_is_the_mean_of_two_loans():
    """By hand: three years of grace, all repaid after four; the second part runs three years from its own start."""
    loan = Terms(Decimal("0.02"), Profile(Decimal(4), Decimal(3), 1))
    first = grant_element(loan, discount=FIVE)
    second = grant_element(Terms(loan.rate, Profile(Decimal(3), Decimal(2), 1)), discount=FIVE)
    found = grant_element(loan, discount=FIVE, disbursements=in_yearly_parts(loan.profile, 2))
    assert abs(found - (first + second) / 2) < NEAR


@pytest.mark.parametrize("parts", [0, -1, 5, 10**30])
def test_parts_that_cannot_be_are_refused(parts: int):
    with pytest.raises(PartsOutside):
        in_yearly_parts(Profile(Decimal(4), Decimal(3), 1), parts)
