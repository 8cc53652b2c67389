"""Accounts of 200 countries (UN DESA 2019 revision, WPP 2019) as packaged, and made-up ones."""

from functools import cache

import numpy as np

from alianza.observatory.packaged import table


@cache
def countries(period):
    """Places, stocks at start and end (birthplace x residence), births, deaths and WPP net migration."""
    vital = [row for row in table("vital-accounts", "2019").to_pylist() if row["period"] == period]
    places = sorted(row["place"] for row in vital)
    at = {place: number for number, place in enumerate(places)}
    vital.sort(key=lambda row: row["place"])
    births, deaths, net = (
        np.array([row[name] for row in vital], float) for name in ("births", "deaths", "net_migration")
    )
    held = table("stock-accounts", "2019")
    chosen = np.array(held["period"].to_pylist()) == period
    k = np.array([at[each] for each in held["birthplace"].to_pylist() if each in at or not each])[chosen]
    j = np.array([at[each] for each in held["residence"].to_pylist()])[chosen]
    start, end = np.zeros((len(places), len(places))), np.zeros((len(places), len(places)))
    for stock, name in ((start, "start"), (end, "end")):
        stock[k, j] = np.nan_to_num(held[name].to_numpy(zero_copy_only=False).astype(float)[chosen])
    return places, start, end, births, deaths, net


def made_up(n, seed=0, *, extra=0):
    """An account of n places whose truth is known to balance: stocks, births and deaths follow from moves."""
    rng = np.random.default_rng(seed)
    start = rng.lognormal(6, 2, (n + extra, n))
    start[np.arange(n), np.arange(n)] = rng.lognormal(14, 1, n)
    deaths = start.sum(axis=0) * rng.uniform(0.02, 0.1, n)
    alive = start * (1 - deaths / start.sum(axis=0))
    go = rng.dirichlet(np.ones(n) * 0.3, n) * 0.05
    go[np.arange(n), np.arange(n)] += 0.95
    end = alive @ go
    births = end.sum(axis=0) * rng.uniform(0.02, 0.2, n)
    end[np.arange(n), np.arange(n)] += births
    return start, end, births, deaths
