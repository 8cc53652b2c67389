"""`alianza match` and `alianza verify-match`: who gets which place, with a proof that anybody re-adds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.placement.cli_shortlist import ORDERS, WORKERS
from alianza.terminal import JSON, peak_mib, phase, print_json, refuse, refusing, writable

if TYPE_CHECKING:
    from alianza.engines.assignment import Limits, Market, Placement, StablePlacement
    from alianza.engines.preselection import Orders, Workers
    from alianza.placement.limits import Key

QUOTAS = Annotated[Path | None, typer.Option("--quotas", help="origin,dest,permit,quota; what is not listed is free.")]
CAPS = Annotated[Path | None, typer.Option("--caps", help="origin,sector,cap; needs --sectors.")]
SECTORS = Annotated[Path | None, typer.Option("--sectors", help="isco,sector: the sector of an occupation.")]
SHARES = Annotated[Path | None, typer.Option("--shares", help="kind,scope,per_mille.")]


def register(app: typer.Typer) -> None:
    """Add `match` and `verify-match`."""
    app.command(
        "match",
        epilog="Example: alianza match --workers workers.csv --orders orders.csv --quotas quotas.csv --out places.csv",
    )(match)
    app.command(
        "verify-match",
        epilog="Example: alianza verify-match --workers workers.csv --orders orders.csv --placement places.csv "
        "--certificate certificate.csv",
    )(verify_match)


def match(
    workers: WORKERS,
    orders: ORDERS,
    out: Annotated[Path, typer.Option(help="Where to write: worker,order,score. CSV, .csv.gz or .parquet.")],
    quotas: QUOTAS = None,
    caps: CAPS = None,
    sectors: SECTORS = None,
    shares: SHARES = None,
    stable: Annotated[
        bool, typer.Option("--stable", help="The stable matching that is best for workers, instead of the best sum.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Where to write the report, JSON.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="Where to write the proof: kind,key,value.")] = None,
    as_json: JSON = False,
) -> None:
    """Decide who gets which place, so that the sum of the scores is as large as can be, and prove how large that is.

    Quotas, caps and shares are always kept; the report says by how much a better placement could be better at most.
    """
    if stable and any((quotas, caps, shares)):
        refuse("--stable knows no quotas, caps or shares; leave them out, or leave --stable out.")
    if stable and certificate is not None:
        refuse("--stable has no certificate: it counts blocking pairs instead; leave --certificate out.")
    _caps_and_sectors(caps, sectors)
    seconds: dict[str, float] = {}
    with refusing():
        for file in (out, report, certificate):
            if file is not None:
                writable(file)
        if stable:
            told = _stable(workers, orders, out, seconds)
        else:
            told = _best(workers, orders, (quotas, caps, sectors, shares), out, certificate, seconds)
        told |= {"seconds": {name: round(spent, 3) for name, spent in seconds.items()}, "peak_mib": peak_mib()}
        if report is not None:
            from alianza.tabular import write_text

            write_text(report, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    if as_json:
        print_json(told)
        return
    typer.echo(f"Placed {told['placed']} of {told['workers']} workers in {told['orders']} orders; wrote {out}.")
    if stable:
        typer.echo(
            f"Sum of scores {told['objective']}; {told['blocking_pairs']} blocking pairs; stability costs "
            f"{told['price_of_stability']} points against the best sum."
        )
        return
    gap = float(told["gap"])
    proved = "proved best" if told["status"] == "optimal" else f"at most {gap * 1e6:.1f} per million below the best"
    typer.echo(f"Sum of scores {told['objective']}, proven bound {told['upper_bound']}: {proved}.")
    for limit in told["binding"]:
        typer.echo(f"{limit['kind']} {limit['key']} binds: one more is worth {_points(limit['shadow_price'])} points.")


def _points(value: float) -> str:
    """Points with the decimals they have, six at most."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _caps_and_sectors(caps: Path | None, sectors: Path | None) -> None:
    if caps is not None and sectors is None:
        refuse("--caps counts by sector: give --sectors with the sector of each occupation.")
    if sectors is not None and caps is None:
        refuse("--sectors serves --caps alone: give --caps too, or leave --sectors out.")


def _limits(
    w: Workers, o: Orders, files: tuple[Path | None, Path | None, Path | None, Path | None]
) -> tuple[Limits, list[Key]]:
    """The side rows of the files given; all are read before any fault is told."""
    from alianza.placement import tables
    from alianza.placement.limits import side_rows

    quotas, caps, sectors, shares = files
    return side_rows(
        w,
        o,
        tables.read_quotas(quotas, w.codes) if quotas is not None else None,
        tables.read_caps(caps, sectors, w) if caps is not None and sectors is not None else None,
        tables.read_shares(shares, w.codes) if shares is not None else None,
    )


def _market(w: Workers, o: Orders) -> tuple[Market, Any]:
    from alianza.engines.assignment import market
    from alianza.engines.preselection import pairs

    found = pairs(w, o)
    held = market(start=found.start, worker=found.worker, score=found.score, posts=o.posts, workers=len(w))
    return held, found


def _best(
    workers: Path,
    orders: Path,
    files: tuple[Path | None, Path | None, Path | None, Path | None],
    out: Path,
    certificate: Path | None,
    seconds: dict[str, float],
) -> dict[str, Any]:
    from alianza.engines.assignment import place, verify
    from alianza.placement.tables import read_market
    from alianza.tabular import write_text

    with phase("reading", seconds):
        w, o = read_market(workers, orders)
        rows, keys = _limits(w, o, files)
    with phase("pairs", seconds):
        held, _found = _market(w, o)
    with phase("placing", seconds) as tell:
        placement = place(held, rows if rows.rows else None, tell=tell)
    with phase("checking", seconds):
        verdict = verify(held, placement.order, placement.certificate, rows if rows.rows else None)
        if not verdict.holds:  # an answer that fails its own proof is never written
            refuse("The placement did not pass its own check, so nothing was written: " + "; ".join(verdict.problems))
    with phase("writing", seconds):
        _write_places(out, w, o, held, placement.order)
        if certificate is not None:
            lines = [("kind", "key", "value"), *placement.certificate.rows(o.order.tolist(), keys)]
            write_text(certificate, _csv(lines))
    return _report(w, o, placement, rows, keys)


def _report(w: Workers, o: Orders, placement: Placement, rows: Limits, keys: list[Key]) -> dict[str, Any]:
    return {
        "status": placement.status,
        "objective": placement.objective,
        "upper_bound": placement.upper_bound,
        "gap": placement.gap,
        "placed": placement.placed,
        "candidates": placement.candidates,
        "workers": len(w),
        "orders": len(o),
        "binding": [
            {
                "kind": keys[row][0],
                "key": keys[row][1],
                "allowed": int(rows.most[row]),
                "used": int(placement.used[row]),
                "shadow_price": placement.shadow_price(row),
            }
            for row in placement.binding(rows).tolist()
        ]
        if rows.rows
        else [],
    }


def _stable(workers: Path, orders: Path, out: Path, seconds: dict[str, float]) -> dict[str, Any]:
    from alianza.engines.assignment import place, stable
    from alianza.placement.tables import read_market

    with phase("reading", seconds):
        w, o = read_market(workers, orders)
    with phase("pairs", seconds):
        held, found = _market(w, o)
    with phase("stable", seconds):
        answer: StablePlacement = stable(held, found.worker_view)
    with phase("placing", seconds) as tell:
        best = place(held, tell=tell)
    with phase("writing", seconds):
        _write_places(out, w, o, held, answer.order)
    return {
        "status": "stable" if answer.blocking == 0 else "unstable",
        "objective": answer.objective,
        "upper_bound": best.upper_bound,
        "gap": (best.upper_bound - answer.objective) / best.upper_bound if best.upper_bound else 0.0,
        "placed": answer.placed,
        "candidates": answer.candidates,
        "blocking_pairs": answer.blocking,
        "price_of_stability": best.objective - answer.objective,
        "workers": len(w),
        "orders": len(o),
        "binding": [],
    }


def _write_places(out: Path, w: Workers, o: Orders, held: Market, order: Any) -> None:
    """`worker,order,score` of everybody placed, by worker."""
    import numpy as np

    from alianza.tabular import write_table

    who = np.flatnonzero(order >= 0)
    row = np.repeat(np.arange(held.orders, dtype=np.int32), np.diff(held.start))
    chosen = order[held.worker] == row
    score = np.zeros(held.workers, np.int64)
    score[held.worker[chosen]] = held.score[chosen]
    write_table(out, {"worker": w.worker[who], "order": o.order[order[who]], "score": score[who]})


def _csv(lines: Sequence[tuple[str, str, str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(lines)
    return buffer.getvalue()


def verify_match(
    workers: WORKERS,
    orders: ORDERS,
    placement: Annotated[Path, typer.Option(help="The placement to check: worker,order,score.")],
    certificate: Annotated[Path, typer.Option(help="The proof to re-add: kind,key,value.")],
    quotas: QUOTAS = None,
    caps: CAPS = None,
    sectors: SECTORS = None,
    shares: SHARES = None,
    as_json: JSON = False,
) -> None:
    """Check a placement and re-add its bound, without the solver; exit 1 if it breaks a limit or the proof fails."""
    from alianza.engines.assignment import certificate_from, verify
    from alianza.placement.tables import read_market

    _caps_and_sectors(caps, sectors)
    with refusing():
        w, o = read_market(workers, orders)
        rows, keys = _limits(w, o, (quotas, caps, sectors, shares))
        held, _found = _market(w, o)
        order = _read_places(placement, w, o)
        lines = _read_certificate(certificate)
        try:
            proof = certificate_from(lines, [str(each) for each in o.order.tolist()], keys)
        except ValueError as problem:
            refuse(f"{certificate.name}: {problem}")
        verdict = verify(held, order, proof, rows if rows.rows else None)
    told = {
        "holds": verdict.holds,
        "objective": verdict.objective,
        "upper_bound": verdict.bound / verdict.unit,
        "gap": verdict.gap,
        "problems": list(verdict.problems),
    }
    if as_json:
        print_json(told)
    elif verdict.holds:
        typer.echo(
            f"It holds: every limit is kept, the scores add up to {verdict.objective}, and no placement within the "
            f"limits can exceed {_points(verdict.bound / verdict.unit)}."
        )
    else:
        typer.echo("It does not hold: " + "; ".join(verdict.problems) + ".")
    if not verdict.holds:
        raise typer.Exit(1)


def _read_places(file: Path, w: Workers, o: Orders) -> Any:
    """The order of each worker by position, -1 for those who stay."""
    import numpy as np

    from alianza.tabular import Problems, read_table

    problems = Problems()
    table = read_table(file, ("worker", "order"), problems)
    placed = np.full(len(w), -1, np.int32)
    at_worker = {str(each): at for at, each in enumerate(w.worker.tolist())}
    at_order = {str(each): at for at, each in enumerate(o.order.tolist())}
    if table is not None:
        pairs = zip(table.row.tolist(), table.raw("worker").to_pylist(), table.raw("order").to_pylist(), strict=True)
        for row, worker, order in pairs:
            if worker not in at_worker:
                problems.add(file, f"{worker[:40]!r} is no worker of the table.", row=row, column="worker")
            elif order not in at_order:
                problems.add(file, f"{order[:40]!r} is no job order of the table.", row=row, column="order")
            elif placed[at_worker[worker]] >= 0:
                problems.add(file, f"worker {worker} is placed twice.", row=row, column="worker")
            else:
                placed[at_worker[worker]] = at_order[order]
    problems.stop_if_any()
    return placed


def _read_certificate(file: Path) -> list[tuple[str, str, str]]:
    from alianza.tabular import Problems, read_table

    problems = Problems()
    table = read_table(file, ("kind", "key", "value"), problems)
    problems.stop_if_any()
    if table is None:
        return []
    return list(zip(*(table.raw(name).to_pylist() for name in ("kind", "key", "value")), strict=True))
