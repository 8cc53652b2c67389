"""Whose money it is: every entry on a pool is shared over the agreements whose money stands there. Pure.

A1  What flows into a pool from an agreement's unallocated money is that agreement's.
A2  What flows out is split in proportion to what each agreement has left there, in minor units, largest remainder; ties
    go to the agreement whose number comes first.
A3  What comes back is split as the outflow was, over what has not come back yet.
"""

from collections.abc import Mapping, Sequence

from alianza.fund.chart import POOLS, AccountName
from alianza.fund.posting import Leg
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked


class NotThere(Refusal):
    code = "fund.pool.not_there"
    message = marked("%(account)s holds %(held)s; %(wanted)s cannot be taken from it.")


class OriginUnknown(Refusal):
    code = "fund.pool.origin_unknown"
    message = marked(
        "It is not said whose money the %(amount)s for %(account)s are; name the agreements and their shares."
    )


def split(amount: Money, left: Mapping[str, int], account: object = "") -> dict[str, int]:
    """An outflow (above zero) over the agreements with `left` minor units each (above zero) (A2).

    >>> split(Money(100, "USD"), {"C": 1, "A": 1, "B": 1}) == {"A": 100}
    Traceback (most recent call last):
    alianza.fund.attribution.NotThere:  holds 0.03 USD; 1.00 USD cannot be taken from it.
    >>> split(Money(100, "USD"), {"C": 500, "A": 500, "B": 500})
    {'A': 34, 'B': 33, 'C': 33}
    """
    order = sorted(number for number, minor in left.items() if minor > 0)
    held = sum(left[number] for number in order)
    if amount.minor > held:
        raise NotThere(account=str(account), held=Money(held, amount.currency), wanted=amount)
    parts = amount.allocate([left[number] for number in order])
    return {number: part.minor for number, part in zip(order, parts, strict=True) if part}


def shares(
    legs: Sequence[Leg],
    left: Mapping[AccountName, Mapping[str, int]],
    spent: Mapping[AccountName, Mapping[str, int]],
) -> dict[AccountName, dict[str, int]]:
    """Shares of every entry on a pool; the legs have one line for each account.

    `left`: per pool, what each agreement has there (above zero). `spent`: per pool, what each agreement has given from
    it to the programme or operation concerned and not got back (above zero); money that returns is shared by it (A3).
    Money that comes from 8100 goes, in the order of the lines, to the pools it is credited to (A1). What goes back to
    donors is the donors' own.

    Raises NotThere, OriginUnknown.
    """
    out = [leg for leg in legs if leg.account.chart in POOLS and leg.money.minor > 0]
    into = [leg for leg in legs if leg.account.chart in POOLS and leg.money.minor < 0]
    return {
        **{leg.account: _given(leg, out, legs, left.get(leg.account, {})) for leg in out},
        **_taken(into, legs, spent),
    }


def _given(leg: Leg, out: Sequence[Leg], legs: Sequence[Leg], own: Mapping[str, int]) -> dict[str, int]:
    """Whose money leaves a pool: each agreement's in proportion (A2), or the donors' own that it goes back to."""
    back = {one.account.first: -one.money.minor for one in legs if one.account.chart == "8700" and one.money.minor < 0}
    if not back:
        return split(leg.money, own, leg.account)
    if len(out) > 1 or sum(back.values()) != leg.money.minor:
        raise OriginUnknown(account=str(leg.account), amount=leg.money)
    for number, minor in back.items():
        held = max(own.get(number, 0), 0)
        if minor > held:
            currency = leg.money.currency
            raise NotThere(
                account=f"{leg.account} of {number}", held=Money(held, currency), wanted=Money(minor, currency)
            )
    return back


def _taken(
    into: Sequence[Leg], legs: Sequence[Leg], spent: Mapping[AccountName, Mapping[str, int]]
) -> dict[AccountName, dict[str, int]]:
    """Whose money enters the pools: that of 8100 in the order of the lines (A1), or what comes back (A3)."""
    sources = [(one.account.first, one.money.minor) for one in legs if one.account.chart == "8100"]
    if not sources:
        return {leg.account: {n: -minor for n, minor in _back(leg, spent.get(leg.account, {})).items()} for leg in into}
    # all of it has to reach pools, else nobody knows whose part did
    if any(minor < 0 for _number, minor in sources) or (
        sum(minor for _number, minor in sources) != -sum(leg.money.minor for leg in into)
    ):
        for leg in into:
            raise OriginUnknown(account=str(leg.account), amount=-leg.money)
    found: dict[AccountName, dict[str, int]] = {}
    left = dict(sources)
    for leg in into:
        wanted, here = -leg.money.minor, found.setdefault(leg.account, {})
        for number, minor in left.items():
            taken = min(wanted, minor)
            if taken:
                here[number] = -taken
                left[number] = minor - taken
                wanted -= taken
    return found


def _back(leg: Leg, spent: Mapping[str, int]) -> dict[str, int]:
    if not spent:
        raise OriginUnknown(account=str(leg.account), amount=-leg.money)
    return split(-leg.money, spent, leg.account)
