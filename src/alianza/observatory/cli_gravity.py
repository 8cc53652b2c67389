"""`alianza flows fit`: a gravity model of flows, by Poisson pseudo-maximum likelihood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, one_thread, peak_mib, refuse, refusing, writable, write_json

if TYPE_CHECKING:
    from alianza.engines.gravity import Fit, HeldOut
    from alianza.tabular import Problems, Texts, TextTable

EXAMPLE = (
    "Example: alianza flows fit --table corridors.csv --outcome flow --covariates contiguous --log distance "
    "--origin origin --destination destination --cluster pair --out gravity.json"
)
PERIODS = ("period", "year", "time")
PAIR = "pair"
UNDERSTOOD = {"orig": "origin", "dest": "destination"}


def fit(
    table: Annotated[Path, typer.Option(help="One row for each corridor (and period): CSV, .csv.gz or .parquet.")],
    outcome: Annotated[str, typer.Option(help="The column of flows, 0 or more.")],
    out: Annotated[Path, typer.Option(help="Where to write, JSON.", metavar="FILE")],
    covariates: Annotated[str, typer.Option(help="Columns that enter as they are, separated by commas.")] = "",
    log: Annotated[str, typer.Option(help="Columns that enter as logarithms, separated by commas.")] = "",
    origin: Annotated[str, typer.Option(help="The column of origins.")] = "origin",
    destination: Annotated[str, typer.Option(help="The column of destinations.")] = "destination",
    cluster: Annotated[
        str, typer.Option(help=f"Cluster the errors by this column, or by {PAIR} of origin and destination.")
    ] = "",
    period: Annotated[
        str, typer.Option(help="The column of periods.", show_default=f"{', '.join(PERIODS)}, if there is one")
    ] = "",
    period_effects: Annotated[
        bool, typer.Option("--period-effects", help="Effects of origin and destination in each period.")
    ] = False,
    pair_effects: Annotated[bool, typer.Option("--pair-effects", help="An effect of each pair besides.")] = False,
    held_out: Annotated[
        int, typer.Option(min=0, help="Also judge forecasts of so many last periods, beside persistence.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws behind the bands of --held-out.")] = 1,
    as_json: JSON = False,
) -> None:
    """Fit a gravity model by Poisson pseudo-maximum likelihood with origin and destination effects.

    Zero flows count like any other; a missing value is refused. The file holds coefficients (keyed by covariate, `log_`
    before a logged one), their standard errors three ways, the deviance and how many observations were separated.
    """
    asked = _Asked(
        table, outcome, _names(covariates), _names(log), origin, destination, cluster, period,
        by_period=period_effects, pair=pair_effects,
    )  # fmt: skip
    if outcome in asked.slopes.values():
        refuse(f"{outcome} is the outcome and cannot explain itself; leave it out of --covariates and --log.")
    one_thread()
    with refusing():
        writable(out)
        told = _fitted(asked, held_out, seed)
        write_json(out, told)
    if told["status"] != "ok":
        typer.echo(f"Status {told['status'].replace('_', ' ')}: do not rely on these figures.", err=True)
    if as_json:
        typer.echo(json.dumps({**told, "peak_mib": peak_mib()}, ensure_ascii=False, indent=2))
        return
    typer.echo(
        f"{told['observations']} observations, {told['separated']} separated, deviance {told['deviance']:,.1f}; "
        f"wrote {out}."
    )
    best = told["se_cluster"] or told["se_hc1"]
    for name, slope in told["coefficients"].items():
        if slope is None:
            typer.echo(f"{name}: no slope, only separated observations would tell it")
        else:
            typer.echo(f"{name}: {slope:.4f} (standard error {_said(best[name])})")
    for score in told.get("held_out", {}).get("scores", []):
        typer.echo(f"held out, {score['method']}: error {score['rmse']:,.1f}, skill {_said(score['skill'])}")


@dataclass(frozen=True)
class _Asked:
    table: Path
    outcome: str
    plain: tuple[str, ...]
    logged: tuple[str, ...]
    origin: str
    destination: str
    cluster: str
    period: str
    by_period: bool
    pair: bool

    def columns(self, period: str) -> list[str]:
        named = [self.outcome, *self.slopes.values(), self.origin, self.destination, period]
        if self.cluster != PAIR:
            named.append(self.cluster)
        return [name for name in dict.fromkeys(named) if name]

    @property
    def slopes(self) -> dict[str, str]:
        """The column of each slope; a column named in both lists enters as a logarithm."""
        found = {name: name for name in self.plain if name not in self.logged}
        return found | {f"log_{name}": name for name in self.logged}


def _said(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.4f}"


def _names(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in listed.split(",") if name.strip()))


def _fitted(asked: _Asked, held: int, seed: int) -> dict[str, Any]:
    import numpy as np

    from alianza.engines.gravity import Collinear, crossed, held_out
    from alianza.engines.gravity import fit as estimated
    from alianza.tabular import Problems, amounts, read_table

    problems = Problems()
    period = asked.period or _period_column(asked.table)
    for option, wanted in (("--period-effects", asked.by_period), ("--held-out", held > 0)):
        if wanted and not period:
            refuse(f"{asked.table.name}: {option} needs periods, and no column holds them; name it with --period.")
    needed = asked.columns(period)
    other = {name: meant for name, meant in UNDERSTOOD.items() if meant in needed and name not in needed}
    read = read_table(asked.table, needed, problems, other_names=other)
    problems.stop_if_any()
    if read is None:
        raise AssertionError("what cannot be read is a problem")
    if not len(read):
        problems.add(asked.table, "has a header but no rows.")
        problems.stop_if_any()
    flow = amounts(read[asked.outcome], problems)
    x = np.column_stack(
        [_logged(read[name], problems) if name in asked.logged else amounts(read[name], problems, negative=True)
         for name in asked.slopes.values()]
        or [np.empty((len(read), 0))]
    )  # fmt: skip
    ends = [_codes(read[name], problems) for name in (asked.origin, asked.destination)]
    when = _codes(read[period], problems) if period else _Codes(np.zeros(len(read), np.int64), ())
    o, d, t = ends[0].code, ends[1].code, when.code
    pair, _ = crossed(o, d)
    _no_twice(read, pair, when, period, problems)
    group = None
    if asked.cluster:
        group = pair if asked.cluster == PAIR else _codes(read[asked.cluster], problems).code
    problems.stop_if_any()
    effects = [crossed(t, each)[0] for each in (o, d)] if asked.by_period else [o, d]
    effects += [pair] if asked.pair else []
    names = list(asked.slopes)
    try:
        made = estimated(flow, x, effects, names=names, cluster=group)
        judged = None
        if held:
            judged = held_out(
                flow, x, o, d, t, rng=np.random.default_rng(seed), held=held, names=names,
                by_period=asked.by_period, pair=asked.pair,
            )  # fmt: skip
    except Collinear as problem:
        refuse(f"{asked.table.name}: {problem}.")
    except ValueError as problem:
        refuse(f"{asked.table.name}: {problem}.")
    return _report(asked, made, judged, [each.values for each in ends], seed)


def _period_column(file: Path) -> str:
    """The first column that by its name holds periods, if there is one."""
    from alianza.tabular import Problems, read_table

    return next((name for name in PERIODS if read_table(file, (name,), Problems()) is not None), "")


@dataclass(frozen=True)
class _Codes:
    """A column of names as positions among the sorted names, so that the order of rows does not matter."""

    code: Any
    values: tuple[str, ...]


def _codes(column: Texts, problems: Problems) -> _Codes:
    import numpy as np

    column.report(
        problems, {at: "is empty; write a name." for at, text in enumerate(column.values) if not text.strip()}
    )
    order = sorted(range(len(column.values)), key=lambda at: _natural(column.values[at]))
    position = np.empty(len(order), np.int64)
    position[order] = np.arange(len(order))
    return _Codes(position[column.code], tuple(column.values[at] for at in order))


def _natural(text: str) -> tuple[int, float, str]:
    """Whole numbers by size, before texts."""
    return (0, float(text), text) if text.isdecimal() and len(text) < 16 else (1, 0.0, text)


def _logged(column: Texts, problems: Problems) -> Any:
    """The column's logarithms; what has none is named by its row."""
    import numpy as np

    from alianza.tabular import amounts, shown

    values = amounts(column, problems, negative=True)
    wrong = {}
    for at in np.unique(column.code[values <= 0]).tolist():
        text = column.values[at]
        if _is_number(text):
            wrong[at] = f"{shown(text)} is not above 0 and has no logarithm; leave the row or the logarithm out."
    column.report(problems, wrong)
    return np.log(np.where(values > 0, values, 1.0))


def _is_number(text: str) -> bool:
    try:
        return float(text) <= 0
    except ValueError:
        return False


def _no_twice(read: TextTable, pair: Any, when: _Codes, period: str, problems: Problems) -> None:
    """Each corridor once, or once in each period."""
    import numpy as np

    from alianza.tabular import KEPT

    key = pair * max(1, len(when.values)) + when.code
    _, at = np.unique(key, return_index=True)
    again = np.setdiff1d(np.arange(len(key)), at)
    first = dict(zip(key[at].tolist(), read.row[at].tolist(), strict=True))
    what = f"this pair in this {period}" if period else "this pair"
    cure = "keep one row" if period else "keep one row, or name the column of periods with --period"
    for row in again[:KEPT].tolist():
        problems.add(read.file, f"{what} stands in row {first[int(key[row])]} already; {cure}.", row=int(read.row[row]))
    problems.more(len(again[KEPT:]))


def _report(
    asked: _Asked, made: Fit, judged: HeldOut | None, places: Sequence[tuple[str, ...]], seed: int
) -> dict[str, Any]:
    from alianza import __version__

    def keyed(values: Any) -> dict[str, float | None]:
        return {name: _number(float(value)) for name, value in zip(made.names, values, strict=True)}

    told: dict[str, Any] = {
        "status": made.status,
        "method": "Poisson pseudo-maximum likelihood with effects",
        "coefficients": keyed(made.coefficients),
        "se_model": keyed(made.se_model),
        "se_hc1": keyed(made.se_hc1),
        "se_cluster": None if made.se_cluster is None else keyed(made.se_cluster),
        "deviance": made.deviance,
        "separated": int(made.separated.sum()),
        "omitted": list(made.omitted),
        "observations": made.observations,
        "parameters": made.parameters,
        "clusters": made.clusters or None,
        "dispersion": _number(made.dispersion),
        "iterations": made.iterations,
    }
    if not asked.by_period:
        told["effects"] = {
            side: {place: _number(float(value)) for place, value in zip(names, effect, strict=True)}
            for side, names, effect in zip(("origin", "destination"), places, made.effects, strict=False)
        }
    if judged is not None:
        told["held_out"] = {
            "observations": judged.observations,
            "unseen": judged.unseen,
            "scores": [{key: _number(value) for key, value in asdict(score).items()} for score in judged.scores],
        }
    told["provenance"] = {
        "inputs": [{"file": asked.table.name, "sha256": hashlib.sha256(asked.table.read_bytes()).hexdigest()}],
        "parameters": _parameters(asked, seed if judged is not None else None),
        "version": __version__,
    }
    return told


def _parameters(asked: _Asked, seed: int | None) -> Mapping[str, Any]:
    return {
        "outcome": asked.outcome,
        "covariates": list(asked.slopes),
        "origin": asked.origin,
        "destination": asked.destination,
        "cluster": asked.cluster or None,
        "period_effects": asked.by_period,
        "pair_effects": asked.pair,
        "seed": seed,
    }


def _number(value: Any) -> Any:
    """JSON has neither NaN nor infinity: what has no value is null."""
    import math

    return None if isinstance(value, float) and not math.isfinite(value) else value
