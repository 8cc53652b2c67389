"""How concessional is a loan, and what grant makes it so? With the sums that stand around it in a fund.

Grant element:
A1  A loan of face 1 repays principal at `frequency` equal intervals a year, for the first time one interval after the
    grace period, and pays interest on what is outstanding at the end of each interval, rate / frequency of it.
    (Where a lender counts grace to the first repayment itself, as OECD statistics do, give one interval less.)
A2  The discount rate D is annual and compounds: an interval is worth d = (1 + D)^(1/frequency) - 1. The grant element
    is 1 less the present value of all payments over the face, less the front-end fee as a share of the face.
A3  Principal is repaid in equal parts, or by steps, each a share of the face a year over a run of years.
A4  A loan paid out in tranches: each is discounted from its own disbursement, and repaid over the repayment dates after
    it in the proportions of the whole. Fees on what is not yet disbursed are not counted.
A5  Between two dates each month counts 30 days and each year 360, the last day of a month as its 30th.

Grant needed:
A6  The grant C replaces part of the package T; the rest, T - C, is lent on the bank's terms. C + (T - C) GE = T GE*,
    so C = T (GE* - GE) / (1 - GE). The subsidy S = T (GE* - GE) leaves the loan whole instead. Both are rounded up to
    the minor unit; where C is not above zero the loan is concessional already.
A7  Which discount rate and threshold hold is data, with date and source, in `RULES`; whoever calls says which day.

Variable rates, frozen on the pricing date:
A8  Discount factors are bootstrapped from par rates of swaps against the loan's own reference rate (one curve both
    projects and discounts), with annual or half-yearly payments.
A9  Zero rates compound continuously and are linear in time between tenors, level before the first and after the last;
    how many years of the loan lie beyond the last tenor is told.
A10 The swap-equivalent rate is the fixed rate whose interest, on the loan's own outstanding amounts, is worth as much
    as the floating interest. It is rounded half up to a millionth (a hundredth of a basis point); the spread is added;
    a loan's rate is never below zero.
A11 At signing the grant is computed again: what a fall leaves over goes back, a rise is not topped up.

Around it:
A12 Two-tier fee: every member of part two pays u, of part one w u; u is rounded up to the minor unit, and what that
    assesses above the budget goes to the reserve. Who moves up pays halfway between the two for one year, and is
    counted so when u is found: the budget is always covered.
A13 Who joins during a year pays twelfths for the whole months left, rounded up.
A14 Indirect cost is a share of direct cost. From a total, direct = total / (1 + i) and indirect is the rest; amounts
    are rounded half up.
A15 Bonds pay a coupon once a year and the face at the end. Savings of a diaspora are an upper bound, never demand:
    they come with take-up scenarios and a warning of default.
A16 A guarantee pays, in the year of a default, what is outstanding then up to its cap, and later recovers a share.
A17 Matching: partners add so many times the association's own deposit, up to the cap of the project; money is released
    and returned in proportion to what each has left in it.

Arithmetic is decimal, with 80 digits, whatever the caller's own context; a float is refused as a mistake of the
program (TypeError), a number that cannot be as a `Refusal` that says what was wrong.
"""

from alianza.engines.concessionality._bonds import (
    DEFAULT_WARNING,
    TAKE_UP,
    Potential,
    Saving,
    TakeUp,
    bond_price,
    patriotic_saving,
    savings_potential,
)
from alianza.engines.concessionality._fees import Fees, part_year, two_tier_fees, whole_months
from alianza.engines.concessionality._given import (
    AmountOutside,
    CountOutside,
    CurveUnfit,
    CurveUnfounded,
    CurveWrong,
    DisbursementsWrong,
    DiscountOutside,
    FeeOutside,
    FrequencyUnknown,
    GraceNotWhole,
    GraceOutside,
    GrantOutside,
    GroupUnknown,
    MaturityNotWhole,
    MaturityOutside,
    NoSuchRate,
    NothingPaidOut,
    NotPaidIn,
    OfferedOutside,
    PartsOutside,
    RateOutside,
    RuleUnknown,
    ShareOutside,
    SigningEarlier,
    SigningUnlike,
    SpreadOutside,
    StepsWrong,
    TargetOutside,
    WeightOutside,
    YearsOutside,
)
from alianza.engines.concessionality._grant_element import (
    Payment,
    Tranche,
    grant_element,
    grant_element_by_schedule,
    tranches,
    years_between,
)
from alianza.engines.concessionality._guarantee import Guarantee, guarantee
from alianza.engines.concessionality._indirect import IndirectCost, indirect_on, indirect_within
from alianza.engines.concessionality._matching import Match, Partner, in_proportion, matched, release
from alianza.engines.concessionality._needed import Need, concessionality, implied_rate, needed_grant
from alianza.engines.concessionality._rules import RULES, Assessment, Rule, assess, rule, rule_for
from alianza.engines.concessionality._schedule import Disbursement, Row, in_yearly_parts, repayment_schedule
from alianza.engines.concessionality._signing import Priced, Signing, at_signing, price
from alianza.engines.concessionality._swap import Curve, Frozen, discount_factor, freeze, swap_equivalent, zero_rates
from alianza.engines.concessionality._terms import FREQUENCIES, LONGEST, Profile, Step, Terms

__all__ = [
    "DEFAULT_WARNING",
    "FREQUENCIES",
    "LONGEST",
    "RULES",
    "TAKE_UP",
    "AmountOutside",
    "Assessment",
    "CountOutside",
    "Curve",
    "CurveUnfit",
    "CurveUnfounded",
    "CurveWrong",
    "Disbursement",
    "DisbursementsWrong",
    "DiscountOutside",
    "FeeOutside",
    "Fees",
    "FrequencyUnknown",
    "Frozen",
    "GraceNotWhole",
    "GraceOutside",
    "GrantOutside",
    "GroupUnknown",
    "Guarantee",
    "IndirectCost",
    "Match",
    "MaturityNotWhole",
    "MaturityOutside",
    "Need",
    "NoSuchRate",
    "NotPaidIn",
    "NothingPaidOut",
    "OfferedOutside",
    "Partner",
    "PartsOutside",
    "Payment",
    "Potential",
    "Priced",
    "Profile",
    "RateOutside",
    "Row",
    "Rule",
    "RuleUnknown",
    "Saving",
    "ShareOutside",
    "Signing",
    "SigningEarlier",
    "SigningUnlike",
    "SpreadOutside",
    "Step",
    "StepsWrong",
    "TakeUp",
    "TargetOutside",
    "Terms",
    "Tranche",
    "WeightOutside",
    "YearsOutside",
    "assess",
    "at_signing",
    "bond_price",
    "concessionality",
    "discount_factor",
    "freeze",
    "grant_element",
    "grant_element_by_schedule",
    "guarantee",
    "implied_rate",
    "in_proportion",
    "in_yearly_parts",
    "indirect_on",
    "indirect_within",
    "matched",
    "needed_grant",
    "part_year",
    "patriotic_saving",
    "price",
    "release",
    "repayment_schedule",
    "rule",
    "rule_for",
    "savings_potential",
    "swap_equivalent",
    "tranches",
    "two_tier_fees",
    "whole_months",
    "years_between",
    "zero_rates",
]
