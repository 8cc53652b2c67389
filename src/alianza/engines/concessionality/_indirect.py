"""Indirect cost, on direct cost or within a total (A14)."""

from dataclasses import dataclass
from decimal import Decimal

from alianza.engines.concessionality._exactly import exactly, rounded
from alianza.engines.concessionality._given import ShareOutside, amount, share
from alianza.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class IndirectCost:
    direct: Money
    indirect: Money

    @property
    def total(self) -> Money:
        return self.direct + self.indirect


@exactly
def indirect_within(total: Money, rate: Decimal) -> IndirectCost:
    """A total split into direct cost and an indirect cost of `rate` of that; the two always add up.

    >>> found = indirect_within(Money.of(1000000, "USD"), Decimal("0.07"))
    >>> str(found.direct), str(found.indirect)
    ('934579.44 USD', '65420.56 USD')

    Raises AmountOutside, ShareOutside.
    """
    amount(total, zero=True)
    direct = rounded(total.amount / (1 + share(rate, ShareOutside)), total.currency)
    return IndirectCost(direct, total - direct)


@exactly
def indirect_on(direct: Money, rate: Decimal) -> IndirectCost:
    """The indirect cost of `rate` earned with direct cost.

    >>> str(indirect_on(Money.of(1500000, "USD"), Decimal("0.07")).indirect)
    '105000.00 USD'

    Raises AmountOutside, ShareOutside.
    """
    amount(direct, zero=True)
    return IndirectCost(direct, rounded(direct.amount * share(rate, ShareOutside), direct.currency))
