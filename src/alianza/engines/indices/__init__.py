"""How much do people move, how lopsidedly, between which places and at what ages?

Measures of an origin-destination table and of age profiles, each by its formula in the literature.

I1  A table holds moves from row to column, between places; its diagonal is no move and is left out, whatever it holds.
    Amounts are numbers of 0 or more; a missing one is refused, never read as 0.
I2  A measure that has no value (nobody moved, so that no share can be taken) is NaN, not 0.
I3  Estimated tables are rarely exactly 0: connectivity counts pairs above a threshold, which is to be said.
I4  Where the literature has several forms, the name says which: corrected and uncorrected Gini, the mean of field
    Ginis as published and the plain one, the median by the inverse distribution and interpolated.
I5  Sums over pairs grow with their number: preference and velocity are given by corridor, their totals only beside.

Source: Bell et al. 2002; Rees et al. 2017; Plane and Mulligan 1997; Rogers and Sweeney 1998; Bernard, Bell and
Charles-Edwards 2014; Rogers and Castro 1981; Courgeau 1973; Bachi 1963.
"""

from alianza.engines.indices._ages import AgeProfile, RogersCastro, age_profile
from alianza.engines.indices._concentration import Gini, Variation, connectivity, gini, inequality, variation
from alianza.engines.indices._corridors import Components, components, preference, velocity
from alianza.engines.indices._distance import Distances, decay, distances
from alianza.engines.indices._intensity import (
    Effectiveness,
    Summary,
    courgeau,
    courgeau_slope,
    crude_intensity,
    effectiveness,
    impact,
    net_rate,
    summary,
)
from alianza.engines.indices._survival import SurvivalNet, survival_net

__all__ = [
    "AgeProfile",
    "Components",
    "Distances",
    "Effectiveness",
    "Gini",
    "RogersCastro",
    "Summary",
    "SurvivalNet",
    "Variation",
    "age_profile",
    "components",
    "connectivity",
    "courgeau",
    "courgeau_slope",
    "crude_intensity",
    "decay",
    "distances",
    "effectiveness",
    "gini",
    "impact",
    "inequality",
    "net_rate",
    "preference",
    "summary",
    "survival_net",
    "variation",
    "velocity",
]
