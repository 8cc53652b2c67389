"""Who moved from where to where between two counts?

Two tables say who, by place of birth, lived where at the start and at the end of a period; births and deaths are known.
Wanted are the moves in between: transitions from the place of residence at the start to the one at the end, by place of
birth. They are estimates; the tables do not determine them, so each method makes an assumption that its name tells.

A1  Rows are birthplaces, columns residences; natives stand on the diagonal. A birthplace row beyond the places (people
    of unknown origin) is allowed and has no natives. A missing pair has to be said to be 0.
A2  Flows are transitions of people, not events: who leaves and returns, or dies, within the period does not count.
A3  Newborns live where they were born (`native`), or are spread as the residents are (`proportional`). Deaths fall on
    the residents of a place in proportion, with relative risks if given, or so that the account closes (`accounting`).
A4  A closed account has no world outside: net migration of all places is 0. What the counts have too much or too
    little is taken from or added to natives, half at the start and half at the end, in floating point: no remainder is
    parked anywhere, and nothing is random.
A5  Closed: each birthplace counts the same before and after, half-way between what the two tables say; both tables are
    scaled to that with the population of every place kept. Where the cells of a table cannot carry it, the birthplace
    is lifted to the least that they can carry, the others make up for it in proportion, and it is reported; several
    such limits are kept by the counts of least divergence. If no counts will do, the status says so.
A6  Open: people of a birthplace that counts less after than before have left the system, in proportion to the start
    row; those it counts more have entered, in proportion to the end row. Other weights go by name and can fall below 0.
A7  `minimum`: as many stay as can. `independence`: where people go does not depend on where they were.
    `pseudo-bayes`: a mixture of the two, 0.87 to 0.13, that restores moves in both directions and returns.
A8  `drop-negative` and `reverse-negative` read growth of a stock as a flow from the birthplace, and its fall as
    nothing or as a return; `rates` spreads a world total over the stocks. They need no account, and keep none.
A9  Outward: from the birthplace. Return: to it. Transit: neither.

Source: Abel 2013; Abel and Sander 2014; Abel 2018; Abel and Cohen 2019; Azose and Raftery 2019; Dennett 2015;
Rogers and von Rabenau 1971; Bishop, Fienberg and Holland 1975; Willekens 1999.
"""

from alianza.engines.flows._account import Account, AccountError, Caution, account
from alianza.engines.flows._estimate import DEFAULT_WEIGHT, METHODS, Estimate, Residuals, estimate
from alianza.engines.flows._margins import Lift, Margins, closed, opened
from alianza.engines.flows._net import NetFlows, flows_from_net, zero_sum
from alianza.engines.flows._spread import Bootstrap, Spread, bootstrap, spread
from alianza.engines.flows._stocks import (
    GrowthOperator,
    drop_negative,
    growth_operator,
    natural_net,
    rates,
    reverse_negative,
)
from alianza.engines.flows._transitions import Transitions, independence, minimum, pseudo_bayes

__all__ = [
    "DEFAULT_WEIGHT",
    "METHODS",
    "Account",
    "AccountError",
    "Bootstrap",
    "Caution",
    "Estimate",
    "GrowthOperator",
    "Lift",
    "Margins",
    "NetFlows",
    "Residuals",
    "Spread",
    "Transitions",
    "account",
    "bootstrap",
    "closed",
    "drop_negative",
    "estimate",
    "flows_from_net",
    "growth_operator",
    "independence",
    "minimum",
    "natural_net",
    "opened",
    "pseudo_bayes",
    "rates",
    "reverse_negative",
    "spread",
    "zero_sum",
]
