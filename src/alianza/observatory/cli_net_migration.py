"""`alianza net-migration`: net migration rates of all countries, their posterior and projections."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, one_thread, refuse, refusing, writable, write_json

if TYPE_CHECKING:
    from alianza.engines.net_migration import Posterior, Projection
    from alianza.observatory.net_migration_tables import People, Rates

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
    one_thread()
    with refusing():
        from alianza.observatory.net_migration_tables import read_rates

        writable(out)
        held = read_rates(rates)
        made = _posterior(held, draws, seed)
        told = _described(held, made, draws, seed)
        if held_out:
            told["coverage"] = _coverage(held, held_out, draws, seed)
        write_json(out, told)
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
    one_thread()
    with refusing():
        from alianza.observatory.net_migration_tables import read_population, read_rates
        from alianza.tabular import write_table

        writable(out)
        if trajectories > draws:
            refuse(f"--trajectories {trajectories} asks for more paths than --draws {draws} gives; raise --draws.")
        held = read_rates(rates)
        ends = held.ends_until(to)
        people = read_population(held, ends, population)
        made = _posterior(held, draws, seed)
        ahead = _projected(held, made, people, seed, trajectories, zero_sum, bounds=bounds)
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


def _posterior(held: Rates, draws: int, seed: int) -> Posterior:
    import numpy as np

    from alianza.engines.net_migration import fit as sampled

    name = held.source["file"]
    if len(held.places) < 3:
        refuse(f"{name}: holds rates of {len(held.places)} places; three or more are needed to learn from each other.")
    both = np.isfinite(held.rate[:, 1:]) & np.isfinite(held.rate[:, :-1])
    alone = [place for place, any_pair in zip(held.places, both.any(axis=1), strict=True) if not any_pair]
    if alone:
        more = f" and {len(alone) - 5} more" if len(alone) > 5 else ""
        refuse(f"{name}: {', '.join(alone[:5])}{more} has no two periods in a row; add rates or leave the place out.")
    return sampled(held.rate, rng=np.random.default_rng(seed), draws=draws, step=float(held.step))


def _warn(made: Posterior) -> None:
    if made.status != "ok":
        typer.echo(
            f"Not converged: the chains disagree (R-hat up to {float(made.r_hat.max()):.2f}); raise --draws.", err=True
        )


def _described(held: Rates, made: Posterior, draws: int, seed: int) -> dict[str, Any]:
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


def _provenance(held: Rates, draws: int, seed: int) -> dict[str, Any]:
    from alianza import __version__

    return {"inputs": [dict(held.source)], "parameters": {"draws": draws, "seed": seed}, "version": __version__}


def _summary(values: Any) -> dict[str, float]:
    import numpy as np

    low, high = np.quantile(values, (0.025, 0.975))
    return {"mean": float(values.mean()), "sd": float(values.std(ddof=1)), "q025": float(low), "q975": float(high)}


def _coverage(held: Rates, periods: int, draws: int, seed: int) -> dict[str, Any]:
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
        refuse(f"{held.source['file']}: {problem}.")
    return asdict(found) | {"held": periods, "by_period": found.by_period.tolist()}


def _projected(
    held: Rates, made: Posterior, people: People, seed: int, trajectories: int, zero: ZeroSum, *, bounds: bool
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


def _rows(held: Rates, ends: list[int], people: People, ahead: Projection) -> dict[str, Any]:
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
