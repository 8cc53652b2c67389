"""How good a forecast would have been: periods held out, beside persistence and period mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.gravity._fit import Codes, Fit, crossed, fit
from alianza.engines.gravity._forecast import drift, forecast

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """How far forecasts were from what happened.

    `rmse` and `mae` in persons; `correlation` of counts, `log_correlation` of log(1 + count); `total` the forecast
    sum over the observed sum; `skill` 1 less the mean squared error over that of persistence (0 as good, below 0
    worse). `within_80` and `within_95` are the shares inside the bands, None for baselines, which have none.
    """

    method: str
    rmse: float
    mae: float
    correlation: float
    log_correlation: float
    total: float
    skill: float
    within_80: float | None = None
    within_95: float | None = None


@dataclass(frozen=True)
class HeldOut:
    """A model fitted on the earlier periods, and its scores on the later ones beside the baselines'."""

    fit: Fit
    observations: int
    """Corridors and periods judged."""
    unseen: int
    """Left out, because the corridor was not among the earlier periods."""
    scores: tuple[Score, ...]
    """The model first, then persistence, then period mean."""

    def __getitem__(self, method: str) -> Score:
        return next(score for score in self.scores if score.method == method)


def held_out(
    flow: ArrayLike,
    covariates: ArrayLike,
    origin: ArrayLike,
    destination: ArrayLike,
    period: ArrayLike,
    *,
    rng: np.random.Generator,
    held: int = 1,
    by_period: bool = False,
    pair: bool = False,
    how: Literal["carry", "ar1"] = "carry",
    names: Sequence[str] | None = None,
    draws: int = 500,
) -> HeldOut:
    """Fit on all but the last `held` periods, forecast those, and compare.

    One observation for each origin, destination and period, codes from 0, periods in their order. `by_period` gives
    origins and destinations an effect in each period, which then drifts as `how` says; `pair` adds an effect of the
    pair. The covariates of the held-out periods count as known (A8). Raises ValueError for a corridor that stands
    twice in a period or when fewer than one period is left to learn from, and what `fit` raises.
    """
    y, x = np.asarray(flow, np.float64), np.asarray(covariates, np.float64)
    o, d, t = (np.asarray(code, np.int64) for code in (origin, destination, period))
    corridor, _ = crossed(o, d)
    if len(np.unique(corridor * (int(t.max()) + 1) + t)) < len(t):
        raise ValueError("a corridor stands twice in one period")
    periods = np.unique(t)
    if held < 1 or held >= len(periods):
        raise ValueError(f"{held} of {len(periods)} periods cannot be held out; leave at least one to learn from")
    first = periods[-held]
    early = t < first
    known = np.zeros(int(corridor.max()) + 1, np.bool_)
    known[corridor[early]] = True
    late = ~early & known[corridor]
    codes, last = _effects(o, d, t, corridor, early, by_period=by_period, pair=pair)
    model = fit(y[early], x[early], [code[early] for code in codes], names=names, cluster=corridor[early])
    forecasts = np.empty((6, int(late.sum())))
    for step, now in enumerate(periods[-held:], 1):
        rows = np.flatnonzero(late & (t == now))
        drifts = [
            drift(_history(model.effects[g], table), steps=held, draws=draws, rng=rng, how=how).at(step, who[rows])
            if table is not None
            else None
            for g, (who, table) in enumerate(last)
        ]
        levels = [
            code[rows] if table is None else table[-1][who[rows]]
            for code, (who, table) in zip(codes, last, strict=True)
        ]
        found = forecast(model, x[rows], levels, rng=rng, draws=draws, drifts=drifts)
        at = np.searchsorted(np.flatnonzero(late), rows)
        forecasts[0, at], forecasts[1:, at] = found.mean, found.quantiles
    observed = y[late]
    persistence, average = _baselines(y, t, corridor, early, late)
    base = float(np.mean((persistence - observed) ** 2))
    inside = [
        float(np.mean((observed >= forecasts[low]) & (observed <= forecasts[high]))) for low, high in ((2, 4), (1, 5))
    ]
    scores = (
        _score("gravity", forecasts[0], observed, base, *inside),
        _score("persistence", persistence, observed, base),
        _score("period mean", average, observed, base),
    )
    return HeldOut(model, len(observed), int((~early & ~late).sum()), scores)


def _effects(
    o: Codes, d: Codes, t: Codes, corridor: Codes, early: NDArray[np.bool_], *, by_period: bool, pair: bool
) -> tuple[list[Codes], list[tuple[Codes, Codes | None]]]:
    """Codes of each effect; and for effects by period whose they are, and their codes (periods, who), -1 for none."""
    codes: list[Codes] = []
    last: list[tuple[Codes, Codes | None]] = []
    for who in (o, d):
        if not by_period:
            codes.append(who)
            last.append((who, None))
            continue
        code, pairs = crossed(t, who)
        learned = np.unique(t[early])
        table = np.full((len(learned), int(who.max()) + 1), -1, np.int64)
        for number, (when, whose) in enumerate(pairs.tolist()):
            if when in learned:
                table[np.searchsorted(learned, when), whose] = number
        for at in range(1, len(table)):  # who is absent from a period keeps the last effect it had
            table[at] = np.where(table[at] < 0, table[at - 1], table[at])
        codes.append(code)
        last.append((who, table))
    if pair:
        codes.append(corridor)
        last.append((corridor, None))
    return codes, last


def _history(effects: Array, table: Codes) -> Array:
    found = effects[np.maximum(table, 0)] if len(effects) > table.max() else np.append(effects, np.nan)[table]
    return np.where(table < 0, np.nan, found)


def _baselines(
    y: Array, t: Codes, corridor: Codes, early: NDArray[np.bool_], late: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """The corridor's last flow, and its mean, before the held-out periods."""
    size = int(corridor.max()) + 1
    order = np.flatnonzero(early)[np.argsort(t[early], kind="stable")]
    latest = np.zeros(size)
    latest[corridor[order]] = y[order]
    sums = np.bincount(corridor[early], y[early], size)
    average = sums / np.maximum(np.bincount(corridor[early], minlength=size), 1)
    return latest[corridor[late]], average[corridor[late]]


def _score(
    method: str,
    said: Array,
    observed: Array,
    base: float,
    within_80: float | None = None,
    within_95: float | None = None,
) -> Score:
    miss = said - observed
    squared = float(np.mean(miss**2))
    return Score(
        method=method,
        rmse=float(np.sqrt(squared)),
        mae=float(np.mean(np.abs(miss))),
        correlation=_correlation(said, observed),
        log_correlation=_correlation(np.log1p(said), np.log1p(observed)),
        total=float(said.sum() / observed.sum()) if observed.any() else float("nan"),
        skill=1 - squared / base if base > 0 else float("nan"),
        within_80=within_80,
        within_95=within_95,
    )


def _correlation(a: Array, b: Array) -> float:
    if len(a) < 2 or a.std() == 0 or b.std() == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])
