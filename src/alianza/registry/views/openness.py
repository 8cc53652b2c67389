"""For how many registered workers each route is open, and what stands in the way of the others."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alianza import charts
from alianza.charts import Chart, Source
from alianza.charts.numbers import said as as_said
from alianza.engines.eligibility import Eligibility
from alianza.instruments.sheets import CSV, csv
from alianza.registry import policy
from alianza.registry.openness.grouped import count_grouped
from alianza.registry.openness.held import countable, held_people
from alianza.registry.openness.routes import Route
from alianza.registry.openness.told import LEAST, Told, most_open_first, route_data, tell
from alianza.registry.summary import occupation_named
from alianza.regulations import dictionary, wording
from alianza.regulations.queries import sheets_in_force
from alianza.regulations.templatetags.law import place, plain
from alianza.texts import page_language
from alianza.vocabulary.criterion import Fix
from alianza.vocabulary.days import day_words

BARS = 12
"""Routes drawn at most; the table has all."""
OBSTACLES = 5
"""Conditions named for each route, those nearest for the most people first."""
HEADINGS = (
    "on", "occupation", "sheet", "jurisdiction", "confirmed", "people", "eligible", "not_eligible", "undetermined",
    "condition", "label", "who", "unmet", "unknown", "nearest",
)  # fmt: skip


class _Asked:
    """Whom the page counts: the workers a person may see who agreed to it, of an occupation where one is chosen."""

    def __init__(self, request: HttpRequest) -> None:
        if not policy.may_bring(request.user):
            raise Http404
        self.day = timezone.localdate()
        self.profiles = countable(self.day) & policy.profiles_visible_to(request.user)
        self.total = self.profiles.count()
        codes = Counter(self.profiles.order_by().values_list("isco", flat=True))
        lang = page_language()
        told = [code for code, number in codes.items() if code and number >= LEAST]
        named = [(code, str(occupation_named(code, "", lang))) for code in told]
        self.occupations = sorted(named, key=lambda pair: pair[1])
        wanted = request.GET.get("occupation", "")
        self.occupation = wanted if wanted in dict(self.occupations) else ""

    def routes(self) -> list[Route]:
        sheets = [sheet for sheet in sheets_in_force() if sheet.tree is not None]
        people = held_people(
            self.profiles,
            on=self.day,
            places=frozenset(sheet.jurisdiction for sheet in sheets),
            occupation=self.occupation,
        )
        if len(people) < LEAST:
            return []
        return most_open_first(count_grouped(sheets, people, on=self.day, occupation=self.occupation))


@login_required
@require_GET
def openness(request: HttpRequest) -> HttpResponse:
    """Each route with numbers by verdict and the most common obstacles."""
    asked = _Asked(request)
    routes = asked.routes()
    lang = page_language()
    shown = [_row(route, lang) for route in routes]
    context = {
        "day": asked.day,
        "occupations": asked.occupations,
        "wanted": asked.occupation,
        "wanted_name": dict(asked.occupations).get(asked.occupation, ""),
        "rows": shown,
        "chart": _chart(shown, asked.day),
        "people": max((route.openness.people for route in routes if route.sheet.side != "origin"), default=0),
        "open_to_some": sum(bool(row["told"].verdicts[Eligibility.ELIGIBLE]) for row in shown),
        "nobody": asked.total == 0,
        "least": LEAST,
        "seeds": any(not route.sheet.is_confirmed for route in routes),
        "assumed": any(route.assumed for route in routes),
        "query": request.GET.urlencode(),
    }
    return render(request, "registry/openness.html", context)


def _chart(rows: list[dict[str, Any]], day: date) -> Chart | None:
    """The routes open to most, as bars: those whose number may be told and is not zero; leaving home is none.

    None where nothing can be drawn.
    """
    able = [row for row in rows if row["eligible"] and row["route"].sheet.side != "origin"]
    if not able:
        return None
    lang = page_language()
    items = [(_called(row["route"]), row["eligible"]) for row in able]
    most = items[0][1]
    alike = sum(number == most for _name, number in items)
    facts = {"route": items[0][0], "routes": alike, "number": as_said(most, lang, 0)}
    if alike == 1:
        title = _("%(route)s is open to the most workers: %(number)s.") % facts
    else:
        title = _("%(routes)s routes are open to the most workers: %(number)s each.") % facts
    return charts.bars(
        "routes-open",
        title,
        _("workers"),
        items=items[:BARS],
        side="destination",
        label=_("Route"),
        sources=[
            Source(_("Registered workers who agreed to statistics, and the sheets in force"), day_words(day, lang))
        ],
        decimals=0,
    )


def _called(route: Route) -> str:
    """The route and where it leads, unless its name says so in brackets."""
    name = plain(route.sheet.name)
    return name if "(" in name else f"{name}, {place(route.sheet.jurisdiction)}"


def _row(route: Route, lang: str) -> dict[str, Any]:
    told: Told = tell(route.openness, small_numbers=False)
    obstacles = sorted((each for each in told.obstacles if each[3]), key=lambda each: -(each[3] or 0))[:OBSTACLES]
    return {
        "route": route,
        "told": told,
        "eligible": told.verdicts[Eligibility.ELIGIBLE],
        "closed": told.verdicts[Eligibility.NOT_ELIGIBLE],
        "undetermined": told.verdicts[Eligibility.UNDETERMINED],
        "common": _label(told.most_common.label) if told.most_common else None,
        "obstacles": [
            {
                "label": _label(each.label),
                "who": wording.say("fixes", each.fix or Fix.IMMUTABLE, lang),
                "nearest": nearest,
            }
            for each, _, _, nearest in obstacles
        ],
        "assumed": [route.sheet.parameters[name].label for name in route.assumed],
    }


def _label(english: str) -> Any:
    return dictionary.text_of(english)


@login_required
@require_GET
def openness_file(request: HttpRequest) -> HttpResponse:
    """The same numbers as a table; those kept back are empty."""
    asked = _Asked(request)
    lang = page_language()
    held = [
        {**route, **obstacle, "condition": obstacle["id"], "sheet": route["id"]}
        for route in (route_data(each, small_numbers=False, language=lang) for each in asked.routes())
        for obstacle in route["obstacles"]
    ]
    common = {"on": asked.day.isoformat(), "occupation": asked.occupation}
    rows = ([{**row, **common}[name] for name in HEADINGS] for row in held)
    response = HttpResponse(csv(HEADINGS, rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="openness-{asked.day}.csv"'
    return response
