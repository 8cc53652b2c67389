"""How many months of pay does a migrant worker spend on getting the job? SDG indicator 10.7.1.

A1  Per worker: cost / earnings. Cost is all that worker or family paid for the first job abroad (recruiter, visa,
    passport, medical examination, training, travel, informal payments, interest on loans), less what the employer
    later paid back. Earnings are the monthly average actually received in that job in its first months. Same person,
    same currency.
A2  The population is wage workers who changed country in the survey's window, first job; who is not (self-employed,
    short stays) has been left out before.
A3  A worker whose cost or earnings is missing, or whose earnings are not above 0, has no ratio: excluded and counted
    by reason. A paid-back sum that exceeds the cost gives a cost of 0 and is counted.
A4  The mean is weighted by the survey's weights; quantiles are those of the weighted distribution by its inverse:
    the smallest value at which at least that share of the weight is reached.
A5  The ratio of totals (all costs over all earnings) is given as a check; it is not the indicator.
"""

from alianza.engines.recruitment_cost._ratio import Months, by_group, months, quantile

__all__ = ["Months", "by_group", "months", "quantile"]
