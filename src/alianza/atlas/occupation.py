"""What is open in an occupation: free posts by destination, as anybody may know them; never by employer."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum

from alianza.placement.models import JobOrder
from alianza.vocabulary.occupations import Occupation, occupation, occupations

UNIT_GROUP = 4
"""Digits of the level of ISCO-08 by which orders name their work."""


@dataclass(frozen=True, slots=True)
class Open:
    """Posts still free in one destination, in so many open orders."""

    destination: str
    posts: int
    orders: int


@dataclass(frozen=True)
class OccupationFound:
    """A unit group of ISCO-08 with the posts open in it, most first, and its neighbours in the same minor group."""

    occupation: Occupation
    open: tuple[Open, ...]
    near: tuple[tuple[Occupation, int], ...]
    """Other unit groups of the minor group, with the posts free in each."""

    @property
    def posts(self) -> int:
        return sum(each.posts for each in self.open)

    @property
    def orders(self) -> int:
        return sum(each.orders for each in self.open)


def found(isco: str) -> OccupationFound:
    """Raises UnknownOccupation for a code that is no unit group."""
    here = occupation(isco)
    free = JobOrder.objects.filter(state=JobOrder.State.OPEN, filled__lt=F("posts"))
    rows = free.filter(isco=isco).order_by().values_list("destination")
    counted = rows.annotate(left=Sum(F("posts") - F("filled")), orders=Count("pk"))
    group = here.code[: UNIT_GROUP - 1]
    beside = dict(
        free.filter(isco__startswith=group).order_by().values_list("isco").annotate(left=Sum(F("posts") - F("filled")))
    )
    return OccupationFound(
        here,
        tuple(sorted((Open(*row) for row in counted), key=lambda each: (-each.posts, each.destination))),
        tuple(
            (each, int(beside.get(each.code, 0)))
            for each in occupations(UNIT_GROUP)
            if each.code.startswith(group) and each.code != here.code
        ),
    )
