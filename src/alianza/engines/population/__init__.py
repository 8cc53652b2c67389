"""How many people of which age and sex will live somewhere, with and without migration, and what that means for work?

Cohort-component projection by sex and five-year age in five-year steps, for any number of places at once; and the
labour balance that follows from two projections: working age, labour force, and how many migrants would replace what
ageing takes away.

A1  Ages are 0-4, 5-9, ..., 95-99, 100+ (21 groups); sexes are male, female, in that order; a step is five years.
A2  Survival comes from a life table of central death rates at exact ages 0, 1, 5, 10, ..., 100. The time lived by those
    who die is Coale and Demeny's below age 5 (West, as in Preston, Heuveline and Guillot 2001, table 3.3), Greville's
    from 10 on, half the interval at 5. Inside a group people are spread as in the stationary population; the open
    group takes T(100)/T(95).
A3  Births of a step are five times the rates by age of mother, applied to the mean of the women at its two ends. They
    are shared by the sex ratio at birth and survive to its end by L(0,5)/5.
A4  Net migrants of a step are given by sex and age. Half come at its start, in the age they then have, and live and
    give birth like those already there; half come at its end. So a closed place has the survivors and births alone.
A5  No group falls below zero: where more would leave than there are, all leave, and what could not be met is reported
    (`shortfall`, status "emigration_exceeds_population").
A6  The account of each step closes: population at the end = at the start + births - deaths + net migration.
A7  A place with a missing number (NaN) in what it needs has no projection, and the status says what is missing.
A8  Between two steps each group moves on a straight line, so that groups always add up to the total.
A9  Labour force = population aged 15 and over by sex x participation by sex, held constant. Working age is 20-64, old
    age is 65 and over.
A10 Replacement: the migrants needed in each step, by the given profile of age and sex, so that working age does not
    fall below its first level, or that people of 65 and over per person of 20-64 do not exceed their first ratio. None
    are taken away where no migrant is needed, and a number above the whole population in a year is infeasible. It is
    arithmetic of ageing, not a proposal.
"""

from alianza.engines.population._ages import (
    AGES,
    FEMALE,
    FERTILE,
    MALE,
    OLD_AGE,
    SEXES,
    STEP,
    WORKING_AGE,
    age_code,
)
from alianza.engines.population._labour import (
    Balance,
    Replacement,
    balance,
    entrants,
    labour_force,
    old_age_ratio,
    replacement,
    rogers_castro,
    working_age,
)
from alianza.engines.population._life_table import LifeTable, Survival, life_table, survival
from alianza.engines.population._projection import (
    Components,
    Projection,
    between,
    project,
    rescaled,
)

__all__ = [
    "AGES",
    "FEMALE",
    "FERTILE",
    "MALE",
    "OLD_AGE",
    "SEXES",
    "STEP",
    "WORKING_AGE",
    "Balance",
    "Components",
    "LifeTable",
    "Projection",
    "Replacement",
    "Survival",
    "age_code",
    "balance",
    "between",
    "entrants",
    "labour_force",
    "life_table",
    "old_age_ratio",
    "project",
    "replacement",
    "rescaled",
    "rogers_castro",
    "survival",
    "working_age",
]
