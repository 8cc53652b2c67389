"""The grant element, by formula and by schedule (A1-A5)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alianza.engines.concessionality._exactly import decimal, exactly, kept
from alianza.engines.concessionality._given import (
    COMPUTED,
    DiscountOutside,
    FeeOutside,
    NothingPaidOut,
    exact,
    share,
    sized,
)
from alianza.engines.concessionality._schedule import Disbursement, planned, repaid_from
from alianza.engines.concessionality._terms import Terms

When = date | Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """What the borrower pays, principal and interest together, on a date or at so many years."""

    at: When
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tranche:
    """What is paid out on a date or at so many years, and the payments it gives rise to; in one currency, any unit."""

    at: When
    amount: Decimal
    payments: tuple[Payment, ...]


def grant_element(terms: Terms, *, discount: Decimal, disbursements: Sequence[Disbursement] = ()) -> Decimal:
    """The grant element as a share of the face, to 24 decimals; negative where the loan costs more than the discount.

    `discount` is annual (0.05 for 5 percent). By the closed form for equal principal paid out at once, else by
    schedule.

    >>> from alianza.engines.concessionality import Profile
    >>> loan = Terms(rate=Decimal("0.04"), profile=Profile(Decimal(20), Decimal(5)))
    >>> round(grant_element(loan, discount=Decimal("0.05")), 8)
    Decimal('0.08576842')

    Raises DiscountOutside, DisbursementsWrong.
    """
    share(discount, DiscountOutside)
    if terms.profile.steps or disbursements:
        return grant_element_by_schedule(tranches(terms, disbursements=disbursements), discount=discount, fee=terms.fee)
    return _closed(terms, exact(discount))


@exactly
def _closed(terms: Terms, discount: Decimal) -> Decimal:
    profile = terms.profile
    a, free = profile.frequency, profile.grace_periods
    n = profile.periods - free
    rate = terms.rate / a
    if not discount:  # the limit: interest on 1 through grace, then on the mean of n equal steps down
        return kept(-rate * (free + Decimal(n + 1) / 2) - terms.fee)
    d = (1 + discount) ** (Decimal(1) / a) - 1
    repaid = ((1 + d) ** -free - (1 + d) ** -profile.periods) / (d * n)
    return kept((1 - rate / d) * (1 - repaid) - terms.fee)


@exactly
def tranches(terms: Terms, *, disbursements: Sequence[Disbursement] = ()) -> tuple[Tranche, ...]:
    """The loan of face 1 as tranches with their payments, unrounded, at years from the start (A4).

    Raises DisbursementsWrong.
    """
    profile, found = terms.profile, []
    a = Decimal(profile.frequency)
    for each in planned(profile, disbursements):
        face = exact(each.share)
        outstanding, payments = face, []
        for at, part in enumerate(repaid_from(profile, each.period), 1):
            if at <= each.period:
                continue
            principal = face * decimal(part)
            payments.append(Payment(at / a, principal + outstanding * terms.rate / a))
            outstanding -= principal
        found.append(Tranche(each.period / a, face, tuple(payments)))
    return tuple(found)


@exactly
def grant_element_by_schedule(schedule: Sequence[Tranche], *, discount: Decimal, fee: Decimal = Decimal(0)) -> Decimal:
    """The grant element of any schedule: each tranche's payments discounted to its own disbursement (A2, A4).

    >>> bullet = Tranche(Decimal(0), Decimal(100), (Payment(Decimal(1), Decimal(105)),))
    >>> grant_element_by_schedule([bullet], discount=Decimal("0.05"))
    Decimal('0')

    Raises DiscountOutside, FeeOutside, NothingPaidOut.
    """
    growth = 1 + share(discount, DiscountOutside)
    charged = share(fee, FeeOutside)
    face = worth = Decimal(0)
    for tranche in schedule:
        paid_out = exact(tranche.amount)
        if not sized(paid_out, decimals=COMPUTED) or paid_out <= 0:
            raise NothingPaidOut
        face += paid_out
        for payment in tranche.payments:
            paid, years = exact(payment.amount), _years(tranche.at, payment.at)
            if not sized(paid, decimals=COMPUTED) or paid < 0 or years < 0:
                raise NothingPaidOut
            worth += paid / growth**years
    if not face:
        raise NothingPaidOut
    return kept(1 - worth / face - charged)


def _years(start: When, end: When) -> Decimal:
    if isinstance(start, date) and isinstance(end, date):
        return years_between(start, end)
    if isinstance(start, date) or isinstance(end, date):
        raise TypeError("One schedule is in dates or in years, not in both.")
    begun, ended = exact(start), exact(end)
    if not all(sized(each, decimals=COMPUTED) and abs(each) < 1000 for each in (begun, ended)):
        raise NothingPaidOut
    return ended - begun


@exactly
def years_between(start: date, end: date) -> Decimal:
    """Years with months of 30 days, the last day of a month being its 30th (A5); negative if `end` is earlier.

    >>> years_between(date(2024, 8, 31), date(2025, 2, 28))
    Decimal('0.5')
    """
    days = 360 * (end.year - start.year) + 30 * (end.month - start.month) + _day(end) - _day(start)
    return Decimal(days) / 360


def _day(on: date) -> int:
    return 30 if on.day == monthrange(on.year, on.month)[1] else min(on.day, 30)
