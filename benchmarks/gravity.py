"""Gravity with origin and destination effects: ours and statsmodels' GLM on the same corridors, in the same run.

    python -m benchmarks.gravity                    232 places alone, then 40,200 pairs beside statsmodels
    python -m benchmarks.gravity --alone            without statsmodels

Corridors are made up: five covariates, effects of every origin and destination, Poisson flows with many zeros. The GLM
gets the same covariates and a dummy for each effect; design and data are ready before its clock starts. Slopes, model
errors and deviance are compared before anything is printed. Seconds are the wall's, the best of three for ours (everything
that `fit` does: separation, three kinds of errors), one run for the GLM; one thread of linear algebra for both; memory is
the peak of the process. Targets: 232 places under 2 s, 20 times as fast as the GLM, equal to 1e-6.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings

from alianza.terminal import one_thread, peak_mib

one_thread()

import numpy as np

from alianza.engines.gravity import Fit, fit


def made_up(places: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    o, d = (each.ravel() for each in np.indices((places, places)))
    o, d = o[o != d], d[o != d]
    x = rng.normal(size=(len(o), 5))
    eta = x @ [0.5, -1.0, 0.2, 0.1, -0.3] + rng.normal(size=places)[o] + rng.normal(size=places)[d] - 1
    return rng.poisson(np.exp(eta)).astype(float), x, o, d


def timed(flow: np.ndarray, x: np.ndarray, o: np.ndarray, d: np.ndarray) -> tuple[Fit, float]:
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        found = fit(flow, x, [o, d], cluster=np.minimum(o, d) * 1000 + np.maximum(o, d))
        seconds.append(time.perf_counter() - begun)
    return found, min(seconds)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--places", type=int, default=232)
    ask.add_argument("--alone", action="store_true", help="without statsmodels")
    given = ask.parse_args()
    found, seconds = timed(*made_up(given.places))
    print(
        f"{given.places} places, {found.observations} corridors, 5 covariates: {seconds:.2f} s, {found.iterations} "
        f"iterations, {found.status}, peak {peak_mib():.0f} MiB"
    )
    if given.alone:
        return 0
    try:
        import statsmodels.api as sm
    except ImportError:
        print("statsmodels is not installed, so nothing is compared; install it, or say --alone.", file=sys.stderr)
        return 1
    flow, x, o, d = made_up(201)
    ours, seconds = timed(flow, x, o, d)
    before = peak_mib()
    design = np.column_stack([x, np.eye(201)[o], np.eye(201)[d][:, 1:]])
    model = sm.GLM(flow, design, family=sm.families.Poisson())
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = model.fit(tol=1e-10)
    glm = time.perf_counter() - begun
    apart = {
        "slopes": np.abs(theirs.params[:5] - ours.coefficients).max(),
        "model errors": np.abs(theirs.bse[:5] / ours.se_model - 1).max(),
        "deviance": abs(theirs.deviance / ours.deviance - 1),
    }
    print(
        f"{len(flow)} pairs: ours {seconds:.2f} s ({before:.0f} MiB), statsmodels GLM {glm:.2f} s ({peak_mib():.0f} MiB)"
    )
    print(f"{glm / seconds:.0f} times as fast; apart " + ", ".join(f"{k} {v:.1e}" for k, v in apart.items()))
    return int(max(apart.values()) > 1e-6)


if __name__ == "__main__":
    sys.exit(main())
