from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.vocabulary.catalogue import dataset
from alianza.vocabulary.money import Money, UnknownCurrency, currencies, currency
from alianza.vocabulary.rates import (
    LICENCES,
    SOURCES,
    NoRate,
    NoRateForYear,
    convert,
    cross_rate,
    latest_year,
    rate,
    with_rates,
    without_rates,
    years,
)

PAYABLE = [code for code in with_rates() if 2024 in years(code)]


def test_every_rate_is_of_a_currency_one_can_be_paid_in_and_says_its_source():
    for code in with_rates():
        assert currency(code).minor_unit is not None
        for year in years(code):
            found = rate(code, year)
            assert found.units_per_usd > 0
            assert found.origin in SOURCES
            assert found.origin in LICENCES


def test_the_fund_comes_first_and_the_federal_reserve_fills_what_it_lacks():
    assert rate("EUR", 2024).origin == "imf"
    assert rate("EUR", 2025).origin == "fed"
    assert rate("SGD", 2024).origin == "fed"
    assert rate("USD", 2024).units_per_usd == 1


def test_the_packaged_rates_are_described_and_intact():
    described = dataset("exchange-rates")
    assert described.is_intact()
    assert "attribution" in described.licence


def test_a_known_year_converts_as_worked_by_hand():
    # 57.29065506997345 PHP and 0.9238895461176068 EUR per US dollar, International Monetary Fund, 2024
    converted = convert(Money.of(10_000, "PHP"), "EUR", 2024)
    assert converted.amount == Money.of("161.26", "EUR")
    assert converted.rate == Decimal("0.0161263568201")
    assert converted.year == 2024
    assert "International Monetary Fund" in converted.source


def test_decimals_of_both_currencies_are_minded():
    assert convert(Money.of(100, "USD"), "JPY", 2024).amount == Money(15137, "JPY")
    assert convert(Money(15137, "JPY"), "USD", 2024).amount == Money.of("100.00", "USD")
    assert convert(Money.of(1, "USD"), "TND", 2024).amount.minor == 3107


def test_two_sources_are_both_named():
    assert convert(Money.of(1, "SGD"), "PHP", 2024).source.count("annual average") == 2


def test_the_stored_rate_is_what_the_amount_was_worked_out_from():
    converted = convert(Money.of("1234.56", "MAD"), "KWD", 2024)
    assert converted.amount.minor == round(Fraction("1234.56") * Fraction(converted.rate) * 1000)


@pytest.mark.parametrize("code", ["FJD", "GEL"])
def test_a_currency_without_a_rate_is_refused_with_what_to_do(code):
    assert code in without_rates()
    with pytest.raises(NoRate, match=rf"no exchange rate for {code}.*for example USD or EUR"):
        convert(Money.of(100, code), "EUR", 2024)
    with pytest.raises(NoRate):
        convert(Money.of(100, "EUR"), code, 2024)


def test_a_year_without_a_rate_is_refused_with_the_years_there_are():
    with pytest.raises(NoRateForYear, match="The rates for LKR are of 2000 to 2023; there is none for 2024"):
        rate("LKR", 2024)
    with pytest.raises(NoRateForYear):
        rate("EUR", 1815)


def test_an_unknown_currency_is_refused():
    with pytest.raises(UnknownCurrency):
        rate("EURO", 2024)


def test_the_latest_common_year_is_that_of_all():
    assert latest_year("EUR") == 2025
    assert latest_year("EUR", "PHP", "MAD") == 2024
    assert latest_year("LKR", "EUR") == 2023


def test_currencies_with_and_without_rates_are_all_of_them():
    assert set(with_rates()) | set(without_rates()) >= {each.code for each in currencies()}
    assert not set(with_rates()) & set(without_rates())


@given(st.integers(-(10**15), 10**15), st.sampled_from(PAYABLE), st.sampled_from(PAYABLE))
def test_conversion_is_exact_to_half_a_minor_unit_and_odd(minor, old, new):
    converted = convert(Money(minor, old), new, 2024)
    digits = (currency(new).minor_unit or 0) - (currency(old).minor_unit or 0)
    exact = minor * Fraction(cross_rate(old, new, 2024)) * Fraction(10) ** digits
    assert abs(exact - converted.amount.minor) <= Fraction(1, 2)
    assert convert(Money(-minor, old), new, 2024).amount == -converted.amount
    if old == new:
        assert converted.amount.minor == minor


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(PAYABLE), st.sampled_from(PAYABLE))
def test_more_money_never_becomes_less(one, other, old, new):
    less, more = sorted((one, other))
    assert convert(Money(less, old), new, 2024).amount <= convert(Money(more, old), new, 2024).amount
