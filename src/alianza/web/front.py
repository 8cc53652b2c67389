"""The few figures of the first page, counted from this instance's own records at the moment they are shown."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.placement.models import JobOrder


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
    found = [
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
