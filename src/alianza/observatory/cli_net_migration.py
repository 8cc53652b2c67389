"""`alianza net-migration`: net migration rates of all countries, their posterior and projections."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.observatory.cli_flows import JSON, _one_thread, _refuse, _refusing, _writable, _write_json

if TYPE_CHECKING:
    from alianza.engines.net_migration import Posterior, Projection
    from alianza.observatory.tabular import Problems, Texts

RATES = Annotated[
    Path | None,
    typer.Option(
        help="place,period,rate: net migrants of the period for each resident without them; periods as 2015-2020.",
        show_default="the packaged rates of WPP 2019",
        metavar="FILE",
    ),
]
DRAWS = Annotated[int, typer.Option(min=400, max=200_000, help="Draws from the posterior, over all chains.")]
SEED = Annotated[int, typer.Option(min=0, help="The same seed gives the same figures.")]
PACKAGED = ("net-migration-rates", "2019")
POPULATION = ("population-age", "2019")
LABOUR_IMPORTING = frozenset({"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"})
"""Countries around the Gulf: labour on contract comes and goes in numbers that no other country sees."""


class ZeroSum(StrEnum):
    population = "population"
    half_way = "half-way"
    none = "none"


def register(app: typer.Typer) -> None:
    """Add `alianza net-migration`."""
    group = typer.Typer(no_args_is_help=True, help="Net migration: its rates by country, and projections with bands.")
    group.command("fit", epilog="Example: alianza net-migration fit --rates rates.csv --seed 1 --out posterior.json")(
        fit
    )
    group.command("project", epilog="Example: alianza net-migration project --to 2100 --seed 1 --out projection.csv")(
        project
    )
    app.add_typer(group, name="net-migration")


def fit(
    out: Annotated[Path, typer.Option(help="Where to write, JSON.", metavar="FILE")],
    rates: RATES = None,
    draws: DRAWS = 20_000,
    seed: SEED = 1,
    held_out: Annotated[
        int, typer.Option(min=0, help="Also count how often so many last periods lay inside the bands.")
    ] = 0,
    as_json: JSON = False,
) -> None:
    """Sample the posterior of Azose and Raftery's model of net migration rates.

    The file holds the parameters of the world (`hyper`: lam, tau2, a, b) and of each country (mu, phi, sigma), each
    with mean, standard deviation and the bounds of 95 %, and how well the chains agree.
    """
    _one_thread()
    with _refusing():
        _writable(out)
        held = _read_rates(rates)
        made = _posterior(held, draws, seed)
        told = _described(held, made, draws, seed)
        if held_out:
            told["coverage"] = _coverage(held, held_out, draws, seed)
        _write_json(out, told)
    _warn(made)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{len(held.places)} countries, {len(held.periods)} periods; wrote {out}.")
    for name, each in told["hyper"].items():
        typer.echo(f"{name}: {each['mean']:.6g} (standard deviation {each['sd']:.2g}, R-hat {each['r_hat']:.3f})")
    if held_out:
        seen = told["coverage"]
        typer.echo(
            f"Held out {held_out}: {seen['within_80']:.1%} inside the 80 % band, {seen['within_95']:.1%} inside 95 %."
        )


def project(
    to: Annotated[int, typer.Option(min=1900, max=2300, help="The year in which the last period ends.")],
    out: Annotated[
        Path, typer.Option(help="Where to write, a row for each place and period: CSV, .csv.gz or .parquet.")
    ],
    rates: RATES = None,
    population: Annotated[
        Path | None,
        typer.Option(
            help="place,year,population at the end of each period.",
            show_default="the packaged medium variant of WPP 2019",
            metavar="FILE",
        ),
    ] = None,
    draws: DRAWS = 20_000,
    seed: SEED = 1,
    trajectories: Annotated[int, typer.Option(min=100, max=20_000, help="Paths drawn.")] = 2_000,
    zero_sum: Annotated[
        ZeroSum, typer.Option(help="How the world's net migration is made to sum to zero in each path.")
    ] = ZeroSum.population,
    bounds: Annotated[
        bool, typer.Option(help="Let no run of periods exceed what any country of its group has seen.")
    ] = True,
    as_json: JSON = False,
) -> None:
    """Project net migration: median and bands of 80 % and 95 % by country and period, as rates and as people.

    The posterior is sampled anew from the rates; the same seed gives the same as `fit`. Where the population ends
    before the last period its last value is held, and `population_held` says so. Medians of countries need not sum to
    zero; every path does.
    """
    _one_thread()
    with _refusing():
        _writable(out)
        if trajectories > draws:
            _refuse(f"--trajectories {trajectories} asks for more paths than --draws {draws} gives; raise --draws.")
        held = _read_rates(rates)
        ends = held.ends_until(to)
        people = _population(held, ends, population)
        made = _posterior(held, draws, seed)
        ahead = _projected(held, made, people, seed, trajectories, zero_sum, bounds=bounds)
        from alianza.observatory.tabular import write_table

        write_table(out, _rows(held, ends, people, ahead))
    _warn(made)
    later = sorted({end for end, was in zip(ends, people.held, strict=True) if was})
    if later:
        typer.echo(f"Note: the population ends before {later[0]}; from then on its last value is held.", err=True)
    told = {
        "status": made.status,
        "places": len(held.places),
        "periods": len(ends),
        "trajectories": trajectories,
        "beyond_bounds": ahead.cut,
        "left_over_before_zero_sum": ahead.left_over,
        "population_held_from": later[0] if later else None,
        "provenance": _provenance(held, draws, seed)
        | {"population": people.source, "zero_sum": zero_sum.value, "bounds": bounds},
    }
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{len(held.places)} countries to {to}, {trajectories} paths; wrote {out}.")


@dataclass(frozen=True)
class _Rates:
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
                f"--to {year}: the rates end in {last} and go in steps of {self.step} years; give "
                f"{last + self.step}, {last + 2 * self.step} or a later step."
            )
        return list(range(last + self.step, year + 1, self.step))


@dataclass(frozen=True)
class _People:
    """Population at the end of each period (periods, places), and which periods hold an earlier value."""

    count: Any
    held: list[bool]
    source: str


def _read_rates(file: Path | None) -> _Rates:
    import numpy as np

    from alianza.observatory.tabular import KEPT, Problems, amounts, read_table, shown

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


def _packaged_rates() -> _Rates:
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


def _arranged(
    places: list[str], periods: list[tuple[int, int]], rate: list[float], source: Mapping[str, str]
) -> _Rates:
    """Places in the order of their codes; every period between the first and the last has its column."""
    import numpy as np

    named = sorted(set(places))
    start, end = min(periods)
    times = [(at, at + end - start) for at in range(start, max(periods)[0] + 1, end - start)]
    table = np.full((len(named), len(times)), np.nan)
    row, column = {name: at for at, name in enumerate(named)}, {each: at for at, each in enumerate(times)}
    for place, period, value in zip(places, periods, rate, strict=True):
        table[row[place], column[period]] = value
    return _Rates(tuple(named), tuple(times), table, source)


def _periods(when: Texts, problems: Problems) -> list[tuple[int, int]]:
    """Start and end of each text; periods must be of one length and follow each other without overlap."""
    from alianza.observatory.tabular import shown

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
    from math import gcd

    step = gcd(*(year - min(years) for year in years)) if len(set(years)) > 1 else 1
    back = 2 if step == 5 and min(years) % 5 == 3 else 0
    if step > 1 and (min(years) - back) % step:
        when.report(
            problems, dict.fromkeys(range(len(years)), "does not tell where the period starts; write it as 2015-2020.")
        )
    return [(year - back, year - back + step) for year in years]


def _period(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"\s*(\d{4})(?:\s*[-\u2013/]\s*(\d{4}))?\s*", text)
    return (int(found[1]), int(found[2] or found[1])) if found else None


def _posterior(held: _Rates, draws: int, seed: int) -> Posterior:
    import numpy as np

    from alianza.engines.net_migration import fit as sampled

    name = held.source["file"]
    if len(held.places) < 3:
        _refuse(f"{name}: holds rates of {len(held.places)} places; three or more are needed to learn from each other.")
    both = np.isfinite(held.rate[:, 1:]) & np.isfinite(held.rate[:, :-1])
    alone = [place for place, any_pair in zip(held.places, both.any(axis=1), strict=True) if not any_pair]
    if alone:
        more = f" and {len(alone) - 5} more" if len(alone) > 5 else ""
        _refuse(f"{name}: {', '.join(alone[:5])}{more} has no two periods in a row; add rates or leave the place out.")
    return sampled(held.rate, rng=np.random.default_rng(seed), draws=draws, step=float(held.step))


def _warn(made: Posterior) -> None:
    if made.status != "ok":
        typer.echo(
            f"Not converged: the chains disagree (R-hat up to {float(made.r_hat.max()):.2f}); raise --draws.", err=True
        )


def _described(held: _Rates, made: Posterior, draws: int, seed: int) -> dict[str, Any]:
    from alianza.engines.net_migration import HYPER

    countries: dict[str, Any] = {place: {} for place in held.places}
    for name, values in (("mu", made.mu), ("phi", made.phi), ("sigma", made.sigma)):
        for at, place in enumerate(held.places):
            countries[place][name] = _summary(values[:, :, at])
    return {
        "status": made.status,
        "method": "Azose and Raftery 2015, Gibbs sampler",
        "hyper": {
            name: _summary(made.hyper[:, :, at])
            | {"r_hat": float(made.r_hat[at]), "effective": float(made.effective[at])}
            for at, name in enumerate(HYPER)
        },
        "worst_r_hat": made.worst_r_hat,
        "chains": made.hyper.shape[0],
        "draws": made.hyper.shape[0] * made.hyper.shape[1],
        "periods": [f"{start}-{end}" for start, end in held.periods],
        "countries": countries,
        "provenance": _provenance(held, draws, seed),
    }


def _provenance(held: _Rates, draws: int, seed: int) -> dict[str, Any]:
    from alianza import __version__

    return {"inputs": [dict(held.source)], "parameters": {"draws": draws, "seed": seed}, "version": __version__}


def _summary(values: Any) -> dict[str, float]:
    import numpy as np

    low, high = np.quantile(values, (0.025, 0.975))
    return {"mean": float(values.mean()), "sd": float(values.std(ddof=1)), "q025": float(low), "q975": float(high)}


def _coverage(held: _Rates, periods: int, draws: int, seed: int) -> dict[str, Any]:
    import numpy as np

    from alianza.engines.net_migration import coverage

    try:
        found = coverage(
            held.rate,
            held=periods,
            rng=np.random.default_rng([seed, 2]),
            draws=draws,
            trajectories=min(2_000, draws),
            step=float(held.step),
        )
    except ValueError as problem:
        _refuse(f"{held.source['file']}: {problem}.")
    return asdict(found) | {"held": periods, "by_period": found.by_period.tolist()}


def _projected(
    held: _Rates, made: Posterior, people: _People, seed: int, trajectories: int, zero: ZeroSum, *, bounds: bool
) -> Projection:
    import numpy as np

    from alianza.engines.net_migration import project as projected

    return projected(
        made,
        periods=len(people.held),
        rng=np.random.default_rng([seed, 1]),
        population=people.count,
        trajectories=trajectories,
        history=held.rate if bounds else None,
        group=np.array([place in LABOUR_IMPORTING for place in held.places], np.int64),
        zero=None if zero is ZeroSum.none else "half-way" if zero is ZeroSum.half_way else "population",
    )


def _population(held: _Rates, ends: list[int], file: Path | None) -> _People:
    import numpy as np

    known, source = (
        (_packaged_population(), "@".join(POPULATION)) if file is None else (_read_population(file), file.name)
    )
    missing = [place for place in held.places if place not in known]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        cure = "give a file with --population" if file is None else "add these places"
        _refuse(f"{source}: has no population of {', '.join(missing[:5])}{more}; {cure}.")
    last = min(max(known[place]) for place in held.places)
    count = np.empty((len(ends), len(held.places)))
    for at, end in enumerate(ends):
        for column, place in enumerate(held.places):
            year = min(end, last)
            if year not in known[place]:
                _refuse(f"{source}: has no population of {place} in {year}, the end of a period; add it.")
            count[at, column] = known[place][year]
    return _People(count, [end > last for end in ends], source)


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


def _read_population(file: Path) -> dict[str, dict[int, float]]:
    from alianza.observatory.tabular import Problems, amounts, read_table, shown

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


def _rows(held: _Rates, ends: list[int], people: _People, ahead: Projection) -> dict[str, Any]:
    """A row for each place and period; rates and people at the median and the bounds of both bands."""
    import numpy as np

    places, periods = len(held.places), len(ends)
    rates, counts = ahead.rate_quantiles(), ahead.count_quantiles()
    columns: dict[str, Any] = {
        "place": np.repeat(np.array(held.places, dtype=np.str_), periods),
        "period": np.tile(np.array([f"{end - held.step}-{end}" for end in ends], dtype=np.str_), places),
    }
    levels = (("median", 2), ("low_80", 1), ("high_80", 3), ("low_95", 0), ("high_95", 4))
    for kind, values in (("rate", rates), ("net", counts)):
        for name, at in levels:
            columns[f"{kind}_{name}"] = values[at].T.ravel()
    columns["population"] = people.count.T.ravel()
    columns["population_held"] = np.tile(
        np.array(["yes" if was else "no" for was in people.held], dtype=np.str_), places
    )
    return columns
