from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from alianza.atlas import occupation
from alianza.atlas.corridor_names import place
from alianza.atlas.country_wording import list_of, number
from alianza.atlas.occupation import UNIT_GROUP, OccupationFound
from alianza.vocabulary.unknown import UnknownCode


@require_GET
def occupation_show(request: HttpRequest, isco: str) -> HttpResponse:
    """One unit group of ISCO-08: where posts are open in it, what it is, and the way to the routes."""
    if len(isco) != UNIT_GROUP:
        raise Http404
    try:
        found = occupation.found(isco)
    except UnknownCode:
        raise Http404 from None
    rows = [(place(each.destination), each) for each in found.open]
    context = {"found": found, "rows": rows, "lead": _lead(found)}
    return render(request, "atlas/occupation_show.html", context)


def _lead(found: OccupationFound) -> str:
    if not found.posts:
        return _("No post is open in this occupation on this platform today.")
    facts = {"posts": number(found.posts), "places": list_of([place(each.destination).name for each in found.open])}
    return (
        ngettext(
            "%(posts)s post is open in this occupation today, in %(places)s.",
            "%(posts)s posts are open in this occupation today, in %(places)s.",
            found.posts,
        )
        % facts
    )
