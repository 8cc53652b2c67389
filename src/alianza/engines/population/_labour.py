"""What two projections say about work: the labour balance and replacement numbers (A9, A10)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.population._ages import OLD_AGE, STEP, WORKING_AGE
from alianza.engines.population._projection import Components, Projection, project

Floats = NDArray[np.float64]


def working_age(population: Floats) -> Floats:
    """People aged 20-64, both sexes, of a population [..., 2, 21]."""
    return np.asarray(population[..., WORKING_AGE].sum((-1, -2)))


def old_age_ratio(population: Floats) -> Floats:
    """People of 65 and over per person of 20-64; NaN where nobody is of working age."""
    working = working_age(population)
    old = population[..., OLD_AGE].sum((-1, -2))
    return np.asarray(np.where(working > 0, old / np.where(working > 0, working, 1), np.nan))


def labour_force(population: Floats, participation: ArrayLike) -> Floats:
    """People of 15 and over who work or look for work, by sex [..., 2].

    `participation` [..., 2] is a share from 0 to 1 by sex; NaN where it is not known, and so is the answer. Raises
    ValueError for a share outside: percentages have to be divided by 100 first.
    """
    rates = np.asarray(participation, np.float64)
    if np.any(rates < 0) or np.any(rates > 1):
        raise ValueError("Participation is a share between 0 and 1; divide percentages by 100.")
    return np.asarray(population[..., 3:].sum(-1) * rates)


def entrants(population: Floats, enrolment: ArrayLike) -> Floats:
    """Of the people aged 20-24 [..., 2, 21], those with some tertiary schooling at a gross enrolment ratio [...].

    The gross ratio counts students of any age against one five-year group, so this is an upper estimate; above 1 it is
    held at 1. It is a level of the moment: five years later another group stands there. NaN stays NaN.
    """
    ratio = np.minimum(np.asarray(enrolment, np.float64), 1.0)
    if np.any(ratio < 0):
        raise ValueError("An enrolment ratio is 0 or more.")
    return np.asarray(population[..., 4].sum(-1) * ratio)


@dataclass(frozen=True)
class Balance:
    """Working age with and without migration, [years, places]; `labour_with` and `labour_without` are the labour force
    (NaN where participation is missing); `old_with`, `old_without` people of 65+ per person of 20-64.

    `change_with`, `change_without` are the change since the first year in percent. `status` by place: the
    projection's own, or "missing:participation" where only the labour force cannot be said.
    """

    years: tuple[int, ...]
    with_migration: Floats
    without: Floats
    change_with: Floats
    change_without: Floats
    old_with: Floats
    old_without: Floats
    labour_with: Floats
    labour_without: Floats
    status: tuple[str, ...]


def balance(with_: Projection, without: Projection, *, first: int, participation: ArrayLike | None = None) -> Balance:
    """The labour balance of two projections that begin with the same people in the year `first`.

    `participation` [places, 2] as in `labour_force`; None where it is not known. Raises ValueError where the two begin
    differently, so that a difference would not be migration's.
    """
    if with_.population.shape != without.population.shape or not np.array_equal(
        with_.population[0], without.population[0], equal_nan=True
    ):
        raise ValueError("The two projections begin with different people; only one base can be balanced.")
    places = with_.population.shape[1]
    rates = np.full((places, 2), np.nan) if participation is None else np.asarray(participation, np.float64)
    people = [working_age(each.population) for each in (with_, without)]
    change = [100 * (each / np.where(each[:1] > 0, each[:1], np.nan) - 1) for each in people]
    labour = [labour_force(each.population, rates).sum(-1) for each in (with_, without)]
    status = tuple(
        one if one != "ok" else other if other != "ok" else "missing:participation" if unknown else "ok"
        for one, other, unknown in zip(with_.status, without.status, np.isnan(rates).any(-1).tolist(), strict=True)
    )
    years = tuple(first + STEP * step for step in range(len(with_.population)))
    return Balance(
        years,
        people[0],
        people[1],
        change[0],
        change[1],
        old_age_ratio(with_.population),
        old_age_ratio(without.population),
        labour[0],
        labour[1],
        status,
    )


# Rogers and Castro 1981, "fundamental" schedule without retirement peak: level and slope of childhood; level, slope,
# mean and double-exponential ascent of the labour peak; constant.
_STANDARD = (0.02, 0.1, 0.06, 0.1, 20.0, 0.4, 0.003)


def rogers_castro() -> Floats:
    """The standard age profile of migrants of Rogers and Castro (1981), both sexes alike, [2, 21]; adds up to 1.

    >>> profile = rogers_castro()
    >>> round(float(profile.sum()), 12), int(profile[0].argmax())  # the group 20-24
    (1.0, 4)
    """
    a1, alpha1, a2, alpha2, mu2, lambda2, c = _STANDARD
    age = np.arange(100) + 0.5
    rate = a1 * np.exp(-alpha1 * age) + a2 * np.exp(-alpha2 * (age - mu2) - np.exp(-lambda2 * (age - mu2))) + c
    groups = np.append(rate.reshape(20, 5).sum(-1), 0.0)
    return np.asarray(np.stack([groups, groups]) / (2 * groups.sum()))


@dataclass(frozen=True)
class Replacement:
    """Migrants that would replace what ageing takes away. `a_year` [steps, places] net migrants a year in each step;
    `population` [steps + 1, places, 2, 21] with them; `status` by place.

    Statuses: "ok", "infeasible" (a migrant of the profile makes the ratio worse, or more would be needed in a year than
    people live there), or the projection's own. From an infeasible step on there are no numbers (NaN).
    """

    a_year: Floats
    population: Floats
    status: tuple[str, ...]


def replacement(base: ArrayLike, components: Components, *, keep: str, profile: ArrayLike | None = None) -> Replacement:
    """How many migrants a year keep working age or old-age dependency at the level of the base (A10).

    `keep` is "working_age" or "old_age_ratio"; `profile` [2, 21] or [places, 2, 21] is the age and sex of migrants,
    adding up to 1, by default `rogers_castro()`. The migration in the components is not used. Migrants of earlier steps
    age and have children like everybody.

    A step is linear in the number who come, so that two trial steps give the number exactly.
    """
    if keep not in {"working_age", "old_age_ratio"}:
        raise ValueError("What to keep is 'working_age' or 'old_age_ratio'.")
    start = np.asarray(base, np.float64)
    places = start.shape[0]
    shape = np.asarray(rogers_castro() if profile is None else profile, np.float64)
    if np.any(shape < 0) or not np.allclose(shape.sum((-1, -2)), 1):
        raise ValueError("The profile of migrants has shares of 0 or more that add up to 1.")
    unit = np.broadcast_to(shape, start.shape)
    steps = components.death_rates.shape[0]
    people = np.empty((steps + 1, *start.shape))
    people[0] = start
    a_year = np.zeros((steps, places))
    infeasible = np.zeros(places, bool)
    closed = components.without_migration()
    goal_working, goal_ratio = working_age(start), old_age_ratio(start)
    for step in range(steps):
        period = closed.between(step, step + 1)
        nobody = project(people[step], period).population[1]
        effect = project(np.zeros_like(start), period.with_migration(unit[None])).population[1]
        if keep == "working_age":
            lacking, gained = goal_working - working_age(nobody), working_age(effect)
        else:
            lacking = nobody[..., OLD_AGE].sum((-1, -2)) - goal_ratio * working_age(nobody)
            gained = goal_ratio * working_age(effect) - effect[..., OLD_AGE].sum((-1, -2))
        needed = np.maximum(lacking, 0) / np.where(gained > 0, gained, 1)
        hopeless = (lacking > 0) & (~(gained > 0) | (needed / STEP > people[step].sum((-1, -2))))
        infeasible |= hopeless
        needed = np.where(hopeless, np.nan, needed)
        a_year[step] = needed / STEP
        people[step + 1] = nobody + needed[:, None, None] * effect
    own = project(start, closed).status
    status = tuple("infeasible" if bad and said == "ok" else said for bad, said in zip(infeasible, own, strict=True))
    return Replacement(a_year, people, status)
