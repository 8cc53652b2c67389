"""How open a route is for anybody who has an offer: the reference offer, and archetypes through time.

The reference offer is an assumption, said wherever it is used: an offer that meets every condition the route sets on
the offer, its employer, the place in a quota, the agency and the contract. What is left are the conditions on the
person. Where an occupation is asked about, the offer is one in its line of work: a route that takes only other sectors
is closed to it, for that would be another job.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any as Anything

from alianza.engines.eligibility import ready
from alianza.regulations import dictionary
from alianza.regulations.finder import ANOTHER_JOB, is_of_the_offer
from alianza.regulations.trail import OFFER
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    Criterion,
    Literal,
    Operator,
    Parameter,
    Test,
    conditions,
)
from alianza.vocabulary.facts import Answer
from alianza.written import read_yaml

REFERENCE_OFFER: Mapping[str, Answer] = {OFFER: True}
"""What is known with the reference offer, about a tree made by `with_reference_offer`."""
_MET = Condition(OFFER, Operator.IS, Literal(value=True))


_NOT_MET = Condition(OFFER, Operator.IS, Literal(value=False))


@cache
def _sectors() -> Mapping[str, frozenset[str]]:
    content: Anything = read_yaml(dictionary.DATA / "_sectors.yaml")
    return {code: frozenset(sectors) for code, sectors in content["sectors"].items()}


def sectors_of(occupation: str) -> frozenset[str]:
    """The sectors in which an ISCO-08 group is worked; empty when any could be.

    >>> sorted(sectors_of("2221")), sorted(sectors_of("2411"))
    (['care'], [])
    """
    beginnings = (occupation[:length] for length in range(len(occupation), 0, -1))
    return next((_sectors()[each] for each in beginnings if each in _sectors()), frozenset())


def with_reference_offer(tree: Criterion, *, sectors: Collection[str] = ()) -> Criterion:
    """The tree in which every comparison of an offer's fact asks only whether there is an offer.

    With `sectors` the offer is in one of them: a comparison of the sector that all of them fail is never met. Ids,
    labels and everything else stay as written, in points systems too.
    """
    if isinstance(tree, Test):
        return replace(tree, condition=_assumed(tree.condition, sectors))
    if isinstance(tree, All | Any | Count):
        return replace(tree, parts=tuple(with_reference_offer(part, sectors=sectors) for part in tree.parts))
    items = tuple(
        replace(item, tiers=tuple(replace(tier, condition=_assumed(tier.condition, sectors)) for tier in item.tiers))
        for item in tree.items
    )
    return replace(tree, items=items)


def _assumed(condition: Condition, sectors: Collection[str]) -> Condition:
    if condition.fact == ANOTHER_JOB and sectors:
        check = ready(condition, {}, {}, date.min).check
        return _MET if check is None or any(check(sector) for sector in sectors) else _NOT_MET
    return _MET if is_of_the_offer(condition.fact) else condition


def assumed_figures(tree: Criterion) -> tuple[str, ...]:
    """The dated figures that the reference offer is assumed to reach, each once, in the order written."""
    return tuple(
        dict.fromkeys(
            each.value.name
            for each in conditions(tree)
            if is_of_the_offer(each.fact) and isinstance(each.value, Parameter)
        )
    )
