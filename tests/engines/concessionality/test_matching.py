"""A matching fund, three for one and others."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    AmountOutside,
    NotPaidIn,
    Partner,
    WeightOutside,
    in_proportion,
    matched,
    release,
)
from alianza.vocabulary.money import DifferentCurrencies, Money, total

THREE = [Partner("federation"), Partner("state"), Partner("municipality")]


def usd(text: str | int) -> Money:
    return Money.of(text, "USD")


def test_each_partner_adds_as_much_as_the_association():
    project = matched(usd(50_000), THREE)
    assert project.parts == (usd(50_000),) * 4
    assert [name for name, _part in project.shares] == ["federation", "state", "municipality"]
    assert project.total == usd(200_000) and not project.returned


def test_under_a_cap_every_part_shrinks_alike_and_the_rest_of_the_deposit_goes_back():
    project = matched(usd(50_000), THREE, cap=usd("100000.01"))
    assert project.total == usd("100000.01")
    assert project.parts == (usd("25000.01"), usd("25000"), usd("25000"), usd("25000"))
    assert project.returned == usd("24999.99")
    assert matched(usd(50_000), THREE, cap=usd(200_000)) == matched(usd(50_000), THREE)


@given(
    st.integers(1, 10**10),
    st.lists(st.decimals("0.01", 5, places=2), max_size=5),
    st.integers(1, 10**10),
)
def test_nobody_pays_more_than_was_said_and_the_cap_holds(deposit, times, cap):
    partners = [Partner(f"partner {at}", each) for at, each in enumerate(times)]
    free, capped = (matched(Money(deposit, "USD"), partners, cap=most) for most in (None, Money(cap, "USD")))
    assert capped.total == min(free.total, Money(cap, "USD"))
    assert all(part <= said for part, said in zip(capped.parts, free.parts, strict=True))
    assert all(part.minor <= deposit * each for part, each in zip(free.parts[1:], times, strict=True))
    assert capped.deposit + capped.returned == Money(deposit, "USD")


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_taken_in_steps_empties_every_part_exactly(minors, data):
    left = [Money(each, "USD") for each in minors]
    while held := total(left, "USD"):
        wanted = Money(data.draw(st.integers(max(1, held.minor // 3), held.minor)), "USD")
        taken = in_proportion(left, wanted)
        assert total(taken, "USD") == wanted
        left = [part - gone for part, gone in zip(left, taken, strict=True)]
        assert all(part >= Money.zero("USD") for part in left)
    assert in_proportion(left, Money.zero("USD")) == tuple(left)


def test_money_is_released_only_once_every_part_is_paid_in():
    project = matched(usd(100), THREE)
    none = [usd(0)] * 4
    with pytest.raises(NotPaidIn, match="40.00 USD is not there"):
        release(project, [usd(100), usd(100), usd(60), usd(100)], none, usd(40))
    assert release(project, [usd(100)] * 4, none, usd(40)) == (usd(10),) * 4
    with pytest.raises(NotPaidIn):
        release(project, [usd(100)] * 4, [usd(10)] * 4, usd("360.01"))


def test_matches_that_cannot_be_are_refused():
    for times in ("0", "-1", "NaN", "1e999", "1001"):
        with pytest.raises(WeightOutside):
            matched(usd(1), [Partner("state", Decimal(times))])
    for deposit in (usd(0), usd(-1)):
        with pytest.raises(AmountOutside):
            matched(deposit, THREE)
    with pytest.raises(DifferentCurrencies):
        matched(usd(1), THREE, cap=Money.of(1, "EUR"))
