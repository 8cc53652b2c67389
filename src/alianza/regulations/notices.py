"""What those who keep and review sheets are told."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.messages.actions import tell_many
from alianza.messages.kinds import Kind
from alianza.network.models import RoleCode, Subject
from alianza.regulations import policy
from alianza.regulations.models import SheetVersion
from alianza.vocabulary.places import UnknownCountry, country_by_alpha2

KINDS = (
    Kind(
        "regulations.sheet.submitted",
        _("A sheet waits to be checked"),
        _("%(sheet)s was submitted. Check it: publish it, or send it back with what to correct."),
        duty=True,
    ),
)


def _reviewers(version: SheetVersion) -> list[User]:
    """Officers and the other focal points of the country: whoever may review it, by the same rule as the page."""
    candidates = Q(memberships__role=RoleCode.OFFICER)
    try:
        place = country_by_alpha2(version.category.jurisdiction).alpha3
    except UnknownCountry:
        pass  # a region's sheet is the secretariat's
    else:
        candidates |= Q(mandates__country=place, mandates__subject=Subject.REGULATIONS)
    found = User.objects.filter(candidates, is_active=True).distinct().order_by("pk")
    return [user for user in found if policy.may_review(user, version)]


def sheet_submitted(version: SheetVersion) -> None:
    """Tell those who may check it; call it inside the transaction of the submission."""
    url = reverse("regulations:version-show", kwargs={"code": version.code})
    tell_many([(user, {"sheet": str(version)}, url) for user in _reviewers(version)], "regulations.sheet.submitted")
