from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.vocabulary.money import (
    DifferentCurrencies,
    Money,
    NotAnAmount,
    NothingToAllocateBy,
    NotPayable,
    TooManyDecimals,
    UnknownCurrency,
    currencies,
    currency,
    total,
)

codes = st.sampled_from([each.code for each in currencies()])
minors = st.integers(-(10**17), 10**17)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@given(minors, minors, minors)
def test_sums_do_not_depend_on_order_or_grouping(a, b, c):
    x, y, z = Money(a, "EUR"), Money(b, "EUR"), Money(c, "EUR")
    assert x + y == y + x
    assert (x + y) + z == x + (y + z)
    assert x - x == Money.zero("EUR")
    opposite = -x
    assert -opposite == x


@given(minors, codes)
def test_an_amount_is_read_back_from_its_decimal(minor, code):
    money = Money(minor, code)
    assert Money.of(money.amount, code) == money
    assert Money.of(str(money.amount), code) == money
    assert str(money) == f"{money.amount:f} {code}"


@given(minors, weights)
def test_the_parts_of_an_allocation_add_up_to_the_whole(minor, shares):
    money = Money(minor, "EUR")
    parts = money.allocate(shares)
    assert total(parts, "EUR") == money
    assert len(parts) == len(shares)


@given(minors, weights)
def test_a_part_differs_from_its_exact_share_by_less_than_one_minor_unit(minor, shares):
    for part, weight in zip(Money(minor, "EUR").allocate(shares), shares, strict=True):
        exact = Fraction(minor * weight, sum(shares))
        assert abs(part.minor - exact) < 1
        assert weight or part.minor == 0


@given(minors, weights, st.integers(1, 1000))
def test_the_unit_of_the_weights_does_not_matter(minor, shares, factor):
    money = Money(minor, "EUR")
    assert money.allocate(shares) == money.allocate([share * factor for share in shares])
    assert money.allocate(shares) == money.allocate([Decimal(share) for share in shares])


@given(minors, minors)
def test_amounts_of_one_currency_are_ordered_like_their_numbers(a, b):
    assert (Money(a, "EUR") < Money(b, "EUR")) == (a < b)
    assert (Money(a, "EUR") <= Money(b, "EUR")) == (a <= b)
    assert (Money(a, "EUR") > Money(b, "EUR")) == (a > b)
    assert (Money(a, "EUR") >= Money(b, "EUR")) == (a >= b)


def test_what_is_left_over_goes_to_the_largest_remainders_first():
    assert [part.minor for part in Money(10, "EUR").allocate([6, 3, 1])] == [6, 3, 1]
    assert [part.minor for part in Money(5, "EUR").allocate([1, 1])] == [3, 2]
    assert [part.minor for part in Money(-5, "EUR").allocate([1, 1])] == [-3, -2]
    assert [part.minor for part in Money(100, "EUR").allocate([47, 16, 158, 81, 52, 46])] == [12, 4, 40, 20, 13, 11]


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_never_meet(operation):
    with pytest.raises(DifferentCurrencies, match="EUR and USD"):
        getattr(Money(1, "EUR"), operation)(Money(1, "USD"))


def test_equal_numbers_of_two_currencies_are_not_equal():
    assert Money(0, "EUR") != Money(0, "USD")
    assert not Money(0, "EUR")
    assert Money(3, "EUR") * 2 == 2 * Money(3, "EUR") == Money(6, "EUR")


@pytest.mark.parametrize(
    ("amount", "code", "minor"),
    [
        ("1250.50", "EUR", 125050),
        ("1250", "JPY", 1250),
        ("1.234", "TND", 1234),
        ("-0.01", "USD", -1),
        ("1e3", "EUR", 100000),
        ("0e99999", "EUR", 0),
    ],
)
def test_decimals_follow_the_currency(amount, code, minor):
    assert Money.of(amount, code).minor == minor


@pytest.mark.parametrize("amount", ["", "abc", "12,50", "NaN", "Infinity", "1e30", "1e999999999", "12.50 EUR", "\x00"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(NotAnAmount, match="Write digits"):
        Money.of(amount, "EUR")


@pytest.mark.parametrize(("amount", "code"), [("1.001", "EUR"), ("1.5", "JPY"), ("1e-999999999", "EUR")])
def test_more_decimals_than_the_currency_has_are_refused_not_rounded(amount, code):
    with pytest.raises(TooManyDecimals):
        Money.of(amount, code)


def test_floats_are_a_programming_error():
    with pytest.raises(TypeError):
        Money(1.5, "EUR")
    with pytest.raises(TypeError):
        Money.of(1.5, "EUR")
    with pytest.raises(TypeError):
        Money(True, "EUR")


def test_gold_and_unknown_codes_hold_no_money():
    with pytest.raises(NotPayable):
        Money(1, "XAU")
    with pytest.raises(UnknownCurrency, match="EUR"):
        Money(1, "EUE")


@pytest.mark.parametrize("shares", [[], [0, 0], [-1, 2]])
def test_nothing_is_allocated_by_nothing(shares):
    with pytest.raises(NothingToAllocateBy):
        Money(1, "EUR").allocate(shares)


def test_the_list_of_currencies_is_that_of_iso_4217():
    assert currency("EUR").minor_unit == 2
    assert currency("KWD").minor_unit == 3
    assert currency("CLP").minor_unit == 0
    assert currency("BGN").withdrawn == "2026-01"
    assert currency("EUR").withdrawn is None
    assert currency("USD").name("fr") == "dollar des États-Unis"
    assert currency("eur").number == "978"
    assert all(each.minor_unit is not None and not each.withdrawn for each in currencies())
    assert len(currencies(withdrawn=True)) > len(currencies()) > 150
