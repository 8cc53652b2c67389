"""`alianza remittances`: bilateral amounts by three rules, and what sending costs."""

from __future__ import annotations

import json
import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, refuse, refusing, writable, write_json

if TYPE_CHECKING:
    from alianza.remittances.tables import Quotes


class Rule(StrEnum):
    stock = "stock"
    host_income = "host-income"
    ratha_shaw = "ratha-shaw"


class MarginUnit(StrEnum):
    auto = "auto"
    percent = "percent"
    share = "share"


def register(app: typer.Typer) -> None:
    """Add `alianza remittances`."""
    remittances = typer.Typer(no_args_is_help=True, help="Remittances: who sends how much where, and at what cost.")
    remittances.command(
        "matrix",
        epilog="Example: alianza remittances matrix --stock stock.csv --income income.csv --inflow inflow.csv "
        "--rule ratha-shaw --out matrix.csv",
    )(matrix)
    remittances.command("cost", epilog="Example: alianza remittances cost --quotes quotes.csv --out cost.json")(cost)
    app.add_typer(remittances, name="remittances")


def matrix(
    stock: Annotated[Path, typer.Option(help="People born at home who live at the host: host,home,stock.")],
    inflow: Annotated[Path, typer.Option(help="What each home country received: home,inflow.")],
    rule: Annotated[Rule, typer.Option(help="How much one migrant is expected to send.")],
    out: Annotated[Path, typer.Option(help="Where to write: host,home,amount. CSV, .csv.gz or .parquet.")],
    income: Annotated[
        Path | None,
        typer.Option(help="US dollars per person and year: place,income. The rule stock does without."),
    ] = None,
    beta: Annotated[float, typer.Option(help="Of ratha-shaw, between 0 and 1.")] = 0.75,
    outflow: Annotated[
        Path | None,
        typer.Option(help="What each host recorded as sent: host,outflow. The amounts are then scaled to both."),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Where to write the report, JSON.", metavar="FILE")] = None,
    as_json: JSON = False,
) -> None:
    """Share what each country received among the countries where its people live. An estimate, not a recorded flow.

    What a country received and nobody is found who may have sent it stays unallocated and is reported.
    """
    if rule is not Rule.stock and income is None:
        refuse(f"The rule {rule.value} needs --income.")
    if not 0 < beta < 1:
        refuse(f"--beta lies between 0 and 1, and {beta:g} does not.")
    with refusing():
        for file in (out, report):
            if file is not None:
                writable(file)
        told = _allocated((stock, income, inflow, outflow), rule.value, beta, out)
        if report is not None:
            write_json(report, told)
    if told["own_hosts_left_out"]:
        typer.echo(f"Note: {told['own_hosts_left_out']} rows where home and host are the same were left out.", err=True)
    if told["unallocated_total"] > 0:
        names = ", ".join(sorted(told["unallocated"])[:10])
        typer.echo(
            f"Unallocated: {told['unallocated_total']:,.3f}, received by {len(told['unallocated'])} places "
            f"without senders ({names}).",
            err=True,
        )
    if told["outflows"] is not None and told["outflows"]["status"] != "converged":
        typer.echo(
            f"Outflows could not be matched ({told['outflows']['status']}); the amounts follow the rule alone.",
            err=True,
        )
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"Allocated {told['allocated']:,.3f} over {told['corridors']} corridors; wrote {out}.")


def _allocated(files: tuple[Path, Path | None, Path, Path | None], rule: str, beta: float, out: Path) -> dict[str, Any]:
    import numpy as np

    from alianza import __version__
    from alianza.engines.remittance_matrix import allocate, matched
    from alianza.remittances.tables import read_corridors, read_numbers
    from alianza.tabular import Problems, write_table

    stock, income, inflow, outflow = files
    problems = Problems()
    received = read_numbers(inflow, "home", "inflow", problems)
    incomes = read_numbers(income, "place", "income", problems) if income is not None else None
    sent = read_numbers(outflow, "host", "outflow", problems) if outflow is not None else None
    held = read_corridors(stock, problems, received)
    problems.stop_if_any()
    if held is None:
        raise AssertionError("what cannot be read is a problem")

    def by_place(values: dict[str, float]) -> Any:
        return np.array([values.get(place, np.nan) for place in held.places])

    found = allocate(
        held.home,
        held.host,
        held.stock,
        by_place(received),
        income=None if incomes is None else by_place(incomes),
        rule=rule,
        beta=beta,
    )
    amount, scaled = found.amount, None
    if sent is not None:
        try:
            made = matched(held.home, held.host, amount, by_place(sent))
        except ValueError as problem:
            refuse(f"{outflow}: {problem}")
        amount = made.amount
        scaled = {"status": made.status, "factor": made.factor}
    names = np.array(held.places, dtype=np.str_)
    known = np.flatnonzero(~np.isnan(amount) & (held.stock > 0))
    order = known[np.lexsort((held.home[known], held.host[known]))]
    write_table(out, {"host": names[held.host[order]], "home": names[held.home[order]], "amount": amount[order]})
    unallocated = {
        place: float(value) for place, value in zip(held.places, found.unallocated, strict=True) if value > 0
    }
    status = dict(zip(held.places, found.status, strict=True))
    homes = {held.places[at] for at in np.unique(held.home)}
    return {
        "rule": rule,
        "beta": beta if rule == "ratha-shaw" else None,
        "allocated": float(np.nansum(amount)),
        "corridors": len(order),
        "unallocated_total": float(sum(unallocated.values())),
        "unallocated": {place: {"amount": value, "why": status[place]} for place, value in unallocated.items()},
        "inflow_not_known": sorted(place for place in homes if status[place] == "no_inflow"),
        "stock_left_out": {
            place: float(value) for place, value in zip(held.places, found.left_out, strict=True) if value > 0
        },
        "own_hosts_left_out": held.own,
        "outflows": scaled,
        "inputs": _hashed([file for file in files if file is not None]),
        "kind": "model estimate, not a recorded flow",
        "method": "Ratha and Shaw 2007",
        "version": __version__,
    }


def cost(
    quotes: Annotated[
        Path,
        typer.Option(
            help="One row for each service: corridor,provider,amount,fee,fx_margin,speed_days,accessible,"
            "fx_transparent; market_share and flow (of the corridor) weigh if given."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Where to write, JSON.", metavar="FILE")],
    amount: Annotated[float, typer.Option(min=0.01, help="Which amount sent the cost is about.")] = 200.0,
    margin_unit: Annotated[
        MarginUnit,
        typer.Option("--fx-margin-unit", help="Of fx_margin. auto: percent, unless none in the file is above 0.2."),
    ] = MarginUnit.auto,
    as_json: JSON = False,
) -> None:
    """Compute the cost of sending an amount, in percent: mean, SmaRT and weighted, by corridor and overall (10.c.1).

    A service that hides its exchange rate, or lacks a fee or margin, has no cost: it is left out and counted.
    """
    with refusing():
        writable(out)
        told = _costs(quotes, amount, margin_unit.value)
        write_json(out, told)
    if told["fx_margin_unit"] == "share" and margin_unit is MarginUnit.auto:
        typer.echo("Note: no fx_margin is above 0.2, so they were taken as shares of one (0.02 is 2 %).", err=True)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    overall = told["overall"]
    typer.echo(
        f"{overall['services']} services in {len(told['corridors'])} corridors: mean {_percent(overall['mean'])}, "
        f"SmaRT {_percent(overall['smart'])}, weighted {_percent(overall['weighted'])}; wrote {out}."
    )


def _costs(file: Path, amount: float, margin_unit: str) -> dict[str, Any]:
    import numpy as np

    from alianza import __version__
    from alianza.engines.remittance_cost import HIGHEST_CORRIDOR, HIGHEST_MEAN, corridor_costs, total_cost
    from alianza.remittances.tables import read_quotes
    from alianza.tabular import Problems

    problems = Problems()
    held = read_quotes(file, problems, margin_unit=margin_unit)
    problems.stop_if_any()
    if held is None:
        raise AssertionError("what cannot be read is a problem")
    kept = np.isclose(held.amount, amount)
    if not kept.any():
        there = ", ".join(f"{each:g}" for each in np.unique(held.amount)[:10])
        refuse(
            f"{file.name}: no quote is about sending {amount:g}; there are quotes for {there}. Name one by --amount."
        )
    found = corridor_costs(
        held.corridor[kept],
        total_cost(held.amount[kept], fee=held.fee[kept], margin=held.margin[kept]),
        corridors=len(held.corridors),
        days=held.speed[kept],
        accessible=held.accessible[kept],
        transparent=held.transparent[kept],
        share=None if held.share is None else held.share[kept],
        flow=held.flow,
    )
    surveyed = [at for at in range(len(held.corridors)) if (held.corridor[kept] == at).any()]
    above = [held.corridors[at] for at in surveyed if found.above[at]]
    smart_above = [held.corridors[at] for at in surveyed if found.smart_above[at]]
    valued = bool(~np.isnan(found.mean[surveyed]).all())
    return {
        "amount": amount,
        "unit": "percent of the amount sent",
        "corridors": {
            held.corridors[at]: {
                "mean": _number(found.mean[at]),
                "smart": _number(found.smart[at]),
                "weighted": _number(found.weighted[at]),
                "services": int(found.services[at]),
                "qualifying": int(found.qualifying[at]),
                "left_out": int(found.left_out[at]),
                "above_5_percent": bool(found.above[at]) if not np.isnan(found.mean[at]) else None,
                "smart_above_5_percent": bool(found.smart_above[at]) if not np.isnan(found.smart[at]) else None,
            }
            for at in surveyed
        },
        "overall": {
            "mean": _number(found.mean_overall),
            "smart": _number(found.smart_overall),
            "weighted": _number(found.weighted_overall),
            "services": int(found.services.sum()),
            "left_out": int(found.left_out.sum()),
            "corridors_with_smart": int((~np.isnan(found.smart)).sum()),
            "corridors_weighted": found.corridors_weighted,
        },
        "flags": {
            "mean_at_most_3_percent": found.mean_on_target,
            "no_corridor_above_5_percent": not above if valued else None,
            "no_smart_above_5_percent": not smart_above if ~np.isnan(found.smart).all() else None,
            "corridors_above_5_percent": above,
            "corridors_with_smart_above_5_percent": smart_above,
        },
        "targets": {"mean": HIGHEST_MEAN, "corridor": HIGHEST_CORRIDOR},
        "other_amounts_left_out": int((~kept).sum()),
        "fx_margin_unit": "share" if held.margins_were_shares else "percent",
        "missing": _missing(held, kept),
        "inputs": _hashed([file]),
        "method": "SDG indicator 10.c.1; SmaRT: mean of the three cheapest services within 5 days and accessible",
        "version": __version__,
    }


def _missing(held: Quotes, kept: Any) -> dict[str, int]:
    import numpy as np

    return {
        "fee": int(np.isnan(held.fee[kept]).sum()),
        "fx_margin": int(np.isnan(held.margin[kept]).sum()),
        "exchange_rate_hidden": int((held.transparent[kept] == 0).sum()),
        "speed_days": int(np.isnan(held.speed[kept]).sum()),
        "accessible": int(np.isnan(held.accessible[kept]).sum()),
        "fx_transparent": int(np.isnan(held.transparent[kept]).sum()),
    }


def _number(value: Any) -> float | None:
    """JSON has no NaN: what has no value is null."""
    plain = float(value)
    return None if math.isnan(plain) else plain


def _percent(value: float | None) -> str:
    return "without value" if value is None else f"{value:.2f} %"


def _hashed(files: list[Path]) -> list[dict[str, str]]:
    import hashlib

    return [{"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in files]
