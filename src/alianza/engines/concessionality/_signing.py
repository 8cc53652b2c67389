"""A package priced on one day and again at signing (A11)."""

from dataclasses import dataclass
from decimal import Decimal

from alianza.engines.concessionality._given import SigningEarlier, SigningUnlike
from alianza.engines.concessionality._grant_element import grant_element
from alianza.engines.concessionality._needed import Need, concessionality, fitting_grant, needed_grant
from alianza.engines.concessionality._swap import Frozen
from alianza.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class Priced:
    """A package on its pricing date. `granted` is what was decided: what is needed, or less."""

    frozen: Frozen
    discount: Decimal
    need: Need
    granted: Money

    @property
    def reached(self) -> Decimal:
        """The grant element of the package with the grant decided."""
        return concessionality(self.need.total, self.granted, offered=self.need.offered)


@dataclass(frozen=True, slots=True)
class Signing:
    """The package as signed, on the rate of the day.

    `grant` is final, `loan` the rest of the package, `returned` what goes back to the pool, `lacking` what the target
    would take beyond the grant and is not given without a decision, `reached` the grant element of the package.
    """

    pricing: Priced
    now: Priced
    grant: Money
    loan: Money
    returned: Money
    lacking: Money
    reached: Decimal


def price(frozen: Frozen, total: Money, *, target: Decimal, discount: Decimal, granted: Money | None = None) -> Priced:
    """The grant that the package needs on the frozen terms; `granted` if another amount was decided.

    Raises AmountOutside, TargetOutside, DiscountOutside, GrantOutside.
    """
    offered = grant_element(frozen.terms, discount=discount, disbursements=frozen.disbursements)
    need = needed_grant(total, offered=offered, target=target)
    return Priced(frozen, discount, need, need.grant if granted is None else fitting_grant(granted, total))


def at_signing(pricing: Priced, now: Priced) -> Signing:
    """What becomes of a grant when the loan is signed: a fall in the rate gives back the excess, a rise adds nothing.

    `now` is the same package on the curve of the day of signing; what was granted is read from `pricing` alone.

    Raises SigningUnlike, SigningEarlier.
    """
    first, second = pricing.frozen, now.frozen
    if (
        (pricing.need.total, pricing.need.target, pricing.discount) != (now.need.total, now.need.target, now.discount)
        or (first.terms.profile, first.terms.fee) != (second.terms.profile, second.terms.fee)
        or first.disbursements != second.disbursements
    ):
        raise SigningUnlike
    if second.curve.on < first.curve.on:
        raise SigningEarlier(priced=first.curve.on.isoformat(), signed=second.curve.on.isoformat())
    grant, zero = min(pricing.granted, now.need.grant), Money.zero(pricing.granted.currency)
    return Signing(
        pricing,
        now,
        grant,
        pricing.need.total - grant,
        pricing.granted - grant,
        max(now.need.grant - grant, zero),
        concessionality(pricing.need.total, grant, offered=now.need.offered),
    )
