"""The labour balance of one country to 2050: people of working age with and without migration, and what that means.

What is not held is said part by part: each has a status, its source and its year. Shares and rates are held constant at
their last known value, which is an assumption and not a forecast.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import polars as pl

from alianza.engines.population import STEP, balance, entrants
from alianza.observatory import population
from alianza.observatory.packaged import entry
from alianza.observatory.provenance import Provenance, computed

OK: Final = "ok"
MISSING: Final = "missing"
OLDEST_ENROLMENT: Final = 2010
"""An enrolment ratio from before is too old to say anything about those who start work now."""
_CROSS: Final = "wdi-cross-section"
_SECTORS: Final = {"agriculture": "SL.AGR.EMPL.ZS", "industry": "SL.IND.EMPL.ZS", "services": "SL.SRV.EMPL.ZS"}


@dataclass(frozen=True)
class Part:
    """One part of the balance. `values` by name; empty where the status is "missing", and then nothing is assumed.

    `series` is the packaged series it comes from (`id@vintage`), `year` that of its last value, `method` what was done.
    """

    status: str
    values: Mapping[str, Any]
    series: str
    year: int | None
    method: str


@dataclass(frozen=True)
class LabourBalance:
    """Persons by year (2025, 2030, ...): `with_migration`, `without` of working age (20-64), their change since 2025
    in percent, people of 65+ per 100 of 20-64, `needed_a_year` migrants in each period that would keep working age,
    and `needed_ratio_a_year` that would keep old-age dependency (None from where on no number does).

    `participation`, `education`, `sectors`, `earnings` are parts with a status of their own. `projection_status` and
    `ratio_status` are the engine's.
    """

    country: str
    years: tuple[int, ...]
    with_migration: tuple[float, ...]
    without: tuple[float, ...]
    change_with: tuple[float, ...]
    change_without: tuple[float, ...]
    old_with: tuple[float, ...]
    old_without: tuple[float, ...]
    needed_a_year: tuple[float | None, ...]
    needed_ratio_a_year: tuple[float | None, ...]
    participation: Part
    education: Part
    sectors: Part
    earnings: Part
    projection_status: str
    ratio_status: str
    method: str
    provenance: Provenance


@cache
def labour_balance(country: str, to: int = 2050) -> LabourBalance:
    """The balance of a country (alpha-3) to a year that is 2030, 2035, ... 2055. Raises NoAgeStructure."""
    place = population.inputs().at(country)
    steps = (min(to, population.LAST) - population.FIRST) // STEP
    upto = slice(0, steps + 1)
    with_, without = population.medium(), population.without_migration()
    rates = _participation(country)
    shares = [rates.values["male"] / 100, rates.values["female"] / 100] if rates.status == OK else [np.nan, np.nan]
    everywhere = np.full((len(population.inputs().places), 2), np.nan)
    everywhere[place] = shares
    found = balance(with_, without, first=population.FIRST, participation=everywhere)
    keep, ratio = population.replacing("working_age"), population.replacing("old_age_ratio")

    def persons(values: Any) -> tuple[float, ...]:
        return tuple(float(each) * 1000 for each in values[upto, place])

    def plain(values: Any, factor: float = 1) -> tuple[float, ...]:
        return tuple(float(each) * factor for each in values[upto, place])

    def numbers(values: Any) -> tuple[float | None, ...]:
        return tuple(None if np.isnan(each) else float(each) * 1000 for each in values[:steps, place])

    labour = {"with": persons(found.labour_with), "without": persons(found.labour_without)}
    method = (
        population.METHOD
        + " Without migration: nobody moves after mid-2025. Needed: migrants of the Rogers-Castro age profile."
    )
    return LabourBalance(
        country=country,
        years=found.years[upto],
        with_migration=persons(found.with_migration),
        without=persons(found.without),
        change_with=plain(found.change_with),
        change_without=plain(found.change_without),
        old_with=plain(found.old_with, 100),
        old_without=plain(found.old_without, 100),
        needed_a_year=numbers(keep.a_year),
        needed_ratio_a_year=numbers(ratio.a_year),
        participation=Part(
            rates.status,
            {**rates.values, "labour_force": labour} if rates.status == OK else {},
            rates.series,
            rates.year,
            rates.method,
        ),
        education=_education(country, with_.population[upto, place], without.population[upto, place]),
        sectors=_sectors(country, labour if rates.status == OK else None),
        earnings=_earnings(country),
        projection_status=with_.status[place],
        ratio_status=ratio.status[place],
        method=method,
        provenance=_provenance(method, population.FIRST + steps * STEP),
    )


def _provenance(method: str, to: int) -> Provenance:
    chosen = {"to": to, "working_age": "20-64", "old_age": "65+", "migration": ["medium", "none"]}
    more = ((_CROSS, "2021"), ("wdi-more", "2024"), ("sdg-8-5-1", "2020"))
    parameters = {**population.provenance().parameters, **chosen}
    rests_on = [entry(*each) for each in (*population.USED, *more)]
    return computed("alianza.engines.population", method, parameters, rests_on)


def _rows(series: str, vintage: str, country: str, *conditions: pl.Expr) -> pl.DataFrame:
    kept = pl.scan_parquet(entry(series, vintage).path).filter(pl.col("REF_AREA") == country, *conditions)
    return kept.filter(pl.col("OBS_VALUE").is_not_null()).collect()


def _cross(country: str, codes: Mapping[str, str]) -> dict[str, float]:
    """Values of 2021 by the names given; those that are not there are left out."""
    found = _rows(_CROSS, "2021", country, pl.col("INDICATOR").is_in(list(codes.values())))
    by_code = dict(zip(found["INDICATOR"].to_list(), found["OBS_VALUE"].to_list(), strict=True))
    return {name: float(by_code[code]) for name, code in codes.items() if code in by_code}


def _participation(country: str) -> Part:
    method = "Participation of people of 15 and over by sex, ILO estimate, held at its value of 2021."
    found = _cross(country, {"male": "SL.TLF.CACT.MA.ZS", "female": "SL.TLF.CACT.FE.ZS"})
    if len(found) < 2:
        return Part(MISSING, {}, f"{_CROSS}@2021", None, method)
    return Part(OK, found, f"{_CROSS}@2021", 2021, method)


def _education(country: str, with_: Any, without: Any) -> Part:
    method = (
        "People of 20-24 times the gross tertiary enrolment ratio, held at its last value and at most 100 percent: an "
        "upper estimate, since students of any age are counted in that ratio."
    )
    found = _rows("wdi-more", "2024", country, pl.col("INDICATOR") == "SE.TER.ENRR").sort("TIME_PERIOD")
    if not found.height or found["TIME_PERIOD"][-1] < OLDEST_ENROLMENT:
        return Part(MISSING, {}, "wdi-more@2024", None, method)
    ratio = float(found["OBS_VALUE"][-1])
    groups = {
        name: tuple(float(each) * 1000 for each in entrants(people, np.full(len(people), ratio / 100)))
        for name, people in (("with", with_), ("without", without))
    }
    values = {"enrolment": ratio, "young_with_tertiary": groups}
    return Part(OK, values, "wdi-more@2024", int(found["TIME_PERIOD"][-1]), method)


def _sectors(country: str, labour: Mapping[str, tuple[float, ...]] | None) -> Part:
    method = (
        "Labour force times the shares of employment of 2021 (ILO estimate): how many each sector would have if "
        "shares and unemployment stayed."
    )
    found = _cross(country, _SECTORS)
    if len(found) < len(_SECTORS):
        return Part(MISSING, {}, f"{_CROSS}@2021", None, method)
    values: dict[str, Any] = {"shares": found}
    if labour is not None:
        values["people"] = {
            case: {sector: tuple(each * share / 100 for each in people) for sector, share in found.items()}
            for case, people in labour.items()
        }
    return Part(OK if labour is not None else "missing:participation", values, f"{_CROSS}@2021", 2021, method)


def _earnings(country: str) -> Part:
    """Hourly earnings by major group of ISCO-08, in the country's currency, of the last year held."""
    method = "Mean hourly earnings of employees in local currency, both sexes, as reported; last year held."
    major = {f"isco08_{digit}": str(digit) for digit in range(10)}
    found = _rows("sdg-8-5-1", "2020", country, pl.col("SEX") == "_T", pl.col("OCCUPATION").is_in([*major, "isco08"]))
    if not found.height:
        return Part(MISSING, {}, "sdg-8-5-1@2020", None, method)
    year = int(found["TIME_PERIOD"].to_numpy().max())
    last = found.filter(pl.col("TIME_PERIOD") == year)
    pairs = zip(last["OCCUPATION"].to_list(), last["OBS_VALUE"].to_list(), strict=True)
    values = {major.get(code, "all"): float(value) for code, value in pairs}
    return Part(OK, {"hourly": dict(sorted(values.items()))}, "sdg-8-5-1@2020", year, method)
