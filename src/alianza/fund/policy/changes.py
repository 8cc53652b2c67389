"""Who sees larger changes of programmes and acts in them.

Whoever sees the programme sees its changes; so do, while they are asked, the focal points of a new country, reviewers
who declared to be free, and representatives in the committee once it is on the agenda, unless the member is recused.
Whoever declared a conflict of interest sees nothing of it any more, whatever else they are.
"""

from django.db.models import Q, QuerySet

from alianza.fund.models import Body, Change, Elector, Endorsement, Item, Review, Seat
from alianza.fund.policy.programmes import roles_in_programme
from alianza.fund.policy.programmes import visible_to as programmes_visible_to
from alianza.fund.policy.proposals import countries_of, has_interest, is_reviewer
from alianza.network.policy import Visitor, is_auditor, is_officer, memberships_in_force

BEFORE_THE_COMMITTEE = (Item.State.OPEN, Item.State.PAUSED, Item.State.MOVED)


def visible_to(user: Visitor) -> QuerySet[Change]:
    if not user.is_authenticated:
        return Change.objects.none()
    allowed = Q(programme__in=programmes_visible_to(user))
    if countries := countries_of(user):
        allowed |= Q(pk__in=_that_ask(countries))
    own = Review.objects.filter(reviewer=user.pk, change__isnull=False)
    if is_reviewer(user):
        allowed |= Q(pk__in=own.filter(conflict=False).values("change"))
    if numbers := _on_the_agenda(user):
        allowed |= Q(number__in=numbers)
    conflicted = Review.objects.filter(reviewer=user.pk, conflict=True).values("proposal")
    return Change.objects.filter(allowed).exclude(programme__proposal__in=conflicted)


def _that_ask(countries: frozenset[str]) -> list[int]:
    """Changes that would newly concern one of these countries."""
    asked = Endorsement.objects.filter(country__in=countries).values("proposal")
    rows = Change.objects.filter(programme__proposal__in=asked).values_list("pk", "countries")
    return [pk for pk, new in rows if countries & set(new)]


def _on_the_agenda(user: Visitor) -> set[str]:
    """Numbers of changes that a body of the person's member decides, and from which the member is not recused."""
    seats = Seat.objects.filter(person=user.pk, ends_on__isnull=True, body__kind__in=[Body.Kind.OVERSIGHT, "assembly"])
    members = list(seats.values_list("member", flat=True))
    if not members:
        return set()
    own = Elector.objects.filter(
        member__in=members,
        item__subject__startswith="change:",
        item__state__in=[*BEFORE_THE_COMMITTEE, Item.State.DECIDED],
    )
    recused = set(own.exclude(recused_because="").values_list("item__subject", flat=True))
    found = set(own.filter(recused_because="").values_list("item__subject", flat=True))
    return {each.partition(":")[2] for each in found - recused}


def roles_in_change(user: Visitor, change: Change) -> frozenset[str]:
    """An officer who belongs to an organisation it names, or declared a conflict, is none here."""
    if "officer" not in roles_in_programme(user, change.programme):
        return frozenset()
    conflicted = Review.objects.filter(reviewer=user.pk, conflict=True, proposal=change.programme.proposal_id)
    return frozenset() if conflicted.exists() or _is_party(user, change) else frozenset({"officer"})


def _is_party(user: Visitor, change: Change) -> bool:
    """Whether somebody belongs to the organisation that would carry it out, or to one that it gives money to."""
    parties = {change.organisation_id, *change.lines.values_list("organisation", flat=True)} - {None}
    return memberships_in_force(user).filter(organisation__in=parties).exists()


def has_interest_in(user: Visitor, change: Change) -> bool:
    """As in a proposal, and also of the organisation that is new."""
    return has_interest(user, change.programme.proposal) or _is_party(user, change)


def may_see_scores(user: Visitor, change: Change) -> bool:
    """Officers and auditors at once, everybody else who sees it after the opinion."""
    return is_officer(user) or is_auditor(user) or change.opinions.exists()
