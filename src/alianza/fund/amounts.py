"""Amounts as people type them: understood exactly, or refused in one sentence. Never a float."""

import re
import unicodedata

from alianza.vocabulary.money import Money, currency
from alianza.vocabulary.refusal import Refusal, marked


class Ambiguous(Refusal):
    code = "fund.amount.ambiguous"
    field = "amount"
    message = marked("%(given)s can be read in two ways; write it with two decimals after a point, as in 1000.00.")


class NotUnderstood(Refusal):
    code = "fund.amount.not_understood"
    field = "amount"
    message = marked("%(given)s is not an amount; write digits and a point, for example 1250.50.")


class NotPositive(Refusal):
    code = "fund.amount.not_positive"
    field = "amount"
    message = marked("Write an amount above zero.")


class TooLargeAmount(Refusal):
    code = "fund.amount.too_large"
    field = "amount"
    message = marked("%(given)s is more than the books can hold; write less than a trillion.")


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_GROUPED = {",": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"), ".": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")}
_PLAIN = re.compile(r"\d+([.,]\d+)?")


def _digits(text: str) -> str:
    """Digits of any script as 0-9; the Arabic decimal and thousands signs as point and nothing."""
    text = text.replace("\u066b", ".").replace("\u066c", "")
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() and not sign.isascii() else sign for sign in text)


def read(given: str, code: str, *, zero: bool = False) -> Money:
    """The amount that was typed, in that currency.

    Spaces and apostrophes between digits are passed over; a comma or a point is the decimal sign or groups thousands,
    as far as that is certain: `1,000` and `1.000` are not, in a currency with decimals, and are asked for again.

    >>> [str(read(text, "USD")) for text in ("1.000,00", "1,000.00", "1 000", "1000.5", "١٢٣٫٥٠")]
    ['1000.00 USD', '1000.00 USD', '1000.00 USD', '1000.50 USD', '123.50 USD']

    Raises Ambiguous, NotUnderstood, NotPositive, TooLargeAmount, vocabulary.money.TooManyDecimals.
    """
    shown = repr(given[:40])
    try:
        text = _digits(_SPACES.sub("", given))
    except ValueError:
        raise NotUnderstood(given=shown) from None
    text = text.removeprefix("+")
    if text.startswith(("-", "\u2212")):
        rest = text[1:]
        if _PLAIN.fullmatch(rest) or any(form.fullmatch(rest) for form in _GROUPED.values()):
            raise NotPositive
        raise NotUnderstood(given=shown)
    if len(text) > 40:
        raise NotUnderstood(given=shown)
    decimals = currency(code).minor_unit or 0
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text) and decimals != 3:
        if decimals:
            raise Ambiguous(given=shown)
        text = re.sub(r"[.,]", "", text)  # a currency without decimals: it can only group
    elif _PLAIN.fullmatch(text):
        text = text.replace(",", ".")
    elif _GROUPED[","].fullmatch(text):
        text = text.replace(",", "")
    elif _GROUPED["."].fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    else:
        raise NotUnderstood(given=shown)
    whole = text.partition(".")[0].lstrip("0")
    if len(whole) > 12:
        raise TooLargeAmount(given=shown)
    money = Money.of(text, code)
    if not money and not zero:
        raise NotPositive
    return money
