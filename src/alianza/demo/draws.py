"""Drawing from distributions so that one seed gives one registry, whatever the version of NumPy.

Only uniform numbers are taken from the generator; every other law is worked out here from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import NormalDist
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_NORMAL = NormalDist()
_BLOCK = 256


class Draws:
    """A stream of choices; the same seed and the same questions give the same answers."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._stream = self._numbers(rng)

    @staticmethod
    def _numbers(rng: np.random.Generator) -> Iterator[float]:
        while True:
            yield from rng.random(_BLOCK).tolist()

    def share(self) -> float:
        """Uniform from 0 (included) to 1 (excluded)."""
        return next(self._stream)

    def chance(self, probability: float) -> bool:
        return self.share() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.share() * (high - low + 1))

    def spread(self, low: float, high: float) -> float:
        return low + self.share() * (high - low)

    def normal(self, mean: float, deviation: float) -> float:
        return mean + deviation * _NORMAL.inv_cdf(min(max(self.share(), 1e-12), 1 - 1e-12))

    def one_of(self, items: Sequence[T]) -> T:
        return items[int(self.share() * len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, with a chance in proportion to its weight."""
        at = self.share() * sum(weights.values())
        chosen = None
        for item, weight in weights.items():
            if weight <= 0:
                continue
            chosen = item
            at -= weight
            if at < 0:
                break
        if chosen is None:
            raise ValueError("Nothing to choose from: every weight is zero.")
        return chosen

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """So many different items, in the order drawn."""
        left = list(items)
        return [left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left)))]
