"""Net migration rates and populations, from files or as packaged, for the sampler and its projections."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from alianza.tabular import KEPT, InputProblems, Problem, Problems, Texts, amounts, read_table, shown

PACKAGED = ("net-migration-rates", "2019")
POPULATION = ("population-age", "2019")


@dataclass(frozen=True)
class Rates:
    """Rates by place and period, NaN where none is given."""

    places: tuple[str, ...]
    periods: tuple[tuple[int, int], ...]
    rate: Any
    source: Mapping[str, str]

    @property
    def step(self) -> int:
        start, end = self.periods[-1]
        return end - start

    def ends_until(self, year: int) -> list[int]:
        last = self.periods[-1][1]
        if year <= last or (year - last) % self.step:
            _refuse(
                f"--to {year}",
                f"the rates end in {last} and go in steps of {self.step} years; give "
                f"{last + self.step}, {last + 2 * self.step} or a later step.",
            )
        return list(range(last + self.step, year + 1, self.step))


@dataclass(frozen=True)
class People:
    """Population at the end of each period (periods, places), and which periods hold an earlier value."""

    count: Any
    held: list[bool]
    source: str


def read_rates(file: Path | None) -> Rates:
    """`place,period,rate` of a file, or the packaged rates; raises InputProblems with what is wrong by row."""
    if file is None:
        return _packaged_rates()
    problems = Problems()
    read = read_table(file, ("place", "period", "rate"), problems, other_names={"iso3": "place"})
    problems.stop_if_any()
    if read is None:
        raise AssertionError("what cannot be read is a problem")
    if not len(read):
        problems.add(file, "has a header but no rows.")
        problems.stop_if_any()
    place, when = read["place"], read["period"]
    place.report(problems, {at: "is empty; name a place." for at, text in enumerate(place.values) if not text.strip()})
    rate = amounts(read["rate"], problems, negative=True)
    low = {at: f"{shown(text)} means that everybody left; a rate is above -1." for at, text in _below(read["rate"])}
    read["rate"].report(problems, low)
    periods = _periods(when, problems)
    key = place.code.astype(np.int64) * max(1, len(when.values)) + when.code
    _, first = np.unique(key, return_index=True)
    for row in np.setdiff1d(np.arange(len(key)), first)[:KEPT].tolist():
        what = f"{place.values[place.code[row]]} in {when.values[when.code[row]]}"
        problems.add(file, f"{shown(what)} stands twice; keep one row.", row=int(read.row[row]))
    problems.stop_if_any()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return _arranged(
        [place.values[code] for code in place.code.tolist()],
        [periods[code] for code in when.code.tolist()],
        rate.tolist(),
        {"file": file.name, "sha256": digest},
    )


def _below(column: Texts) -> list[tuple[int, str]]:
    found = []
    for at, text in enumerate(column.values):
        try:
            if float(text) <= -1:
                found.append((at, text))
        except ValueError:
            continue
    return found


def _packaged_rates() -> Rates:
    from alianza.observatory.packaged import entry, table

    columns = table(*PACKAGED).to_pydict()
    rows = [
        row for row in zip(*(columns[name] for name in ("place", "period", "rate")), strict=True) if row[2] is not None
    ]
    return _arranged(
        [row[0] for row in rows],
        [_period(row[1]) or (0, 0) for row in rows],
        [row[2] for row in rows],
        {"file": "@".join(PACKAGED), "sha256": entry(*PACKAGED).sha256},
    )


def _arranged(places: list[str], periods: list[tuple[int, int]], rate: list[float], source: Mapping[str, str]) -> Rates:
    """Places in the order of their codes; every period between the first and the last has its column."""
    named = sorted(set(places))
    start, end = min(periods)
    times = [(at, at + end - start) for at in range(start, max(periods)[0] + 1, end - start)]
    table = np.full((len(named), len(times)), np.nan)
    row, column = {name: at for at, name in enumerate(named)}, {each: at for at, each in enumerate(times)}
    for place, period, value in zip(places, periods, rate, strict=True):
        table[row[place], column[period]] = value
    return Rates(tuple(named), tuple(times), table, source)


def _periods(when: Texts, problems: Problems) -> list[tuple[int, int]]:
    """Start and end of each text; periods must be of one length and follow each other without overlap."""
    found = [_period(text) for text in when.values]
    if all(each is not None and each[1] - each[0] == 0 for each in found):
        return _single_years(when, [each[0] for each in found if each is not None], problems)
    wrong = {
        at: f"{shown(when.values[at])} is no period; write it as 2015-2020."
        for at, each in enumerate(found)
        if each is None or each[0] >= each[1]
    }
    known = [each for at, each in enumerate(found) if each is not None and at not in wrong]
    if known:
        start, end = min(known)
        for at, each in enumerate(found):
            if each is None or at in wrong:
                continue
            if each[1] - each[0] != end - start:
                wrong[at] = f"{when.values[at]} is not {end - start} years long like {start}-{end}; use one length."
            elif (each[0] - start) % (end - start):
                wrong[at] = f"{when.values[at]} overlaps the periods that go on from {start}-{end}."
    when.report(problems, wrong)
    return [each or (0, 1) for each in found]


def _single_years(when: Texts, years: list[int], problems: Problems) -> list[tuple[int, int]]:
    """Periods named by one year: the year itself, the first of several, or the middle as in older revisions of WPP."""
    step = gcd(*(year - min(years) for year in years)) if len(set(years)) > 1 else 1
    back = 3 if step == 5 and min(years) % 5 == 3 else 0
    if step > 1 and (min(years) - back) % step:
        when.report(
            problems, dict.fromkeys(range(len(years)), "does not tell where the period starts; write it as 2015-2020.")
        )
    return [(year - back, year - back + step) for year in years]


def _period(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"\s*(\d{4})(?:\s*[-\u2013/]\s*(\d{4}))?\s*", text)
    return (int(found[1]), int(found[2] or found[1])) if found else None


def read_population(held: Rates, ends: list[int], file: Path | None) -> People:
    """`place,year,population` of a file, or the packaged medium variant, at the ends of the periods.

    After the last year that all places have, its value is held; a gap before is refused. Raises InputProblems.
    """
    known, source = (
        (_packaged_population(), "@".join(POPULATION)) if file is None else (_population_of(file), file.name)
    )
    missing = [place for place in held.places if place not in known]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        cure = "give a file with --population" if file is None else "add these places"
        _refuse(source, f"has no population of {', '.join(missing[:5])}{more}; {cure}.")
    last = min(max(known[place]) for place in held.places)
    count = np.empty((len(ends), len(held.places)))
    for at, end in enumerate(ends):
        for column, place in enumerate(held.places):
            year = min(end, last)
            if year not in known[place]:
                _refuse(source, f"has no population of {place} in {year}, the end of a period; add it.")
            count[at, column] = known[place][year]
    return People(count, [end > last for end in ends], source)


def _packaged_population() -> dict[str, dict[int, float]]:
    """Persons by country and year, both sexes and all ages together."""
    import pyarrow.compute as pc

    from alianza.observatory.packaged import entry, table

    held = table(*POPULATION)
    held = held.filter(pc.equal(held["AREA_KIND"], "country"))
    sums = held.group_by(["REF_AREA", "TIME_PERIOD"], use_threads=False).aggregate([("OBS_VALUE", "sum")])
    unit = 10.0 ** entry(*POPULATION).unit_multiplier
    found: dict[str, dict[int, float]] = {}
    names = (sums[name].to_pylist() for name in ("REF_AREA", "TIME_PERIOD", "OBS_VALUE_sum"))
    for place, year, value in zip(*names, strict=True):
        found.setdefault(str(place), {})[int(year)] = float(value) * unit
    return found


def _population_of(file: Path) -> dict[str, dict[int, float]]:
    problems = Problems()
    read = read_table(file, ("place", "year", "population"), problems, other_names={"iso3": "place"})
    problems.stop_if_any()
    if read is None:
        raise AssertionError("what cannot be read is a problem")
    place, year = read["place"], read["year"]
    count = amounts(read["population"], problems, above=0.0)
    wrong = {
        at: f"{shown(text)} is no year; write four digits."
        for at, text in enumerate(year.values)
        if not re.fullmatch(r"\d{4}", text.strip())
    }
    year.report(problems, wrong)
    problems.stop_if_any()
    found: dict[str, dict[int, float]] = {}
    rows = zip(read.row.tolist(), place.code.tolist(), year.code.tolist(), count.tolist(), strict=True)
    for row, whose, when, value in rows:
        years = found.setdefault(place.values[whose], {})
        number = int(year.values[when])
        if number in years:
            problems.add(file, f"{shown(place.values[whose])} stands twice in {number}; keep one row.", row=row)
        years[number] = value
    problems.stop_if_any()
    return found


def _refuse(where: str, sentence: str) -> NoReturn:
    raise InputProblems([Problem(where, 0, "", sentence, {})])
