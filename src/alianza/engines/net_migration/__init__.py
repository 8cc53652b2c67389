"""How many people will each country gain or lose by migration, and how sure can one be?

The model of Azose & Raftery (2015, Demography 52:1627), sampled for all countries at once.

A1  A country's net migration rate (net migrants of the period over the population without them) is an AR(1) around the
    country's own mean, with normal shocks of the country's own size. Speed, mean and size do not change.
A2  The means are drawn from one normal distribution, the sizes from one inverse gamma: countries with short or quiet
    histories learn from the others. Priors are uniform, on ranges that grow with the length of a period.
A3  Missing is never zero: a missing rate leaves its two transitions out. A country without any transition is refused.
A4  A standard deviation is at least 0.0001, so that a history of nothing but zeros does not become certainty.
A5  Truncated laws are drawn by inverting their distribution function, never by trying until one fits.
A6  Several chains start far apart; the result says how well they agree (split R-hat) and how many independent draws
    they are worth. Above 1.05 for a parameter of the world, the status is `not_converged`.
A7  Projected rates follow A1 from the last observed rate. On request a rate is cut so that no run of periods gains or
    loses a larger share than any country of the same group did in as many periods: countries that import labour on
    contract, as around the Gulf, are a group of their own.
A8  Rates become people on a given population at the end of the period, `M = r P / (1 + r)`. That population is an
    input; it does not answer to the migration drawn.
A9  The world's migrants sum to zero in every period and draw: what is left over is taken from every country in
    proportion to its population, or (the alternative) gains and losses are scaled to meet half-way, so that no country
    changes sign. The AR(1) goes on from the rate before this step.
A10 Ages follow the schedule of Rogers & Castro (1981), the same for gains and losses, unless another is given.
"""

from alianza.engines.net_migration._ages import ROGERS_CASTRO, Schedule, age_split, schedule
from alianza.engines.net_migration._convergence import effective, r_hat
from alianza.engines.net_migration._coverage import Coverage, coverage
from alianza.engines.net_migration._projection import Projection, project, zero_sum
from alianza.engines.net_migration._sampler import HYPER, Posterior, fit

__all__ = [
    "HYPER",
    "ROGERS_CASTRO",
    "Coverage",
    "Posterior",
    "Projection",
    "Schedule",
    "age_split",
    "coverage",
    "effective",
    "fit",
    "project",
    "r_hat",
    "schedule",
    "zero_sum",
]
