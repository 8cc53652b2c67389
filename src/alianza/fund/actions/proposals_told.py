"""Whom each move of a proposal is told to: the applicant, the countries, the reviewers, the secretariat."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.fund.models import Endorsement, Proposal, Review
from alianza.messages.actions import tell, tell_many
from alianza.network.models import Mandate, Membership, Organisation, RoleCode, Subject


def _people(organisation: Organisation, role: str) -> Iterable[User]:
    held = Membership.objects.filter(organisation=organisation, role=role, ends_on__isnull=True)
    return [membership.user for membership in held.select_related("user")]


def _page(proposal: Proposal) -> str:
    return reverse("fund:proposal-show", kwargs={"code": proposal.code})


@transaction.atomic
def proposal_moved(proposal: Proposal) -> None:
    """Officers hear of what was submitted, agents of the applicant of every answer."""
    facts = {"proposal": proposal.number, "state": str(proposal.state)}
    url = _page(proposal)
    if proposal.state == Proposal.State.SUBMITTED:
        officers = User.objects.filter(memberships__role=RoleCode.OFFICER, memberships__ends_on__isnull=True).distinct()
        tell_many([(officer, facts, url) for officer in officers], "fund.proposal.submitted")
    elif proposal.state != Proposal.State.WITHDRAWN:
        agents = _people(proposal.applicant, RoleCode.PARTNER)
        tell_many([(agent, facts, url) for agent in agents], "fund.proposal.moved")


@transaction.atomic
def country_asked(endorsement: Endorsement) -> None:
    facts = {"proposal": endorsement.proposal.number, "country": endorsement.country}
    url = reverse("fund:endorsement-answer", kwargs={"code": endorsement.code})
    mandates = Mandate.objects.filter(
        country=endorsement.country, subject=Subject.FUND, revoked_at__isnull=True
    ).select_related("user")
    people = {mandate.user_id: mandate.user for mandate in mandates if mandate.in_force()}
    tell_many([(person, facts, url) for person in people.values()], "fund.endorsement.asked")


@transaction.atomic
def country_answered(endorsement: Endorsement) -> None:
    facts = {
        "proposal": endorsement.proposal.number,
        "country": endorsement.country,
        "state": str(endorsement.state),
    }
    agents = _people(endorsement.proposal.applicant, RoleCode.PARTNER)
    tell_many([(agent, facts, _page(endorsement.proposal)) for agent in agents], "fund.endorsement.answered")


@transaction.atomic
def reviewer_asked(review: Review) -> None:
    tell(
        review.reviewer,
        "fund.review.asked",
        {"proposal": review.proposal.number if review.change is None else review.change.number},
        reverse("fund:review-show", kwargs={"code": review.code}),
    )
