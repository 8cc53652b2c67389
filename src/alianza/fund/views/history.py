"""Pages of another fund's history: public, labelled as such on each, and never among the alliance's own money."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from alianza.fund import eutf, sheets
from alianza.fund.eutf import Sum
from alianza.vocabulary.places import country

PER_PAGE = 50
WINDOWS: dict[str, Promise] = {
    "SAH": _("Sahel and Lake Chad"),
    "HOA": _("Horn of Africa"),
    "NOA": _("North of Africa"),
    "REG": _("Several regions"),
    "-": _("not told"),
}
SUMS: dict[str, Promise] = {
    Sum.EQUAL: _("Contracts add up to the decision"),
    Sum.ROUNDED: _("Contracts are one euro apart from the decision"),
    Sum.BELOW: _("Contracts are below the decision"),
    Sum.ABOVE: _("Contracts exceed the decision"),
    Sum.NONE: _("No contract is listed"),
}
HEADINGS = (
    "identifier",
    "title",
    "budget_eur",
    "countries",
    "window",
    "themes",
    "implementers",
    "adopted",
    "starts",
    "ends",
    "contracts",
    "contracts_eur",
    "contracts_less_decision_eur",
    "comparison",
    "fund",
    "source",
)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters of the address, as far as they are any."""
    asked = {name: request.GET.get(name, "")[:100] for name in ("country", "window", "theme", "sums", "words")}
    known = {
        "country": eutf.countries(),
        "window": tuple(WINDOWS),
        "theme": (*eutf.themes(), "-"),
        "sums": tuple(SUMS),
    }
    return {name: value if name == "words" or value in known[name] else "" for name, value in asked.items()}


@require_GET
def history_list(request: HttpRequest) -> HttpResponse:
    """Decisions by country, window and theme."""
    asked = _chosen(request)
    held = eutf.chosen(**asked)
    context: dict[str, Any] = {
        "asked": asked,
        "page": Paginator(held, PER_PAGE).get_page(request.GET.get("page")),
        "count": len(held),
        "whole": eutf.whole(held),
        "all": len(eutf.decisions()),
        "countries": sorted(
            ((code, country(code).name("en")) for code in eutf.countries()), key=lambda one: str(one[1])
        ),
        "windows": WINDOWS.items(),
        "themes": eutf.themes(),
        "sums": SUMS.items(),
        "found": eutf.contradictions(),
        "counts": [(label, eutf.contradictions().sums.get(Sum(code), 0), code) for code, label in SUMS.items()],
        "about": eutf.about(),
        "query": request.GET.urlencode(),
    }
    return render(request, "fund/history_list.html", context)


@require_GET
def history_show(request: HttpRequest, name: str) -> HttpResponse:
    """One decision with its contracts and figures."""
    held = eutf.decisions().get(name)
    if held is None:
        raise Http404
    results = [
        (project, project == held.id, figures, sum(1 for each in figures if each.also_in))
        for project, figures in eutf.results_of(held)
    ]
    context = {
        "decision": held,
        "days": [(text, eutf.day(text)) for text in (held.adopted, held.starts, held.ends)],
        "contracts": [(each, eutf.day(each.starts), eutf.day(each.ends)) for each in held.contracts],
        "window": WINDOWS[held.window or "-"],
        "sum": SUMS[held.sum],
        "above": held.sum == Sum.ABOVE,
        "differs": held.sum in (Sum.ABOVE, Sum.BELOW, Sum.ROUNDED),
        "difference": abs(held.difference),
        "recipients": eutf.recipients().get(held.id, ()),
        "results": results,
        "figures": sum(len(figures) for _project, _own, figures, _twice in results),
        "twice": sum(twice for _project, _own, _figures, twice in results),
        "about": eutf.about(),
    }
    return render(request, "fund/history_show.html", context)


@require_GET
def history_csv(request: HttpRequest) -> HttpResponse:
    """The chosen decisions as a table. It says in each row whose they are."""
    rows = (
        (
            each.id,
            each.title,
            each.budget,
            " ".join(each.countries),
            each.window,
            "; ".join(each.themes),
            each.implementers,
            each.adopted,
            each.starts,
            each.ends,
            len(each.contracts),
            each.contracted if each.contracts else None,
            each.difference if each.contracts else None,
            each.sum.value,
            "EU Emergency Trust Fund for Africa",
            eutf.about()["source"],
        )
        for each in eutf.chosen(**_chosen(request))
    )
    response = HttpResponse(sheets.written(HEADINGS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="eutf-africa-decisions.csv"'
    return response
