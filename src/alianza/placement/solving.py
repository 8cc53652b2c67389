"""Shortlists and placement runs on the registry: the engines' answers, with the permit's sheet as one more filter."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from alianza.engines import assignment
from alianza.engines.eligibility import Eligibility
from alianza.engines.preselection import Pairs, explain, pairs
from alianza.placement.limits import side_rows
from alianza.placement.market import Market, build, candidates_for
from alianza.placement.models import JobOrder, Run
from alianza.placement.permit import PermitFilter, person_facts
from alianza.placement.programme_limits import caps_of, quotas_of, shares_of
from alianza.vocabulary.refusal import Refusal, marked


@dataclass(frozen=True)
class Found:
    """One worker found for an order: rank, score and its parts."""

    profile: int
    rank: int
    score: int
    parts: dict[str, int]


@dataclass(frozen=True)
class Progress:
    phase: str
    permille: int


@dataclass(frozen=True)
class Outcome:
    """What a run found: places as (order, profile, score) by primary key, and the proof."""

    places: list[tuple[int, int, int]]
    workers: int
    orders: int
    candidates: int
    objective: int
    upper_bound: int
    report: dict[str, Any]
    certificate: list[list[str]]
    input_digest: str


def admitted_by_permits(market: Market, found: Pairs, *, on: date) -> NDArray[np.bool_]:
    """Which pairs their permit category's sheet does not rule out; what it leaves open stays in."""
    keep = np.ones(len(found), np.bool_)
    persons: dict[int, dict[str, Any]] = {}
    answers: dict[tuple[int, str], Any] = {}
    for row, order in enumerate(market.order_rows):
        first, last = int(found.start[row]), int(found.start[row + 1])
        if first == last:
            continue
        permit = PermitFilter.of(order, on=on)
        for at in range(first, last):
            worker = int(found.worker[at])
            key = (worker, order.destination)
            if key not in answers:
                if worker not in persons:
                    persons[worker] = market.person(worker)
                answers[key] = person_facts(persons[worker], order.destination)
            keep[at] = permit.verdict(answers[key]) is not Eligibility.NOT_ELIGIBLE
    return keep


def only(found: Pairs, keep: NDArray[np.bool_]) -> Pairs:
    """The pairs that are kept, in the same order."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep, dtype=np.int64)])
    return Pairs(before[found.start], found.worker[keep], found.score[keep], found.worker_view[keep])


def best_for(order: JobOrder, *, places: int, on: date) -> list[Found]:
    """The best workers for one order whom its permit does not rule out: score down, then key up."""
    market = build([order], candidates_for([order], on=on), on=on)
    if not len(market.workers):
        return []
    found = pairs(market.workers, market.orders)
    found = only(found, admitted_by_permits(market, found, on=on))
    ranked = np.lexsort((found.worker, -found.score.astype(np.int32)))[:places]
    best = []
    for rank, at in enumerate(ranked.tolist(), start=1):
        worker = int(found.worker[at])
        parts = explain(market.workers, market.orders, worker, 0).parts
        assert parts is not None
        points = {name: getattr(parts, name) for name in ("skill", "experience", "language", "wage", "wish")}
        best.append(Found(int(market.profiles[worker]), rank, int(found.score[at]), points))
    return best


def solve(run: Run, *, on: date, progress: Callable[[Progress], None]) -> Outcome:
    """Who gets which place in a programme, within the limits the run keeps, with the proof of the bound."""
    progress(Progress("registry", 50))
    orders = list(
        run.programme.orders.filter(state=JobOrder.State.OPEN, filled__lt=F("posts")).select_related(
            "employer", "programme"
        )
    )
    market = build(orders, candidates_for(orders, on=on), on=on)
    progress(Progress("pairs", 250))
    found = pairs(market.workers, market.orders) if orders and len(market.workers) else None
    if found is None:
        return Outcome([], len(market.workers), len(orders), 0, 0, 0, _report(market, 0, []), [], market.digest)
    progress(Progress("permits", 400))
    keep = admitted_by_permits(market, found, on=on)
    left_out = int((~keep).sum())
    found = only(found, keep)
    progress(Progress("places", 600))
    held = assignment.market(
        start=found.start,
        worker=found.worker,
        score=found.score,
        posts=market.orders.posts,
        workers=len(market.workers),
    )
    programme, codes = run.programme, market.workers.codes
    rows, keys = side_rows(
        market.workers,
        market.orders,
        quotas_of(programme, codes) if run.with_quotas else None,
        caps_of(programme, market.workers) if run.with_caps else None,
        shares_of(programme, codes) if run.with_shares else None,
    )
    placement = assignment.place(held, rows)
    progress(Progress("proof", 900))
    verdict = assignment.verify(held, placement.order, placement.certificate, rows)
    if not verdict.holds:
        raise ProofFailed(problems="; ".join(verdict.problems))
    return _outcome(market, found, placement, rows, keys, left_out)


class ProofFailed(Refusal):
    code = "placement.run.proof_failed"
    message = marked("The result did not pass its own check, so it was thrown away: %(problems)s. Please report this.")


def _outcome(
    market: Market,
    found: Pairs,
    placement: assignment.Placement,
    rows: assignment.Limits,
    keys: list[tuple[str, str]],
    left_out: int,
) -> Outcome:
    """The engine's answer by primary keys; the bound is rounded up, since it may be a fraction of a point."""
    score = {
        (int(worker), row): int(points)
        for row in range(len(market.order_rows))
        for worker, points in zip(
            found.worker[found.start[row] : found.start[row + 1]].tolist(),
            found.score[found.start[row] : found.start[row + 1]].tolist(),
            strict=True,
        )
    }
    places = [
        (market.order_rows[row].pk, int(market.profiles[worker]), score[worker, row])
        for worker, row in enumerate(placement.order.tolist())
        if row >= 0
    ]
    binding = [
        {"kind": keys[at][0], "keys": keys[at][1].split(" "), "price": round(placement.shadow_price(at))}
        for at in placement.binding(rows).tolist()
    ]
    numbers = [order.number for order in market.order_rows]
    return Outcome(
        places,
        len(market.workers),
        len(market.order_rows),
        placement.candidates,
        placement.objective,
        math.ceil(placement.upper_bound),
        _report(market, left_out, sorted(binding, key=lambda each: -int(str(each["price"])))),
        [list(line) for line in placement.certificate.rows(numbers, keys)],
        market.digest,
    )


def _report(market: Market, left_out: int, binding: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "rates_year": market.rates_year,
        "older_rates": dict(market.older_rates),
        "left_out_by_permit": left_out,
        "binding": binding,
    }
