"""What is paid when, to the minor unit (A1, A3, A4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alianza.engines.concessionality._exactly import exactly, rounded
from alianza.engines.concessionality._given import (
    DisbursementsWrong,
    PartsOutside,
    amount,
    exact,
    percent,
    shown,
    sized,
)
from alianza.engines.concessionality._terms import Profile, Terms
from alianza.vocabulary.money import Money, total


@dataclass(frozen=True, slots=True)
class Disbursement:
    """`share` of the face is paid out at the end of interval `period`; 0 is the start."""

    period: int
    share: Decimal


AT_ONCE = (Disbursement(0, Decimal(1)),)
SHARES = 12
"""Decimals of a share that does not divide evenly."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payment date: what is paid out, repaid and paid in interest then, and what is outstanding after it."""

    period: int
    disbursed: Money
    principal: Money
    interest: Money
    outstanding: Money

    @property
    def payment(self) -> Money:
        """What the borrower pays."""
        return self.principal + self.interest


@exactly
def in_yearly_parts(profile: Profile, parts: int) -> tuple[Disbursement, ...]:
    """Equal parts, one at the start of each year; 1 is all at once. What does not divide evenly is in the first parts,
    so that the shares make exactly 1.

    >>> [str(each.share) for each in in_yearly_parts(Profile(Decimal(20), Decimal(5)), 3)]
    ['0.333333333334', '0.333333333333', '0.333333333333']

    Raises PartsOutside.
    """
    given, most = exact(parts), -(-profile.periods // profile.frequency)
    if not sized(given, decimals=0) or not 1 <= given <= most:
        raise PartsOutside(maturity=shown(profile.maturity), most=most, given=shown(given))
    number = int(given)
    each, over = divmod(10**SHARES, number)
    return tuple(
        Disbursement(at * profile.frequency, Decimal(each + (at < over)).scaleb(-SHARES)) for at in range(number)
    )


@exactly
def planned(profile: Profile, disbursements: Sequence[Disbursement]) -> tuple[Disbursement, ...]:
    """The disbursements, all at once if none is given. Raises DisbursementsWrong."""
    plan = tuple(disbursements) or AT_ONCE
    shares = [exact(each.share) for each in plan]
    at = [each.period for each in plan]
    whole = sum((each for each in shares if sized(each)), Decimal(0))
    if (
        not all(sized(each) and each > 0 for each in shares)
        or whole != 1
        or at != sorted(set(at))
        or not 0 <= at[0] <= at[-1] < profile.periods
    ):
        places = ", ".join(str(each) for each in at[:10])
        raise DisbursementsWrong(last=profile.periods - 1, paid_out=percent(whole), at=places)
    return plan


def repaid_from(profile: Profile, period: int) -> tuple[Fraction, ...]:
    """The share of a tranche paid out at `period` that each payment date, 1 to `periods`, repays (A4)."""
    left = [weight if at > period else Fraction(0) for at, weight in enumerate(profile.weights, 1)]
    whole = sum(left, Fraction(0))
    return tuple(each / whole for each in left)


@exactly
def repayment_schedule(terms: Terms, face: Money, *, disbursements: Sequence[Disbursement] = ()) -> tuple[Row, ...]:
    """The rows from the start (period 0) to the last repayment, in whole minor units.

    What equal parts leave over goes to the earliest repayments, so that the parts add up; interest is rounded half up.

    >>> loan = Terms(rate=Decimal("0.04"), profile=Profile(Decimal(2), Decimal(1), frequency=1))
    >>> [str(row.payment) for row in repayment_schedule(loan, Money.of(100, "USD"))]
    ['0.00 USD', '4.00 USD', '104.00 USD']

    Raises AmountOutside, DisbursementsWrong.
    """
    amount(face)
    profile, code = terms.profile, face.currency
    plan = planned(profile, disbursements)
    paid_out = dict(zip((each.period for each in plan), face.allocate([each.share for each in plan]), strict=True))
    repaid = [Money.zero(code)] * (profile.periods + 1)
    for period, part in paid_out.items():
        for at, principal in enumerate(part.allocate(repaid_from(profile, period)), 1):
            repaid[at] += principal
    rows, outstanding = [], Money.zero(code)
    for at in range(profile.periods + 1):
        interest = rounded(outstanding.amount * terms.rate / profile.frequency, code)
        disbursed = paid_out.get(at, Money.zero(code))
        outstanding = total([outstanding, disbursed, -repaid[at]], code)
        rows.append(Row(at, disbursed, repaid[at], interest, outstanding))
    return tuple(rows)
