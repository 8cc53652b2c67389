"""The needed grant: its proof, its edges, and the published cases."""

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    AmountOutside,
    GrantOutside,
    NoSuchRate,
    OfferedOutside,
    Profile,
    TargetOutside,
    Terms,
    concessionality,
    grant_element,
    implied_rate,
    needed_grant,
)
from alianza.vocabulary.money import Money

FIVE, FLOOR = Decimal("0.05"), Decimal("0.35")
shares = st.decimals("-0.5", "0.99", places=12)
targets = st.decimals("0.000000000001", 1, places=12)
packages = st.integers(10_000, 10**13).map(lambda minor: Money(minor, "USD"))


def usd(text: str) -> Money:
    return Money.of(text, "USD")


@given(packages, shares, targets)
@settings(deadline=None)
def test_grant_and_loan_together_reach_the_target(total: Money, offered: Decimal, target: Decimal):
    need = needed_grant(total, offered=offered, target=target)
    with localcontext(Context(prec=60)):
        T, C = total.amount, need.exact
        assert abs(C + (T - C) * offered - T * target) < Decimal("1e-12")
        assert abs(C - T * (target - offered) / (1 - offered)) < Decimal("1e-20")
    assert need.grant + need.loan == total
    assert need.concessional_already == (target <= offered)
    reached = concessionality(total, need.grant, offered=offered)
    assert reached >= target or need.concessional_already
    if need.grant:
        lower = concessionality(total, need.grant - Money(1, "USD"), offered=offered)
        assert lower < target, "one cent less does not reach it"


@given(packages, shares, targets)
@settings(deadline=None, max_examples=50)
def test_the_unit_of_money_does_not_matter(total: Money, offered: Decimal, target: Decimal):
    once = needed_grant(total, offered=offered, target=target)
    again = needed_grant(total * 1000, offered=offered, target=target)
    with localcontext(Context(prec=60)):
        assert abs(again.exact - 1000 * once.exact) < Decimal("1e-20")
    assert once.grant * 1000 - Money(1000, "USD") <= again.grant <= once.grant * 1000


@given(shares, targets, st.integers(0, 10**6), st.integers(0, 10**6))
@settings(deadline=None, max_examples=50)
def test_a_larger_grant_reaches_more(offered: Decimal, target: Decimal, one: int, other: int):
    total = Money(10**6, "USD")
    small, large = (concessionality(total, Money(part, "USD"), offered=offered) for part in sorted((one, other)))
    assert small < large if one != other else small == large


def test_a_smaller_grant_says_what_it_reaches():
    offered = grant_element(Terms(Decimal("0.04"), Profile(Decimal(20), Decimal(5))), discount=FIVE)
    assert round(concessionality(usd("100000000"), usd("20000000"), offered=offered), 6) == Decimal("0.268615")
    assert concessionality(usd("100"), usd("100"), offered=offered) == 1
    assert concessionality(usd("100"), usd("0"), offered=offered) == offered


def test_a_loan_that_is_concessional_already_needs_no_grant():
    need = needed_grant(usd("100"), offered=Decimal("0.4"), target=FLOOR)
    assert need.concessional_already and need.exact < 0
    assert (need.grant, need.loan, need.subsidy, need.leverage) == (usd("0"), usd("100"), usd("0"), None)


def test_an_exact_number_of_cents_is_not_rounded_up():
    need = needed_grant(usd("99.99"), offered=Decimal(0), target=Decimal(1) / 3)
    assert need.grant == usd("33.33"), "the last digits of a third are noise"


def test_the_minor_unit_is_the_currency_s():
    assert needed_grant(Money.of(100, "JPY"), offered=Decimal(0), target=FLOOR).grant == Money.of(35, "JPY")
    assert needed_grant(Money.of("0.001", "TND"), offered=Decimal(0), target=FLOOR).grant == Money(1, "TND")


@pytest.mark.parametrize(
    ("package", "grant", "maturity", "grace", "rate"),
    [("200", "45.4", "32.5", "7", "3.63"), ("500", "111", "35", "4.5", "3.56")],
    ids=["Lebanon, roads and employment", "Jordan 2018, growth and jobs"],
)
def test_published_grants_imply_these_bank_rates_if_the_target_was_35_percent(package, grant, maturity, grace, rate):
    """Inference, not the facility's own method: its target and discounting are not published where we looked."""
    profile = Profile(Decimal(maturity), Decimal(grace))
    found = implied_rate(Decimal(grant) / Decimal(package), target=FLOOR, profile=profile, discount=FIVE)
    assert round(found * 100, 2) == Decimal(rate)
    offered = grant_element(Terms(found, profile), discount=FIVE)
    total = usd(package)
    need = needed_grant(total, offered=offered, target=FLOOR)
    assert abs(need.exact - Decimal(grant)) < Decimal("1e-6")


def test_no_rate_makes_a_tiny_grant_enough_or_a_whole_one_needed():
    profile = Profile(Decimal(2), Decimal(0))
    for part in ("0", "1"):
        with pytest.raises(NoSuchRate):
            implied_rate(Decimal(part), target=FLOOR, profile=profile, discount=FIVE)


def test_what_cannot_be_is_refused_in_a_sentence():
    total, half = usd("100"), Decimal("0.5")
    for target in ("0", "-1", "1.01", "NaN", "sNaN", "Infinity", "1e999", "1e999999"):
        with pytest.raises(TargetOutside, match=r"above 0 and at most 100 percent; .+ is not\."):
            needed_grant(total, offered=half, target=Decimal(target))
    for offered in ("1", "2", "NaN", "-Infinity", "-1e999"):
        with pytest.raises(OfferedOutside):
            needed_grant(total, offered=Decimal(offered), target=half)
    for package in (Money(0, "USD"), Money(-1, "USD"), Money(10**1000, "USD")):
        with pytest.raises(AmountOutside, match=r"An amount is above 0 .+ USD is not\."):
            needed_grant(package, offered=half, target=half)
    for grant in (usd("100.01"), usd("-1"), Money.of(1, "EUR"), Money(10**1000, "USD")):
        with pytest.raises(GrantOutside):
            concessionality(total, grant, offered=half)
    with pytest.raises(TypeError):
        needed_grant(100, offered=half, target=half)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        needed_grant(total, offered=0.5, target=half)  # type: ignore[arg-type]
