"""Flows between countries estimated here, from the migrant stock and the population of one generation of revisions.

The published estimates end in 2020; these go on to 2024. For each period between two dates of the migrant stock the
account of every country is built from packaged series, and the flows are estimated by several named methods, so that
how much they differ is part of the answer. Where the origin of migrants is not specified, they are kept as a birthplace
of their own: the account stays exact, and their moves are counted with those of the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from alianza.engines.flows import Bootstrap, Estimate, bootstrap, estimate
from alianza.observatory.packaged import Entry, entry

Floats = NDArray[np.float64]

STOCK: Final = ("migrant-stock", "2024")
POPULATION: Final = ("population", "2024")
VITAL: Final = ("population-indicators", "2024")
AHEAD: Final = ("population-projections", "2024")
USED: Final = (STOCK, POPULATION, VITAL, AHEAD)
"""The series the estimates rest on."""
DATES: Final = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
PERIODS: Final = tuple(pairwise(DATES))
METHODS: Final = ("minimum-open", "minimum", "pseudo-bayes")
"""Those that keep an account, of the six that Abel and Cohen (2019) compare."""
CENTRAL: Final = "pseudo-bayes"
"""The one shown as the estimate; the others are its spread."""
DRAWS: Final = 200
SEED: Final = 2024
STOCK_ERROR: Final = 0.1
"""Standard deviation of the logarithm of each stock of foreign-born, about ten percent: an assumption."""
PERSISTENCE: Final = 0.8
"""Correlation of the errors of a stock at both ends of a period: who is missed once tends to be missed again."""
LEVELS: Final = (0.1, 0.9)
"""Eight draws of ten lie between."""
LEAST_SHOWN: Final = 500
"""Persons; corridors that the central method puts lower have no interval of their own in the packaged series."""
INTERVAL_METHOD: Final = (
    "Bootstrap of the central method: each stock of foreign-born multiplied by a lognormal factor of mean 1, its "
    "logarithm with a standard deviation of 0.1, errors of one stock at both ends of a period correlated by 0.8, "
    "natives taking the difference; 200 draws; LOW and HIGH are the tenth and the ninetieth percentile. It tells what "
    "errors of the stock would do, and nothing of the choice of method, which matters more."
)
UNKNOWN: Final = "OOO"
WITHOUT_EVENTS: Final = "VAT"
"""The Holy See: no births or deaths are published, and its last population is held."""
METHOD: Final = (
    "Demographic accounting of Abel (2013) and Abel and Cohen (2019), pseudo-Bayes of Azose and Raftery (2019) with "
    "weight 0.13, and the other methods beside it. Stocks of the 2024 revision with natives as population less all "
    "foreign-born; migrants of unspecified origin kept as a birthplace of their own; births and deaths of World "
    "Population Prospects 2024, half of the first and last calendar year and all between; mid-2024 from the ends of "
    "2023 and 2024; births to natives, deaths in proportion."
)


@dataclass(frozen=True)
class Account:
    """Stocks at both ends and births and deaths between, in persons; `start` and `end` are birthplaces x places.

    The last birthplace is that of people whose origin is not specified.
    """

    period: tuple[int, int]
    places: tuple[str, ...]
    start: Floats
    end: Floats
    births: Floats
    deaths: Floats


def _frame(series: tuple[str, str]) -> pl.DataFrame:
    found: Entry = entry(*series)
    return pl.read_parquet(found.path).with_columns(pl.col(pl.Categorical).cast(pl.String))


def _by_place(frame: pl.DataFrame, places: Sequence[str], years: Sequence[int]) -> Floats:
    """Places x years; missing is NaN."""
    table = np.full((len(places), len(years)), np.nan)
    row, column = {place: i for i, place in enumerate(places)}, {year: i for i, year in enumerate(years)}
    for place, year, value in frame.select("REF_AREA", "TIME_PERIOD", "OBS_VALUE").iter_rows():
        if place in row and year in column and value is not None:
            table[row[place], column[year]] = value
    return table


@cache
def accounts() -> tuple[Account, ...]:
    """The account of every period, for the places that the stock and the population both know."""
    stock = _frame(STOCK).group_by("ORIGIN", "DESTINATION", "TIME_PERIOD").agg(pl.col("OBS_VALUE").sum())
    years = list(range(DATES[0], DATES[-1] + 1))
    people = _frame(POPULATION)
    places = tuple(sorted({*stock["DESTINATION"]} & {*people["REF_AREA"]}))
    vital = _frame(VITAL)
    ahead = _frame(AHEAD).filter((pl.col("TIME_PERIOD") == DATES[-1]) & (pl.col("VARIANT") == "MEDIUM"))
    births, deaths = (
        1000
        * _by_place(
            pl.concat(
                [
                    held.filter(pl.col("INDICATOR") == name).select("REF_AREA", "TIME_PERIOD", "OBS_VALUE")
                    for held in (vital, ahead)
                ]
            ),
            places,
            years,
        )
        for name in ("births", "deaths")
    )
    population = _by_place(people, places, years)
    population[:, -1] = _middle_of_the_last_year(places, ahead)
    small = places.index(WITHOUT_EVENTS)
    births[small], deaths[small] = 0.0, 0.0
    if np.isnan(population[small, -1]):
        population[small, -1] = population[small, -2]
    known = ~np.any(np.isnan(np.stack([births, deaths, population])), axis=(0, 2))
    kept = np.flatnonzero(known)
    named = tuple(places[i] for i in kept)
    tables = {year: _stocks(stock, named, year, population[kept, years.index(year)]) for year in DATES}
    return tuple(
        Account(
            (first, last),
            named,
            tables[first],
            tables[last],
            _between(births[kept], years, first, last),
            _between(deaths[kept], years, first, last),
        )
        for first, last in PERIODS
    )


def _middle_of_the_last_year(places: Sequence[str], ahead: pl.DataFrame) -> Floats:
    """Mid-2024: the mean of the end of 2024 and of 2023, which is the former less births, deaths and migration."""
    by = {
        name: _by_place(ahead.filter(pl.col("INDICATOR") == name), places, DATES[-1:])[:, 0]
        for name in ("pop", "births", "deaths", "mig")
    }
    return 1000 * (by["pop"] - (by["births"] - by["deaths"] + by["mig"]) / 2)


def _between(events: Floats, years: Sequence[int], first: int, last: int) -> Floats:
    """Events from the middle of one year to the middle of another."""
    a, b = years.index(first), years.index(last)
    total: Floats = events[:, a] / 2 + events[:, a + 1 : b].sum(1) + events[:, b] / 2
    return total


def _stocks(stock: pl.DataFrame, places: Sequence[str], year: int, population: Floats) -> Floats:
    """Birthplaces x places, the last birthplace unspecified; natives are the population less all foreign-born."""
    at = {place: i for i, place in enumerate(places)}
    table = np.zeros((len(places) + 1, len(places)))
    for origin, destination, value in (
        stock.filter(pl.col("TIME_PERIOD") == year).select("ORIGIN", "DESTINATION", "OBS_VALUE").iter_rows()
    ):
        if destination in at and value is not None:
            # who was born in a place without an account counts as of unspecified origin
            table[at.get(origin, len(places)), at[destination]] += value
    foreign = table.sum(0)
    natives = population - foreign
    crowded = natives < 0
    table[:, crowded] *= population[crowded] / foreign[crowded]
    table[np.arange(len(places)), np.arange(len(places))] = np.maximum(natives, 0.0)
    return table


def estimates(period: tuple[int, int], methods: Sequence[str] = METHODS) -> Iterator[tuple[str, Estimate]]:
    """The flows of one period by each method."""
    held = next(each for each in accounts() if each.period == period)
    for method in methods:
        yield method, estimate(held.start, held.end, held.births, held.deaths, method=method)


def interval(period: tuple[int, int], draws: int = DRAWS) -> Bootstrap:
    """How far the flows of one period by the central method move under errors of the stock. The same each time."""
    held = next(each for each in accounts() if each.period == period)
    return bootstrap(
        held.start,
        held.end,
        held.births,
        held.deaths,
        rng=np.random.default_rng([SEED, period[0]]),
        error=STOCK_ERROR,
        persistence=PERSISTENCE,
        draws=draws,
        levels=LEVELS,
        method=CENTRAL,
    )


def interval_provenance() -> Mapping[str, Any]:
    """What the intervals rest on."""
    made = provenance()
    chosen = {
        "method": CENTRAL,
        "draws": DRAWS,
        "seed": SEED,
        "stock_error": STOCK_ERROR,
        "persistence": PERSISTENCE,
        "levels": list(LEVELS),
    }
    return {**made, "methods": [f"bootstrap of {CENTRAL}"], "parameters": {**made["parameters"], **chosen}}


def provenance() -> Mapping[str, Any]:
    """What the estimates rest on, for the record that is kept with them."""
    return {
        "engine": "alianza.engines.flows",
        "methods": list(METHODS),
        "parameters": {"weight": 0.13, "birth_rule": "native", "death_rule": "proportional", "balance": "before"},
        "inputs": {entry(*each).name: entry(*each).sha256 for each in USED},
    }
