"""Whom the facility's steps are told to: the country's focal points, the bank's people, and officers."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.fund.actions.asking import tell_people
from alianza.fund.models import CountryRequest, Operation
from alianza.fund.policy.facility import agents_of_bank
from alianza.fund.policy.programmes import people_in_force
from alianza.network.models import Mandate, Membership, RoleCode, Subject
from alianza.vocabulary.money import Money


def _focal_points(country: str) -> list[User]:
    held = Mandate.objects.filter(country=country, subject=Subject.FUND, revoked_at__isnull=True)
    return list({one.user_id: one.user for one in held.select_related("user") if one.in_force()}.values())


def _all_sides(operation: Operation) -> list[User]:
    """The country, the bank, the officers, each person once."""
    officers = people_in_force(Membership.objects.filter(role=RoleCode.OFFICER))
    people: Iterable[User] = (*_focal_points(operation.request.country), *agents_of_bank(operation), *officers)
    return list({one.pk: one for one in people}.values())


def _page(operation: Operation) -> str:
    return reverse("fund:operation-show", kwargs={"code": operation.code})


@transaction.atomic
def request_decided(request: CountryRequest) -> None:
    facts = {"country": request.country, "state": str(request.state)}
    url = reverse("fund:request-show", kwargs={"code": request.code})
    tell_people(_focal_points(request.country), "fund.country_request.decided", facts, url)


@transaction.atomic
def operation_decided(operation: Operation) -> None:
    facts = {"operation": operation.number, "state": str(operation.state)}
    tell_people(_focal_points(operation.request.country), "fund.operation.decided", facts, _page(operation))


@transaction.atomic
def lapses_soon(operation: Operation, term: date) -> None:
    facts = {"operation": operation.number, "day": term.isoformat()}
    tell_people(_all_sides(operation), "fund.operation.lapses", facts, _page(operation))


@transaction.atomic
def lapsed(operation: Operation, grant: Money, on: date) -> None:
    facts = {"operation": operation.number, "grant": str(grant), "day": on.isoformat()}
    tell_people(_all_sides(operation), "fund.operation.lapsed", facts, _page(operation))
