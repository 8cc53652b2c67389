"""One step after another: survive, move, be born (A3-A8)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.population._ages import AGES, FEMALE, FERTILE, MALE, STEP
from alianza.engines.population._life_table import Survival, life_table, survival

Floats = NDArray[np.float64]
OK = "ok"
EXCEEDED = "emigration_exceeds_population"
_NEEDED = ("base", "death_rates", "fertility", "sex_ratio", "migration")


@dataclass(frozen=True)
class Components:
    """What moves a population in each of `steps` periods, for `places` places.

    `death_rates` [steps, places, 2, 22] per person and year at ages 0, 1, 5, ..., 100+; `fertility` [steps, places, 7]
    births per woman and year, ages 15-19 ... 45-49; `sex_ratio` [steps, places] boys per girl at birth; `migration`
    [steps, places, 2, 21] net migrants of the whole period, in the unit of the population.
    """

    death_rates: Floats
    fertility: Floats
    sex_ratio: Floats
    migration: Floats

    def without_migration(self) -> "Components":
        """The same with nobody moving: missing migration too, since here nobody moves by assumption."""
        return Components(self.death_rates, self.fertility, self.sex_ratio, np.zeros_like(self.migration))

    def between(self, first: int, last: int | None = None) -> "Components":
        """The periods from `first` to before `last`."""
        chosen = slice(first, last)
        return Components(
            self.death_rates[chosen], self.fertility[chosen], self.sex_ratio[chosen], self.migration[chosen]
        )

    def with_migration(self, migration: ArrayLike) -> "Components":
        """The same with other net migrants."""
        given = np.broadcast_to(np.asarray(migration, np.float64), self.migration.shape)
        return Components(self.death_rates, self.fertility, self.sex_ratio, given.copy())


@dataclass(frozen=True)
class Projection:
    """The answer. `population` [steps + 1, places, 2, 21]; `births` [steps, places, 2] by sex; `deaths` [steps,
    places, 2], those of the newborn and of migrants included; `migration` [steps, places, 2] net, as far as it could
    be met; `shortfall` [steps, places] people who were to leave and were not there; `status` by place.

    Statuses: "ok", "emigration_exceeds_population", "missing:" with what is missing.
    """

    population: Floats
    births: Floats
    deaths: Floats
    migration: Floats
    shortfall: Floats
    status: tuple[str, ...]

    def residual(self) -> Floats:
        """End - (start + births - deaths + migration) by step, place and sex: 0 but for rounding (A6)."""
        people = self.population.sum(-1)
        return np.asarray(people[1:] - people[:-1] - self.births + self.deaths - self.migration)


def project(base: ArrayLike, components: Components) -> Projection:
    """Carry a population [places, 2, 21] through the periods of the components.

    Raises ValueError where shapes do not fit, a number is negative that cannot be, or a rate is impossible. A place
    with a missing number (NaN) is left as NaN with its status, others are not touched.
    """
    start = np.asarray(base, np.float64)
    steps, places = _fits(start, components)
    tables = [survival(life_table(components.death_rates[:, :, sex], sex)) for sex in (MALE, FEMALE)]
    people = np.empty((steps + 1, places, 2, len(AGES)))
    births, deaths, moved = (np.empty((steps, places, 2)) for _ in range(3))
    shortfall = np.empty((steps, places))
    people[0] = start
    for step in range(steps):
        chances = [Survival(table.birth[step], table.closed[step], table.open[step]) for table in tables]
        people[step + 1], births[step], moved[step], shortfall[step] = _one(
            people[step],
            chances,
            components.fertility[step],
            components.sex_ratio[step],
            components.migration[step],
        )
        deaths[step] = people[step].sum(-1) + births[step] + moved[step] - people[step + 1].sum(-1)
    status = _status(start, components, shortfall)
    return Projection(people, births, deaths, moved, shortfall, status)


def _one(
    people: Floats, chances: list[Survival], fertility: Floats, sex_ratio: Floats, migration: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """One step: people at its end, births by sex, net migrants by sex, and who could not leave."""
    half = migration / 2
    at_start = np.maximum(half, -people)
    present = people + at_start
    end = np.zeros_like(people)
    for sex in (MALE, FEMALE):
        survivors = present[:, sex, :20] * chances[sex].closed
        end[:, sex, 1:20] = survivors[:, :19]
        end[:, sex, 20] = survivors[:, 19] + present[:, sex, 20] * chances[sex].open
    women = (present[:, FEMALE, FERTILE] + end[:, FEMALE, FERTILE]) / 2
    born = STEP * (fertility * women).sum(-1)
    girls = born / (1 + sex_ratio)
    births = np.stack([born - girls, girls], -1)
    for sex in (MALE, FEMALE):
        end[:, sex, 0] = births[:, sex] * chances[sex].birth
    at_end = np.maximum(half, -end)
    missed = ((at_start - half) + (at_end - half)).sum((-1, -2))
    return end + at_end, births, (at_start + at_end).sum(-1), missed


def _fits(start: Floats, components: Components) -> tuple[int, int]:
    if start.ndim != 3 or start.shape[1:] != (2, len(AGES)):
        raise ValueError(f"The population is [places, 2 sexes, 21 ages]; this one has the shape {start.shape}.")
    places = start.shape[0]
    steps = components.death_rates.shape[0]
    wanted = {
        "death_rates": (steps, places, 2, 22),
        "fertility": (steps, places, 7),
        "sex_ratio": (steps, places),
        "migration": (steps, places, 2, 21),
    }
    for name, shape in wanted.items():
        values = getattr(components, name)
        if values.shape != shape:
            raise ValueError(f"{name} has the shape {values.shape}; for {places} places it has to be {shape}.")
        if name != "migration" and np.any(values < 0):
            raise ValueError(f"{name} holds a negative number; rates and ratios are 0 or more.")
    if np.any(start < 0):
        raise ValueError("A group of the population is negative; people are 0 or more.")
    for name in _NEEDED:
        if np.any(np.isinf(start if name == "base" else getattr(components, name))):
            raise ValueError(f"{name} holds an infinite number.")
    return steps, places


def _status(start: Floats, components: Components, shortfall: Floats) -> tuple[str, ...]:
    absent = {"base": np.asarray(np.isnan(start).any((1, 2)))}
    for name in _NEEDED[1:]:
        values = np.isnan(getattr(components, name))
        absent[name] = np.asarray(values.any(tuple(each for each in range(values.ndim) if each != 1)))
    found = []
    for place in range(start.shape[0]):
        missing = [name for name in _NEEDED if absent[name][place]]
        if missing:
            found.append("missing:" + ",".join(missing))
        elif np.any(shortfall[:, place] > 1e-9 * (1 + start[place].sum())):
            found.append(EXCEEDED)
        else:
            found.append(OK)
    return tuple(found)


def rescaled(population: ArrayLike, totals: ArrayLike) -> Floats:
    """An age structure [..., 21] brought to other totals [...], each group by the same factor.

    >>> float(rescaled(np.ones((1, 2, 21)), [[42.0, 21.0]]).sum())
    63.0

    Raises ValueError where a total is above 0 and its structure is empty.
    """
    people, wanted = np.asarray(population, np.float64), np.asarray(totals, np.float64)
    held = people.sum(-1)
    if np.any((held == 0) & (wanted > 0)):
        raise ValueError("A total above 0 has no structure to follow: all its groups are 0.")
    return np.asarray(people * np.where(held > 0, wanted / np.where(held > 0, held, 1), held)[..., None])


def between(population: Floats, years: ArrayLike, first: int) -> Floats:
    """The population of given years inside the projection, [years, ...]: a straight line between two steps (A8).

    `first` is the year of `population[0]`. Raises ValueError for a year outside.
    """
    wanted = np.asarray(years, np.float64)
    at = (wanted - first) / STEP
    if np.any(at < 0) or np.any(at > len(population) - 1):
        last = first + STEP * (len(population) - 1)
        raise ValueError(f"The projection runs from {first} to {last}; a year outside was asked for.")
    low = np.minimum(np.floor(at).astype(int), len(population) - 2) if len(population) > 1 else np.zeros(at.shape, int)
    share = (at - low).reshape(-1, *[1] * (population.ndim - 1))
    high = np.minimum(low + 1, len(population) - 1)
    return np.asarray(population[low] * (1 - share) + population[high] * share)
