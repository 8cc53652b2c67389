"""Whom the facility's decisions are told to: the country's focal points, and officers."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.fund.models import CountryRequest, Operation
from alianza.messages.actions import tell_many
from alianza.network.models import Mandate, Subject


def _focal_points(country: str) -> Iterable[User]:
    held = Mandate.objects.filter(country=country, subject=Subject.FUND, revoked_at__isnull=True)
    return {one.user_id: one.user for one in held.select_related("user") if one.in_force()}.values()


@transaction.atomic
def request_decided(request: CountryRequest) -> None:
    facts = {"country": request.country, "state": str(request.state)}
    url = reverse("fund:request-show", kwargs={"code": request.code})
    people = _focal_points(request.country)
    tell_many([(person, facts, url) for person in people], "fund.country_request.decided")


@transaction.atomic
def operation_decided(operation: Operation) -> None:
    facts = {"operation": operation.number, "state": str(operation.state)}
    url = reverse("fund:operation-show", kwargs={"code": operation.code})
    people = _focal_points(operation.request.country)
    tell_many([(person, facts, url) for person in people], "fund.operation.decided")
