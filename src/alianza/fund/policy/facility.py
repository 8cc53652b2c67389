"""Who sees what of the facility.

Decided operations and eligible countries are public. Before that: officers, auditors, the country's focal point, and
members who decide on it and are not recused. Fees: officers, auditors, and members of the Assembly, who see arrears.
"""

from django.db.models import Q, QuerySet

from alianza.accounts.models import User
from alianza.fund.models import CountryRequest, FeeYear, Interest, Item, Operation
from alianza.fund.policy.bodies import electors_of
from alianza.fund.policy.programmes import people_in_force
from alianza.network.models import Membership, RoleCode, Subject
from alianza.network.policy import (
    Visitor,
    is_auditor,
    is_officer,
    mandates_in_force,
    memberships_in_force,
    roles_of,
)

PUBLISHED = ("decided", "committed", "bank_approved", "effective", "closed")


def countries_of(user: Visitor) -> list[str]:
    """Countries whose focal point for the fund the person is."""
    return list(mandates_in_force(user).filter(subject=Subject.FUND).values_list("country", flat=True).distinct())


def may_keep(user: Visitor) -> bool:
    return is_officer(user)


def may_read(user: Visitor) -> bool:
    return is_officer(user) or is_auditor(user)


def agents_of_bank(operation: Operation) -> list[User]:
    """People who act for the bank of an operation."""
    return people_in_force(Membership.objects.filter(organisation=operation.bank_id))


def lent_by(user: Visitor) -> QuerySet[Operation]:
    """Operations of the banks for which the person acts."""
    return Operation.objects.filter(bank__in=memberships_in_force(user).values("organisation"))


def may_ask(user: Visitor) -> bool:
    return bool(countries_of(user))


def _put_before(user: Visitor, kind: Item.Kind) -> list[str]:
    """Subjects of items that the person is to decide on, without those in which the member has an interest."""
    return [
        elector.item.subject.partition(":")[2]
        for elector in electors_of(user).filter(item__kind=kind).select_related("item")
        if not Interest.objects.filter(item=elector.item_id, member=elector.member_id).exists()
    ]


def operations_visible_to(user: Visitor) -> QuerySet[Operation]:
    if may_read(user):
        return Operation.objects.all()
    seen = Q(state__in=PUBLISHED) | Q(decision__isnull=False)
    if user.is_authenticated:
        seen |= Q(request__country__in=countries_of(user)) | Q(number__in=_put_before(user, Item.Kind.OPERATION))
    return Operation.objects.filter(seen)


def requests_visible_to(user: Visitor) -> QuerySet[CountryRequest]:
    if may_read(user):
        return CountryRequest.objects.all()
    seen = Q(state=CountryRequest.State.ELIGIBLE)
    if user.is_authenticated:
        seen |= Q(country__in=countries_of(user)) | Q(code__in=_put_before(user, Item.Kind.ELIGIBILITY))
    return CountryRequest.objects.filter(seen)


def may_end(user: Visitor, request: CountryRequest) -> bool:
    return request.country in countries_of(user)


def may_see_fees(user: Visitor) -> bool:
    return may_read(user) or RoleCode.MEMBER in roles_of(user)


def fees_visible_to(user: Visitor) -> QuerySet[FeeYear]:
    return FeeYear.objects.all() if may_see_fees(user) else FeeYear.objects.none()
