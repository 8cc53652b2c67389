"""What of the payments waits for whom."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from alianza.accounts.models import User
from alianza.fund.models import Tranche
from alianza.fund.policy.programmes import of_own_organisations, tranches_visible_to

State = Tranche.State


@dataclass(frozen=True, slots=True)
class Desk:
    mine: QuerySet[Tranche]
    """To be checked, authorised or paid, by somebody who has not already had a part that forbids it."""
    others: QuerySet[Tranche]
    """Under way, but for another person's hand."""


def desk_of(user: User) -> Desk:
    """Of an officer. Programmes in which the officer has an interest are on neither list."""
    under_way = (
        tranches_visible_to(user)
        .exclude(contract__programme__in=of_own_organisations(user))
        .filter(state__in=(State.REQUESTED, State.CHECKED, State.AUTHORISED))
        .select_related("contract__programme__proposal__window", "contract__organisation")
        .order_by("requested_at", "pk")
    )
    mine = (
        Q(state=State.REQUESTED) & ~Q(requested_by=user)
        | Q(state=State.CHECKED) & ~Q(requested_by=user) & ~Q(checked_by=user)
        | Q(state=State.AUTHORISED)
    )
    return Desk(under_way.filter(mine), under_way.exclude(mine))
