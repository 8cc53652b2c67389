"""Who sees and does what with contributions: officers and auditors all, a donor's representative the donor's own."""

from django.db.models import QuerySet

from alianza.fund.models import Agreement, Donor
from alianza.network.models import RoleCode
from alianza.network.policy import Visitor, is_auditor, is_officer, organisations_of


def donors_visible_to(user: Visitor) -> QuerySet[Donor]:
    if is_officer(user) or is_auditor(user):
        return Donor.objects.all()
    return Donor.objects.filter(organisation__in=organisations_of(user, RoleCode.DONOR))


def agreements_visible_to(user: Visitor) -> QuerySet[Agreement]:
    return Agreement.objects.filter(donor__in=donors_visible_to(user))


def may_keep(user: Visitor) -> bool:
    return is_officer(user)


def may_read(user: Visitor) -> bool:
    return is_officer(user) or is_auditor(user)
