"""Who may do what with questionnaires.

The secretariat's officers write instruments and run rounds. A response belongs to those who answer for the invited
member: focal points of the country for the round's subject, people who act for the invited organisation, whoever the
member named by mail address (once signed in with it), and colleagues to whom sections were given. Nobody else sees that
it exists, and only a mandate, a membership or the naming itself lets somebody sign.
"""

from django.db.models import Q, QuerySet

from alianza.accounts.models import User
from alianza.instruments.instrument import Role
from alianza.instruments.models import (
    Audience,
    Delegation,
    InstrumentVersion,
    Invitation,
    Response,
    Round,
    RoundStatus,
    VersionStatus,
)
from alianza.network.models import RoleCode
from alianza.network.policy import Visitor, is_auditor, is_officer, mandates_in_force, memberships_in_force
from alianza.vault.seal import blind_index

ANSWER_FOR = (RoleCode.EMPLOYER, RoleCode.PARTNER, RoleCode.MEMBER)
"""Roles in an organisation that answer a questionnaire in its name."""


def may_keep_instruments(user: Visitor) -> bool:
    """Whether the person writes instruments and runs rounds."""
    return is_officer(user)


def versions_visible_to(user: Visitor) -> QuerySet[InstrumentVersion]:
    """Published instruments are public; drafts are the secretariat's."""
    if may_keep_instruments(user) or is_auditor(user):
        return InstrumentVersion.objects.all()
    return InstrumentVersion.objects.exclude(status=VersionStatus.DRAFT)


def invitations_of(user: Visitor) -> QuerySet[Invitation]:
    """Invitations that the person may answer as a whole, and sign."""
    if not user.is_authenticated:
        return Invitation.objects.none()
    mandates = mandates_in_force(user).values_list("country", "subject")
    mine = Q(person=user)
    for country, subject in mandates:
        mine |= Q(country=country, round__subject=subject)
    organisations = memberships_in_force(user).filter(role__in=ANSWER_FOR).values("organisation")
    mine |= Q(organisation__in=organisations)
    return Invitation.objects.filter(mine).exclude(round__status=RoundStatus.DRAFT).distinct()


def index_of(address: str) -> str:
    """By what a mail address is found again without being read."""
    return blind_index(address, purpose="instruments.delegation")


def delegations_of(user: Visitor) -> QuerySet[Delegation]:
    """Sections given to the person, as long as they are."""
    if not user.is_authenticated:
        return Delegation.objects.none()
    return Delegation.objects.filter(index=index_of(user.email), ended_at__isnull=True)


def responses_of(user: Visitor) -> QuerySet[Response]:
    """Responses the person helps to write."""
    if not user.is_authenticated:
        return Response.objects.none()
    return Response.objects.filter(
        Q(invitation__in=invitations_of(user)) | Q(delegations__in=delegations_of(user))
    ).distinct()


def responses_visible_to(user: Visitor) -> QuerySet[Response]:
    """What the person may read: their own, and all of them for the secretariat and the auditor."""
    if may_keep_instruments(user) or is_auditor(user):
        return Response.objects.all()
    return responses_of(user)


def may_sign(user: Visitor, response: Response) -> bool:
    return invitations_of(user).filter(pk=response.invitation_id).exists()


def roles_in(user: Visitor, response: Response) -> frozenset[str]:
    """As what the person signs a response: the roles in force for this respondent; none for whoever may not sign."""
    if not user.is_authenticated:
        return frozenset()
    invitation = response.invitation
    roles: set[str] = set()
    if invitation.country:
        mandates = mandates_in_force(user).filter(country=invitation.country, subject=invitation.round.subject)
        if mandates.exists():
            roles.add(Role.FOCAL_POINT)
    else:
        held = memberships_in_force(user).filter(organisation=invitation.organisation_id, role__in=ANSWER_FOR)
        roles.update(held.values_list("role", flat=True))
    if invitation.person_id == user.pk:
        roles.add(Role.CONTACT)
    return frozenset(map(str, roles))


def sections_of(user: User, response: Response) -> frozenset[str] | None:
    """The sections the person may write in; None for all of them."""
    if may_sign(user, response):
        return None
    delegation = delegations_of(user).filter(response=response).first()
    return frozenset(delegation.sections) if delegation else frozenset()


def sections_readable_by(user: Visitor, response: Response) -> frozenset[str] | None:
    """The sections whose answers the person may read; None for all of them. A colleague reads what was given."""
    if not user.is_authenticated:
        return frozenset()
    if may_keep_instruments(user) or is_auditor(user):
        return None
    return sections_of(user, response)


def rounds_visible_to(user: Visitor) -> QuerySet[Round]:
    """Rounds whose page the person may open: the secretariat all; others those that concern them or are public."""
    if may_keep_instruments(user) or is_auditor(user):
        return Round.objects.all()
    public = Q(status=RoundStatus.CLOSED, audience=Audience.EVERYBODY)
    if not user.is_authenticated:
        return Round.objects.filter(public)
    own = Q(
        status=RoundStatus.CLOSED,
        audience=Audience.RESPONDENTS,
        invitations__response__submissions__isnull=False,
        invitations__in=invitations_of(user),
    )
    return Round.objects.filter(public | own).distinct()
