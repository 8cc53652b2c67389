"""Nonsense is refused in a sentence, before any arithmetic; a float is a mistake of the program."""

from decimal import Decimal

import pytest

from alianza.engines.concessionality import (
    DiscountOutside,
    FeeOutside,
    FrequencyUnknown,
    GraceNotWhole,
    GraceOutside,
    MaturityNotWhole,
    MaturityOutside,
    Profile,
    RateOutside,
    Step,
    StepsWrong,
    Terms,
    grant_element,
)
from alianza.vocabulary.refusal import Refusal

PROFILE = Profile(Decimal(20), Decimal(5))
NONSENSE = ("NaN", "sNaN", "-NaN", "Infinity", "-Infinity", "1e999", "1e999999", "1e-999", "-1e999", "9" * 500)


@pytest.mark.parametrize("given", [*NONSENSE, "-0.01", "1.0001", "0.0400000000001"])
def test_rates_discounts_and_fees_are_shares(given):
    value = Decimal(given)
    with pytest.raises(RateOutside, match=r"from 0 to 100 percent a year, .+ is not\."):
        Terms(value, PROFILE)
    with pytest.raises(FeeOutside):
        Terms(Decimal("0.04"), PROFILE, value)
    with pytest.raises(DiscountOutside):
        grant_element(Terms(Decimal("0.04"), PROFILE), discount=value)


@pytest.mark.parametrize("given", [*NONSENSE, "0", "-20", "100.5", "0E-999999999"])
def test_a_maturity_is_some_years(given):
    with pytest.raises(MaturityOutside, match=r"above 0 and at most 100 years; .{1,40} is not\."):
        Profile(Decimal(given), Decimal(0))


@pytest.mark.parametrize("given", [*NONSENSE, "-0.5", "20", "25"])
def test_a_grace_period_is_shorter_than_the_loan(given):
    with pytest.raises(GraceOutside, match=r"shorter than the maturity of 20 years; .{1,520} is not\."):
        Profile(Decimal(20), Decimal(given))


@pytest.mark.parametrize("given", [7, 0, -2, 3, 365, 10**100])
def test_payments_are_1_2_4_or_12_a_year(given):
    with pytest.raises(FrequencyUnknown, match="1, 2, 4 or 12 times a year"):
        Profile(Decimal(20), Decimal(5), given)


def test_payments_fall_on_whole_intervals():
    assert Profile(Decimal("32.5"), Decimal(7)).periods == 65
    with pytest.raises(MaturityNotWhole, match=r"32\.5 years is not a whole number of payments at 1 a year"):
        Profile(Decimal("32.5"), Decimal(7), 1)
    with pytest.raises(GraceNotWhole, match=r"4\.5 years is not a whole number of payments at 1 a year"):
        Profile(Decimal(20), Decimal("4.5"), 1)


@pytest.mark.parametrize(
    "steps",
    [
        [(6, 20, "0.05")],  # repays 75 percent
        [(5, 20, "0.0625")],  # begins in the grace period
        [(6, 10, "0.1"), (12, 20, "0.05")],  # a gap
        [(6, 15, "0.1")],  # ends early
        [(6, 10, "0.1"), (20, 11, "0.05")],
        [(6, 10**9, "0.1")],
    ],
)
def test_steps_repay_the_whole_loan_without_a_gap(steps):
    with pytest.raises(StepsWrong, match=r"from year 6 to year 20 and repay 100 percent"):
        Profile(Decimal(20), Decimal(5), steps=tuple(Step(first, last, Decimal(part)) for first, last, part in steps))


@pytest.mark.parametrize("part", NONSENSE)
def test_a_step_is_a_share(part):
    with pytest.raises(Refusal):
        Profile(Decimal(20), Decimal(5), steps=(Step(6, 20, Decimal(part)),))


@pytest.mark.parametrize("given", [0.04, "0.04", True, None])
def test_only_exact_numbers_are_taken(given):
    with pytest.raises(TypeError):
        Terms(given, PROFILE)
    with pytest.raises(TypeError):
        Profile(given, Decimal(0))
    with pytest.raises(TypeError):
        Profile(Decimal(20), given)
    with pytest.raises(TypeError):
        grant_element(Terms(Decimal("0.04"), PROFILE), discount=given)


def test_zeros_at_the_end_and_whole_numbers_are_the_same_number():
    one, other = Profile(Decimal("20.000000000000000"), Decimal("5.0")), Profile(20, 5, 2)  # type: ignore[arg-type]
    assert one == other and hash(one) == hash(other)
    assert Terms(Decimal("0.0400000000000000"), one) == Terms(Decimal("0.04"), other)
    assert Terms(Decimal("-0"), one).rate == 0
