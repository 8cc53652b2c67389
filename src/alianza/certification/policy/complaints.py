"""Who reads and does what with a complaint.

Officers see that a complaint is there, its kind and its clock; whoever takes it reads it, and stands on record as a
handler. Nobody with a tie to the firm sees any of it. The firm's people see the summary that was released to them and
nothing else; before that, for them there is no complaint. An appeal is decided by somebody who took no part.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from alianza.accounts.models import User
from alianza.certification.models import Complaint, ComplaintFinding, ComplaintHandler, ComplaintStep
from alianza.certification.policy import organisations_of
from alianza.network.models import Membership, RoleCode
from alianza.network.policy import Visitor, is_officer, memberships_in_force

Part = ComplaintHandler.Part


def listed_for(user: Visitor) -> QuerySet[Complaint]:
    """That there is a complaint, its kind and its clock; not what it says."""
    if not is_officer(user):
        return Complaint.objects.none()
    tied = memberships_in_force(user).exclude(organisation__secretariat=True).values("organisation")
    return Complaint.objects.exclude(subject__organisation__in=tied)


def readable_by(user: Visitor) -> QuerySet[Complaint]:
    """What it says, and what was written since: only for those who took it."""
    mine = ComplaintHandler.objects.filter(complaint=OuterRef("pk"), user_id=user.pk or 0)
    return listed_for(user).filter(Exists(mine))


def asked_of(user: Visitor) -> QuerySet[Complaint]:
    """Complaints of which the person, acting for the firm, was told by a summary."""
    return Complaint.objects.filter(
        subject__organisation__in=organisations_of(user),
        released_on__isnull=False,
        firm_may_know=Complaint.FirmMayKnow.SUMMARY,
    )


def has_part(user: Visitor, complaint: Complaint, part: str) -> bool:
    return readable_by(user).filter(pk=complaint.pk).exists() and (
        complaint.handlers.filter(user_id=user.pk or 0, part=part).exists()
    )


def took_part(user: User, complaint: Complaint) -> bool:
    """Whether the person handled the case, took one of its steps, or found what is appealed against."""
    return (
        ComplaintHandler.objects.filter(complaint=complaint, user=user).exists()
        or ComplaintStep.objects.filter(complaint=complaint, by=user).exists()
        or ComplaintFinding.objects.filter(complaint=complaint, by=user).exists()
    )


def may_take(user: Visitor, complaint: Complaint) -> str:
    """The part that the person may take now, or an empty text."""
    if not isinstance(user, User) or not listed_for(user).filter(pk=complaint.pk).exists():
        return ""
    if complaint.state == Complaint.State.APPEAL:
        return "" if took_part(user, complaint) else Part.APPEAL
    if complaint.is_open and not ComplaintHandler.objects.filter(complaint=complaint, user=user).exists():
        return Part.CASE
    return ""


def officers_for(complaint: Complaint) -> list[User]:
    """Officers who may know of it, with the day's memberships."""
    held = Membership.objects.filter(Q(role=RoleCode.OFFICER)).select_related("user")
    people = {each.user_id: each.user for each in held if each.user.is_active}
    return [each for each in people.values() if listed_for(each).filter(pk=complaint.pk).exists()]
