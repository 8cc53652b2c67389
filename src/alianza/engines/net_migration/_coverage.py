"""How often the truth lay inside the bands when the last periods were held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.net_migration._projection import project
from alianza.engines.net_migration._sampler import fit

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Coverage:
    """Out-of-sample record over `observations` rates of held-out periods.

    `within_80` and `within_95` are the shares of rates inside the bands, with `by_period` (periods, 2) the same for
    each period held out; `error` the mean absolute error of the median, beside that of the last rate before and of the
    country's mean before.
    """

    status: Literal["ok", "not_converged"]
    observations: int
    within_80: float
    within_95: float
    by_period: Array
    error: float
    error_of_persistence: float
    error_of_mean: float


def coverage(
    rates: ArrayLike,
    *,
    held: int,
    rng: np.random.Generator,
    draws: int = 8_000,
    trajectories: int = 2_000,
    step: float = 5.0,
    bounded: bool = False,
    group: ArrayLike | None = None,
) -> Coverage:
    """Fit on all but the last `held` periods of rates (countries, periods), project those, and count.

    `bounded` and `group` as in `project`. Raises ValueError as `fit` does for the shortened histories.
    """
    r = np.asarray(rates, np.float64)
    if held < 1 or held > r.shape[1] - 2:
        raise ValueError(f"{held} of {r.shape[1]} periods cannot be held out; two are needed to learn from")
    early, late = r[:, :-held], r[:, -held:].T
    posterior = fit(early, rng=rng, draws=draws, step=step)
    ahead = project(
        posterior,
        periods=held,
        rng=rng,
        trajectories=min(trajectories, draws),
        history=early if bounded else None,
        group=group,
    )
    bands = ahead.rate_quantiles()
    seen = np.isfinite(late)
    if not seen.any():
        raise ValueError("no rate of the held-out periods is known")
    with np.errstate(invalid="ignore"):
        inside = np.stack([(late >= bands[1]) & (late <= bands[3]), (late >= bands[0]) & (late <= bands[4])], axis=2)
    counted = np.maximum(seen.sum(axis=1), 1)[:, None]
    shares = inside[seen].mean(axis=0)

    def error(said: Array) -> float:
        return float(np.abs(np.broadcast_to(said, late.shape)[seen] - late[seen]).mean())

    return Coverage(
        status=posterior.status,
        observations=int(seen.sum()),
        within_80=float(shares[0]),
        within_95=float(shares[1]),
        by_period=(inside & seen[:, :, None]).sum(axis=1) / counted,
        error=error(bands[2]),
        error_of_persistence=error(posterior.last),
        error_of_mean=error(np.nanmean(early, axis=1)),
    )
