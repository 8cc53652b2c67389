"""Who sent what to whom, when all that is recorded is what each country received?

What a home country received is shared among the hosts where its people live, by how many live there and how much one
of them may be expected to send (Ratha and Shaw 2007, South-South Migration and Remittances, World Bank Working Paper
102).

A1  R(i, j) = R(i) w(i, j) M(i, j) / sum over j of w M: R(i) received by home i, M(i, j) people born in i who live in j,
    w the weight of one of them. Three rules for w: `STOCK` 1; `HOST_INCOME` Y(j); `RATHA_SHAW` Y(i) where the host is
    poorer than home, else Y(i) + (Y(j) - Y(i)) ^ beta with 0 < beta < 1.
A2  The third rule is not free of units, because of the power: income is in US dollars per person and year.
A3  A home country that received something and has nobody recorded abroad stays unallocated; so does one whose own
    income is missing under the third rule. The sum is reported, never spread over others.
A4  A host without a known income cannot be weighted (second and third rule): the pair has no amount (NaN), and what
    share of the home country's people abroad was left out that way is reported.
A5  Missing is not zero: an unknown inflow is neither allocated nor counted as unallocated.
A6  Recorded outflows can be matched too, by scaling the table to both totals. Outflows are first brought to the sum
    that is allocated, since the world records more in than out; the factor is reported.
A7  What the rules give is an estimate by a model, not an observed flow.
"""

from alianza.engines.remittance_matrix._allocate import (
    ALLOCATED,
    HOST_INCOME,
    NO_INCOME,
    NO_INFLOW,
    NO_STOCK,
    RATHA_SHAW,
    RULES,
    STOCK,
    Allocation,
    allocate,
    weights,
)
from alianza.engines.remittance_matrix._compare import Agreement, agreement
from alianza.engines.remittance_matrix._fall import Fall, fall
from alianza.engines.remittance_matrix._match import Matched, matched

__all__ = [
    "ALLOCATED",
    "HOST_INCOME",
    "NO_INCOME",
    "NO_INFLOW",
    "NO_STOCK",
    "RATHA_SHAW",
    "RULES",
    "STOCK",
    "Agreement",
    "Allocation",
    "Fall",
    "Matched",
    "agreement",
    "allocate",
    "fall",
    "matched",
    "weights",
]
