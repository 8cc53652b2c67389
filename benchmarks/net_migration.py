"""How fast is the sampler of net migration rates, and does it find the reference posterior?

    python -m benchmarks.net_migration                  20,000 draws of 201 countries, then projections to 2100

The packaged rates (WPP 2019, 201 countries, 14 periods of five years). Draws are those kept over eight chains; each chain
makes 600 sweeps before, which are timed too. `--sweeps` times one stream of so many sweeps for every chain instead.
Seconds are the wall's, one thread of linear algebra; memory is the peak of the process. Target: under 5 s for 20,000.
"""

from __future__ import annotations

import argparse
import sys
import time

from alianza.terminal import one_thread, peak_mib

one_thread()

import numpy as np

from alianza.engines.net_migration import HYPER, fit, project
from alianza.observatory.net_migration_tables import read_population, read_rates

REFERENCE = {"lam": -0.0032, "tau2": 5.7e-5, "a": 1.0025, "b": 7.0e-5}
"""Azose and Raftery's own chains on the same rates, as the method notes have them; lam has a deviation of 0.0011."""


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--draws", type=int, default=20_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--sweeps", type=int, default=0, help="time so many sweeps of each of eight chains, too")
    given = ask.parse_args()
    held = read_rates(None)
    fit(held.rate, rng=np.random.default_rng(0), draws=400, warm_up=10)
    begun = time.perf_counter()
    made = fit(held.rate, rng=np.random.default_rng(given.seed), draws=given.draws)
    seconds = time.perf_counter() - begun
    print(
        f"{given.draws} draws, {len(held.places)} countries: {seconds:.2f} s, peak {peak_mib():.0f} MiB, {made.status}"
    )
    for at, each in enumerate(HYPER):
        draws = made.hyper[:, :, at]
        print(
            f"{each:5} {draws.mean():.6g} (reference {REFERENCE[each]:g}), deviation {draws.std():.2g}, "
            f"R-hat {made.r_hat[at]:.4f}, worth {made.effective[at]:.0f} draws"
        )
    if given.sweeps:
        begun = time.perf_counter()
        fit(held.rate, rng=np.random.default_rng(2), draws=8 * given.sweeps, warm_up=0)
        print(
            f"{given.sweeps} sweeps of each of eight chains: {time.perf_counter() - begun:.2f} s, peak {peak_mib():.0f} MiB"
        )
    paths = min(2_000, given.draws)
    people = read_population(held, held.ends_until(2100), None)
    begun = time.perf_counter()
    ahead = project(
        made,
        periods=16,
        rng=np.random.default_rng(3),
        population=people.count,
        history=held.rate,
        trajectories=min(2_000, given.draws),
    )
    seconds = time.perf_counter() - begun
    over = float(np.abs(ahead.counts.sum(axis=2)).max()) if ahead.counts is not None else float("nan")
    print(f"{paths:,} paths to 2100: {seconds:.2f} s, peak {peak_mib():.0f} MiB, left over {over:.1e} persons")
    return 0


if __name__ == "__main__":
    sys.exit(main())
