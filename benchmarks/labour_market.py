"""A made-up labour market of any size, for the speed comparisons: same arguments and seed, same tables.

It is made to be uneven where real registries are. A few occupations hold most people, as in labour migration (Zipf with
exponent 1.2 over the civilian unit groups of ISCO-08: the ten largest hold three fifths); demand leans to the same ones
but not equally; a third of the workers have a second occupation, often a neighbour; education follows the skill level of the occupation; languages
follow the origin; an order is open to some origins only. Nobody in it is real, and no share is an estimate of anything.
"""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

import numpy as np

from alianza.engines.preselection import LEVELS, MEDICAL, SECURITY, Codes, Orders, Workers, countries_of
from alianza.tabular import write_table
from alianza.vocabulary.occupations import occupations

ORIGINS = ("BGD", "COL", "EGY", "ETH", "GHA", "IDN", "IND", "KEN", "MAR", "NPL", "PHL", "SEN")
DESTINATIONS = ("AUS", "CAN", "DEU", "ESP", "FRA", "GBR", "ITA", "JPN", "QAT", "SAU")
LANGUAGES = ("ar", "de", "en", "es", "fr", "ja")
DESTINATION_LANGUAGE = {
    "AUS": "en", "CAN": "en", "DEU": "de", "ESP": "es", "FRA": "fr", "GBR": "en", "ITA": "es", "JPN": "ja",
    "QAT": "ar", "SAU": "ar",
}  # fmt: skip
PERMITS = ("seasonal", "skilled", "training", "care")
POOL, TRANSVERSAL = 40, 60
"""Skills of each minor group, and skills that go with any."""
COUNTRIES = tuple(sorted(ORIGINS + DESTINATIONS))
CHUNK = 1_000_000


def market(workers: int, orders: int, *, seed: int = 20, groups: int | None = None) -> tuple[Workers, Orders]:
    """So many workers and so many orders; in a few occupations only (`groups`), when a small market is to be dense."""
    units = np.array(
        sorted(int(o.code) for o in occupations() if o.level == 4 and not o.code.startswith("0")), np.int32
    )
    if groups is not None:
        units = np.sort(np.random.default_rng([seed, 4]).permutation(units)[:groups])
    minors = np.unique(units // 10)
    skills = tuple(str(skill) for skill in range(len(minors) * POOL + TRANSVERSAL))
    codes = Codes(COUNTRIES, LANGUAGES, PERMITS, skills)
    rng = np.random.default_rng([seed, 1])
    supply = 1 / np.arange(1, len(units) + 1) ** 1.2
    rng.shuffle(supply)
    demand = supply**0.8 * rng.lognormal(0, 0.6, len(units))
    shape = _Shape(codes, units, minors, supply=supply / supply.sum(), demand=demand / demand.sum(), rng=rng)
    return _workers(workers, shape, seed), _orders(orders, shape, np.random.default_rng([seed, 2]))


class _Shape:
    """What the two tables have in common."""

    def __init__(self, codes, units, minors, *, supply, demand, rng) -> None:
        self.codes, self.units, self.minors, self.supply, self.demand = codes, units, minors, supply, demand
        self.origins = np.array([COUNTRIES.index(c) for c in ORIGINS], np.int16)
        self.destinations = np.array([COUNTRIES.index(c) for c in DESTINATIONS], np.int16)
        self.origin_share = rng.dirichlet(np.full(len(ORIGINS), 2.0))
        self.destination_share = rng.dirichlet(np.full(len(DESTINATIONS), 3.0))
        self.mother_tongue = rng.integers(0, 4, len(ORIGINS))  # ar, de, en or es above the rest
        level = {1: 5, 2: 5, 3: 4, 4: 3, 5: 2, 6: 1, 7: 2, 8: 2, 9: 1}
        self.education = np.array([level[int(u) // 1000] for u in units])
        self.pay = np.array([{1: 2600, 2: 2400, 3: 1900, 4: 1500}.get(int(u) // 1000, 1250) for u in units])
        self.minor_of = np.searchsorted(minors, units // 10)


def _workers(n: int, shape: _Shape, seed: int) -> Workers:
    parts = [
        _some_workers(first, min(CHUNK, n - first), shape, np.random.default_rng([seed, 3, first]))
        for first in range(0, max(n, 1), CHUNK)
    ]
    columns = {}
    for field in fields(Workers):
        name = field.name
        if name == "codes":
            continue
        if name == "skill_start":
            sizes = np.concatenate([np.diff(part[name]) for part in parts])
            columns[name] = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
        else:
            columns[name] = np.concatenate([part[name] for part in parts])
        for part in parts:
            if name != "skill_start":
                del part[name]
    return Workers(codes=shape.codes, **columns)


def _some_workers(first: int, n: int, shape: _Shape, rng: np.random.Generator) -> dict:
    unit = rng.choice(len(shape.units), n, p=shape.supply).astype(np.int32)
    beside = np.clip(unit + rng.integers(-2, 3, n), 0, len(shape.units) - 1)
    far = rng.choice(len(shape.units), n, p=shape.supply)
    second = np.where(rng.random(n) < 0.45, beside, far).astype(np.int32)
    has_second = (rng.random(n) < 0.35) & (second != unit)
    origin = rng.choice(len(ORIGINS), n, p=shape.origin_share)
    age = np.clip(18 + rng.gamma(2.2, 6.5, n), 18, 64).astype(np.int32)
    years = np.minimum(rng.gamma(1.6, 4.0, n), age - 17).astype(np.int32)
    years2 = np.where(has_second, np.minimum(rng.gamma(1.2, 2.5, n), age - 17), 0).astype(np.int32)
    cefr = np.clip(rng.normal(-1.5, 2.0, (n, len(LANGUAGES))), 0, 6)
    cefr[:, LANGUAGES.index("en")] = np.clip(rng.normal(2.4, 1.6, n), 0, 6)
    cefr[np.arange(n), shape.mother_tongue[origin]] = np.clip(rng.normal(4.5, 1.2, n), 0, 6)
    wishes = np.stack([rng.choice(shape.destinations, n, p=shape.destination_share) for _ in range(5)], 1)
    wished = rng.integers(1, 4, n)
    wish = np.where(np.arange(3) < wished[:, None], wishes[:, :3], -1).astype(np.int16)
    accepts = np.zeros((n, shape.codes.country_words), np.uint64)
    for k in range(5):
        accepts[:, 0] |= np.where(k < wished + 2, np.uint64(1) << wishes[:, k].astype(np.uint64), np.uint64(0))
    recognised = np.zeros_like(accepts)
    for destination in shape.destinations:
        recognised[:, 0] |= (rng.random(n) < 0.16).astype(np.uint64) << np.uint64(destination)
    count = rng.integers(3, 15, n)
    owner = np.repeat(np.arange(n, dtype=np.int64), count)
    draw = rng.random(len(owner))
    own = shape.minor_of[np.where(rng.random(len(owner)) < 0.85, unit[owner], second[owner])] * POOL
    skill = np.where(
        rng.random(len(owner)) < 0.8,
        own + (POOL * draw**1.6).astype(np.int64),
        len(shape.minors) * POOL + (TRANSVERSAL * draw**1.6).astype(np.int64),
    )
    held = _distinct(owner * 100_000 + skill)
    pay = shape.pay[unit] * rng.lognormal(-0.15, 0.25, n)
    return {
        "worker": np.arange(first + 1, first + n + 1, dtype=np.int64),
        "origin": shape.origins[origin],
        "region": rng.integers(1, 6, n, dtype=np.int32),
        "isco": shape.units[unit],
        "years": years,
        "isco2": np.where(has_second, shape.units[second], -1).astype(np.int32),
        "years2": years2,
        "woman": rng.random(n) < 0.42,
        "age": age,
        "disadvantaged": rng.random(n) < 0.23,
        "education": np.clip(shape.education[unit] + rng.integers(-1, 2, n), 0, 6).astype(np.int8),
        "cefr": cefr.astype(np.int8),
        "recognised_in": recognised,
        "medical": rng.choice(3, n, p=(0.82, 0.12, 0.06)).astype(np.int8),
        "security": rng.choice(3, n, p=(0.9, 0.08, 0.02)).astype(np.int8),
        "passport_months": rng.integers(0, 120, n, dtype=np.int32),
        "wish": wish,
        "accepts": accepts,
        "min_wage": np.maximum(pay, 200).astype(np.int32) // 10 * 10,
        "available_month": np.minimum(rng.geometric(0.3, n) - 1, 18).astype(np.int32),
        "skill_start": np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(held // 100_000, minlength=n))]),
        "skill": (held % 100_000).astype(np.int32),
    }


def _orders(m: int, shape: _Shape, rng: np.random.Generator) -> Orders:
    unit = rng.choice(len(shape.units), m, p=shape.demand)
    dest = rng.choice(len(DESTINATIONS), m, p=shape.destination_share)
    language = np.array([LANGUAGES.index(DESTINATION_LANGUAGE[d]) for d in DESTINATIONS])[dest]
    skilled = shape.education[unit]
    asks = rng.random(m) < 0.85
    also = asks & (rng.random(m) < 0.12) & (language != LANGUAGES.index("en"))
    lowest = np.clip(rng.integers(0, 3, m) + (skilled > 3), 0, 5)
    origins = np.zeros((m, shape.codes.country_words), np.uint64)
    openness = rng.choice([0.25, 0.6, 1.0], m, p=(0.4, 0.4, 0.2))
    for origin in shape.origins:
        origins[:, 0] |= (rng.random(m) < openness).astype(np.uint64) << np.uint64(origin)
    pool = shape.minor_of[unit] * POOL
    needs, likes = [_wanted(pool, rng, low, high, shape) for low, high in ((2, 6), (2, 9))]
    age_max = np.where(rng.random(m) < 0.3, rng.integers(35, 55, m), 65)
    return Orders(
        codes=shape.codes,
        order=np.arange(1, m + 1, dtype=np.int64),
        dest=shape.destinations[dest],
        isco=shape.units[unit],
        related_ok=rng.random(m) < 0.35,
        posts=np.minimum(rng.geometric(0.12, m), 80).astype(np.int32),
        permit=rng.integers(0, len(PERMITS), m, dtype=np.int32),
        certified=rng.random(m) < 0.95,
        wage=(shape.pay[unit] * rng.lognormal(0.05, 0.2, m)).astype(np.int32) // 10 * 10,
        min_years=np.minimum(rng.geometric(0.4, m) - 1, 8).astype(np.int32),
        lang1=np.where(asks, language, -1).astype(np.int16),
        lang1_min=np.where(asks, lowest, -1).astype(np.int8),
        lang2=np.where(also, LANGUAGES.index("en"), -1).astype(np.int16),
        lang2_min=np.where(also, 2, -1).astype(np.int8),
        min_education=np.clip(skilled + rng.integers(-2, 1, m), 0, 6).astype(np.int8),
        regulated=(skilled >= 4) & (rng.random(m) < 0.4),
        age_min=np.full(m, 18, np.int32),
        age_max=age_max.astype(np.int32),
        origins=origins,
        start_month=rng.integers(1, 13, m, dtype=np.int32),
        passport_min=rng.choice([6, 12, 18], m).astype(np.int32),
        essential_start=needs[0],
        essential=needs[1],
        essential_min=np.minimum(np.diff(needs[0]), rng.integers(0, 3, m)).astype(np.int32),
        optional_start=likes[0],
        optional=likes[1],
    )


def _distinct(keys: np.ndarray) -> np.ndarray:
    keys.sort()
    return keys[np.diff(keys, prepend=-1) != 0]


def _wanted(pool: np.ndarray, rng: np.random.Generator, low: int, high: int, shape: _Shape):
    m = len(pool)
    owner = np.repeat(np.arange(m, dtype=np.int64), rng.integers(low, high, m))
    draw = rng.random(len(owner))
    skill = np.where(
        rng.random(len(owner)) < 0.9,
        pool[owner] + (POOL * draw**1.4).astype(np.int64),
        len(shape.minors) * POOL + (TRANSVERSAL * draw).astype(np.int64),
    )
    named = _distinct(owner * 100_000 + skill)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(named // 100_000, minlength=m))])
    return start, (named % 100_000).astype(np.int32)


def write(workers: Workers, orders: Orders, folder: Path, ending: str = ".csv") -> None:
    """The market as the tables that `alianza shortlist` and `alianza match` read."""
    codes, level = workers.codes, np.array([*LEVELS, ""])

    def named(positions: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
        return np.array([*names, ""])[positions]

    def sets(rows: np.ndarray) -> np.ndarray:
        distinct, which = np.unique(rows, axis=0, return_inverse=True)
        return np.array([" ".join(countries_of(codes, row)) for row in distinct])[which]

    def ragged(start: np.ndarray, skill: np.ndarray) -> np.ndarray:
        texts = np.array(codes.skills)[skill].tolist()
        return np.array([" ".join(texts[a:b]) for a, b in zip(start[:-1].tolist(), start[1:].tolist(), strict=True)])

    second = workers.isco2 >= 0
    people = {
        "worker": workers.worker,
        "origin": named(workers.origin, codes.countries),
        "region": workers.region,
        "isco": workers.isco,
        "years": workers.years,
        "isco2": np.where(second, workers.isco2.astype(str), ""),
        "years2": np.where(second, workers.years2.astype(str), ""),
        "woman": workers.woman.astype(np.int8),
        "age": workers.age,
        "disadvantaged": workers.disadvantaged.astype(np.int8),
        "education": workers.education,
        **{f"cefr_{name}": level[workers.cefr[:, k]] for k, name in enumerate(codes.languages)},
        "recognised_in": sets(workers.recognised_in),
        "medical": named(workers.medical, MEDICAL),
        "security": named(workers.security, SECURITY),
        "passport_months": workers.passport_months,
        **{f"wish{k + 1}": named(workers.wish[:, k], codes.countries) for k in range(3)},
        "accepts": sets(workers.accepts),
        "min_wage": workers.min_wage,
        "available_month": workers.available_month,
        "skills": ragged(workers.skill_start, workers.skill),
    }
    posts = {
        "order": orders.order,
        "dest": named(orders.dest, codes.countries),
        "isco": orders.isco,
        "related_ok": orders.related_ok.astype(np.int8),
        "posts": orders.posts,
        "permit": named(orders.permit, codes.permits),
        "certified": orders.certified.astype(np.int8),
        "wage": orders.wage,
        "min_years": orders.min_years,
        "lang1": named(orders.lang1, codes.languages),
        "lang1_min": level[orders.lang1_min],
        "lang2": named(orders.lang2, codes.languages),
        "lang2_min": level[orders.lang2_min],
        "min_education": orders.min_education,
        "regulated": orders.regulated.astype(np.int8),
        "age_min": orders.age_min,
        "age_max": orders.age_max,
        "origins": sets(orders.origins),
        "start_month": orders.start_month,
        "passport_min": orders.passport_min,
        "essential": ragged(orders.essential_start, orders.essential),
        "essential_min": orders.essential_min,
        "optional": ragged(orders.optional_start, orders.optional),
    }
    write_table(folder / f"workers{ending}", people)
    write_table(folder / f"orders{ending}", posts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--groups", type=int, help="so many unit groups of ISCO-08 only")
    parser.add_argument("--ending", default=".csv", help=".csv, .csv.gz or .parquet")
    parser.add_argument("--out", type=Path, default=Path())
    given = parser.parse_args()
    write(*market(given.workers, given.orders, seed=given.seed, groups=given.groups), given.out, given.ending)
