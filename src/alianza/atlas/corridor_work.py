"""Job orders and placements of a corridor as anybody may know them: sums, small numbers hidden.

Placements are people: a number under five could tell who, and is shown as "fewer than 5". Orders are offers that
employers make in public; their posts are counted as they are.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from alianza.placement.models import JobOrder, Placement

SMALLEST: Final = 5


@dataclass(frozen=True)
class Work:
    """`orders` and `posts` of approved orders open to the origin; `placed` workers who took a place up.

    `placed` is None where the number is hidden; `few` then says that there are some, but fewer than five.
    """

    orders: int
    posts: int
    placed: int | None
    few: bool


def work(origin: str, destination: str) -> Work:
    orders = posts = 0
    # Orders to one destination are few, and JSON lists have no portable look-up.
    for origins, wanted, filled in JobOrder.objects.filter(
        state=JobOrder.State.OPEN, destination=destination
    ).values_list("origins", "posts", "filled"):
        if origin in origins and wanted > filled:
            orders += 1
            posts += wanted - filled
    taken = Placement.objects.filter(
        order__destination=destination,
        profile__origin=origin,
        state__in=(Placement.State.TAKEN, Placement.State.ENDED),
    ).aggregate(placed=Count("profile", distinct=True))["placed"]
    few = 0 < taken < SMALLEST
    return Work(orders, posts, None if few else taken, few)
