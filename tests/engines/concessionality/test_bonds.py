"""Diaspora bonds and guarantees."""

from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    DEFAULT_WARNING,
    AmountOutside,
    CountOutside,
    RateOutside,
    ShareOutside,
    YearsOutside,
    bond_price,
    guarantee,
    patriotic_saving,
    savings_potential,
)
from alianza.vocabulary.money import DifferentCurrencies, Money

rates = st.decimals(0, "0.5", places=4)


def usd(text: str | int) -> Money:
    return Money.of(text, "USD")


@given(rates, rates, st.integers(1, 40))
def test_a_bond_is_at_par_where_coupon_and_yield_agree_and_falls_with_the_yield(coupon, yield_, years):
    with localcontext(Context(prec=40)):
        assert abs(bond_price(coupon=coupon, yield_=coupon, years=years) - 100) < Decimal("1e-20")
        price = bond_price(coupon=coupon, yield_=yield_, years=years)
        assert (price > 100) == (coupon > yield_) or coupon == yield_


@given(rates, rates, st.integers(1, 40))
def test_the_saving_is_what_the_bond_is_below_par(market, diaspora, years):
    """A bond paying the diaspora's rate, priced at the market's, is below par by just the saving."""
    found = patriotic_saving(usd(10**8), market=market, diaspora=diaspora, years=years)
    below = 100 - bond_price(coupon=diaspora, yield_=market, years=years)
    assert abs(found.present_value.amount - below * 10**6) < Decimal("0.01")
    assert found.discount == market - diaspora


def test_possible_savings_come_with_scenarios_and_a_warning():
    found = savings_potential(
        tertiary=120000,
        other=480000,
        host_income=usd(42000),
        relative_income=Fraction(1, 3),
        savings_rate=Decimal("0.2"),
    )
    assert found.upper_bound == usd("2352000000")
    assert [(each.share, each.amount) for each in found.scenarios] == [
        (Decimal("0.05"), usd("117600000")),
        (Decimal("0.10"), usd("235200000")),
        (Decimal("0.20"), usd("470400000")),
    ]
    assert found.warning == DEFAULT_WARNING


def test_bonds_that_cannot_be_are_refused():
    for years in (0, -1, 101, 10**50, Decimal("1.5"), Decimal("NaN")):
        with pytest.raises(YearsOutside):
            bond_price(coupon=Decimal("0.05"), yield_=Decimal("0.05"), years=years)
    with pytest.raises(RateOutside):
        bond_price(coupon=Decimal("NaN"), yield_=Decimal("0.05"), years=10)
    with pytest.raises(AmountOutside):
        patriotic_saving(usd(0), market=Decimal("0.08"), diaspora=Decimal("0.05"), years=10)
    some = {"host_income": usd(1), "savings_rate": Decimal("0.2")}
    with pytest.raises(CountOutside):
        savings_potential(tertiary=-1, other=0, relative_income=Decimal("0.2"), **some)
    for phi in (Decimal(2), Fraction(4, 3), Decimal("NaN")):
        with pytest.raises(ShareOutside):
            savings_potential(tertiary=1, other=1, relative_income=phi, **some)


GIVEN = {
    "cap": usd(100_000_000),
    "default": Decimal("0.03"),
    "recovery": Decimal("0.3"),
    "discount": Decimal("0.05"),
    "least_reserve": Decimal("0.1"),
}


def test_a_guarantee_of_a_hundred_for_six_hundred():
    """By hand: 100 m x 0.7 x 0.03 x sum of 0.97^(t-1) / 1.05^t over ten years = 2 m (1 - (0.97/1.05)^10) / (1 - 0.97/1.05)."""
    found = guarantee([usd(600_000_000)] * 10, **GIVEN)
    with localcontext(Context(prec=40)):
        ratio = Decimal("0.97") / Decimal("1.05")
        by_hand = 2_000_000 * (1 - ratio**10) / (1 - ratio)
    assert 0 <= found.expected_loss.amount - by_hand < Decimal("0.01")
    assert (found.exposure, found.leverage) == (usd(100_000_000), 6)
    assert found.reserve == found.expected_loss > usd(10_000_000), "more than the least share"


def test_what_is_owed_falls_below_the_cap_and_the_exposure_with_it():
    falling = guarantee([usd(90_000_000), usd(50_000_000), usd(0)], **GIVEN)
    assert falling.exposure == usd(90_000_000)
    assert falling.reserve == usd(9_000_000) > falling.expected_loss
    assert falling.leverage == Decimal("0.9")
    safe = guarantee([usd(90_000_000)], **GIVEN | {"default": Decimal(0)})
    assert not safe.expected_loss and safe.reserve == usd(9_000_000)


def test_guarantees_that_cannot_be_are_refused():
    with pytest.raises(YearsOutside):
        guarantee([], **GIVEN)
    with pytest.raises(DifferentCurrencies):
        guarantee([Money.of(1, "EUR")], **GIVEN)
    for name in ("default", "recovery", "least_reserve"):
        with pytest.raises(ShareOutside):
            guarantee([usd(1)], **GIVEN | {name: Decimal("NaN")})
    with pytest.raises(AmountOutside):
        guarantee([usd(1)], **GIVEN | {"cap": usd(0)})
