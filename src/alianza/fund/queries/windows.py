"""What each window holds."""

from dataclasses import dataclass
from datetime import date

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Window
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class Held:
    """Free for approval, and how much of each agreement that is."""

    window: Window
    free: Money
    agreements: tuple[tuple[str, Money], ...]


def windows_held(on: date | None = None) -> list[Held]:
    """Every window with what is free in it on a day (None: now). The split by agreement is of now."""
    from alianza.fund.models import Pool

    free = {name.first: -money for name, money in balances(on, "8200").items()}
    parts: dict[str, list[tuple[str, Money]]] = {}
    if on is None:
        for first, agreement, minor in (
            Pool.objects.filter(account__chart="8200")
            .exclude(minor=0)
            .values_list("account__first", "agreement", "minor")
        ):
            parts.setdefault(first, []).append((agreement, Money(-minor, BASE_CURRENCY)))
    zero = Money.zero(BASE_CURRENCY)
    return [
        Held(window, free.get(window.number, zero), tuple(sorted(parts.get(window.number, []))))
        for window in Window.objects.order_by("number")
    ]
