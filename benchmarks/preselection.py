"""How fast are exact shortlists, against the same in DuckDB SQL and in Polars?

    python -m benchmarks.preselection                                   1,000,000 workers x 1,000 orders, all three
    python -m benchmarks.preselection --orders 100000 --alone           the engine alone, where the peers would take long
    python -m benchmarks.preselection --workers 10000000 --orders 10000 --alone

Each contestant has a process of its own and the same tables in its own form in memory before the clock starts: columns
of numbers for the engine, native tables for DuckDB, frames for Polars; sets of countries are bit masks and skills lists
of numbers for all. The clock runs from there to the finished list, in turns (engine, DuckDB, Polars, and again), the
first turn left out. CPU seconds are counted over all threads; the least of the turns counts, which favours nobody.
Peak memory is that of the whole process, tables included. The lists must be equal, row by row.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from alianza.engines.preselection import PROFILE_1, Codes, Orders, Workers, shortlists
from benchmarks.labour_market import market
from benchmarks.preselection_peers import duckdb_shortlists, polars_shortlists

Run = Callable[[], np.ndarray]
"""One turn: the finished list, rows of order, rank, worker, score (all from 0 or 1 as in the tables)."""


def _engine(folder: Path, top: int) -> Run:
    w, o = _load(folder)

    def run() -> np.ndarray:
        best = shortlists(w, o, top)
        order = np.repeat(np.arange(len(o)), np.diff(best.start))
        rank = np.arange(len(best)) - best.start[order] + 1
        return np.stack([o.order[order], rank, w.worker[best.worker], best.score], 1)

    return run


def _duckdb(folder: Path, top: int) -> Run:
    return duckdb_shortlists(*_load(folder), top)


def _polars(folder: Path, top: int) -> Run:
    return polars_shortlists(*_load(folder), top)


CONTESTANTS = {"engine": _engine, "DuckDB": _duckdb, "Polars": _polars}


def _save(table: Workers | Orders, folder: Path) -> None:
    for field in fields(table):
        if field.name != "codes":
            np.save(folder / f"{type(table).__name__}.{field.name}.npy", getattr(table, field.name))


def _load(folder: Path) -> tuple[Workers, Orders]:
    codes = Codes(*(tuple(np.load(folder / f"codes.{k}.npy").tolist()) for k in range(4)))
    w, o = (
        cls(codes=codes, **{f.name: np.load(folder / f"{cls.__name__}.{f.name}.npy") for f in fields(cls) if f.name != "codes"})
        for cls in (Workers, Orders)
    )  # fmt: skip
    return w, o


def _make(folder: Path, workers: int, orders: int, seed: int) -> None:
    """In a process of its own, so that its memory is nobody's."""
    w, o = market(workers, orders, seed=seed)
    _save(w, folder)
    _save(o, folder)
    for k, names in enumerate((w.codes.countries, w.codes.languages, w.codes.permits, w.codes.skills)):
        np.save(folder / f"codes.{k}.npy", np.array(names))


def _contest(name: str, folder: Path, top: int, pipe) -> None:
    """A contestant's process: a turn each time it is asked."""
    run = CONTESTANTS[name](folder, top)
    tables = _peak()
    while pipe.recv():
        cpu, wall = time.process_time(), time.perf_counter()
        rows = run()
        spent = time.process_time() - cpu, time.perf_counter() - wall
        pipe.send((*spent, tables, _peak(), rows))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--alone", action="store_true", help="the engine alone, one turn after a warm-up")
    given = parser.parse_args()
    print(f"{given.workers:,} workers x {given.orders:,} orders, top {given.top}, {PROFILE_1.name}")
    spawn = get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker = spawn.Process(target=_make, args=(folder, given.workers, given.orders, given.seed))
        maker.start()
        maker.join()
        names = ["engine"] if given.alone else list(CONTESTANTS)
        ends, children = {}, []
        for each in names:
            ends[each], theirs = spawn.Pipe()
            children.append(spawn.Process(target=_contest, args=(each, folder, given.top, theirs), daemon=True))
            children[-1].start()
        turns = {each: [] for each in names}
        for _ in range(1 + given.rounds):
            for each in names:
                ends[each].send(1)
                turns[each].append(ends[each].recv())
        for each in names:
            ends[each].send(0)
    return _report(turns)


def _report(turns: dict[str, list[tuple]]) -> int:
    print(f"{'':<8}{'CPU s':>10}{'range':>16}{'wall s':>10}{'first':>8}{'peak MiB':>10}{'(tables)':>10}")
    least = {}
    for name, runs in turns.items():
        cpu, wall = [run[0] for run in runs[1:]], [run[1] for run in runs[1:]]
        least[name] = min(cpu)
        spread = f"{min(cpu):.3f}-{max(cpu):.3f}"
        print(
            f"{name:<8}{min(cpu):>10.3f}{spread:>16}{min(wall):>10.3f}{runs[0][1]:>8.2f}{runs[-1][3]:>10.0f}{runs[-1][2]:>10.0f}"
        )
    rows = turns["engine"][0][4]
    print(f"{len(rows):,} rows for {len(np.unique(rows[:, 0])):,} orders")
    same = all(np.array_equal(run[4], rows) for runs in turns.values() for run in runs)
    if len(turns) > 1:
        peer = min((name for name in turns if name != "engine"), key=least.__getitem__)
        print(
            f"rows {'identical' if same else 'DIFFERENT'}; {least[peer] / least['engine']:.1f} x less CPU than {peer}"
        )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
