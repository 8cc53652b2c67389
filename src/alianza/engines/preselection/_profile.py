"""The scoring profile: how many points each part of a score is worth. Data with a version, never code."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LEVELS = ("-", "A1", "A2", "B1", "B2", "C1", "C2")
"""CEFR levels by their number; `-` is below A1."""


@dataclass(frozen=True)
class Profile:
    """Points of each part; the parties of a programme agree them. All arithmetic is integer, rounding down."""

    name: str = "profile 1"
    version: int = 1
    skill: int = 4500
    essential_weight: int = 3
    """An essential skill counts as this many optional ones."""
    overlap_full: int = 16
    """Weighted overlap that earns all the points for skills."""
    experience: int = 1500
    years_full: int = 10
    """Years beyond the minimum that earn all the points for experience."""
    language: int = 1000
    levels_full: int = 2
    """CEFR levels above the minimum that earn a language's half of the points."""
    wage: int = 1500
    wage_full: int = 500
    """Per mille of the wage above the worker's minimum that earns all the points for pay."""
    wish: tuple[int, int, int, int] = (1500, 1000, 600, 200)
    """First, second, third wish, and any other country the worker accepts."""
    points: NDArray[np.int16] = field(init=False, repr=False, compare=False)
    """The points laid out for the kernels; see `at`."""

    def __post_init__(self) -> None:
        parts = (self.skill, self.experience, self.language, self.wage, *self.wish)
        fulls = (self.overlap_full, self.years_full, self.levels_full, self.wage_full)
        if min(parts) < 0 or min(fulls) < 1 or self.essential_weight < 1:
            raise ValueError(f"{self.name}: points cannot be negative, and every full measure is at least 1")
        if list(self.wish) != sorted(self.wish, reverse=True):
            raise ValueError(f"{self.name}: a later wish cannot be worth more than an earlier one")
        if 1 + sum(parts) - sum(self.wish) + max(self.wish) > np.iinfo(np.int16).max:
            raise ValueError(f"{self.name}: the points add up to more than {np.iinfo(np.int16).max}")
        tables = [
            [self.skill * overlap // self.overlap_full for overlap in range(self.overlap_full + 1)],
            [self.experience * years // self.years_full for years in range(self.years_full + 1)],
            [self.language * both // (2 * self.levels_full) for both in range(2 * self.levels_full + 1)],
            [self.wage * share // self.wage_full for share in range(self.wage_full + 1)],
            list(self.wish),
        ]
        object.__setattr__(self, "points", np.array([p for table in tables for p in table], np.int16))

    @property
    def at(self) -> tuple[int, int, int, int, int]:
        """Where in `points` the tables of skill, experience, language, wage and wish begin."""
        skill = 0
        experience = skill + self.overlap_full + 1
        language = experience + self.years_full + 1
        wage = language + 2 * self.levels_full + 1
        return skill, experience, language, wage, wage + self.wage_full + 1


PROFILE_1 = Profile()
"""The weights of methods: 4500 skill, 1500 experience, 1000 language, 1500 wage, 1500 wish."""
