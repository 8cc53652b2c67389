"""A matching fund: partners add to what an association of migrants brings (A17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alianza.engines.concessionality._exactly import exactly
from alianza.engines.concessionality._given import NotPaidIn, WeightOutside, amount, exact, shown, sized
from alianza.vocabulary.money import DifferentCurrencies, Money, total


@dataclass(frozen=True, slots=True)
class Partner:
    """Who adds `times` the association's deposit; in three for one: federation, state and municipality, once each."""

    name: str
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Match:
    """A project of `deposit` and the partners' `shares`, in their order; `returned` is what was deposited beyond it."""

    deposit: Money
    shares: tuple[tuple[str, Money], ...]
    returned: Money

    @property
    def parts(self) -> tuple[Money, ...]:
        """The association's part, then the partners'."""
        return (self.deposit, *(part for _name, part in self.shares))

    @property
    def total(self) -> Money:
        return total(self.parts, self.deposit.currency)


@exactly
def matched(deposit: Money, partners: Sequence[Partner], *, cap: Money | None = None) -> Match:
    """What each adds to a deposit; where the project would exceed `cap`, every part shrinks alike.

    A partner's part is rounded down: no part exceeds what was said.

    >>> three = [Partner("federation"), Partner("state"), Partner("municipality")]
    >>> project = matched(Money.of(50000, "USD"), three, cap=Money.of(160000, "USD"))
    >>> str(project.total), str(project.deposit), str(project.returned)
    ('160000.00 USD', '40000.00 USD', '10000.00 USD')

    Raises AmountOutside, WeightOutside, DifferentCurrencies.
    """
    amount(deposit)
    weights = [Fraction(1)]
    for partner in partners:
        times = exact(partner.times)
        if not sized(times) or not 0 < times <= 1000:
            raise WeightOutside(given=shown(times))
        weights.append(Fraction(times))
    code = deposit.currency
    if cap is not None and amount(cap).currency != code:
        raise DifferentCurrencies(first=code, second=cap.currency)
    parts = [Money(int(deposit.minor * weight), code) for weight in weights]
    if cap is not None and total(parts, code) > cap:
        parts = list(cap.allocate([part.minor for part in parts]))
    names = [partner.name for partner in partners]
    return Match(parts[0], tuple(zip(names, parts[1:], strict=True)), deposit - parts[0])


def in_proportion(left: Sequence[Money], wanted: Money) -> tuple[Money, ...]:
    """An amount taken from parts in proportion to what each has left; taking all of it empties every part exactly.

    >>> [str(part) for part in in_proportion([Money(200, "USD"), Money(100, "USD")], Money(100, "USD"))]
    ['0.67 USD', '0.33 USD']

    Raises AmountOutside, NotPaidIn where it is more than is left, DifferentCurrencies.
    """
    amount(wanted, zero=True)
    held = total([amount(part, zero=True) for part in left], wanted.currency)
    if wanted > held:
        raise NotPaidIn(given=wanted - held)
    if not wanted:
        return tuple(Money.zero(wanted.currency) for _ in left)
    return wanted.allocate([part.minor for part in left])


def release(match: Match, paid_in: Sequence[Money], spent: Sequence[Money], wanted: Money) -> tuple[Money, ...]:
    """Each part's share of a payment to the project, once every part is paid in whole: all are released together.

    `paid_in` and `spent` are by part, the association's first.

    Raises NotPaidIn, AmountOutside, DifferentCurrencies.
    """
    for part, paid in zip(match.parts, paid_in, strict=True):
        if paid < part:
            raise NotPaidIn(given=part - paid)
    return in_proportion([part - gone for part, gone in zip(match.parts, spent, strict=True)], wanted)
