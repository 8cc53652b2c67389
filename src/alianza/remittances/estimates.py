"""Each corridor of 2021: the World Bank's matrix, and three rules on the same migrants and receipts."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alianza.engines.remittance_matrix import RULES, Fall, allocate, fall
from alianza.observatory import queries
from alianza.observatory.packaged import Entry
from alianza.observatory.provenance import Provenance, computed

Floats = NDArray[np.float64]

YEAR: Final = 2021
WORLD_BANK: Final = "world-bank"
MATRIX: Final = ("remittance-matrix", "2021")
STOCK: Final = ("migration-matrix", "2021")
INFLOW: Final = ("remittances", "2023")
INCOME: Final = ("wdi-more", "2024")
GDP: Final = ("wdi", "2025")
METHOD: Final = (
    "Receipts of 2021 shared by the migrants of the bilateral migration matrix 2021; income is GDP per head in "
    "purchasing power of 2021 (Ratha and Shaw 2007). A model's estimate, not a recorded flow."
)


@dataclass(frozen=True)
class Estimates:
    """Corridors of 2021. `places` alpha-3; `home`, `host` [pairs] positions in it; `amount` by estimate ("world-bank",
    "stock", "host-income", "ratha-shaw"), [pairs] million US dollars, NaN where that estimate has none; `received`
    and `gdp` [places] million US dollars, NaN where not held; `unallocated` [places] for the rules.
    """

    places: tuple[str, ...]
    home: NDArray[np.intp]
    host: NDArray[np.intp]
    amount: dict[str, Floats]
    received: Floats
    gdp: Floats
    unallocated: Floats

    def at(self, place: str) -> int | None:
        """The position of a place, None where it has no corridor."""
        return self.places.index(place) if place in self.places else None

    def between(self, sender: str, receiver: str) -> dict[str, float | None]:
        """Every estimate of what goes from a sender to a receiver."""
        i, j = self.at(receiver), self.at(sender)
        if i is None or j is None:
            return dict.fromkeys(self.amount)
        found = np.flatnonzero((self.home == i) & (self.host == j))
        if not found.size:
            return dict.fromkeys(self.amount)
        values = {name: float(amounts[found[0]]) for name, amounts in self.amount.items()}
        return {name: None if np.isnan(value) else value for name, value in values.items()}

    def of_receiver(self, receiver: str) -> list[tuple[str, float]]:
        """Where a country's remittances come from by the World Bank's matrix, most first."""
        i = self.at(receiver)
        amounts = self.amount[WORLD_BANK]
        found = [] if i is None else np.flatnonzero((self.home == i) & (amounts > 0)).tolist()
        return sorted(((self.places[self.host[at]], float(amounts[at])) for at in found), key=lambda pair: -pair[1])

    def largest(self, most: int = 20) -> list[tuple[str, str, float]]:
        """Sender, receiver and amount of the largest corridors of the World Bank's matrix."""
        amounts = np.nan_to_num(self.amount[WORLD_BANK], nan=0.0)
        order = np.argsort(-amounts, kind="stable")[:most].tolist()
        return [(self.places[self.host[at]], self.places[self.home[at]], float(amounts[at])) for at in order]

    def fall(self, sender: str, share: float) -> dict[str, Fall]:
        """What a fall from one sender would mean for every receiver, by each estimate. KeyError for an unknown one."""
        at = self.at(sender)
        if at is None:
            raise KeyError(sender)
        return {
            name: fall(self.home, self.host, amounts, places=len(self.places), at=at, share=share, gdp=self.gdp)
            for name, amounts in self.amount.items()
        }


def sources() -> dict[str, Entry]:
    """The series that the estimates rest on, by what they say."""
    names = {"matrix": MATRIX, "stock": STOCK, "inflow": INFLOW, "income": INCOME, "gdp": GDP}
    return {name: queries.entry(*series) for name, series in names.items()}


def provenance(*which: str, method: str = METHOD, **parameters: Any) -> Provenance:
    """The record of an estimate: `which` of `sources` it rests on."""
    held = sources()
    rests_on = [held[name] for name in which]
    return computed("alianza.engines.remittance_matrix", method, {"year": YEAR, **parameters}, rests_on)


def rule_provenance(rule: str) -> Provenance:
    """The record of what one rule shares out."""
    return provenance("stock", "inflow", *(() if rule == "stock" else ("income",)), rule=rule)


def estimates() -> Estimates:
    """The estimates, made once for each state of the series."""
    return _made(tuple(sorted((name, entry.sha256) for name, entry in sources().items())))


@lru_cache(maxsize=2)
def _made(_state: tuple[tuple[str, str], ...]) -> Estimates:
    matrix = _pairs(MATRIX, "RECEIVING_AREA", "SENDING_AREA")
    stock = _pairs(STOCK, "ORIGIN", "DESTINATION")
    stock = {pair: people for pair, people in stock.items() if pair[0] != pair[1]}
    received = _by_place(INFLOW, INDICATOR="RECEIVED", TIME_PERIOD=YEAR)
    income = _by_place(INCOME, INDICATOR="NY.GDP.PCAP.PP.CD", TIME_PERIOD=YEAR)
    gdp = _by_place(GDP, INDICATOR="NY.GDP.MKTP.CD", TIME_PERIOD=YEAR)
    pairs = sorted({*matrix, *stock})
    places = tuple(sorted({place for pair in pairs for place in pair} | received.keys()))
    at = {place: number for number, place in enumerate(places)}
    home = np.array([at[first] for first, _ in pairs], np.intp)
    host = np.array([at[second] for _, second in pairs], np.intp)

    def each(values: dict[str, float], factor: float = 1) -> Floats:
        return np.array([values.get(place, np.nan) for place in places]) * factor

    inflow, economy = each(received), each(gdp, 1e-6)
    amount = {WORLD_BANK: np.array([matrix.get(pair, np.nan) for pair in pairs])}
    held = np.array([pair in stock for pair in pairs])
    people = np.array([stock.get(pair, 0.0) for pair in pairs])
    unallocated = np.zeros(len(places))
    for rule in RULES:
        made = allocate(home[held], host[held], people[held], inflow, income=each(income), rule=rule)
        values = np.full(len(pairs), np.nan)
        values[held] = made.amount
        amount[rule] = values
        unallocated = made.unallocated
    return Estimates(places, home, host, amount, inflow, economy, unallocated)


def _pairs(series: tuple[str, str], first: str, second: str) -> dict[tuple[str, str], float]:
    """Values by pair of countries; an area that is no country ("not specified") has no corridor."""
    rows: list[dict[str, Any]] = queries.observations(*series, AREA_KIND="country")
    return {(row[first], row[second]): float(row["OBS_VALUE"]) for row in rows if row["OBS_VALUE"] is not None}


def _by_place(series: tuple[str, str], **dimensions: str | int) -> dict[str, float]:
    dataflow, vintage = series
    wanted: dict[str, Any] = {"AREA_KIND": "country", **dimensions}
    rows = queries.observations(dataflow, vintage, **wanted)
    return {row["REF_AREA"]: float(row["OBS_VALUE"]) for row in rows if row["OBS_VALUE"] is not None}
