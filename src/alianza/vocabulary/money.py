"""Money: whole minor units of one currency. Never a float, never two currencies in one sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from alianza.vocabulary._packaged import rows
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.unknown import UnknownCode


class UnknownCurrency(UnknownCode):
    code = "vocabulary.unknown_currency"
    message = marked("%(given)s is not a currency of ISO 4217. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a currency of ISO 4217. Write its three-letter code, for example EUR.")


class DifferentCurrencies(Refusal):
    code = "vocabulary.different_currencies"
    message = marked("%(first)s and %(second)s are different currencies. Convert one of them at a dated rate first.")


class NotAnAmount(Refusal):
    code = "vocabulary.not_an_amount"
    message = marked("%(given)s is not an amount in %(currency)s. Write digits with a point, for example 1250.50.")


class TooManyDecimals(Refusal):
    code = "vocabulary.too_many_decimals"
    message = marked("%(given)s has more decimals than %(currency)s, which has %(minor_unit)s.")


class NotPayable(Refusal):
    code = "vocabulary.not_payable"
    message = marked("%(currency)s is a code of ISO 4217 without a minor unit: nobody can be paid in it.")


class NothingToAllocateBy(Refusal):
    code = "vocabulary.nothing_to_allocate_by"
    message = marked("An amount is shared by weights of which none is negative and at least one is above zero.")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of ISO 4217. `minor_unit` is its number of decimals, or None where it cannot hold money.

    `withdrawn` is the month or year it went out of use, as ISO 4217 writes it, or None.
    """

    code: str
    number: str
    minor_unit: int | None
    withdrawn: str | None
    names: Mapping[str, str] = field(repr=False, hash=False, compare=False)

    def name(self, lang: str = "en") -> Label:
        return pick(self.names, lang)

    def __str__(self) -> str:
        return self.code


@cache
def _currencies() -> Mapping[str, Currency]:
    return MappingProxyType(
        {
            row["code"]: Currency(
                code=row["code"],
                number=row["number"],
                minor_unit=int(row["minor_unit"]) if row["minor_unit"] else None,
                withdrawn=row["withdrawn"] or None,
                names=MappingProxyType({lang: row[f"name_{lang}"] for lang in ("en", "es", "fr", "ar")}),
            )
            for row in rows("currencies.csv")
        }
    )


def currencies(*, withdrawn: bool = False) -> tuple[Currency, ...]:
    """The currencies one can be paid in today, by code; `withdrawn=True` gives every code of ISO 4217."""
    return tuple(
        each for each in _currencies().values() if withdrawn or (each.minor_unit is not None and not each.withdrawn)
    )


def currency(code: str) -> Currency:
    """The currency of an ISO 4217 code, withdrawn ones included. Raises UnknownCurrency.

    >>> currency("JPY").minor_unit, currency("TND").minor_unit
    (0, 3)
    """
    found = _currencies().get(code.strip().upper())
    if found is None:
        known = {each.code: [each.names["en"]] for each in currencies()}
        raise UnknownCurrency.among(known, code)
    return found


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` whole minor units (cents, fils, yen) of the currency `currency` (an ISO 4217 code).

    >>> Money.of("12.34", "EUR") + Money(66, "EUR")
    Money(minor=1300, currency='EUR')
    >>> str(Money(1300, "EUR"))
    '13.00 EUR'

    Sums and comparisons of two currencies raise DifferentCurrencies; how an amount looks on a page is for the page.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("Money counts whole minor units; for decimals use Money.of.")
        known = currency(self.currency)
        if known.minor_unit is None:
            raise NotPayable(currency=known.code)
        object.__setattr__(self, "currency", known.code)

    @classmethod
    def of(cls, amount: str | int | Decimal, code: str) -> "Money":
        """From an exact decimal amount in major units.

        Raises NotAnAmount, TooManyDecimals, NotPayable, UnknownCurrency.

        >>> Money.of("1250.5", "EUR").minor, Money.of(1250, "JPY").minor
        (125050, 1250)
        """
        known = currency(code)
        if known.minor_unit is None:
            raise NotPayable(currency=known.code)
        if isinstance(amount, float):
            raise TypeError("A float is not an exact amount; give text, an integer or a Decimal.")
        shown = repr(str(amount)[:40])
        try:
            exact = Decimal(amount)
        except InvalidOperation:
            raise NotAnAmount(given=shown, currency=known.code) from None
        # `adjusted` is the power of ten of the first digit: looked at before any arithmetic, since 1e999999999 has room
        # in no memory.
        if not exact.is_finite() or (exact and exact.adjusted() >= 18):
            raise NotAnAmount(given=shown, currency=known.code)
        if exact and int(exact.as_tuple().exponent) < -40:
            raise TooManyDecimals(given=shown, currency=known.code, minor_unit=known.minor_unit)
        minor = Fraction(exact or 0) * 10**known.minor_unit
        if minor.denominator != 1:
            raise TooManyDecimals(given=shown, currency=known.code, minor_unit=known.minor_unit)
        return cls(int(minor), known.code)

    @classmethod
    def zero(cls, code: str) -> "Money":
        return cls(0, code)

    @property
    def amount(self) -> Decimal:
        """The exact amount in major units, with the currency's decimals."""
        digits = currency(self.currency).minor_unit or 0
        sign, figures = (1 if self.minor < 0 else 0), tuple(int(figure) for figure in str(abs(self.minor)))
        return Decimal((sign, figures, -digits))

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise DifferentCurrencies(first=self.currency, second=other.currency)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor >= other.minor

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def allocate(self, weights: Sequence[int | Fraction | Decimal]) -> tuple["Money", ...]:
        """Share the amount in proportion to the weights, to the last minor unit (largest remainder).

        What rounding leaves goes to the largest remainders, the earlier weight first among equals; the parts always
        add up to the whole, and a weight of zero gets nothing.

        >>> [part.minor for part in Money(100, "EUR").allocate([1, 1, 1])]
        [34, 33, 33]

        Raises NothingToAllocateBy.
        """
        exact = [Fraction(weight) for weight in weights]
        total = sum(exact, Fraction(0))
        if total <= 0 or min(exact) < 0:
            raise NothingToAllocateBy
        size = abs(self.minor)
        quotas = [size * weight / total for weight in exact]
        parts = [int(quota) for quota in quotas]  # rounded down: no quota is negative
        by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - quotas[at], at))
        for at in by_remainder[: size - sum(parts)]:
            parts[at] += 1
        sign = -1 if self.minor < 0 else 1
        return tuple(Money(sign * part, self.currency) for part in parts)


def total(amounts: Sequence[Money], code: str) -> Money:
    """The sum of amounts of one currency; of none, zero. Raises DifferentCurrencies."""
    result = Money.zero(code)
    for amount in amounts:
        result += amount
    return result
