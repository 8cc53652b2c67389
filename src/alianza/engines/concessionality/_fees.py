"""The two-tier membership fee (A12, A13)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alianza.engines.concessionality._exactly import exactly, rounded_up
from alianza.engines.concessionality._given import CountOutside, WeightOutside, amount, count, exact, shown, sized
from alianza.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class Fees:
    """What a member pays for a year, by tier, and what all together are assessed.

    `moving_up` is paid in the first year in part one. `surplus` is assessed less budget, and goes to the reserve.
    """

    part_one: Money
    part_two: Money
    moving_up: Money
    assessed: Money
    surplus: Money


@exactly
def two_tier_fees(budget: Money, *, part_one: int, part_two: int, weight: Decimal | int, moving_up: int = 0) -> Fees:
    """Equal fees in each tier that cover the budget; `part_one` pays `weight` times what `part_two` pays (A12).

    `part_one`, `part_two` and `moving_up` count members, each member once.

    >>> fees = two_tier_fees(Money.of(2500000, "USD"), part_one=34, part_two=120, weight=8)
    >>> str(fees.part_two), str(fees.part_one), str(fees.surplus)
    ('6377.56 USD', '51020.48 USD', '3.52 USD')

    Raises AmountOutside, CountOutside, WeightOutside.
    """
    amount(budget)
    one, two, half = count(part_one), count(part_two), count(moving_up)
    times = exact(weight)
    if not sized(times) or not 1 <= times <= 1000:
        raise WeightOutside(given=shown(times))
    if not one + two + half:
        raise CountOutside(given=0)
    units = times * one + two + (1 + times) / 2 * half
    code = budget.currency
    lower = rounded_up(budget.amount / units, code)
    upper = rounded_up(times * lower.amount, code)
    between = rounded_up((lower.amount + upper.amount) / 2, code)
    assessed = upper * one + lower * two + between * half
    return Fees(upper, lower, between, assessed, assessed - budget)


def whole_months(joined: date) -> int:
    """Whole months of its year left on the day of joining, 0 to 12.

    >>> whole_months(date(2025, 3, 1)), whole_months(date(2025, 3, 2))
    (10, 9)
    """
    return 12 - joined.month + (1 if joined.day == 1 else 0)


@exactly
def part_year(fee: Money, *, joined: date) -> Money:
    """What a member that joined during the year pays for it: twelfths, rounded up (A13).

    >>> str(part_year(Money.of("6377.56", "USD"), joined=date(2025, 3, 15)))
    '4783.17 USD'

    Raises AmountOutside.
    """
    amount(fee, zero=True)
    return rounded_up(fee.amount * whole_months(joined) / 12, fee.currency)
