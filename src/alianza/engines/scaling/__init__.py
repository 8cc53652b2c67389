"""Which table comes closest to a first guess and has given totals?

A seed is multiplied by one factor for each row and one for each column until its rows and columns add up (iterative
proportional fitting, the RAS method): among all tables with these totals the one of minimum divergence from the seed.
This engine is ground: other engines may import it.

A1  A cell that is 0 in the seed stays 0. A row whose total is to be 0 becomes 0, whatever the seed has (0/0 is 0).
A2  Totals that contradict each other (rows and columns do not sum to the same) are refused, not turned into shares.
A3  Done means done: the columns hold, and the largest error of a row is at most `tolerance` times the largest row
    total. A small step is no sign of that. What does not get there is called `not_converged` or `infeasible`.
A4  Infeasible is proved, not guessed: rows that have to place more than the columns they can reach may hold, found as
    the least cut of a maximum flow on the seed's non-zero cells.
A5  The answer is the fixed point, the way to it is not: after some sweeps Newton steps on the dual take over, with
    the columns solved exactly in each. Factors are kept as logarithms within a range that cannot overflow.

Source: Deming and Stephan 1940; Bishop, Fienberg and Holland 1975 (tables with three margins); Sinkhorn 1967; the
condition for a solution is Gale's 1957 on flows.
"""

from alianza.engines.scaling._feasible import Feasibility, feasibility
from alianza.engines.scaling._many import ManyScalings, scale_many
from alianza.engines.scaling._margins import MarginScaling, scale_to_margins
from alianza.engines.scaling._table import CONVERGED, INFEASIBLE, NOT_CONVERGED, Scaling, scale, scale_one_margin

__all__ = [
    "CONVERGED",
    "INFEASIBLE",
    "NOT_CONVERGED",
    "Feasibility",
    "ManyScalings",
    "MarginScaling",
    "Scaling",
    "feasibility",
    "scale",
    "scale_many",
    "scale_one_margin",
    "scale_to_margins",
]
