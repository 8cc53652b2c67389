from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from alianza.atlas import finding


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What resembles the words typed, by kind. A country typed in full leads to its page. Nothing typed is kept."""
    typed = finding.plain(request.GET.get("q", ""))
    if code := finding.exact_country(typed):
        return redirect("atlas:country-show", code)
    return render(request, "atlas/search.html", {"typed": typed, "groups": finding.find(typed)})


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """The best few while somebody types, a piece of a page for htmx."""
    typed = finding.plain(request.GET.get("q", ""))
    rows = finding.first(finding.find(typed, limit=4))
    return render(
        request,
        "atlas/_suggestions.html",
        {"typed": typed, "rows": [(each, finding.kind_words(each.kind)) for each in rows]},
    )
