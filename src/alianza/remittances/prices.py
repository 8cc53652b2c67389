"""What sending costs: surveyed averages of corridors, and providers' quotes where they have been loaded."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from alianza.engines.remittance_cost import HIGHEST_CORRIDOR, HIGHEST_MEAN, cheapest, corridor_costs
from alianza.observatory import queries
from alianza.observatory.packaged import Entry

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


DAYS: Final = {
    "less than one hour": 0.0,
    "same day": 0.5,
    "next day": 1.0,
    "2 days": 2.0,
    "3-5 days": 5.0,
    "6 days or more": 6.0,
}
"""What the survey says about speed, as days at most."""


REACHING: Final = frozenset({"high", "medium", "nationwide", "major cities"})
NOT_REACHING: Final = frozenset({"low", "main city", "urban only", "rural only"})
"""How the survey ranks the network of a service in the receiving country: since mid-2016 high, medium, low; before, by
places. That the two upper ranks count as within reach is our reading.
"""


@dataclass(frozen=True, slots=True)
class Service:
    """One provider's offer: percent of the amount, what arrives of the amount, days at most or None."""

    provider: str
    product: str
    cost: float
    arrives: float
    days: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cheapest services for the equivalent of an amount of US dollars, in the last quarter surveyed.

    `mean` is over the services that tell their full price (`offered`), in percent; `hidden` do not tell their exchange
    rate and are in neither. `smart` is the mean of the three cheapest that deliver within five days and whose network
    reaches (`qualifying`); None where fewer than three do. `ranked` is of how many the network is told at all.
    """

    amount: float
    period: str
    services: tuple[Service, ...]
    mean: float | None
    offered: int
    hidden: int
    smart: float | None
    qualifying: int
    ranked: int
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
    shown = np.array([str(row.get("TRANSPARENT") or "").strip().lower() in {"yes", "1", "true"} for row in rows])
    total = np.array([np.nan if row["TOTAL_COST"] is None else float(row["TOTAL_COST"]) for row in rows])
    total = np.where(shown, total, np.nan)
    days = np.array([DAYS.get(str(row.get("SPEED") or "").strip().lower(), np.nan) for row in rows])
    reach = np.array([_reach(row.get("COVERAGE")) for row in rows])
    # fee and margin come as one percentage: the fee is in the sending currency and the amount in dollars
    best = cheapest(amount, fee=np.maximum(total, 0) * amount / 100, margin=np.minimum(total, 0), days=days)
    found = corridor_costs(
        np.zeros(len(rows), np.intp),
        total,
        corridors=1,
        days=days,
        accessible=reach,
        transparent=shown,
    )
    return Comparison(
        amount,
        last,
        tuple(
            Service(
                str(rows[offer.service]["PROVIDER"]),
                _product(rows[offer.service]),
                offer.cost,
                offer.arrives,
                None if np.isnan(offer.days) else offer.days,
            )
            for offer in best
        ),
        None if np.isnan(found.mean_overall) else found.mean_overall,
        int(found.services[0]),
        int((~shown).sum()),
        None if np.isnan(found.smart[0]) else float(found.smart[0]),
        int(found.qualifying[0]),
        int((~np.isnan(reach[~np.isnan(total)])).sum()),
        queries.entry(QUOTES),
    )


def _reach(told: object) -> float:
    """1 where the network reaches, 0 where it does not, NaN where that is not told."""
    said = " ".join(str(told or "").split()).lower()
    return 1.0 if said in REACHING else 0.0 if said in NOT_REACHING else float("nan")


def _product(row: dict[str, Any]) -> str:
    """The product; since mid-2016 the workbook tells how one pays and where instead."""
    return str(row.get("PRODUCT") or ", ".join(str(row[name]) for name in ("PAYMENT", "ACCESS_POINT") if row.get(name)))


def comparisons(sender: str, receiver: str) -> tuple[Comparison, ...]:
    """One for each amount of which quotes are held."""
    found = (comparison(sender, receiver, amount) for amount in amounts(sender, receiver))
    return tuple(each for each in found if each is not None)


def _quotes(sender: str, receiver: str) -> list[dict[str, Any]]:
    if not queries.holds(QUOTES):
        return []
    return queries.observations(QUOTES, SENDING_AREA=sender, RECEIVING_AREA=receiver)
