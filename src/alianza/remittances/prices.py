"""What sending costs: surveyed averages of corridors, and providers' quotes where they have been loaded."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from alianza.engines.remittance_cost import HIGHEST_CORRIDOR, HIGHEST_MEAN, cheapest
from alianza.observatory import queries
from alianza.observatory.packaged import Entry, UnknownDataflow

AVERAGES: Final = "remittance-prices"
SURVEYED: Final = 200
"""US dollars; the amount the averages are about."""
QUOTES: Final = "remittance-quotes"
"""The series of providers' quotes, which a user loads; none is packaged."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The surveyed average of sending 200 US dollars, in percent, by quarter; `entry` says from where."""

    history: tuple[tuple[str, float], ...]
    entry: Entry

    @property
    def last(self) -> tuple[str, float]:
        return self.history[-1]

    @property
    def first(self) -> tuple[str, float]:
        return self.history[0]

    @property
    def standing(self) -> str:
        """Against the targets: "met" at most 3 %, "between", or "above" 5 %."""
        value = self.last[1]
        return "met" if value <= HIGHEST_MEAN else "between" if value <= HIGHEST_CORRIDOR else "above"

    @property
    def change(self) -> float:
        """Percentage points since the first quarter held."""
        return self.last[1] - self.first[1]


def cost(sender: str, receiver: str) -> Cost | None:
    """The averages of a corridor, None where it has never been surveyed."""
    found = queries.series(AVERAGES, SENDING_AREA=sender, RECEIVING_AREA=receiver)
    history = tuple((str(period), float(value)) for period, value in found.items() if value is not None)
    return Cost(history, queries.entry(AVERAGES)) if history else None


@dataclass(frozen=True, slots=True)
class Service:
    """One provider's offer: percent of the amount, what arrives in the sending currency, days or None."""

    provider: str
    cost: float
    arrives: float
    days: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cheapest services for an amount. `offered` have a full price; `hidden` do not tell their exchange rate."""

    amount: float
    period: str
    services: tuple[Service, ...]
    offered: int
    hidden: int
    entry: Entry


def amounts(sender: str, receiver: str) -> tuple[float, ...]:
    """The amounts for which quotes of a corridor are held; empty where none are loaded."""
    return tuple(sorted({float(row["AMOUNT"]) for row in _quotes(sender, receiver)}))


def comparison(sender: str, receiver: str, amount: float) -> Comparison | None:
    """The three cheapest services of the last quarter surveyed, None where no quotes of this amount are held."""
    rows = [row for row in _quotes(sender, receiver) if float(row["AMOUNT"]) == amount]
    if not rows:
        return None
    last = max(str(row["TIME_PERIOD"]) for row in rows)
    rows = [row for row in rows if str(row["TIME_PERIOD"]) == last]

    def column(name: str) -> Any:
        return np.array([np.nan if row.get(name) is None else float(row[name]) for row in rows])

    shown = column("FX_TRANSPARENT") == 1
    margin = np.where(shown, column("FX_MARGIN"), np.nan)
    days, fee = column("SPEED_DAYS"), column("FEE")
    best = cheapest(amount, fee=fee, margin=margin, days=days, accessible=column("ACCESSIBLE") != 0)
    priced = ~(np.isnan(fee) | np.isnan(margin))
    return Comparison(
        amount,
        last,
        tuple(
            Service(
                str(rows[offer.service]["PROVIDER"]),
                offer.cost,
                offer.arrives,
                None if np.isnan(offer.days) else offer.days,
            )
            for offer in best
        ),
        int(priced.sum()),
        int((~shown).sum()),
        queries.entry(QUOTES),
    )


def _quotes(sender: str, receiver: str) -> list[dict[str, Any]]:
    try:
        return queries.observations(QUOTES, SENDING_AREA=sender, RECEIVING_AREA=receiver)
    except UnknownDataflow:
        return []
