"""Does a person meet the published conditions on a given day, what is missing, and which question is left?

A1  Three values. A fact without an answer is unknown: never false, never zero.
A2  `all` is not met if a part is not met, else unknown if a part is unknown; `any` is met if a part is met, else
    unknown if a part is unknown.
A3  `points` adds the best tier of each item. It is met when the tiers known to be met reach the mark; not met when even
    every tier still open could not; else unknown. The shortfall is what is missing then.
A4  A parameter without a value on the day makes its test unknown, whatever the answer. A country group outside its
    dates is empty.
A5  The nearest miss of `all` is what its failed parts miss together; of `any`, the part with the smallest burden, the
    first of equals, the others kept as alternatives. Burdens stand in `vocabulary.criterion.Fix`; points add the
    shortfall; a test that names nobody weighs as immutable.
A6  `ask` holds a fact exactly if some further answers leave the result open without it and closed with it, taking each
    place where a fact is tested on its own. So it never leaves out a fact that matters; where one fact is tested in
    several places it may name one whose places cancel out.
A7  A result says that published conditions are met, not that a permit will be granted.

Source: the reading rules published with the regulatory sheets (`regulations/data/README.md`).
"""

from alianza.engines.eligibility._bound import Bound, BoundNode, Branch, Leaf, Sum, bind, reach
from alianza.engines.eligibility._compare import Comparison, ready
from alianza.engines.eligibility._misses import name_of
from alianza.engines.eligibility._order import Candidate, Question, order_of_questions
from alianza.engines.eligibility._result import Eligibility, Gain, Miss, Result, Traced, evaluate

__all__ = [
    "Bound",
    "BoundNode",
    "Branch",
    "Candidate",
    "Comparison",
    "Eligibility",
    "Gain",
    "Leaf",
    "Miss",
    "Question",
    "Result",
    "Sum",
    "Traced",
    "bind",
    "evaluate",
    "name_of",
    "order_of_questions",
    "reach",
    "ready",
]
