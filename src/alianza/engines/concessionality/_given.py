"""What is given, looked at before any arithmetic; and the sentences for what cannot be."""

from decimal import Decimal

from alianza.vocabulary.money import Money, currency
from alianza.vocabulary.refusal import Refusal, marked

DECIMALS = 12
"""Of a rate or share: a ten-thousandth of a basis point and finer, and few enough for exact results."""
COMPUTED = 200
"""Of a number that comes out of a computation, so that thirds may be given."""
LARGEST = 10**20
"""Minor units; no sum of this world comes near."""


class RateOutside(Refusal):
    code = "concessionality.rate_outside"
    message = marked("An interest rate is from 0 to 100 percent a year, with at most 10 decimals; %(given)s is not.")
    field = "rate"


class DiscountOutside(Refusal):
    code = "concessionality.discount_outside"
    message = marked("A discount rate is from 0 to 100 percent a year, with at most 10 decimals; %(given)s is not.")
    field = "discount"


class FeeOutside(Refusal):
    code = "concessionality.fee_outside"
    message = marked(
        "A front-end fee is from 0 to 100 percent of the loan, with at most 10 decimals; %(given)s is not."
    )
    field = "fee"


class SpreadOutside(Refusal):
    code = "concessionality.spread_outside"
    message = marked("A spread is from -5 to 100 percent a year, with at most 10 decimals; %(given)s is not.")
    field = "spread"


class ShareOutside(Refusal):
    code = "concessionality.share_outside"
    message = marked("A share is from 0 to 100 percent, with at most 10 decimals; %(given)s is not.")


class TargetOutside(Refusal):
    code = "concessionality.target_outside"
    message = marked("A target grant element is above 0 and at most 100 percent; %(given)s is not.")
    field = "target"


class OfferedOutside(Refusal):
    code = "concessionality.offered_outside"
    message = marked("The grant element of what a bank offers is below 100 percent; %(given)s is not.")


class FrequencyUnknown(Refusal):
    code = "concessionality.frequency_unknown"
    message = marked("A loan is paid 1, 2, 4 or 12 times a year; %(given)s is none of these.")
    field = "frequency"


class MaturityOutside(Refusal):
    code = "concessionality.maturity_outside"
    message = marked("A maturity is above 0 and at most %(longest)s years; %(given)s is not.")
    field = "maturity"


class MaturityNotWhole(Refusal):
    code = "concessionality.maturity_not_whole"
    message = marked(
        "A maturity of %(given)s years is not a whole number of payments at %(frequency)s a year; "
        "choose another maturity or frequency."
    )
    field = "maturity"


class GraceOutside(Refusal):
    code = "concessionality.grace_outside"
    message = marked(
        "A grace period is 0 years or more and shorter than the maturity of %(maturity)s years; %(given)s is not."
    )
    field = "grace"


class GraceNotWhole(Refusal):
    code = "concessionality.grace_not_whole"
    message = marked(
        "A grace period of %(given)s years is not a whole number of payments at %(frequency)s a year; "
        "choose another grace period or frequency."
    )
    field = "grace"


class StepsWrong(Refusal):
    code = "concessionality.steps_wrong"
    message = marked(
        "The steps of repayment follow one another without a gap from year %(first)s to year %(last)s and repay 100 "
        "percent in all; these repay %(repaid)s percent in the years %(years)s."
    )
    field = "steps"


class DisbursementsWrong(Refusal):
    code = "concessionality.disbursements_wrong"
    message = marked(
        "Disbursements are in order, each at another interval before the last repayment (0 to %(last)s), and 100 "
        "percent in all; these are %(paid_out)s percent at %(at)s."
    )
    field = "disbursements"


class PartsOutside(Refusal):
    code = "concessionality.parts_outside"
    message = marked(
        "A loan with its last repayment after %(maturity)s years is paid out in 1 to %(most)s yearly parts, the last "
        "before that repayment; %(given)s is not."
    )
    field = "parts"


class NothingPaidOut(Refusal):
    code = "concessionality.nothing_paid_out"
    message = marked(
        "A schedule has at least one disbursement above 0, and each is followed by payments of 0 or more, none of them "
        "earlier than it."
    )


class AmountOutside(Refusal):
    code = "concessionality.amount_outside"
    message = marked("An amount is above 0 and below a million million million; %(given)s is not.")
    field = "amount"


class GrantOutside(Refusal):
    code = "concessionality.grant_outside"
    message = marked("A grant is from 0 to the whole package of %(total)s, in its currency; %(given)s is not.")
    field = "grant"


class NoSuchRate(Refusal):
    code = "concessionality.no_such_rate"
    message = marked("No interest rate from 0 to 100 percent makes this the grant that the target needs.")


class RuleUnknown(Refusal):
    code = "concessionality.rule_unknown"
    message = marked("No rule %(given)s is known for %(on)s. Known are %(known)s.")


class GroupUnknown(Refusal):
    code = "concessionality.group_unknown"
    message = marked(
        "The rules for aid are for the income groups L, LM and UM of the World Bank and for least developed countries; "
        "%(given)s is none of these."
    )


class CurveWrong(Refusal):
    code = "concessionality.curve_wrong"
    message = marked(
        "A swap curve has par rates from -5 to 100 percent (as shares) at rising tenors up to 100 years, each a whole "
        "number of its payments, 1 or 2 a year; %(given)s does not fit."
    )
    field = "curve"


class CurveUnfit(Refusal):
    code = "concessionality.curve_unfit"
    message = marked(
        "No discount factors fit the par rate at %(tenor)s years together with the rates before it; look for a wrong "
        "figure in the curve."
    )
    field = "curve"


class CurveUnfounded(Refusal):
    code = "concessionality.curve_unfounded"
    message = marked("A swap curve has at least one rate, and says where its rates are from.")
    field = "curve"


class SigningUnlike(Refusal):
    code = "concessionality.signing_unlike"
    message = marked(
        "What is priced at signing has to be the package priced before: the same amount, target, discount rate, terms "
        "of repayment, fee and plan of disbursement."
    )


class SigningEarlier(Refusal):
    code = "concessionality.signing_earlier"
    message = marked("The loan was priced on %(priced)s, so it cannot be signed on %(signed)s, which is earlier.")


class CountOutside(Refusal):
    code = "concessionality.count_outside"
    message = marked(
        "A number of people or members is a whole number from 0 to ten thousand million; %(given)s is not."
    )


class WeightOutside(Refusal):
    code = "concessionality.weight_outside"
    message = marked("A weight is from 1 to 1000, with at most 10 decimals; %(given)s is not.")
    field = "weight"


class YearsOutside(Refusal):
    code = "concessionality.years_outside"
    message = marked("A bond or guarantee runs for whole years from 1 to 100; %(given)s is not such.")
    field = "years"


class NotPaidIn(Refusal):
    code = "concessionality.not_paid_in"
    message = marked("Money is released once every part is paid in and only as far as it goes; %(given)s is not there.")


def exact(value: object) -> Decimal:
    """A Decimal of a Decimal or an integer; a float, text or truth value is a mistake of the program."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError(f"Give a Decimal or an integer, not {type(value).__name__}: a float is not an exact number.")
    return value if isinstance(value, Decimal) else Decimal(value)


def sized(value: Decimal, *, decimals: int = DECIMALS) -> bool:
    """Whether it is a number, below 10^18 and without more decimals: looked at before any arithmetic, since 1e999999
    has room in no memory.
    """
    if not value.is_finite():
        return False
    if not value:
        return True
    _sign, digits, exponent = value.as_tuple()
    needless = next(at for at, digit in enumerate(reversed(digits)) if digit)
    return value.adjusted() < 18 and int(exponent) + needless >= -decimals


def share(value: object, refusal: type[Refusal], *, least: int = 0, most: int = 100) -> Decimal:
    """A share of one within `least` and `most` percent."""
    found = exact(value)
    if not sized(found) or not Decimal(least) / 100 <= found <= Decimal(most) / 100:
        raise refusal(given=percent(found))
    return found or Decimal(0)


def amount(value: Money, *, zero: bool = False) -> Money:
    """Money above zero (or zero, if that is allowed) and of a size that can be."""
    if not isinstance(value, Money):
        raise TypeError(f"Give Money, not {type(value).__name__}.")
    if not (0 if zero else 1) <= value.minor < LARGEST:
        raise AmountOutside(given=money(value))
    return value


def count(value: object) -> int:
    """A number of people or members."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"Give an integer, not {type(value).__name__}.")
    if not 0 <= value <= 10**10:
        raise CountOutside(given=shown(Decimal(value)))
    return value


def shown(value: Decimal) -> str:
    """As people write it: no zeros at the end, and no power of ten unless it would be very long without."""
    if not value.is_finite():
        return "infinity" if value.is_infinite() else "not a number"
    if not value:
        return "0"
    if value.adjusted() > 24 or int(value.as_tuple().exponent) < -40:
        return f"{value:.3e}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal) -> str:
    """A share as percent, the digits as given."""
    if not value.is_finite():
        return shown(value)
    sign, digits, exponent = value.as_tuple()
    return shown(Decimal((sign, digits, int(exponent) + 2)))


def money(value: Money) -> str:
    """An amount of any size."""
    decimals = currency(value.currency).minor_unit or 0
    sign, digits, _none = Decimal(value.minor).as_tuple()
    return f"{shown(Decimal((sign, digits, -decimals)))} {value.currency}"
