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

Source of conditions and points: docs/reference/tables.md and docs/explanation of matching (profile 1).
"""

from alianza.engines.preselection._profile import LEVELS, PROFILE_1, Profile
from alianza.engines.preselection._tables import (
    MEDICAL,
    SECURITY,
    Codes,
    Orders,
    Pairs,
    Shortlists,
    Workers,
)

__all__ = [
    "LEVELS",
    "MEDICAL",
    "PROFILE_1",
    "SECURITY",
    "Codes",
    "Orders",
    "Pairs",
    "Profile",
    "Shortlists",
    "Workers",
]
