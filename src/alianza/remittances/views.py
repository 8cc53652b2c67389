from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alianza.remittances import estimates, prices, queries, wording
from alianza.remittances.forms import CorridorForm, FallForm


@require_GET
def corridor_find(request: HttpRequest) -> HttpResponse:
    """Choose a corridor, or take one of the largest."""
    asked = "origin" in request.GET or "destination" in request.GET
    form = CorridorForm(request.GET if asked else None)
    if asked and form.is_valid():
        return redirect(
            "remittances:corridor-show",
            origin=form.cleaned_data["origin"],
            destination=form.cleaned_data["destination"],
        )
    made = estimates.estimates()
    matrix = estimates.sources()["matrix"]
    context = {"form": form, "largest": made.largest(), "matrix": matrix, "year": estimates.YEAR}
    return render(request, "remittances/corridor_find.html", context)


@require_GET
def corridor_show(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """What is sent along a corridor both ways, what it costs, and services for an amount where quotes are held."""
    try:
        start, end = queries.ends(origin, destination)
    except queries.NoSuchCorridor:
        raise Http404 from None
    if (start, end) != (origin, destination):
        return redirect("remittances:corridor-show", origin=start, destination=end)
    found = queries.corridor(start, end)
    held = tuple(each.amount for each in found.home.quoted)
    amount = _amount(request.GET.get("amount", ""), held)
    context = {
        **wording.corridor_context(found),
        "amounts": held,
        "amount": amount,
        "comparison": next((each for each in found.home.quoted if each.amount == amount), None),
        "fall_form": FallForm(initial={"sender": end, "percent": 20}),
    }
    return render(request, "remittances/corridor_show.html", context)


def _amount(asked: str, held: tuple[float, ...]) -> float | None:
    """The amount asked about if there are quotes of it, else 200 or the smallest held."""
    if not held:
        return None
    fitting = [each for each in held if f"{each:g}" == asked]
    return fitting[0] if fitting else prices.SURVEYED if prices.SURVEYED in held else held[0]


@require_GET
def fall(request: HttpRequest) -> HttpResponse:
    """What a fall of what is sent from one country would mean for each country that receives."""
    form = FallForm(request.GET if "sender" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.what_if(form.cleaned_data["sender"], float(form.cleaned_data["percent"]))
    context = {
        "form": form,
        "found": found,
        "sentence": wording.fall_sentence(found) if found else _("Choose a country and a fall in percent."),
        "sources": estimates.sources(),
        "method": estimates.METHOD,
        "year": estimates.YEAR,
    }
    return render(request, "remittances/fall.html", context)
