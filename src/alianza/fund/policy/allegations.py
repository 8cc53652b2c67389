"""Who reads what somebody alleges: auditors, and officers without interest in the programme. Anybody may tell."""

from django.db.models import Q, QuerySet

from alianza.accounts.models import User
from alianza.fund.models import Allegation
from alianza.fund.policy.programmes import has_interest, of_own_organisations, people_in_force
from alianza.network.models import Membership, RoleCode
from alianza.network.policy import Visitor, is_auditor, is_officer


def readable_by(user: Visitor) -> QuerySet[Allegation]:
    if is_auditor(user):
        return Allegation.objects.all()
    if is_officer(user):
        return Allegation.objects.filter(Q(programme__isnull=True) | ~Q(programme__in=of_own_organisations(user)))
    return Allegation.objects.none()


def role_of_reader(user: Visitor, allegation: Allegation) -> str:
    """`auditor`, `officer`, or empty for whoever may not read it."""
    if is_auditor(user):
        return "auditor"
    programme = allegation.programme
    return "officer" if is_officer(user) and (programme is None or not has_interest(user, programme)) else ""


def readers(allegation: Allegation) -> list[User]:
    people = people_in_force(Membership.objects.filter(role__in=(RoleCode.AUDITOR, RoleCode.OFFICER)))
    return [each for each in people if role_of_reader(each, allegation)]
