"""The charts of a corridor's page. Each maker gives None where there is nothing to draw."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from alianza import charts
from alianza.atlas import corridor_wording
from alianza.atlas.corridor_figures import METHODS, Corridor, Gap
from alianza.atlas.corridor_names import place
from alianza.charts import Chart, Series, Source
from alianza.charts.chart import Side
from alianza.observatory.packaged import Entry

T = TypeVar("T", int, float)


def _source(entry: Entry, method: str) -> Source:
    """Where the numbers are from; `method` in a few words of the page's language, the series' page has all of it."""
    href = reverse("observatory:series-show", kwargs={"series": entry.id})
    return Source(entry.source, entry.vintage, method, href)


def _ways(found: Corridor) -> tuple[str, str]:
    start, end = place(found.origin).name, place(found.destination).name
    return f"{start} → {end}", f"{end} → {start}"


def _sided(
    origin: str, at_origin: Mapping[int, T], destination: str, at_destination: Mapping[int, T]
) -> tuple[tuple[str, Mapping[int, T], Side], ...]:
    """The two sides of the corridor, each with its colour."""
    return (origin, at_origin, "origin"), (destination, at_destination, "destination")


def stock(found: Corridor) -> Chart | None:
    ways = found.stock
    if len(ways.periods) < 2:
        return None
    forth, back = _ways(found)
    series = [
        Series(name, [(year, held.get(year)) for year in ways.periods], side=side)
        for name, held, side in _sided(forth, ways.forth, back, ways.back)
        if held
    ]
    return charts.line(
        "stock",
        corridor_wording.both_ways_sentence(ways, found.origin, found.destination),
        _("people by country of birth"),
        x=_("Year"),
        series=series,
        sources=[_source(ways.entry, _("censuses and registers, by country of birth or else of citizenship"))],
    )


def flows(found: Corridor) -> Chart | None:
    ways = found.flows
    if len(ways.periods) < 2:
        return None
    forth, back = _ways(found)
    series = [
        Series(
            name,
            [(corridor_wording.period_words(year), held.get(year)) for year in ways.periods],
            kind="estimate",
            side=side,
        )
        for name, held, side in _sided(forth, ways.forth, back, ways.back)
        if held
    ]
    return charts.line(
        "flows",
        corridor_wording.flow_sentence(ways, found.origin, found.destination),
        _("people who moved in five years"),
        x=_("Period"),
        series=series,
        sources=[_source(ways.entry, _("pseudo-Bayesian closed accounts from changes of the stock"))],
    )


def estimates(found: Corridor) -> Chart | None:
    held = found.estimates
    if held is None or len(held.periods) < 2:
        return None
    forth, back = _ways(found)

    def series(name: str, side: Side, ways: Mapping[str, Mapping[int, int]]) -> Series:
        middle = ways[METHODS[0]]
        return Series(
            name,
            [(corridor_wording.period_words(at), middle.get(at, 0)) for at in held.periods],
            kind="estimate",
            side=side,
            low_high=[
                (
                    corridor_wording.period_words(at),
                    min(each.get(at, 0) for each in ways.values()),
                    max(each.get(at, 0) for each in ways.values()),
                )
                for at in held.periods
            ],
        )

    return charts.line(
        "methods",
        corridor_wording.methods_sentence(held, found.origin, found.destination),
        _("people who moved in the period; the last has four years"),
        x=_("Period"),
        series=[series(forth, "origin", held.forth), series(back, "destination", held.back)],
        sources=[_source(held.entry, _("line: pseudo-Bayes; band: with the minimum of closed and of open accounts"))],
    )


def _gap(found: Corridor, gap: Gap, key: str, unit: str, method: str) -> Chart | None:
    years = sorted({*gap.origin, *gap.destination})
    if len(years) < 2:
        return None
    series = [
        Series(place(code).name, [(year, held.get(year)) for year in years], side=side)
        for code, held, side in _sided(found.origin, gap.origin, found.destination, gap.destination)
        if held
    ]
    if len(series) == 1:  # a single line has no name at its end
        unit = _("%(unit)s, %(place)s") % {"unit": unit, "place": series[0].name}
    return charts.line(
        key,
        corridor_wording.gap_sentence(gap, found.origin, found.destination, key),
        unit,
        x=_("Year"),
        series=series,
        sources=[_source(gap.entry, method)],
        decimals=0,
    )


def wages(found: Corridor) -> Chart | None:
    method = _("average of employees in labour force surveys, at purchasing power of 2021")
    return _gap(found, found.wages, "wages", _("2021 international dollars a month"), method)


def income(found: Corridor) -> Chart | None:
    method = _("gross domestic product per person at purchasing power parity")
    return _gap(found, found.income, "income", _("international dollars a year"), method)


MAKERS: Final[Mapping[str, Callable[[Corridor], Chart | None]]] = {
    "stock": stock,
    "flows": flows,
    "methods": estimates,
    "wages": wages,
    "income": income,
}
