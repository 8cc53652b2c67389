"""Wages of all currencies on one scale, each at its own newest rate."""

from datetime import date

import pytest

from alianza.placement.market import Scale
from alianza.vocabulary.money import Money
from alianza.vocabulary.rates import NoRateForYear, convert, years

TODAY = date(2026, 11, 21)


def test_a_currency_whose_rates_end_early_dates_no_other_back() -> None:
    scale = Scale.over(["EUR", "SOS", "", "USD"], on=TODAY)
    assert (scale.year, scale.older) == (years("EUR")[-1], {"SOS": years("SOS")[-1]})
    assert scale.older["SOS"] < scale.year
    thousand = Money.of(1000, "EUR")
    assert scale.of(thousand) == convert(thousand, "USD", scale.year).amount.minor // 100
    shillings = Money.of(1_000_000, "SOS")
    assert scale.of(shillings) == convert(shillings, "USD", scale.older["SOS"]).amount.minor // 100


def test_no_rate_is_of_a_later_year_than_the_day() -> None:
    scale = Scale.over(["EUR", "SOS"], on=date(2016, 5, 1))
    assert (scale.year, dict(scale.older)) == (2016, {})
    with pytest.raises(NoRateForYear):
        Scale.over(["EUR"], on=date(1950, 1, 1))


def test_dollars_alone_need_no_rate() -> None:
    assert Scale.over([], on=TODAY).of(Money.of(700, "USD")) == 700
