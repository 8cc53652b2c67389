"""The charts of a country's page and profile, from its figures, in the language of the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from alianza import charts
from alianza.atlas import country_wording as wording
from alianza.atlas.corridor_names import place
from alianza.atlas.country import Statistics
from alianza.atlas.country_people import Ranking
from alianza.charts.chart import Kind, Number, Place, Side
from alianza.observatory.figures import Note


def source(where: Note, method: str = "") -> charts.Source:
    """The note as the chart shows it."""
    return charts.Source(
        where.source, where.beside, method or str(wording.METHODS.get(where.id, "")), _address(where.id, where.vintage)
    )


def _reversed(series: str, vintage: str) -> str:
    return f"{reverse('observatory:series-show', kwargs={'series': series})}?vintage={vintage}"


_address = lazy(_reversed, str)
"""Made only where a page shows it: to load every address of the platform takes seconds that a paper does not need."""


def _told(*rows: tuple[str, Any, Side | None]) -> tuple[tuple[str, Any, Side | None], ...]:
    """Name, values and side of each line, for the type checker's sake."""
    return rows


def _series(
    name: str, points: Sequence[tuple[Place, Number | None]], *, kind: Kind = "observed", side: Side | None
) -> charts.Series:
    return charts.Series(name, points, kind=kind, side=side)


def history(found: Statistics) -> charts.Chart | None:
    """People abroad and from abroad by year, current revision only: another is another chart's."""
    return _history(found, 0, "stock")


def history_before(found: Statistics) -> charts.Chart | None:
    """The revision before, by itself."""
    return _history(found, 1, "stock-before") if len(found.stock.histories) > 1 else None


def _history(found: Statistics, at: int, key: str) -> charts.Chart | None:
    revision = found.stock.histories[at]
    if not revision.abroad and not revision.here:
        return None
    title = wording.history(found.code, found.stock)
    if at:
        title = _("The same by the revision of %(revision)s, which counted otherwise") % {"revision": revision.revision}
    shown = [
        _series(name, points, kind="estimate", side=side)
        for name, points, side in _told(
            (_("Born here, live abroad"), revision.abroad, "origin"),
            (_("From abroad, live here"), revision.here, "destination"),
        )
        if points
    ]
    return charts.line(key, title, _("people"), series=shown, x=_("Year"), sources=[source(revision.note)], decimals=0)


def _ranking(found: Statistics, which: Ranking | None, key: str) -> charts.Chart | None:
    if which is None or not which.rows:
        return None
    items = [(place(each.code).name, each.people) for each in which.rows]
    if which.others:
        items.append((_("%(count)s other countries") % {"count": which.others_count}, which.others))
    if which.unspecified:
        items.append((_("Not specified"), which.unspecified))
    return charts.ribbons(
        key,
        wording.ranking(found.code, which),
        _("people, %(year)s") % {"year": which.year},
        items=items,
        place=place(found.code).name,
        direction="from" if which.way == "to" else "to",
        sources=[source(which.note)],
        estimate=True,
        decimals=0,
    )


def destinations(found: Statistics) -> charts.Chart | None:
    return _ranking(found, found.stock.destinations, "destinations")


def origins(found: Statistics) -> charts.Chart | None:
    return _ranking(found, found.stock.origins, "origins")


def flows(found: Statistics) -> charts.Chart | None:
    """The best estimate, with the spread of its methods where several are held."""
    return _flows(found, 0, "flows")


def flows_otherwise(found: Statistics) -> charts.Chart | None:
    """Another estimate, by itself."""
    return _flows(found, 1, "flows-otherwise")


def _flows(found: Statistics, at: int, key: str) -> charts.Chart | None:
    if len(found.flows) <= at:
        return None
    moved = found.flows[at]
    names = {
        each.first: each.name if each.last - each.first == 5 else _("%(period)s (%(years)s years)") % {
            "period": each.name, "years": each.last - each.first
        }
        for each in moved.periods
    }  # fmt: skip
    out = [(names[each.first], *each.departures_bounds) for each in moved.periods if each.departures_bounds]
    into = [(names[each.first], *each.arrivals_bounds) for each in moved.periods if each.arrivals_bounds]
    return charts.line(
        key,
        wording.flows(found.code, moved),
        _("people over the period"),
        x=_("Period"),
        series=[
            charts.Series(
                _("Moved out"), [(names[each.first], each.departures) for each in moved.periods], kind="estimate",
                side="origin", low_high=out,
            ),
            charts.Series(
                _("Moved in"), [(names[each.first], each.arrivals) for each in moved.periods], kind="estimate",
                side="destination", low_high=into,
            ),
        ],
        sources=[source(moved.note)],
        decimals=0,
    )  # fmt: skip


def ages(found: Statistics) -> charts.Chart | None:
    held = found.ages
    if held is None:
        return None
    return charts.pyramid(
        "ages",
        wording.age(found.code, held),
        _("people, %(year)s") % {"year": held.year},
        ages=[(wording.age_name(each.age), each.men, each.women) for each in held.groups],
        sources=[source(held.note)],
        estimate=True,
        decimals=0,
    )


def remittances(found: Statistics) -> charts.Chart | None:
    held = found.remittances
    if held is None:
        return None
    shown = [
        _series(name, points, side=side)
        for name, points, side in _told(
            (_("Received"), held.received_points, "origin"),
            (_("Paid"), held.paid_points, "destination"),
        )
        if any(value is not None for _year, value in points)
    ]
    return charts.line(
        "received",
        wording.remittances(found.code, held),
        _("million US dollars"),
        series=shown,
        x=_("Year"),
        sources=[source(held.note)],
        decimals=0,
    )


def labour(found: Statistics) -> charts.Chart | None:
    held = found.labour
    if held is None:
        return None
    return charts.line(
        "labour",
        wording.labour(found.code, held),
        _("people of 20–64"),
        series=[
            _series(name, list(zip(held.years, values, strict=True)), kind="projection", side=side)
            for name, values, side in _told(
                (_("With migration"), held.with_migration, "destination"),
                (_("Nobody moves"), held.without, "origin"),
            )
        ],
        x=_("Year"),
        sources=[source(held.note)],
        decimals=0,
    )


def displacement(found: Statistics) -> charts.Chart | None:
    held = found.displacement
    if held is None:
        return None
    shown = [
        _series(name, points, side=side)
        for name, points, side in _told(
            (_("Hosted"), held.hosted_points, "destination"),
            (_("From here, elsewhere"), held.originating_points, "origin"),
            (_("Displaced within"), held.within_points, None),
        )
        if any(value for _year, value in points)
    ]
    if not shown:
        return None
    return charts.line(
        "displacement",
        wording.displacement(found.code, held),
        _("people"),
        series=shown,
        x=_("Year"),
        sources=[source(held.note)],
        decimals=0,
    )


MAKERS: Mapping[str, Callable[[Statistics], charts.Chart | None]] = {
    "stock": history,
    "stock-before": history_before,
    "destinations": destinations,
    "origins": origins,
    "flows": flows,
    "flows-otherwise": flows_otherwise,
    "ages": ages,
    "received": remittances,
    "labour": labour,
    "displacement": displacement,
}


def made(found: Statistics) -> dict[str, charts.Chart]:
    """Every chart that there are figures for, by its key."""
    return {key: chart for key, make in MAKERS.items() if (chart := make(found)) is not None}
