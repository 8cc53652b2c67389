"""Who sees and moves what lies before a body.

Members of a body see its items once these are opened, officers and auditors all of them, nobody else any; decisions
are public. Papers are for the electorate of the item, officers and auditors; a member that is recused reads none, nor
does a person who declared a conflict of interest about the same proposal. A person represents a member by a seat and by
the role that the network gives; a successor in the seat speaks for the same member.
"""

from datetime import date

from django.db.models import Q, QuerySet

from alianza.fund.models import Body, Change, Decision, Elector, Interest, Item, Meeting, Paper, Proposal, Review, Seat
from alianza.network.models import RoleCode
from alianza.network.policy import Visitor, is_auditor, is_officer, memberships_in_force

CLOSED = (Item.State.REFERRED, Item.State.DECIDED, Item.State.WITHDRAWN)
ROLE_IN = {
    Body.Kind.ASSEMBLY: RoleCode.MEMBER,
    Body.Kind.OVERSIGHT: RoleCode.MEMBER,
    Body.Kind.ADVISORY: RoleCode.REVIEWER,
}
"""The role in the member's organisation that somebody needs to fill a seat."""


def may_fill(user: Visitor, seat: Seat, on: date | None = None) -> bool:
    """Whether the person holds, in the member's organisation, the role that speaks for it."""
    role = ROLE_IN[Body.Kind(seat.body.kind)]
    return bool(
        user.is_authenticated
        and user.is_active
        and memberships_in_force(user, on).filter(organisation=seat.member_id, role=role).exists()
    )


def seats_of(user: Visitor, *, ended: bool = False) -> list[Seat]:
    """Seats that the person fills now; with `ended` also those that a member gave up last with this person in it."""
    if not user.is_authenticated:
        return []
    held = Seat.objects.filter(person=user.pk).select_related("body", "member")
    if not ended:
        held = held.filter(ends_on__isnull=True)
    return [seat for seat in held if may_fill(user, seat) and (seat.ends_on is None or _last(seat))]


def _last(seat: Seat) -> bool:
    return not Seat.objects.filter(body=seat.body_id, member=seat.member_id, pk__gt=seat.pk).exists()


def speaks_for(item: Item) -> dict[int, Seat]:
    """The latest seat of each member of the item's electorate, by the member's key."""
    members = item.electorate.values("member")
    seats = Seat.objects.filter(body=item.body_id, member__in=members).select_related("person", "body", "member")
    return {seat.member_id: seat for seat in seats.order_by("pk")}


def electors_of(user: Visitor) -> QuerySet[Elector]:
    """For whom, and in which items, the person speaks. A member that left its seat keeps its part in open items."""
    mine = Q(pk__in=())
    for seat in seats_of(user, ended=True):
        mine |= Q(item__body=seat.body_id, member=seat.member_id)
    return Elector.objects.filter(mine)


def elector_in(user: Visitor, item: Item) -> Elector | None:
    """The member of this item's electorate for which the person speaks."""
    return electors_of(user).filter(item=item).select_related("member").first()


def is_recused(elector: Elector) -> bool:
    return bool(elector.recused_because)


def reads_everything(user: Visitor) -> bool:
    return is_officer(user) or is_auditor(user)


def bodies_visible_to(user: Visitor) -> QuerySet[Body]:
    if reads_everything(user):
        return Body.objects.all()
    return Body.objects.filter(
        Q(pk__in=[seat.body_id for seat in seats_of(user)]) | Q(pk__in=electors_of(user).values("item__body"))
    )


def visible_to(user: Visitor) -> QuerySet[Item]:
    if not user.is_authenticated:
        return Item.objects.none()
    if reads_everything(user):
        return Item.objects.all()
    own = Q(body__in=[seat.body_id for seat in seats_of(user)]) | Q(pk__in=electors_of(user).values("item"))
    return Item.objects.filter(own, opened_at__isnull=False)


def meetings_visible_to(user: Visitor) -> QuerySet[Meeting]:
    return Meeting.objects.filter(body__in=bodies_visible_to(user))


def papers_visible_to(user: Visitor) -> QuerySet[Paper]:
    if not user.is_authenticated:
        return Paper.objects.none()
    allowed = Q(item__in=visible_to(user)) if reads_everything(user) else Q(pk__in=())
    taking_part = electors_of(user).filter(recused_because="")
    allowed |= Q(item__in=taking_part.values("item"))
    recused = electors_of(user).exclude(recused_because="").values("item")
    return Paper.objects.filter(allowed).exclude(item__in=recused).exclude(item__subject__in=_conflicted(user))


def _conflicted(user: Visitor) -> list[str]:
    """Subjects about which the person declared a conflict of interest as a reviewer."""
    proposals = Review.objects.filter(reviewer=user.pk, conflict=True).values("proposal")
    numbers = Proposal.objects.filter(pk__in=proposals).values_list("number", flat=True)
    changes = Change.objects.filter(programme__proposal__in=proposals).values_list("number", flat=True)
    found = [f"{prefix}:{number}" for number in numbers for prefix in ("proposal", "programme")]
    return [*found, *(f"change:{number}" for number in changes)]


def may_deliberate(user: Visitor, item: Item) -> bool:
    """Whether the person reads what is said about the item: papers, questions and answers."""
    if elector := elector_in(user, item):
        return not is_recused(elector)
    return reads_everything(user) and item.subject not in _conflicted(user)


def may_see_ballots(user: Visitor, item: Item) -> bool:
    """Ballots are seen by members of the electorate, officers and auditors, round by round after its closing."""
    return elector_in(user, item) is not None or reads_everything(user)


def is_chair(user: Visitor, meeting: Meeting | None) -> bool:
    if meeting is None or meeting.chair is None or not user.is_authenticated:
        return False
    return meeting.chair.person_id == user.pk and may_fill(user, meeting.chair)


def roles_in(user: Visitor, item: Item) -> frozenset[str]:
    """Which roles of the item's lifecycle the person has."""
    found = set()
    if is_officer(user):
        found.add("officer")
    if is_chair(user, item.meeting):
        found.add("chair")
    elector = elector_in(user, item)
    if elector is not None and not is_recused(elector):
        found.add("member")
    return frozenset(found)


def roles_at(user: Visitor, meeting: Meeting) -> frozenset[str]:
    return frozenset({"officer"} if is_officer(user) else ()) | ({"chair"} if is_chair(user, meeting) else frozenset())


def may_keep_seats(user: Visitor) -> bool:
    return is_officer(user)


def decisions_visible_to(_user: Visitor) -> QuerySet[Decision]:
    """Decisions are public from the moment they are made."""
    return Decision.objects.all()


def interests_visible_to(_user: Visitor, item: Item) -> QuerySet[Interest]:
    """Who takes no part and why; whoever sees the item sees it, and everybody once it is decided."""
    return item.interests.select_related("member")
