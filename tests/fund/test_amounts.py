import pytest

from alianza.fund.amounts import Ambiguous, NotPositive, NotUnderstood, TooLargeAmount, read
from alianza.vocabulary.money import TooManyDecimals


@pytest.mark.parametrize(
    ("typed", "code", "minor"),
    [
        ("1.000,00", "USD", 100000),
        ("1,000.00", "EUR", 100000),
        ("1.234.567,89", "EUR", 123456789),
        ("1 234 567.89", "USD", 123456789),
        ("1\u202f234,50", "EUR", 123450),
        ("1'000", "CHF", 100000),
        ("12,5", "EUR", 1250),
        ("1.000", "JPY", 1000),
        ("1,000", "JPY", 1000),
        ("1.000", "TND", 1000),
        ("١٢٣٤٫٥", "USD", 123450),
        ("१२३", "USD", 12300),
        ("+7", "USD", 700),
        ("1000000000", "USD", 100000000000),
    ],
)
def test_an_amount_is_understood(typed: str, code: str, minor: int) -> None:
    assert read(typed, code).minor == minor


@pytest.mark.parametrize("typed", ["1,000", "1.000"])
def test_what_can_be_read_in_two_ways_is_asked_for_again(typed: str) -> None:
    with pytest.raises(Ambiguous, match="two ways"):
        read(typed, "USD")


@pytest.mark.parametrize(
    "typed",
    ["", "1e9", "NaN", "inf", "Infinity", "1_000", "0x10", "1.2.3", "1,00,000", "½", "²", "$5", "5 USD", "1..2", "-NaN", "--1", "\x00", "9" * 50],
)  # fmt: skip
def test_nonsense_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(typed, "USD")
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize("typed", ["-0", "0", "0.00", "-5", "-1.000,00", "\u22125"])
def test_an_amount_is_above_zero(typed: str) -> None:
    with pytest.raises(NotPositive):
        read(typed, "USD")


def test_zero_is_understood_where_it_is_meant() -> None:
    assert read("0", "USD", zero=True).minor == 0


def test_more_than_the_books_hold_is_refused() -> None:
    with pytest.raises(TooLargeAmount):
        read("1000000000000", "USD")
    with pytest.raises(TooManyDecimals):
        read("1.005,001", "USD")
