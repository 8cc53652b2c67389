"""What does a round of questionnaires say, and about whom?

Who answered, when, which questions, and how far the answers hold for all who were invited.

R1  Everybody invited stands in exactly one of seven dispositions. Eligible are all but those found not eligible: who
    refused, was not reached or has not answered yet stays in the denominator. A response is complete or partial.
R2  Complete: submitted, with every required question that was asked answered. Partial: at least half of them.
    Break-off: begun, and less than half. While a round is open, what is not submitted is pending, whatever it holds.
R3  Missing is not zero, and not asked is not missing: a question that skip logic hid does not count against anybody.
    In codes, `MISSING` is -1 and `NOT_ASKED` -2; in numbers, missing is NaN; of days and groups, None.
R4  A figure that has no value (a share of nobody, the spread of one) is NaN, not 0.
R5  Bounds assume nothing: at worst all who are silent would have said no, at best yes. The standard error assumes that
    silence is random, which it seldom is: it is given beside the bounds, never instead of them. Invited who were not
    asked because their answers say so are left out of both.
R6  Weights are N_h / n_h by region. A region with fewer than five answers is joined to a neighbour, and which ones were
    is part of the result. Unweighted shares stand beside weighted ones.
R7  Propensities are the response rates of groups. Their standard deviation is taken over all invited with N - 1, so
    that R and its parts are those of the whole frame, not of a sample.
R8  Days are calendar days, given by the caller in the zone that counts. An answer on the day of a reminder came after
    it; an answer on the last day counted came in time. What comes after `until` has not happened yet.
R9  Early and late are the thirds of the respondents by day of answer. A day is never divided, or the order of rows
    would decide: each cut falls between two days, nearest to its third.

Source: planning.md of the alliance's methods, section 10; AAPOR, Standard Definitions (RR1, RR2); Cochran, Sampling
Techniques 1977, chapters 2 and 3; Manski, Identification for Prediction and Decision 2007; Schouten, Cobben and
Bethlehem 2009; Schouten, Shlomo and Skinner 2011; Kish 1965; Newcombe 1998, method 10.
"""

from alianza.engines.response._answers import Choice, Numbers, Several, choice, numbers, several
from alianza.engines.response._compare import Difference, Rounds, against_previous, early_and_late, rounds
from alianza.engines.response._days import (
    ByDay,
    Curve,
    Days,
    Reminder,
    curve,
    days_to_response,
    reminders,
    response_by,
)
from alianza.engines.response._dispositions import (
    RESPONDED,
    Coverage,
    Disposition,
    Rates,
    classify,
    coverage,
    rates,
    rates_by,
)
from alianza.engines.response._given import MISSING, NOT_ASKED
from alianza.engines.response._items import ItemResponse, RequiredItems, item_response, required_items
from alianza.engines.response._representative import Group, Representativeness, representativeness
from alianza.engines.response._sure import Proportion, proportion
from alianza.engines.response._weights import LEAST, Weights, region_weights

__all__ = [
    "LEAST",
    "MISSING",
    "NOT_ASKED",
    "RESPONDED",
    "ByDay",
    "Choice",
    "Coverage",
    "Curve",
    "Days",
    "Difference",
    "Disposition",
    "Group",
    "ItemResponse",
    "Numbers",
    "Proportion",
    "Rates",
    "Reminder",
    "Representativeness",
    "RequiredItems",
    "Rounds",
    "Several",
    "Weights",
    "against_previous",
    "choice",
    "classify",
    "coverage",
    "curve",
    "days_to_response",
    "early_and_late",
    "item_response",
    "numbers",
    "proportion",
    "rates",
    "rates_by",
    "region_weights",
    "reminders",
    "representativeness",
    "required_items",
    "response_by",
    "rounds",
    "several",
]
