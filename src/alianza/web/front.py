"""The few figures of the first page, counted from this instance's own records at the moment they are shown."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.placement.models import JobOrder
from alianza.regulations.queries import versions_in_force


@dataclass(frozen=True)
class Figure:
    """`method` says how it was counted; a figure of zero is left out, since the page then says what to do first."""

    value: int
    words: str
    method: str
    url: str = ""


def figures() -> list[Figure]:
    open_orders = JobOrder.objects.filter(state=JobOrder.State.OPEN).aggregate(
        posts=Sum(F("posts") - F("filled")), destinations=Count("destination", distinct=True), orders=Count("id")
    )
    posts, destinations = open_orders["posts"] or 0, open_orders["destinations"]
    law = (
        versions_in_force()
        .order_by()
        .aggregate(sheets=Count("pk"), places=Count("category__jurisdiction", distinct=True))
    )
    found = [
        Figure(
            law["sheets"],
            ngettext("permit category can be read", "permit categories can be read", law["sheets"]),
            _("Regulatory sheets in force: published, or where nobody has confirmed one, its seed."),
            reverse("regulations:sheet-list"),
        ),
        Figure(
            law["places"],
            ngettext("country or region has sheets", "countries and regions have sheets", law["places"]),
            _("Jurisdictions with a regulatory sheet in force."),
            reverse("regulations:sheet-list"),
        ),
        Figure(
            posts,
            ngettext("post waits to be filled", "posts wait to be filled", posts),
            _("Posts of approved job orders that are open, less the posts already filled."),
        ),
        Figure(
            destinations,
            ngettext("country asks for workers now", "countries ask for workers now", destinations),
            _("Countries of destination of approved job orders that are open."),
        ),
    ]
    return [figure for figure in found if figure.value]
