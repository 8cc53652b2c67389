"""Who fits which job order, how well, and why not?

A1  A pair of worker and order is eligible when all fifteen conditions hold; nothing outweighs a condition.
A2  The occupation judged is the first one when it is the order's own; when the order takes related occupations, also
    when it shares the ISCO minor group and the second occupation is not the order's own; else the second one on the
    same terms. Experience is counted in the occupation judged; recognition always belongs to the first occupation.
A3  Unknown is not met: an examination or a clearance still pending does not make a pair eligible, and is told apart
    from one that failed.
A4  Scores are whole numbers, every division rounds down; ties go to the worker whose id comes first. So every right
    answer is equal to the bit, on any number of threads.
A5  Sex, disadvantage and region never enter a score.
A6  An order that asks for no first language has no language condition and gives no points for languages.

The conditions, the columns and the points (profile 1) are described in docs/reference/tables.md.
"""

from alianza.engines.preselection._conditions import CONDITIONS, Losses, losses
from alianza.engines.preselection._profile import LEVELS, PROFILE_1, Profile
from alianza.engines.preselection._reasons import Change, Condition, Explanation, Parts, Verdict, Who, explain
from alianza.engines.preselection._search import eligible_counts, pairs, shortlists
from alianza.engines.preselection._tables import (
    MEDICAL,
    SECURITY,
    Codes,
    Orders,
    Pairs,
    Shortlists,
    Workers,
    countries_of,
    country_set,
)

__all__ = [
    "CONDITIONS",
    "LEVELS",
    "MEDICAL",
    "PROFILE_1",
    "SECURITY",
    "Change",
    "Codes",
    "Condition",
    "Explanation",
    "Losses",
    "Orders",
    "Pairs",
    "Parts",
    "Profile",
    "Shortlists",
    "Verdict",
    "Who",
    "Workers",
    "countries_of",
    "country_set",
    "eligible_counts",
    "explain",
    "losses",
    "pairs",
    "shortlists",
]
