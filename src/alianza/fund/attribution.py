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
    legs: Sequence[Leg], left: Mapping[AccountName, Mapping[str, int]], spent: Mapping[str, int] | None = None
) -> dict[AccountName, dict[str, int]]:
    """Shares of every entry on a pool.

    `left`: per pool, what each agreement has there (above zero). `spent`: of the programme or operation concerned, what
    each agreement has given and not got back (above zero), by which money that returns is shared (A3). Money that comes
    from 8100 goes, in the order of the lines, to the pools it is credited to (A1).

    Raises NotThere, OriginUnknown.
    """
    sources = [
        [leg.account.first, leg.money.minor] for leg in legs if leg.account.chart == "8100" and leg.money.minor > 0
    ]
    elsewhere = sum(
        -leg.money.minor
        for leg in legs
        if leg.account.chart in ("8250", "8260", "8700", "8800") and leg.money.minor < 0
    )
    found: dict[AccountName, dict[str, int]] = {}
    for leg in legs:
        if leg.account.chart not in POOLS:
            continue
        amount = leg.money
        if amount.minor > 0:
            given_back = [one for one in legs if one.account.chart == "8700" and one.money == -amount]
            own = left.get(leg.account, {})
            if given_back:  # to a donor goes the donor's own
                number = given_back[0].account.first
                own = {number: own.get(number, 0)}
            found[leg.account] = split(amount, own, leg.account)
            continue
        wanted = -amount.minor
        here: dict[str, int] = {}
        if sources and not elsewhere:
            for source in sources:
                taken = min(wanted, int(source[1]))
                if taken:
                    here[str(source[0])] = here.get(str(source[0]), 0) - taken
                    source[1] = int(source[1]) - taken
                    wanted -= taken
            if wanted:
                raise OriginUnknown(account=str(leg.account), amount=-amount)
        else:
            back = split(-amount, spent or {}, leg.account) if spent else None
            if back is None:
                raise OriginUnknown(account=str(leg.account), amount=-amount)
            here = {number: -minor for number, minor in back.items()}
        found[leg.account] = here
    return found
