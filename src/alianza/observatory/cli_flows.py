"""`alianza flows`: bilateral flows estimated from stocks, and indices of an origin-destination table."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.observatory import cli_gravity
from alianza.terminal import JSON, one_thread, peak_mib, refuse, refusing, writable, write_json

if TYPE_CHECKING:
    from alianza.engines.flows import Estimate


class Method(StrEnum):
    drop_negative = "drop-negative"
    reverse_negative = "reverse-negative"
    rates = "rates"
    minimum_open = "minimum-open"
    minimum = "minimum"
    independence = "independence"
    pseudo_bayes = "pseudo-bayes"


class Births(StrEnum):
    native = "native"
    proportional = "proportional"


class Deaths(StrEnum):
    proportional = "proportional"
    accounting = "accounting"


STOCK = "birthplace,residence,stock, natives on the diagonal, a pair that is not listed is 0."


def register(app: typer.Typer) -> None:
    """Add `alianza flows`."""
    flows = typer.Typer(no_args_is_help=True, help="Bilateral flows: estimate them, measure them, model them.")
    flows.command(
        "estimate",
        epilog="Example: alianza flows estimate --start 2010.csv --end 2015.csv --vital 2010-2015.csv "
        "--method pseudo-bayes --out flows.csv --report report.json",
    )(estimate)
    flows.command(
        "indices",
        epilog="Example: alianza flows indices --flows flows.csv --population population.csv --out indices.json",
    )(indices)
    flows.command("fit", epilog=cli_gravity.EXAMPLE)(cli_gravity.fit)
    app.add_typer(flows, name="flows")


def estimate(
    start: Annotated[Path, typer.Option(help=f"Stocks at the start: {STOCK}")],
    end: Annotated[Path, typer.Option(help="Stocks at the end, likewise.")],
    vital: Annotated[Path, typer.Option(help="Births and deaths of the period: place,births,deaths.")],
    method: Annotated[Method, typer.Option(help="How the moves are inferred.")],
    out: Annotated[
        Path, typer.Option(help="Where to write: origin,destination,flow. CSV, .csv.gz or .parquet.", metavar="FILE")
    ],
    weight: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Of independence in pseudo-bayes.", show_default="0.13"),
    ] = None,
    births: Annotated[Births, typer.Option(help="Whose the births are.")] = Births.native,
    deaths: Annotated[Deaths, typer.Option(help="Whose the deaths are.")] = Deaths.proportional,
    stayers: Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of the most that can stay who do.")] = 1.0,
    seed_table: Annotated[
        Path | None,
        typer.Option(
            help="How likely moves are, all else equal: origin,destination,seed. No move where none is listed; for "
            "independence and pseudo-bayes list stays too (origin = destination).",
            metavar="FILE",
        ),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Where to write the report, JSON.", metavar="FILE")] = None,
    as_json: JSON = False,
) -> None:
    """Estimate who moved from where to where in a period, from stocks by birthplace at its start and end.

    The flows are estimates: transitions of people between two dates, not events. Take stocks, births and deaths of one
    revision. The report holds totals, moves by role of the birthplace, the account's residuals and what had to be
    repaired.
    """
    if weight is not None and method is not Method.pseudo_bayes:
        refuse("--weight belongs to --method pseudo-bayes; leave it out.")
    one_thread()
    begun = time.perf_counter()
    with refusing():
        for file in (out, report):
            if file is not None:
                writable(file)
        told = _estimate(
            (start, end, vital, seed_table),
            out,
            {
                "method": method.value,
                "weight": weight,
                "birth_rule": births.value,
                "death_rule": deaths.value,
                "stayers": stayers,
            },
        )
        told |= {"seconds": round(time.perf_counter() - begun, 3), "peak_mib": peak_mib()}
        if report is not None:
            write_json(report, told)
    if told["status"] != "ok":
        typer.echo(
            f"Not converged for {', '.join(told['not_converged']) or 'the account'}: these flows miss their totals.",
            err=True,
        )
    for each in told["cautions"]:
        where = f" ({', '.join(each['places'])})" if each["places"] else ""
        typer.echo(f"Note: {each['message']}{where}.", err=True)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    totals = told["totals"]
    typer.echo(
        f"{totals['flows']:,.0f} people moved between {told['places']} places: {totals['outward']:,.0f} from their "
        f"birthplace, {totals['return']:,.0f} back to it, {totals['transit']:,.0f} elsewhere; wrote {out}."
    )


def indices(
    flows: Annotated[Path, typer.Option(help="origin,destination,flow; a pair that is not listed is 0.")],
    population: Annotated[Path, typer.Option(help="place,population.")],
    out: Annotated[Path, typer.Option(help="Where to write, JSON.", metavar="FILE")],
    threshold: Annotated[
        float, typer.Option(min=0.0, help="Flows above it count as a connection; estimates are rarely exactly 0.")
    ] = 0.0,
    as_json: JSON = False,
) -> None:
    """Measure a table of flows: intensity, effectiveness, net rate, connectivity, inequality, concentration."""
    one_thread()
    with refusing():
        writable(out)
        told = _indices(flows, population, threshold)
        write_json(out, told)
    if told["cmi"] is not None and told["cmi"] > 100:
        typer.echo(f"Note: more moves than people; are flows and {population.name} in the same unit?", err=True)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(
        f"{told['moves']:,.0f} moves between {len(told['places'])} places: intensity {_percent(told['cmi'])}, "
        f"effectiveness {_percent(told['mei'])}, net rate {_percent(told['anmr'])}; wrote {out}."
    )


def _percent(value: float | None) -> str:
    return "without value" if value is None else f"{value:.3f} %"


def _estimate(files: tuple[Path, Path, Path, Path | None], out: Path, chosen: Mapping[str, Any]) -> dict[str, Any]:
    import numpy as np

    from alianza.engines.flows import DEFAULT_WEIGHT, AccountError
    from alianza.engines.flows import estimate as estimated
    from alianza.observatory._origin_destination import compare_places, long, read_pairs, read_places
    from alianza.tabular import Problems, write_table

    start, end, vital, seed_file = files
    problems = Problems()
    read = read_places(vital, ("births", "deaths"), problems)
    held = [read_pairs(file, "birthplace", "residence", "stock", problems) for file in (start, end)]
    seed_pairs = read_pairs(seed_file, "origin", "destination", "seed", problems) if seed_file else None
    problems.stop_if_any()
    if read is None or held[0] is None or held[1] is None:
        raise AssertionError("what cannot be read is a problem")
    places, (births, deaths) = read
    for pairs in held:
        if pairs is not None:
            compare_places(places, pairs.of("residence").tolist(), pairs.file, vital, problems)
    S0, S1 = (pairs.square(places, problems) for pairs in held if pairs is not None)
    seed = seed_pairs.square(places, problems) if seed_pairs is not None else None
    problems.stop_if_any()
    options = {name: value for name, value in chosen.items() if name != "weight"}
    try:
        made = estimated(
            S0, S1, births, deaths, seed=seed,
            weight=DEFAULT_WEIGHT if chosen["weight"] is None else chosen["weight"], **options,
        )  # fmt: skip
    except AccountError as error:
        where = f": {', '.join(places[each] for each in error.places[:10])}" if error.places else ""
        refuse(f"{start.name}, {end.name}, {vital.name}: {error}{where}.")
    written = long(made.flows, places, 1e-15 * float(np.maximum(S0.sum(), S1.sum())))
    write_table(out, written)
    return _report(made, places, [file for file in files if file is not None]) | {"pairs": len(written["flow"])}


def _report(made: Estimate, places: Sequence[str], files: Sequence[Path]) -> dict[str, Any]:
    import numpy as np

    from alianza import __version__

    def named(positions: Sequence[int]) -> list[str]:
        return [places[each] for each in positions]

    residuals = made.residuals
    roles = {
        "outward": float(made.outward.sum()),
        "return": float(made.returning.sum()),
        "transit": float(made.transit.sum()),
    }
    return {
        "status": made.status,
        "method": made.method,
        "parameters": dict(made.parameters),
        "places": len(places),
        "totals": {"flows": made.total, **roles, "stayers": made.stayers},
        **roles,
        "account_residuals": {
            "imbalance": residuals.imbalance,
            "left_the_system": residuals.left,
            "entered_the_system": residuals.entered,
            "start": residuals.start,
            "end": residuals.end,
            "births": residuals.births,
            "deaths": residuals.deaths,
            "net": residuals.net_largest,
            "net_before_balance": float(np.abs(residuals.net_given).max(initial=0.0)),
        },
        "infeasible": named(made.infeasible),
        "repairs": [
            {
                "table": each.table,
                "birthplaces": named(each.birthplaces),
                "wanted": each.wanted,
                "given": each.given,
                "shortfall": each.shortfall,
            }
            for each in made.lifts
        ],
        "not_converged": named(made.failed),
        "cautions": [
            {"code": each.code, "message": each.message, "places": named(each.places)} for each in made.cautions
        ],
        "inputs": [{"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in files],
        "unit": "persons",
        "version": __version__,
    }


def _indices(flows: Path, population: Path, threshold: float) -> dict[str, Any]:
    from alianza.engines.indices import summary
    from alianza.observatory._origin_destination import read_pairs, read_places
    from alianza.tabular import Problems

    problems = Problems()
    read = read_places(population, ("population",), problems, above=0.0)
    pairs = read_pairs(flows, "origin", "destination", "flow", problems)
    problems.stop_if_any()
    if read is None or pairs is None:
        raise AssertionError("what cannot be read is a problem")
    places, (people,) = read
    if len(places) < 2:
        problems.add(population, "names one place alone; moves need two or more.")
        problems.stop_if_any()
    table = pairs.square(places, problems)
    problems.stop_if_any()
    found = summary(table, people, threshold=threshold)
    net = {place: float(value) for place, value in zip(places, found.net, strict=True)}
    effective = {place: _number(float(value)) for place, value in zip(places, found.effectiveness, strict=True)}
    return {
        "moves": found.moves,
        "cmi": _number(found.cmi),
        "mei": _number(found.mei),
        "anmr": _number(found.anmr),
        "connectivity": _number(found.connectivity),
        "connectivity_threshold": threshold,
        "inequality": _number(found.inequality),
        "gini_total": _number(found.gini_total),
        "acv_out": _number(found.acv_out),
        "acv_in": _number(found.acv_in),
        "net": net,
        "effectiveness": effective,
        "places": {place: {"net": net[place], "effectiveness": effective[place]} for place in places},
    }


def _number(value: float) -> float | None:
    """JSON has no NaN: what has no value is null."""
    return None if math.isnan(value) else value
