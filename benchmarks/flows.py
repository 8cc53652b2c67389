"""How fast are twelve accounts of 232 places (two sexes, six periods), and how much memory do they take?

    python -m benchmarks.flows                         minimum and independence, margins to 1e-9
    python -m benchmarks.flows --places 200 --accounts 1
    python -m benchmarks.flows --seeded                also with a seed (distance decay) for one account

Accounts are made up with the shape of the real ones: natives by the million, stocks abroad spread over five orders of
magnitude, four cells in ten empty, a world that does not balance. One process and one thread of linear algebra, as the
command has it. Seconds are the wall's, over all accounts; memory is the peak of the process above what it held once
everything was imported and the accounts were made. Every account is checked: population of every place kept, totals of
every birthplace met to 1e-9 of the largest. Target: under 2 s and under 200 MB for the twelve; one account under 0.2 s;
the indices of one table under 50 ms.
"""

from __future__ import annotations

import argparse
import sys
import time

from alianza.terminal import one_thread, peak_mib

one_thread()

import numpy as np

from alianza.engines.flows import account, closed, independence, minimum
from alianza.engines.indices import gini, inequality, summary


def made_up(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Stocks at start and end, births and deaths of n places."""
    rng = np.random.default_rng(seed)
    diagonal = np.arange(n)
    size = rng.lognormal(15, 2, n)
    start = np.floor(rng.lognormal(4, 3, (n, n)) * (rng.random((n, n)) < 0.6))
    start = np.minimum(start, size / 50)
    start[diagonal, diagonal] = size
    end = np.floor(start * rng.lognormal(0.05, 0.3, (n, n)))
    births, deaths = size * rng.uniform(0.05, 0.2, n), size * rng.uniform(0.03, 0.08, n)
    net = rng.normal(0, 0.01, n) * size
    end[diagonal, diagonal] = 0
    end[diagonal, diagonal] = start.sum(axis=0) + births - deaths + net - end.sum(axis=0)
    return start, end, births, deaths


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=232)
    parser.add_argument("--accounts", type=int, default=12)
    parser.add_argument("--seeded", action="store_true")
    given = parser.parse_args()
    accounts = [made_up(given.places, seed) for seed in range(given.accounts)]
    minimum(closed(account(*made_up(5, 0))))  # what is loaded on first use is loaded
    before, begun, worst, repaired, totals = peak_mib(), time.perf_counter(), 0.0, 0, []
    for each in accounts:
        held = account(*each)
        margins = closed(held)
        low, high = minimum(margins), independence(margins)
        assert margins.status == low.status == high.status == "converged"
        gap = max(
            float(np.abs(margins.before.sum(axis=1) - margins.after.sum(axis=1)).max()),
            float(np.abs(margins.before.sum(axis=0) - held.before.sum(axis=0)).max()),
            float(np.abs(margins.after.sum(axis=0) - held.after.sum(axis=0)).max()),
        )
        worst = max(worst, gap / float(margins.before.sum(axis=1).max()))
        repaired += bool(margins.lifts)
        totals.append((low.table.sum(), high.table.sum()))
    seconds, memory = time.perf_counter() - begun, peak_mib() - before
    print(f"{given.accounts} accounts of {given.places} places, minimum and independence")
    print(f"seconds        {seconds:.3f}   ({seconds / given.accounts:.3f} each)")
    print(f"peak MiB       {memory:.1f}   above what was held before; the process {peak_mib():.0f}")
    print(f"margin error   {worst:.1e} of the largest total; {repaired} accounts repaired")
    assert worst <= 1e-9
    if given.seeded:
        n = given.places
        apart = np.random.default_rng(1).uniform(0, 1, (n, 2))
        distance = np.hypot(*(apart[:, None] - apart[None]).transpose(2, 0, 1)) + 0.01
        margins = closed(account(*accounts[0]))
        begun = time.perf_counter()
        made = minimum(margins, seed=1 / distance)
        print(f"seeded         {time.perf_counter() - begun:.3f} s for one account, {len(made.failed)} failed")
    table = low.table
    people = accounts[0][0].sum(axis=0)
    begun = time.perf_counter()
    summary(table, people)
    spent = time.perf_counter() - begun
    begun = time.perf_counter()
    gini(table)
    print(
        f"indices        {1000 * spent:.1f} ms for the summary, of it Gini {1000 * (time.perf_counter() - begun):.1f} ms"
    )
    begun = time.perf_counter()
    inequality(table, "independence")
    print(f"               {1000 * (time.perf_counter() - begun):.1f} ms for inequality against independence")
    return 0


if __name__ == "__main__":
    sys.exit(main())
