"""The five-year net migration rates of 201 countries, 1950-2020, WPP 2019, as packaged."""

from functools import cache

import numpy as np

from alianza.engines.net_migration import Posterior, fit
from alianza.observatory.packaged import table


@cache
def rates() -> tuple[tuple[str, ...], np.ndarray]:
    columns = table("net-migration-rates", "2019").to_pydict()
    places, periods = sorted(set(columns["place"])), sorted(set(columns["period"]))
    found = np.full((len(places), len(periods)), np.nan)
    for place, period, rate in zip(columns["place"], columns["period"], columns["rate"], strict=False):
        found[places.index(place), periods.index(period)] = rate
    return tuple(places), found


@cache
def posterior() -> Posterior:
    return fit(rates()[1], rng=np.random.default_rng(1))
