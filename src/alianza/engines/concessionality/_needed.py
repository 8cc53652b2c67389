"""The grant that a package needs, and what a smaller one reaches (A6)."""

from dataclasses import dataclass
from decimal import Decimal

from alianza.engines.concessionality._exactly import exactly, kept, rounded_up
from alianza.engines.concessionality._given import (
    COMPUTED,
    GrantOutside,
    NoSuchRate,
    OfferedOutside,
    ShareOutside,
    TargetOutside,
    amount,
    exact,
    money,
    percent,
    share,
    sized,
)
from alianza.engines.concessionality._grant_element import grant_element
from alianza.engines.concessionality._terms import Profile, Terms
from alianza.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class Need:
    """What makes the package `total` reach the grant element `target` when a bank offers `offered`.

    `grant` replaces part of the loan and `loan` is the rest; `subsidy` would do the same beside the full loan.
    `exact` is the grant before rounding, in major units, negative where the loan is concessional already. `leverage` is
    total over grant, None without a grant.
    """

    total: Money
    offered: Decimal
    target: Decimal
    exact: Decimal
    grant: Money
    loan: Money
    subsidy: Money
    leverage: Decimal | None

    @property
    def concessional_already(self) -> bool:
        return not self.grant


@exactly
def needed_grant(total: Money, *, offered: Decimal, target: Decimal) -> Need:
    """The grant needed, rounded up to the minor unit; none where the loan is concessional already.

    `offered` is the grant element of the bank's terms, `target` the one wanted, both as shares.

    >>> need = needed_grant(Money.of(100, "USD"), offered=Decimal("0.1"), target=Decimal("0.37"))
    >>> str(need.grant), str(need.loan), str(need.subsidy)
    ('30.00 USD', '70.00 USD', '27.00 USD')

    Raises AmountOutside, OfferedOutside, TargetOutside.
    """
    amount(total)
    have, want = _offered(offered), _target(target)
    whole = total.amount
    needed = whole * (want - have) / (1 - have)
    zero = Money.zero(total.currency)
    grant = max(rounded_up(needed, total.currency), zero)
    subsidy = max(rounded_up(whole * (want - have), total.currency), zero)
    leverage = kept(whole / grant.amount) if grant else None
    return Need(total, have, want, kept(needed), grant, total - grant, subsidy, leverage)


@exactly
def concessionality(total: Money, grant: Money, *, offered: Decimal) -> Decimal:
    """The grant element of the package when `grant` replaces part of the loan, as a share of `total`.

    >>> concessionality(Money.of(100, "USD"), Money.of(20, "USD"), offered=Decimal("0.1"))
    Decimal('0.28')

    Raises AmountOutside, GrantOutside, OfferedOutside.
    """
    amount(total)
    given = fitting_grant(grant, total)
    return kept((given.amount + (total - given).amount * _offered(offered)) / total.amount)


@exactly
def implied_rate(
    granted: Decimal, *, target: Decimal, profile: Profile, discount: Decimal, fee: Decimal = Decimal(0)
) -> Decimal:
    """The bank's interest rate at which a grant of the share `granted` of a package is just what `target` needs.

    The grant element is a straight line in the rate, for any profile. To 12 decimals.

    >>> roads = Profile(maturity=Decimal("32.5"), grace=Decimal(7))
    >>> found = implied_rate(Decimal("0.227"), target=Decimal("0.35"), profile=roads, discount=Decimal("0.05"))
    >>> round(found, 4)
    Decimal('0.0363')

    Raises ShareOutside, TargetOutside, DiscountOutside, FeeOutside, NoSuchRate.
    """
    part, want = share(granted, ShareOutside), _target(target)
    if part == 1:
        raise NoSuchRate
    at_none, at_all = (grant_element(Terms(Decimal(rate), profile, fee), discount=discount) for rate in (0, 1))
    rate = (at_none - (want - part) / (1 - part)) / (at_none - at_all)
    if not 0 <= rate <= 1:
        raise NoSuchRate
    return rate.quantize(Decimal(1).scaleb(-12))


def fitting_grant(grant: Money, total: Money) -> Money:
    """A grant that is no larger than its package. Raises GrantOutside."""
    if not isinstance(grant, Money):
        raise TypeError(f"Give Money, not {type(grant).__name__}.")
    if grant.currency != total.currency or not 0 <= grant.minor <= total.minor:
        raise GrantOutside(given=money(grant), total=total)
    return grant


def _offered(value: object) -> Decimal:
    found = exact(value)
    if not sized(found, decimals=COMPUTED) or not -1000 < found < 1:
        raise OfferedOutside(given=percent(found))
    return found


def _target(value: object) -> Decimal:
    found = exact(value)
    if not sized(found, decimals=COMPUTED) or not 0 < found <= 1:
        raise TargetOutside(given=percent(found))
    return found
