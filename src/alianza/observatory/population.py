"""Projections of every country from the packaged World Population Prospects, and the labour balance that follows.

The age structure is that of the 2019 revision, since that of 2024 is not held: its people of 2020 are brought to the
total of the 2024 revision, carried to 2025 with that revision's mortality, fertility and migration, and brought, men
and women apart, to its totals of mid-2025. From there five-year steps lead to 2055, where the inputs end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from alianza.engines.population import (
    AGES,
    STEP,
    Components,
    Projection,
    Replacement,
    age_code,
    project,
    replacement,
    rescaled,
)
from alianza.observatory.packaged import entry
from alianza.observatory.provenance import Provenance, computed
from alianza.vocabulary.refusal import Refusal, marked

Floats = NDArray[np.float64]

FIRST: Final = 2025
"""Mid-year from which projections run."""
LAST: Final = 2055
_BASE: Final = 2020
_PERIODS: Final = tuple(range(2023, 2054, STEP))
PERIODS: Final = tuple(f"{year - 3}-{year + 2}" for year in _PERIODS[1:])
"""The periods a projection has, "2025-2030" to "2050-2055"."""
_SEX: Final = {"M": 0, "F": 1}
_GROUPS: Final = {f"Y{low}T{low + 4}": low // 5 for low in range(0, 100, 5)} | {"Y_GE100": 20}
_LIFE: Final = {"Y0": 0, "Y1T4": 1} | {f"Y{low}T{low + 4}": low // 5 + 1 for low in range(5, 100, 5)} | {"Y_GE100": 21}
USED: Final = (
    ("population-age", "2019"),
    ("population", "2024"),
    ("population-indicators", "2024"),
    ("population-projections", "2024"),
    ("mortality-rates", "2024"),
    ("fertility-pattern", "2024"),
    ("sex-ratio-at-birth", "2024"),
    ("net-migration-age", "2024"),
)
"""The series a projection rests on."""
METHOD: Final = (
    "Cohort-component projection by sex and five-year age in five-year steps from mid-2025; mortality, fertility and "
    "net migration of World Population Prospects 2024, medium; age structure of the 2019 revision, carried from 2020 "
    "and rescaled to the 2024 revision's totals of mid-2025 by sex."
)


def provenance(*, files: Mapping[str, str] = MappingProxyType({}), **parameters: Any) -> Provenance:
    """The record of a projection: `parameters` as chosen, `files` what it rests on besides, by SHA-256."""
    fixed = {"first": FIRST, "step": STEP, "base": _BASE}
    made = computed("alianza.engines.population", METHOD, fixed | parameters, [entry(*each) for each in USED])
    return replace(made, inputs={**made.inputs, **files})


class NoAgeStructure(Refusal):
    code = "observatory.no_age_structure"
    message = marked(
        "%(place)s has no projection here: the age structure of its population is not held (World Population "
        "Prospects 2019 has none below 90,000 people)."
    )


class UnfitMigration(Refusal):
    code = "observatory.unfit_migration"
    message = marked("%(problem)s")


@dataclass(frozen=True)
class Inputs:
    """What every projection starts from. `places` alpha-3; `base` [places, 2, 21] thousands at mid-2025, NaN where no
    age structure is held; `components` of the six periods; `factor` [places, 2] by which men and women of 2025 were
    multiplied to meet the totals of the 2024 revision.
    """

    places: tuple[str, ...]
    base: Floats
    components: Components
    factor: Floats

    def at(self, place: str) -> int:
        """The position of a country. Raises NoAgeStructure where it has no projection."""
        try:
            found = self.places.index(place)
        except ValueError:
            raise NoAgeStructure(place=place) from None
        if np.isnan(self.base[found]).any():
            raise NoAgeStructure(place=place)
        return found

    def of(self, at: int) -> tuple[Floats, Components]:
        """Base and components of one place, as arrays of one place."""
        one = slice(at, at + 1)
        c = self.components
        return self.base[one], Components(
            c.death_rates[:, one], c.fertility[:, one], c.sex_ratio[:, one], c.migration[:, one]
        )


def _scan(series: str, vintage: str) -> pl.LazyFrame:
    return pl.scan_parquet(entry(series, vintage).path)


def _cube(frame: pl.DataFrame, axes: Mapping[str, Mapping[Any, int]]) -> Floats:
    """The values as an array with one axis for each column named, NaN where there is no row."""
    cube = np.full([len(codes) for codes in axes.values()], np.nan)
    at = tuple(
        frame[name].replace_strict(list(codes), list(codes.values()), return_dtype=pl.Int64).to_numpy()
        for name, codes in axes.items()
    )
    cube[at] = frame["OBS_VALUE"].cast(pl.Float64).to_numpy()
    return cube


@cache
def inputs() -> Inputs:
    """The inputs of every country with death rates, by alpha-3; read once."""
    country = pl.col("AREA_KIND") == "country"
    period = pl.col("TIME_PERIOD").is_in(_PERIODS)
    dying = _scan("mortality-rates", "2024").filter(country, period, pl.col("SEX") != "_T").collect()
    places = tuple(sorted(dying["REF_AREA"].unique().to_list()))
    place = {code: number for number, code in enumerate(places)}
    when = {year: number for number, year in enumerate(_PERIODS)}
    known = pl.col("REF_AREA").is_in(places)

    def held(series: str, *conditions: pl.Expr, vintage: str = "2024") -> pl.DataFrame:
        return _scan(series, vintage).filter(known, *conditions).collect()

    deaths = _cube(dying, {"TIME_PERIOD": when, "REF_AREA": place, "SEX": _SEX, "AGE": _LIFE})
    mothers = {f"Y{low}T{low + 4}": low // 5 - 3 for low in range(15, 50, 5)}
    pattern = _cube(held("fertility-pattern", period), {"TIME_PERIOD": when, "REF_AREA": place, "AGE": mothers}) / 100
    boys = _cube(held("sex-ratio-at-birth", period), {"TIME_PERIOD": when, "REF_AREA": place})
    moved = _cube(
        held("net-migration-age", period), {"TIME_PERIOD": when, "REF_AREA": place, "SEX": _SEX, "AGE": _GROUPS}
    )
    years = {year: number for number, year in enumerate(range(_BASE, LAST + 1))}
    inside = pl.col("TIME_PERIOD").is_in(list(years))
    total_fertility = pl.col("INDICATOR") == "tfr"
    columns = ["REF_AREA", "TIME_PERIOD", "OBS_VALUE"]
    annual = pl.concat(
        [
            held("population-indicators", inside, total_fertility).select(columns),
            held("population-projections", inside, total_fertility, pl.col("VARIANT") == "MEDIUM").select(columns),
        ]
    )
    # calendar years against periods from mid-year to mid-year: the first and the last count half
    tfr = _cube(annual, {"TIME_PERIOD": years, "REF_AREA": place})
    weight = np.array([0.5, 1, 1, 1, 1, 0.5]) / STEP
    mean = np.stack([np.tensordot(weight, tfr[first : first + 6], 1) for first in range(0, LAST - _BASE, STEP)])
    components = Components(deaths, mean[..., None] * pattern / STEP, boys, moved)

    structure = held("population-age", pl.col("TIME_PERIOD") == _BASE, pl.col("VARIANT") == "ESTIMATE", vintage="2019")
    people = _cube(structure, {"REF_AREA": place, "SEX": _SEX, "AGE": _GROUPS})
    total = _cube(held("population", pl.col("TIME_PERIOD") == _BASE), {"REF_AREA": place}) / 1000  # thousands
    people = people * (total / people.sum((1, 2)))[:, None, None]
    carried = project(people, components.between(0, 1)).population[1]
    wanted = _totals(places, {FIRST}, ("popM", "popF"))[FIRST]
    return Inputs(
        places, rescaled(carried, wanted), components.between(1), np.asarray(wanted / carried.sum(-1), np.float64)
    )


def _totals(places: Sequence[str], years: set[int], names: Sequence[str], variant: str = "MEDIUM") -> dict[int, Floats]:
    """The 2024 revision at mid-year, thousands, [places, names]: the mean of the ends of two years."""
    ends = {year: number for number, year in enumerate(sorted({y - 1 for y in years} | years))}
    frame = (
        _scan("population-projections", "2024")
        .filter(
            pl.col("REF_AREA").is_in(list(places)),
            pl.col("TIME_PERIOD").is_in(list(ends)),
            pl.col("INDICATOR").is_in(list(names)),
            pl.col("VARIANT") == variant,
        )
        .collect()
    )
    cube = _cube(
        frame,
        {
            "TIME_PERIOD": ends,
            "REF_AREA": {code: number for number, code in enumerate(places)},
            "INDICATOR": {code: number for number, code in enumerate(names)},
        },
    )
    return {year: (cube[ends[year - 1]] + cube[ends[year]]) / 2 for year in years}


@cache
def medium() -> Projection:
    """Every country of `inputs().places` to 2055, with the medium variant's migration; thousands."""
    return project(inputs().base, inputs().components)


@cache
def without_migration() -> Projection:
    """The same with nobody moving after mid-2025."""
    return project(inputs().base, inputs().components.without_migration())


@cache
def replacing(keep: str) -> Replacement:
    """Migrants that would keep "working_age" or "old_age_ratio" at its level of 2025, for every country; thousands."""
    return replacement(inputs().base, inputs().components, keep=keep)


BOUNDS: Final = MappingProxyType(
    {"L95": "lower95", "L80": "lower80", "U80": "upper80", "U95": "upper95", "LOW": "low", "HIGH": "high"}
)
"""Codes of the 2024 revision's bounds and variants, and what they are called in a report."""


@cache
def published(place: str) -> Mapping[int, Mapping[str, float]]:
    """The 2024 revision's total at mid-year for 2025, 2030, ... 2055, thousands: `medium`, the bounds of its 80 and 95
    percent intervals, its low and high fertility variants, where they exist. Not this projection's: to hold it against.
    """
    years = set(range(FIRST, LAST + 1, STEP))
    found: dict[int, dict[str, float]] = {year: {} for year in sorted(years)}
    for variant, name in {"MEDIUM": "medium", **BOUNDS}.items():
        for year, values in _totals([place], years, ("pop",), variant).items():
            if not np.isnan(values[0, 0]):
                found[year][name] = float(values[0, 0])
    return MappingProxyType(found)


def migration_from(rows: Sequence[tuple[int, str, str, str, str]]) -> Floats:
    """The user's migration, [6 periods, 2, 21] thousands, from rows (row number, period, sex, age, persons).

    Net migrants of a whole period; what is not listed does not move. Raises UnfitMigration with the row.
    """
    moved = np.zeros((len(PERIODS), 2, len(AGES)))
    seen: set[tuple[int, int, int]] = set()
    for row, period, sex, age, persons in rows:
        plain = period.strip().replace("\u2013", "-")
        if plain not in PERIODS:
            raise _unfit(
                row, f"{period[:20]!r} is not one of the periods {PERIODS[0]}, {PERIODS[1]}, ... {PERIODS[-1]}"
            )
        code = {"m": 0, "male": 0, "f": 1, "female": 1}.get(sex.strip().lower())
        if code is None:
            raise _unfit(row, f"{sex[:20]!r} is not a sex; write male or female")
        try:
            group = age_code(age)
        except ValueError as problem:
            raise _unfit(row, str(problem).rstrip(".")) from None
        key = (PERIODS.index(plain), code, group)
        if key in seen:
            raise _unfit(row, f"{plain}, {sex}, {age} stands twice; keep one")
        seen.add(key)
        try:
            value = float(persons)
        except ValueError:
            value = float("nan")
        if not np.isfinite(value):
            raise _unfit(row, f"{persons[:20]!r} is not a number of persons")
        moved[key] = value / 1000
    return moved


def _unfit(row: int, problem: str) -> UnfitMigration:
    return UnfitMigration(problem=f"row {row}: {problem}.")
