"""A variable rate as the fixed rate of a swap on the loan's profile."""

from datetime import date
from decimal import Context, Decimal, localcontext
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    Curve,
    CurveUnfit,
    CurveUnfounded,
    CurveWrong,
    Disbursement,
    Profile,
    RateOutside,
    SpreadOutside,
    discount_factor,
    freeze,
    swap_equivalent,
    zero_rates,
)

ON = date(2024, 3, 1)
TENORS = (1, 2, 3, 5, 7, 10, 15, 20, 30)
RISING = ("0.020", "0.023", "0.025", "0.028", "0.030", "0.0325", "0.034", "0.0345", "0.035")
NEAR = Decimal("1e-20")


def curve(rates: dict[int | str, str], frequency: int = 1) -> Curve:
    points = tuple((Decimal(tenor), Decimal(rate)) for tenor, rate in rates.items())
    return Curve(ON, points, "made up for this test", frequency)


RISE = curve(dict(zip(TENORS, RISING, strict=True)))


def bullet(years: int, frequency: int = 1) -> Profile:
    return Profile(Decimal(years), Decimal(years) - Decimal(1) / frequency, frequency)


steps = st.decimals("-0.003", "0.003", places=5)


@given(st.decimals("-0.005", "0.1", places=5), st.lists(steps, min_size=9, max_size=9), st.sampled_from([1, 2]))
@settings(deadline=None, max_examples=10)
def test_every_swap_of_the_curve_is_worth_its_par(level, changes, frequency):
    rates = list(accumulate(changes, initial=level))[1:]
    found = Curve(ON, tuple((Decimal(tenor), rate) for tenor, rate in zip(TENORS, rates, strict=True)), "x", frequency)
    zeros = zero_rates(found)
    with localcontext(Context(prec=60)):
        factors = [discount_factor(zeros, Decimal(at) / frequency) for at in range(1, 30 * frequency + 1)]
        for tenor, rate in found.points:
            paid = factors[: int(tenor) * frequency]
            assert abs(rate * sum(paid, Decimal(0)) / frequency + paid[-1] - 1) < NEAR


def test_a_loan_repaid_at_once_costs_the_par_rate_of_its_tenor():
    for years, rate in ((5, "0.028"), (10, "0.0325"), (30, "0.035")):
        assert abs(swap_equivalent(RISE, bullet(years)) - Decimal(rate)) < NEAR


def test_two_years_by_hand():
    """Par 2 % for one year, 3 % for two: v1 = 1 / 1.02, v2 = (1 - 0.03 v1) / 1.03. Half is repaid after each year."""
    with localcontext(Context(prec=50)):
        v1 = 1 / Decimal("1.02")
        v2 = (1 - Decimal("0.03") * v1) / Decimal("1.03")
        wanted = ((1 - v1) + (v1 - v2) / 2) / (v1 + v2 / 2)
    found = swap_equivalent(curve({1: "0.02", 2: "0.03"}), Profile(Decimal(2), Decimal(0), 1))
    assert abs(found - wanted) < NEAR
    assert round(found, 9) == Decimal("0.026622951")


def test_zero_rates_are_linear_between_tenors_and_level_outside():
    zeros = dict(zero_rates(curve({2: "0.02", 4: "0.03"})))
    two, four = zeros[Decimal(2)], zeros[Decimal(4)]
    with localcontext(Context(prec=60)):
        for at, rate in ((1, two), (3, (two + four) / 2), (4, four), (7, four)):
            factor = discount_factor(tuple(zeros.items()), Decimal(at))
            assert abs(factor - (-rate * at).exp()) < NEAR
    assert discount_factor(tuple(zeros.items()), Decimal(0)) == 1


@given(st.decimals("-0.01", "0.2", places=6), st.sampled_from([1, 2, 4, 12]), st.integers(1, 30), st.integers(0, 29))
@settings(deadline=None, max_examples=25)
def test_on_a_level_curve_every_loan_costs_the_same(rate, frequency, maturity, grace):
    """The annual par rate said for the loan's own payments: a ((1 + S)^(1/a) - 1), whatever its profile."""
    level = Curve(ON, ((Decimal(1), rate), (Decimal(30), rate)), "x")
    with localcontext(Context(prec=60)):
        wanted = frequency * ((1 + rate) ** (Decimal(1) / frequency) - 1)
    profile = Profile(Decimal(maturity), Decimal(min(grace, maturity - 1)), frequency)
    assert abs(swap_equivalent(level, profile) - wanted) < NEAR


def test_on_a_rising_curve_earlier_repayment_is_cheaper_and_later_disbursement_dearer():
    soon, late = Profile(Decimal(20), Decimal(0)), Profile(Decimal(20), Decimal(10))
    assert swap_equivalent(RISE, soon) < swap_equivalent(RISE, late) < swap_equivalent(RISE, bullet(20, 2))
    plan = (Disbursement(0, Decimal("0.2")), Disbursement(6, Decimal("0.8")))
    assert swap_equivalent(RISE, soon, disbursements=plan) > swap_equivalent(RISE, soon)


def test_a_frozen_loan_keeps_curve_spread_rate_and_how_far_the_curve_was_stretched():
    profile = Profile(Decimal("32.5"), Decimal(7))
    frozen = freeze(RISE, spread=Decimal("0.0043"), profile=profile, fee=Decimal("0.0025"))
    assert frozen.swap_rate == round(swap_equivalent(RISE, profile), 6)
    assert frozen.terms.rate == frozen.swap_rate + Decimal("0.0043")
    assert (frozen.terms.profile, frozen.terms.fee) == (profile, Decimal("0.0025"))
    assert (frozen.curve, frozen.beyond) == (RISE, Decimal("2.5"))
    assert freeze(RISE, spread=Decimal(0), profile=bullet(30)).beyond == 0


def test_the_rate_of_a_loan_is_never_below_zero():
    low = curve({1: "-0.005", 10: "-0.002"})
    frozen = freeze(low, spread=Decimal("0.001"), profile=bullet(10))
    assert frozen.swap_rate == Decimal("-0.002") and frozen.terms.rate == 0


@pytest.mark.parametrize(
    ("points", "frequency"),
    [
        ([("1", "0.02"), ("1", "0.03")], 1),
        ([("2", "0.02"), ("1", "0.03")], 1),
        ([("0.5", "0.02")], 1),
        ([("0", "0.02")], 1),
        ([("101", "0.02")], 1),
        ([("NaN", "0.02")], 1),
        ([("1e999999", "0.02")], 1),
        ([("1", "NaN")], 1),
        ([("1", "Infinity")], 1),
        ([("1", "-0.06")], 1),
        ([("1", "2")], 1),
        ([("1", "0.02")], 7),
    ],
)
def test_curves_that_cannot_be_are_refused(points, frequency):
    with pytest.raises(CurveWrong, match="does not fit"):
        Curve(ON, tuple((Decimal(tenor), Decimal(rate)) for tenor, rate in points), "x", frequency)


def test_a_par_rate_that_no_discount_factor_fits_is_refused():
    with pytest.raises(CurveUnfit, match="fit the par rate at 30 years"):
        zero_rates(curve({20: "0", 30: "0.05"}))


def test_a_curve_says_where_it_is_from():
    for points, source in (((), "x"), (((Decimal(1), Decimal("0.02")),), " ")):
        with pytest.raises(CurveUnfounded):
            Curve(ON, points, source)


def test_rates_in_floats_and_absurd_spreads_are_refused():
    with pytest.raises(TypeError):
        Curve(ON, ((1, 0.02),), "x")  # type: ignore[arg-type]
    for spread in ("NaN", "-0.06", "1e999"):
        with pytest.raises(SpreadOutside):
            freeze(RISE, spread=Decimal(spread), profile=bullet(10))
    with pytest.raises(RateOutside):
        freeze(RISE, spread=Decimal(1), profile=bullet(10))
