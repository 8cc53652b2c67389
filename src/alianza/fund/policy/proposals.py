"""Who sees and moves proposals.

The applicant's agents see their own, drafts too. Officers and auditors see what was submitted; a focal point what asks
for the country's endorsement; organisations that would execute what was submitted in their name; a representative in
the committee what is on its agenda, unless the member is recused. A reviewer sees a proposal after having declared that
there is no conflict of interest. Whoever declared a conflict sees nothing of it any more, whatever else they are.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from alianza.fund.models import Body, Elector, Endorsement, Item, Proposal, ProposalCountry, Review, Seat
from alianza.network.models import Organisation, RoleCode, Subject
from alianza.network.policy import (
    Visitor,
    is_auditor,
    is_focal_point,
    is_officer,
    mandates_in_force,
    memberships_in_force,
    organisations_of,
)

EDITABLE = (Proposal.State.DRAFT, Proposal.State.RETURNED)
ENDORSABLE = (Proposal.State.ADMISSIBLE, Proposal.State.ENDORSED, Proposal.State.SCREENED)


def applicants_of(user: Visitor) -> QuerySet[Organisation]:
    """Organisations for which the person may ask the fund for money."""
    return organisations_of(user, RoleCode.PARTNER)


def countries_of(user: Visitor) -> frozenset[str]:
    """Countries for which the person answers the fund."""
    return frozenset(mandates_in_force(user).filter(subject=Subject.FUND).values_list("country", flat=True))


def is_reviewer(user: Visitor) -> bool:
    return memberships_in_force(user).filter(role=RoleCode.REVIEWER).exists()


def _conflicted(user: Visitor) -> QuerySet[Review]:
    return Review.objects.filter(reviewer=user.pk, conflict=True)


def _on_the_agenda(user: Visitor) -> list[str]:
    """Numbers of proposals that a body of the person's member decides, and from which the member is not recused."""
    seats = Seat.objects.filter(person=user.pk, ends_on__isnull=True, body__kind__in=[Body.Kind.OVERSIGHT, "assembly"])
    members = list(seats.values_list("member", flat=True))
    if not members:
        return []
    electors = Elector.objects.filter(member__in=members, item__subject__startswith="proposal:")
    own = electors.filter(item__state__in=[Item.State.OPEN, Item.State.PAUSED, Item.State.MOVED, Item.State.DECIDED])
    recused = set(own.exclude(recused_because="").values_list("item__subject", flat=True))
    return [
        each.partition(":")[2]
        for each in own.filter(recused_because="").values_list("item__subject", flat=True)
        if each not in recused
    ]


def visible_to(user: Visitor) -> QuerySet[Proposal]:
    if not user.is_authenticated:
        return Proposal.objects.none()
    own = applicants_of(user)
    allowed = Q(applicant__in=own)
    submitted = Q(submitted_at__isnull=False)
    if is_officer(user) or is_auditor(user):
        allowed |= submitted
    allowed |= submitted & Q(pk__in=Proposal.objects.filter(executants__organisation__in=own).values("pk"))
    countries = countries_of(user)
    if countries:
        asked = Endorsement.objects.filter(country__in=countries).values("proposal")
        allowed |= Q(pk__in=asked) & ~Q(state__in=[Proposal.State.DRAFT, Proposal.State.SUBMITTED])
    reviewing = Review.objects.filter(reviewer=user.pk, conflict=False)
    if is_reviewer(user):
        allowed |= Q(pk__in=reviewing.values("proposal"))
    numbers = _on_the_agenda(user)
    if numbers:
        allowed |= Q(number__in=numbers)
    return Proposal.objects.filter(allowed).exclude(pk__in=_conflicted(user).values("proposal"))


def is_applicant(user: Visitor, proposal: Proposal) -> bool:
    return applicants_of(user).filter(pk=proposal.applicant_id).exists()


def roles_in(user: Visitor, proposal: Proposal) -> frozenset[str]:
    """Which roles of the proposal's lifecycle somebody has."""
    found = set()
    if is_applicant(user, proposal):
        found.add("applicant")
    if is_officer(user) and not _conflicted(user).filter(proposal=proposal).exists():
        found.add("officer")
    if countries_of(user) & set(proposal.countries.values_list("country", flat=True)):
        found.add("focal_point")
    return frozenset(found)


def may_edit(user: Visitor, proposal: Proposal) -> bool:
    return proposal.state in EDITABLE and is_applicant(user, proposal)


def may_see_scores(user: Visitor, proposal: Proposal) -> bool:
    """Scores and their reasons: officers and auditors at once, everybody else who sees it after the opinion."""
    return is_officer(user) or is_auditor(user) or proposal.opinions.filter(change__isnull=True).exists()


def endorsements_visible_to(user: Visitor) -> QuerySet[Endorsement]:
    """What a focal point was asked, once it was; officers, auditors and the applicant read the answers."""
    if not user.is_authenticated:
        return Endorsement.objects.none()
    anew = Endorsement.objects.filter(asked_anew(), country__in=countries_of(user)).values("pk")
    return Endorsement.objects.filter(Q(proposal__in=visible_to(user)) | Q(pk__in=anew)).exclude(
        proposal__state__in=[Proposal.State.DRAFT, Proposal.State.SUBMITTED], state=Endorsement.State.ASKED
    )


def asked_anew() -> Q:
    """Endorsements of countries that a running programme would newly concern."""
    there = ProposalCountry.objects.filter(proposal=OuterRef("proposal"), country=OuterRef("country"))
    return Q(~Exists(there), proposal__programme__state__in=("contracting", "active", "suspended"))


def awaits(endorsement: Endorsement) -> bool:
    """Whether the country's answer is still asked for."""
    if endorsement.proposal.state in ENDORSABLE:
        return True
    return Endorsement.objects.filter(asked_anew(), pk=endorsement.pk).exists()


def may_answer(user: Visitor, endorsement: Endorsement) -> bool:
    return awaits(endorsement) and is_focal_point(user, endorsement.country, Subject.FUND)


def reviews_of(user: Visitor) -> QuerySet[Review]:
    """A reviewer's own; nobody opens another's."""
    if not user.is_authenticated or not is_reviewer(user):
        return Review.objects.none()
    return Review.objects.filter(reviewer=user)


def has_interest(user: Visitor, proposal: Proposal) -> bool:
    """Whether somebody belongs to an organisation that asks or would execute."""
    parties = {proposal.applicant_id, *proposal.executants.values_list("organisation", flat=True)}
    return memberships_in_force(user).filter(organisation__in=parties).exists()
