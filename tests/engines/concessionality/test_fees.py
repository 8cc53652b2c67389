"""The two-tier fee and indirect cost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    AmountOutside,
    CountOutside,
    ShareOutside,
    WeightOutside,
    indirect_on,
    indirect_within,
    part_year,
    two_tier_fees,
    whole_months,
)
from alianza.vocabulary.money import Money

members = st.integers(0, 200)


def usd(text: str | int) -> Money:
    return Money.of(text, "USD")


@given(st.integers(1, 10**12), members, members, members, st.decimals(1, 20, places=2))
def test_the_budget_is_always_covered_and_barely(budget, one, two, moving, weight):
    if not one + two + moving:
        return
    found = two_tier_fees(Money(budget, "USD"), part_one=one, part_two=two, weight=weight, moving_up=moving)
    assert found.assessed == found.part_one * one + found.part_two * two + found.moving_up * moving
    assert found.surplus == found.assessed - Money(budget, "USD") >= Money.zero("USD")
    assert found.surplus.minor < (weight * one + two + weight * moving) + one + 2 * moving + 1
    assert found.part_two <= found.moving_up <= found.part_one


def test_who_moves_up_pays_halfway_for_a_year():
    found = two_tier_fees(usd(1_000_000), part_one=9, part_two=90, weight=5, moving_up=1)
    assert found.part_two == usd("7246.38"), "1,000,000 / (45 + 90 + 3)"
    assert (found.part_one, found.moving_up) == (usd("36231.90"), usd("21739.14"))
    assert found.surplus == usd("0.44")


def test_who_joins_in_the_year_pays_whole_months():
    assert [whole_months(date(2025, *on)) for on in ((1, 1), (1, 2), (7, 1), (12, 1), (12, 2))] == [12, 11, 6, 1, 0]
    assert part_year(usd("6377.56"), joined=date(2025, 7, 1)) == usd("3188.78")
    assert part_year(usd("6377.56"), joined=date(2025, 7, 15)) == usd("2657.32"), "5/12 are 2657.3166..., rounded up"
    assert part_year(usd("6377.56"), joined=date(2025, 12, 2)) == usd(0)
    assert part_year(usd("6377.56"), joined=date(2025, 1, 1)) == usd("6377.56")


def test_fees_that_cannot_be_are_refused():
    for weight in ("0.5", "NaN", "1e999", "-8", "1001"):
        with pytest.raises(WeightOutside):
            two_tier_fees(usd(1), part_one=1, part_two=1, weight=Decimal(weight))
    for one in (-1, 10**11, 10**6000):
        with pytest.raises(CountOutside):
            two_tier_fees(usd(1), part_one=one, part_two=1, weight=8)
    with pytest.raises(CountOutside):
        two_tier_fees(usd(1), part_one=0, part_two=0, weight=8)
    with pytest.raises(AmountOutside):
        two_tier_fees(usd(0), part_one=1, part_two=1, weight=8)
    with pytest.raises(TypeError):
        two_tier_fees(usd(1), part_one=1, part_two=1, weight=1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        two_tier_fees(usd(1), part_one=True, part_two=1, weight=8)


@given(st.integers(0, 10**14), st.decimals(0, "0.2", places=4))
def test_direct_and_indirect_cost_add_up_and_agree_both_ways(minor, rate):
    found = indirect_within(Money(minor, "USD"), rate)
    assert found.total == Money(minor, "USD")
    again = indirect_on(found.direct, rate)
    assert abs(again.indirect.minor - found.indirect.minor) <= 1


@pytest.mark.parametrize("rate", ["-0.01", "1.5", "NaN", "Infinity", "1e999"])
def test_an_indirect_rate_is_a_share(rate):
    with pytest.raises(ShareOutside):
        indirect_within(usd(100), Decimal(rate))
    with pytest.raises(ShareOutside):
        indirect_on(usd(100), Decimal(rate))
