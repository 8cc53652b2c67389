"""A corridor, a country and a fall, as the pages, the panels and the API show them."""

import math
from dataclasses import dataclass
from typing import Any, Final

from alianza.engines.remittance_share import share_of_gdp
from alianza.observatory import queries
from alianza.observatory.areas import codes
from alianza.observatory.figures import Figure, Note, figure, note
from alianza.remittances import estimates, prices
from alianza.remittances.estimates import WORLD_BANK, YEAR, Estimates
from alianza.remittances.prices import Comparison, Cost
from alianza.vocabulary.refusal import Refusal, marked

MILLION: Final = "million US dollars"
PERCENT_OF_GDP: Final = "percent of GDP"
WDI_SHARE: Final = ("remittances-wdi", "2023", "BX.TRF.PWKR.DT.GD.ZS")


@dataclass(frozen=True)
class Direction:
    """One way of a corridor: what goes from `sender` to `receiver`, by each estimate, and what sending costs.

    `of_gdp` is the World Bank's amount in percent of the receiver's GDP; `of_received` in percent of all it received.
    `cost` is the surveyed average by quarter; `quoted` the services of the last quarter for each amount, where quotes
    are loaded.
    """

    sender: str
    receiver: str
    world_bank: Figure
    rules: dict[str, Figure]
    of_gdp: Figure
    of_received: Figure
    cost: Cost | None
    quoted: tuple[Comparison, ...]

    @property
    def known(self) -> bool:
        """Whether anything is held about it."""
        return (
            self.cost is not None
            or bool(self.quoted)
            or any(each.value is not None for each in (self.world_bank, *self.rules.values()))
        )

    @property
    def spread(self) -> tuple[float, float] | None:
        """The least and the most that the estimates say, None with fewer than two."""
        values = [each.value for each in (self.world_bank, *self.rules.values()) if each.value is not None]
        return (min(values), max(values)) if len(values) > 1 else None


def _over(whole: str, method: str) -> Note:
    """The note on a share of the World Bank's amount in a `whole` of `estimates.sources`."""
    return note(estimates.sources()[whole], method, estimates.provenance("matrix", whole, method=method))


def direction(sender: str, receiver: str) -> Direction:
    """One way of a corridor."""
    made, sources = estimates.estimates(), estimates.sources()
    found = made.between(sender, receiver)
    amount = found.pop(WORLD_BANK)
    at = made.at(receiver)
    gdp = None if at is None else float(made.gdp[at])
    received = None if at is None else float(made.received[at])

    def share(whole: float | None) -> float | None:
        if amount is None or whole is None:
            return None
        return float(share_of_gdp(amount, whole))

    own = f"World Bank matrix of {YEAR} over"
    return Direction(
        sender,
        receiver,
        figure(amount, MILLION, YEAR, note(sources["matrix"])),
        {
            rule: figure(
                value,
                MILLION,
                YEAR,
                note(sources["stock"], estimates.METHOD, estimates.rule_provenance(rule)),
            )
            for rule, value in found.items()
        },
        figure(share(gdp), PERCENT_OF_GDP, YEAR, _over("gdp", f"{own} GDP in current dollars.")),
        figure(
            share(received),
            "percent of what the country received",
            YEAR,
            _over("inflow", f"{own} recorded receipts of the year."),
        ),
        prices.cost(sender, receiver),
        prices.comparisons(sender, receiver),
    )


@dataclass(frozen=True)
class Corridor:
    """`home` is what those who moved along the corridor send back; `back` the other way."""

    origin: str
    destination: str
    home: Direction
    back: Direction


class NoSuchCorridor(Refusal):
    code = "remittances.no_such_corridor"
    message = marked("%(origin)s and %(destination)s are no corridor. Write the codes of two different countries.")


def ends(origin: str, destination: str) -> tuple[str, str]:
    """The codes of a corridor as they are written. Raises NoSuchCorridor for an unknown one, and for one twice."""
    start, end = origin.upper(), destination.upper()
    if start == end or not {start, end} <= codes():
        raise NoSuchCorridor(origin=origin[:4], destination=destination[:4])
    return start, end


def corridor(origin: str, destination: str) -> Corridor:
    """Both ways of a corridor of migrants from `origin` to `destination`."""
    return Corridor(origin, destination, direction(destination, origin), direction(origin, destination))


@dataclass(frozen=True)
class Country:
    """What a country receives: the last year held, its share of GDP, where from, and what sending there costs."""

    code: str
    received: Figure
    paid: Figure
    of_gdp: Figure
    senders: tuple[tuple[str, float], ...]
    senders_of: Figure
    cost: Figure


def country(code: str) -> Country:
    made, sources = estimates.estimates(), estimates.sources()
    flows = queries.entry(*estimates.INFLOW)
    share_entry = queries.entry(*WDI_SHARE[:2])
    cost_entry = queries.entry("remittance-prices-country")

    def last(entry: Any, indicator: str) -> tuple[Any, Any]:
        return queries.latest(entry.id, entry.vintage, REF_AREA=code, INDICATOR=indicator) or ("", None)

    received, paid = last(flows, "RECEIVED"), last(flows, "PAID")
    share, price = last(share_entry, WDI_SHARE[2]), last(cost_entry, "SI.RMT.COST.IB.ZS")
    senders = made.of_receiver(code)
    return Country(
        code,
        figure(received[1], MILLION, received[0], note(flows)),
        figure(paid[1], MILLION, paid[0], note(flows)),
        figure(share[1], PERCENT_OF_GDP, share[0], note(share_entry)),
        tuple(senders[:5]),
        figure(sum(amount for _, amount in senders) or None, MILLION, YEAR, note(sources["matrix"])),
        figure(price[1], "percent of the amount sent", price[0], note(cost_entry)),
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fall would take from one receiver, million US dollars: by the World Bank's matrix, and the least and most
    of all estimates; in percent of what it received through the corridors, and of its GDP (None where not held).
    """

    receiver: str
    lost: float | None
    least: float
    most: float
    of_received: float | None
    of_gdp: float | None


@dataclass(frozen=True)
class WhatIf:
    """Effects of a fall of `percent` in what is sent from `sender`, largest share of GDP first."""

    sender: str
    percent: float
    effects: tuple[Effect, ...]
    total: Figure


def what_if(sender: str, percent: float) -> WhatIf | None:
    """The direct effect on every receiver; None where nothing is known to be sent from there."""
    made: Estimates = estimates.estimates()
    at = made.at(sender)
    if at is None or not (made.host == at).any():
        return None
    falls = made.fall(sender, percent / 100)
    base = falls[WORLD_BANK]
    rows = []
    here = made.host == at
    for home in sorted({int(each) for each in made.home[here]}):
        pair = here & (made.home == home)
        lost = [float(each.lost[home]) for name, each in falls.items() if made.amount[name][pair] > 0]
        if not lost:
            continue
        held = bool(made.amount[WORLD_BANK][pair] > 0)
        rows.append(
            Effect(
                made.places[home],
                float(base.lost[home]) if held else None,
                min(lost),
                max(lost),
                _percent(base.of_received[home]) if held else None,
                _percent(base.of_gdp[home]) if held else None,
            )
        )
    rows.sort(key=lambda row: (-(row.of_gdp or 0), -row.most, row.receiver))
    sources = estimates.sources()
    method = "Sum of the direct effects; nothing reacts."
    made_from = estimates.provenance(*sources, method=method, sender=sender, percent=percent)
    total = figure(base.total, MILLION, YEAR, note(sources["matrix"], method, made_from))
    return WhatIf(sender, percent, tuple(rows), total)


def _percent(share: float) -> float | None:
    return None if math.isnan(share) else float(share) * 100


def senders() -> list[str]:
    """Countries from which something is known to be sent."""
    made = estimates.estimates()
    return [made.places[at] for at in sorted({int(each) for each in made.host})]
