"""How fast is a proved placement, against OR-tools, SciPy's HiGHS and the package `matching`, in the same run?

    python -m benchmarks.assignment                                      100,000 workers, about 2 million pairs: free
    python -m benchmarks.assignment --workers 1000000 --orders 155000 --alone        about 150 million pairs, alone
    python -m benchmarks.assignment --question limits                    with quotas and caps, against HiGHS on the LP
    python -m benchmarks.assignment --question shares                    with quotas, caps and shares
    python -m benchmarks.assignment --question stable --peer-workers 2000

Pairs and scores are made once and handed to every contestant as arrays; each has a process of its own, and its clock
runs from the arrays to the finished answer. CPU seconds are counted over all threads, peak memory over the process,
input included. The engine's clock includes its proof, which is then re-added outside the clock; the peers prove
nothing that can be re-added. HiGHS gets `--patience` seconds; if it has not finished then, the ratio is a lower bound.
The package `matching` keeps one Python object per preference, and its recursion ends larger markets with a
RecursionError, so it runs at the size given by `--peer-workers` and the engine runs there too.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from alianza.engines.assignment import Limits, Market, limits, market, place, stable, verify

PATIENCE = 1800


def make(folder: Path, workers: int, orders: int, question: str, seed: int) -> str:
    """Pairs, scores and posts of a made-up labour market, and limits that bind; what there is of them."""
    from alianza.engines.preselection import pairs
    from benchmarks.labour_market import market as labour_market

    w, o = labour_market(workers, orders, seed=seed)
    found = pairs(w, o)
    # posts for six workers in ten: enough to compete for
    share = 0.6 * workers / max(1, int(o.posts.sum()))
    rng = np.random.default_rng(seed)
    posts = np.floor(o.posts * share + rng.random(len(o))).astype(np.int64)
    arrays: dict[str, Any] = {
        "start": found.start, "worker": found.worker, "score": found.score, "posts": posts, "workers": workers,
        "view": found.worker_view,
    }  # fmt: skip
    if question in {"limits", "shares"}:
        arrays |= _limits(w, o, arrays, rng, shares=question == "shares")
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    rows = f", {len(arrays['most'])} side rows" if "most" in arrays else ""
    return f"{workers:,} workers, {orders:,} orders, {int(posts.sum()):,} posts, {len(found):,} pairs{rows}"


def _limits(w: Any, o: Any, arrays: dict[str, Any], rng: np.random.Generator, *, shares: bool) -> dict[str, Any]:
    """Quotas and caps of 0.35 to 1.05 times what the free optimum uses, on six rows in ten."""
    from alianza.placement.limits import side_rows
    from alianza.placement.tables import Caps, Quotas, Shares

    held = market(**{name: arrays[name] for name in ("start", "worker", "score", "posts", "workers")})
    free = place(held).order
    who = np.flatnonzero(free >= 0)
    sector = (w.isco // 1000).astype(np.int32)
    corridors, used = np.unique(
        np.column_stack([w.origin[who], o.dest[free[who]], o.permit[free[who]]]), axis=0, return_counts=True
    )
    pick = rng.random(len(used)) < 0.6
    quota = np.floor(used * rng.uniform(0.35, 1.05, len(used))).astype(np.int64)[pick]
    groups, members = np.unique(np.column_stack([w.origin[who], sector[who]]), axis=0, return_counts=True)
    chosen = rng.random(len(members)) < 0.6
    cap = np.floor(members * rng.uniform(0.5, 1.1, len(members))).astype(np.int64)[chosen]
    quotas = Quotas(
        corridors[pick, 0].astype(np.int16),
        corridors[pick, 1].astype(np.int16),
        corridors[pick, 2].astype(np.int32),
        quota,
    )
    caps = Caps(
        tuple(str(s) for s in range(10)),
        groups[chosen, 0].astype(np.int16),
        groups[chosen, 1].astype(np.int32),
        cap,
        sector,
    )
    kept = None
    if shares:
        places = np.unique(o.dest).tolist()
        origins = np.unique(w.origin).tolist()
        kept = Shares(
            ("women",) * len(places) + ("disadvantaged",) + ("region",) * len(origins),
            np.array([*places, -1, *origins], np.int16),
            np.array([450] * len(places) + [250] + [400] * len(origins), np.int32),
        )
    rows, _ = side_rows(w, o, quotas, caps, kept)
    return {name: getattr(rows, name) for name in LIMITS}


LIMITS = ("worker_class", "order_class", "row", "of_worker", "of_order", "weight", "most")


def _held(folder: Path) -> tuple[Market, Limits | None]:
    load = {name: np.load(folder / f"{name}.npy") for name in ("start", "worker", "score", "posts")}
    held = market(**load, workers=int(np.load(folder / "workers.npy")))
    if not (folder / "most.npy").exists():
        return held, None
    return held, limits(**{name: np.load(folder / f"{name}.npy") for name in LIMITS})


def engine(folder: Path, _: float) -> dict[str, Any]:
    held, rows = _held(folder)
    cpu, wall = time.process_time(), time.perf_counter()
    answer = place(held, rows)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    verdict = verify(held, answer.order, answer.certificate, rows)
    assert verdict.holds, verdict.problems
    return _told(spent, objective=answer.objective, bound=answer.upper_bound, gap=answer.gap, status=answer.status)


def ortools(folder: Path, _: float) -> dict[str, Any]:
    from ortools.graph.python import min_cost_flow

    held, _rows = _held(folder)
    n, m = held.workers, held.orders
    cpu, wall = time.process_time(), time.perf_counter()
    order = np.repeat(np.arange(m, dtype=np.int32), np.diff(held.start))
    source, sink = n + m, n + m + 1
    tail = np.concatenate([np.full(n, source), held.worker, np.arange(n, n + m), [source]]).astype(np.int32)
    head = np.concatenate([np.arange(n), n + order, np.full(m, sink), [sink]]).astype(np.int32)
    capacity = np.concatenate([np.ones(n), np.ones(order.size), held.posts, [n]]).astype(np.int64)
    cost = np.concatenate([np.zeros(n), -held.score.astype(np.int64), np.zeros(m), [0]]).astype(np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    flow.set_nodes_supplies(np.array([source, sink], np.int32), np.array([n, -n], np.int64))
    status = flow.solve()
    spent = time.process_time() - cpu, time.perf_counter() - wall
    return _told(spent, objective=-flow.optimal_cost(), status=str(status))


def highs(folder: Path, patience: float) -> dict[str, Any]:
    from scipy.optimize import linprog
    from scipy.sparse import csc_array, csr_array, vstack

    held, rows = _held(folder)
    cpu, wall = time.process_time(), time.perf_counter()
    order = np.repeat(np.arange(held.orders), np.diff(held.start))
    column, one = np.arange(order.size), np.ones(order.size)
    parts = [
        csr_array((one, (held.worker, column)), shape=(held.workers, order.size)),
        csr_array((one, (order, column)), shape=(held.orders, order.size)),
    ]
    allowed = [np.ones(held.workers), held.posts]
    if rows is not None:
        width = rows.classes[1]
        cells = csc_array(
            (rows.weight.astype(float), (rows.row, rows.of_worker * width + rows.of_order)),
            shape=(rows.rows, rows.classes[0] * width),
        )
        parts.append(cells[:, rows.worker_class[held.worker].astype(np.int64) * width + rows.order_class[order]])
        allowed.append(rows.most)
    answer = linprog(
        -held.score.astype(float), A_ub=vstack(parts).tocsr(), b_ub=np.concatenate(allowed), bounds=(0, None),
        method="highs", options={"time_limit": patience},
    )  # fmt: skip
    spent = time.process_time() - cpu, time.perf_counter() - wall
    done = answer.status == 0
    return _told(spent, objective=-answer.fun if done else None, status="optimal" if done else "not finished")


def engine_stable(folder: Path, _: float) -> dict[str, Any]:
    held, _rows = _held(folder)
    view = np.load(folder / "view.npy")
    cpu, wall = time.process_time(), time.perf_counter()
    answer = stable(held, view)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    return _told(spent, objective=answer.objective, placed=answer.placed, status=f"{answer.blocking} blocking pairs")


def package_matching(folder: Path, _: float) -> dict[str, Any]:
    from matching.games import HospitalResident

    held, _rows = _held(folder)
    view = np.load(folder / "view.npy").astype(np.int64)
    order = np.repeat(np.arange(held.orders), np.diff(held.start))
    sees = held.score - view - 1
    residents: dict[str, list[str]] = {}
    hospitals: dict[str, list[str]] = {}
    open_ = held.posts[order] > 0
    for e in np.lexsort((order, -view)):
        if open_[e]:
            residents.setdefault(f"w{held.worker[e]}", []).append(f"o{order[e]}")
    for e in np.lexsort((held.worker, -sees)):
        if open_[e]:
            hospitals.setdefault(f"o{order[e]}", []).append(f"w{held.worker[e]}")
    posts = {f"o{k}": int(p) for k, p in enumerate(held.posts) if f"o{k}" in hospitals}
    score = {(f"w{held.worker[e]}", f"o{order[e]}"): int(held.score[e]) for e in range(order.size)}
    cpu, wall = time.process_time(), time.perf_counter()
    try:
        game = HospitalResident.create_from_dictionaries(residents, hospitals, posts)
        answer = game.solve(optimal="resident")
    except RecursionError:
        return _told((time.process_time() - cpu, time.perf_counter() - wall), status="RecursionError")
    spent = time.process_time() - cpu, time.perf_counter() - wall
    total = sum(score[r.name, h.name] for h, who in answer.items() for r in who)
    return _told(spent, objective=total, placed=sum(len(who) for who in answer.values()), status="stable")


def _told(spent: tuple[float, float], **found: Any) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return {"cpu": spent[0], "wall": spent[1], "peak_mib": peak, **found}


CONTESTANTS = {
    "engine": engine, "OR-tools min-cost flow": ortools, "SciPy HiGHS": highs, "engine, stable": engine_stable,
    "matching": package_matching,
}  # fmt: skip
AGAINST = {
    "free": ("engine", "OR-tools min-cost flow"), "limits": ("engine", "SciPy HiGHS"),
    "shares": ("engine", "SciPy HiGHS"), "stable": ("engine, stable", "matching"),
}  # fmt: skip


def _alone(name: str, folder: Path, patience: float) -> dict[str, Any]:
    """Run one contestant in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(CONTESTANTS[name], (folder, patience))


def _show(name: str, told: dict[str, Any]) -> None:
    rest = ", ".join(f"{key} {value}" for key, value in told.items() if key not in {"cpu", "wall", "peak_mib"})
    print(
        f"{name:24} {told['cpu']:9.2f} s CPU {told['wall']:9.2f} s wall {told['peak_mib']:8.0f} MiB  {rest}", flush=True
    )


def _turns(names: tuple[str, ...], folder: Path, patience: float, turns: int) -> dict[str, dict[str, Any]]:
    """The quickest of some turns of each contestant, taken in turn."""
    best: dict[str, dict[str, Any]] = {}
    for _ in range(turns):
        for name in names:
            told = _alone(name, folder, patience)
            if name not in best or told["cpu"] < best[name]["cpu"]:
                best[name] = told
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--question", choices=list(AGAINST), default="free")
    parser.add_argument("--workers", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--peer-workers", type=int, default=2_000, help="size for the package `matching`")
    parser.add_argument("--turns", type=int, default=None, help="each takes so many; the quickest counts")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds for HiGHS")
    parser.add_argument("--alone", action="store_true", help="the engine only")
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    ours, peer = AGAINST[given.question]
    turns = given.turns or (3 if given.question == "free" and not given.alone else 1)
    with tempfile.TemporaryDirectory() as place_:
        folder = Path(place_)
        print(make(folder, given.workers, given.orders, given.question, given.seed), flush=True)
        _alone(ours, _warm(folder / "warm", given.question), given.patience)  # compiled kernels are on disk from here
        if given.question == "stable" or given.alone:
            _show(ours, _turns((ours,), folder, given.patience, turns)[ours])
            if given.alone:
                return
            folder = folder / "peer"
            folder.mkdir()
            orders = max(1, given.orders * given.peer_workers // given.workers)
            print(make(folder, given.peer_workers, orders, given.question, given.seed), flush=True)
        best = _turns((ours, peer), folder, given.patience, turns)
        for name, told in best.items():
            _show(name, told)
        if "objective" in best[peer] and given.question in {"free", "stable"}:
            assert best[ours]["objective"] == best[peer]["objective"], "the answers differ"
        done = "" if best[peer].get("objective") is not None else " at least"
        print(f"{peer} takes{done} {best[peer]['cpu'] / best[ours]['cpu']:.1f} times the CPU of the engine")


def _warm(folder: Path, question: str) -> Path:
    folder.mkdir()
    make(folder, 3_000, 600, question, 1)
    return folder


if __name__ == "__main__":
    main()
