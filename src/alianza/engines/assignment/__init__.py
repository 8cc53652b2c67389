"""Who gets which place?

Workers and job orders meet in pairs that are eligible and have a score. A placement gives each worker at most one
order and each order at most as many workers as it has posts; quotas, caps and shares may limit it further. Wanted is
the placement whose scores sum to the most, with a proof of how good it is; or, as the other answer that people ask
for, the stable one.

A1  A pair that is not listed cannot be placed. A worker gets at most one order, an order at most as many workers as it
    has posts. Nobody has to be placed, and no post has to be filled.
A2  A side row limits a weighted count of placements; the weight depends on the class of the worker and the class of
    the order alone. A row never requires a placement: its allowance is 0 or more, so that placing nobody keeps it. A
    share that nobody can help to keep therefore closes what it is about.
A3  Scores are whole numbers, points; all arithmetic that decides anything is on whole numbers. There is no randomness
    and no clock: the same input gives the same answer, whatever the machine and the number of threads.
A4  Without side rows the programme is a transportation problem: its best placement and best prices are whole numbers,
    and the answer is proved by prices whose sum equals the sum of the scores.
A5  The proof is weak duality: no placement within the limits is worth more than prices and multipliers add up to,
    whatever they are, as long as none is negative. `verify` adds them up again without the solver.
A6  With side rows in three partitions the problem is NP-hard. The answer then always keeps every limit, and comes with
    a bound and a gap; it is called optimal only when the bound proves it.
A7  SciPy's HiGHS is used on small markets and where the auction stalls, never with a time limit.
A8  Stability is judged by the two own views: the worker's (wage and wish) and the order's (skill, experience,
    language). Ties go to the smaller position, and positions follow ids.
"""

from alianza.engines.assignment._market import Limits, Market, limits, market
from alianza.engines.assignment._placement import (
    NOBODY,
    Certificate,
    Placement,
    Verdict,
    certificate_from,
    usage,
    verify,
)
from alianza.engines.assignment._solve import place
from alianza.engines.assignment._stable import StablePlacement, stable

__all__ = [
    "NOBODY",
    "Certificate",
    "Limits",
    "Market",
    "Placement",
    "StablePlacement",
    "Verdict",
    "certificate_from",
    "limits",
    "market",
    "place",
    "stable",
    "usage",
    "verify",
]
