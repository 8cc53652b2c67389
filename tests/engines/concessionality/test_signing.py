"""Between pricing and signing: a fall gives back, a rise is not topped up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.concessionality import (
    Curve,
    GrantOutside,
    Priced,
    Profile,
    SigningEarlier,
    SigningUnlike,
    at_signing,
    freeze,
    price,
)
from alianza.vocabulary.money import Money

TOTAL, TARGET, FIVE = Money.of(200_000_000, "USD"), Decimal("0.35"), Decimal("0.05")
ROADS = Profile(Decimal("32.5"), Decimal(7))


def priced(
    rate: str | Decimal, on: date = date(2024, 3, 1), *, granted: Money | None = None, total: Money = TOTAL
) -> Priced:
    level = Curve(on, ((Decimal(30), Decimal(rate)),), "made up for this test")
    frozen = freeze(level, spread=Decimal("0.005"), profile=ROADS)
    return price(frozen, total, target=TARGET, discount=FIVE, granted=granted)


def test_a_fall_returns_the_excess():
    before, now = priced("0.032"), priced("0.028", date(2024, 9, 1))
    signed = at_signing(before, now)
    assert signed.grant == now.need.grant < before.granted
    assert signed.returned == before.granted - now.need.grant
    assert signed.loan == TOTAL - signed.grant
    assert not signed.lacking
    assert 0 <= signed.reached - TARGET < Decimal("1e-9")


def test_a_rise_is_not_topped_up_and_says_what_is_lacking():
    before, now = priced("0.032"), priced("0.036", date(2024, 9, 1))
    signed = at_signing(before, now)
    assert (signed.grant, signed.returned) == (before.granted, Money.zero("USD"))
    assert signed.lacking == now.need.grant - before.granted > Money.zero("USD")
    assert signed.reached < TARGET


def test_a_smaller_grant_decided_stays_until_less_is_needed():
    small = Money.of(20_000_000, "USD")
    before = priced("0.032", granted=small)
    assert before.reached < TARGET and before.need.grant > small
    kept = at_signing(before, priced("0.030"))
    assert (kept.grant, kept.returned) == (small, Money.zero("USD"))
    assert kept.lacking == priced("0.030").need.grant - small


def test_a_loan_that_became_concessional_by_itself_returns_the_whole_grant():
    before = priced("0.032")
    signed = at_signing(before, priced("0.001"))
    assert signed.returned == before.granted and not signed.grant and signed.loan == TOTAL
    assert signed.reached > TARGET


@given(st.decimals("0", "0.06", places=4), st.decimals("0", "0.06", places=4))
@settings(deadline=None, max_examples=25)
def test_never_more_is_given_than_was_granted_and_every_cent_is_somewhere(one: Decimal, other: Decimal):
    before, now = priced(one), priced(other)
    signed = at_signing(before, now)
    assert signed.grant + signed.returned == before.granted
    assert signed.grant + signed.loan == TOTAL
    assert signed.grant + signed.lacking == max(now.need.grant, signed.grant)
    assert not (signed.returned and signed.lacking)


def test_only_the_same_package_can_be_signed_and_not_before_it_was_priced():
    with pytest.raises(SigningUnlike):
        at_signing(priced("0.032"), priced("0.03", total=Money.of(100, "USD")))
    with pytest.raises(SigningEarlier, match="priced on 2024-03-01, so it cannot be signed on 2024-02-29"):
        at_signing(priced("0.032"), priced("0.03", date(2024, 2, 29)))
    with pytest.raises(GrantOutside):
        priced("0.03", granted=TOTAL + Money(1, "USD"))
