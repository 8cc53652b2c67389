"""A line chart: values over time, intervals as bands, gaps where a value is missing, names at the ends of lines."""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Any

from django.utils.translation import gettext

from alianza.charts.layers import EDGE, LEADING, Layer, Sheet, apart, broadest, drawn, given, labelled, pixels, words
from alianza.charts.numbers import round_steps, said_on_axis
from alianza.charts.theme import LINES, MARKS, SMALL, TEXT, width, wrapped

DASHES: Mapping[str, list[int]] = {"observed": [], "estimate": [6, 3], "projection": [2, 3]}
GAP = 14.0
"""Between the end of the frame and the names of lines."""


def _inks(series: list[dict[str, Any]]) -> dict[str, str]:
    """One ink per name; a series that stands for a side of the corridor has that side's."""
    inks: dict[str, str] = {}
    for one in series:
        if one["side"] in {"origin", "destination"}:
            inks.setdefault(one["name"], one["side"])
        elif one["side"] == "neutral":
            inks.setdefault(one["name"], "soft")
    taken = set(inks.values())
    free = [ink for ink in LINES if ink not in taken]
    for one in series:
        if one["name"] not in inks:
            inks[one["name"]] = free.pop(0) if free else "soft"
    return inks


def _positions(order: list[Any]) -> dict[Any, float]:
    """Where each place stands: numbers as they are, days by their distance, names evenly."""
    if all(isinstance(at, int | float) for at in order):
        return {at: at for at in order}
    try:
        return {at: float(date.fromisoformat(at).toordinal()) for at in order}
    except ValueError:
        return {at: float(place) for place, at in enumerate(order)}


def _shown_places(order: list[Any], at: dict[Any, float], room: float) -> list[tuple[float, str]]:
    """The labels of the horizontal axis: the first and the last, and between them as many as stand apart."""
    if not order:
        return []
    low, high = at[order[0]], at[order[-1]]
    scale = room / ((high - low) or 1.0)
    years = all(isinstance(place, int | float) for place in order)
    candidates = [(at[place], str(place)) for place in order]
    if years and len(order) > 12:
        inner = [(step, f"{step:g}") for step in round_steps(low, high, max(int(room / 70), 2)) if low < step < high]
        candidates = [candidates[0], *inner, candidates[-1]]
    kept = [candidates[0]]
    last = candidates[-1]

    def clear(one: tuple[float, str], other: tuple[float, str]) -> bool:
        return (other[0] - one[0]) * scale >= (width(one[1], SMALL) + width(other[1], SMALL)) / 2 + 10

    if last is not candidates[0]:
        if not clear(kept[0], last):
            return [last]
        for candidate in candidates[1:-1]:
            if clear(kept[-1], candidate) and clear(candidate, last):
                kept.append(candidate)
        kept.append(last)
    return kept


def _pieces(points: list[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """Runs without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((at, value))
    return [run for run in runs if run]


def line_chart(spec: Mapping[str, Any], unit: str, sheet: Sheet) -> Layer:
    series: list[dict[str, Any]] = list(spec["series"])
    order: list[Any] = list(spec["order"])
    at = _positions(order)
    inks = _inks(series)
    values = [value for one in series for _at, value in one["points"] if value is not None]
    values += [end for one in series for _at, *ends in one["band"] for end in ends if end is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if spec["zero"]:
        low, high = min(low, 0.0), max(high, 0.0)
    height = 220.0 if sheet.narrow else 260.0
    steps = round_steps(low, high, 4 if sheet.narrow else 5)
    labels = said_on_axis(steps, sheet.language)

    # the names at the right: how much room they may take, and how high they are
    names = list(inks) if len(inks) > 1 else []
    bold = {"size": TEXT, "bold": True}
    told = {name: wrapped(name, 92 if sheet.narrow else 150, lines=4, **bold) for name in names}  # type: ignore[arg-type]
    height = max(height, sum(len(lines) for lines in told.values()) * LEADING + 8)
    left = broadest(labels, SMALL) + 10
    right = GAP + broadest((one for lines in told.values() for one in lines), TEXT, bold=True) + EDGE if names else 0.0
    if order:
        left = max(left, width(str(order[0]), SMALL) / 2 + EDGE)
        right = max(right, width(str(order[-1]), SMALL) / 2 + EDGE)
    left, right = float(ceil(left)), float(ceil(right))
    room = sheet.width - left - right

    first, last = (min(at.values()), max(at.values())) if at else (0.0, 1.0)
    if first == last:
        first, last = first - 1, last + 1
    across = {"domain": [first, last], "nice": False, "zero": False}
    up = {"domain": [steps[0], steps[-1]], "nice": False, "zero": False}

    def x(field: str = "x", **more: Any) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": across, **more}

    def y(field: str = "y", **more: Any) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": up, **more}

    places = _shown_places(order, at, room)
    x_axis = labelled(
        [place for place, _said in places], [said for _place, said in places],
        grid=False, tickSize=5, labelPadding=4, domain=not steps[0] < 0,
    )  # fmt: skip
    y_axis = labelled(steps, labels, grid=True, ticks=False, domain=False, labelPadding=8)
    layers: list[Layer] = [
        {
            "data": {"values": [{"x": first, "y": steps[0]}]},
            "mark": {"type": "point", "opacity": 0, "size": 0, "color": MARKS["ink"]},
            "encoding": {"x": x(axis=x_axis), "y": y(axis=y_axis)},
        }
    ]
    if steps[0] < 0 < steps[-1]:
        layers.append(
            {
                "data": {"values": [{"y": 0}]},
                "mark": {"type": "rule", "color": MARKS["edge"], "strokeWidth": 1},
                "encoding": {"y": y()},
            }
        )

    kinds = {one["kind"] for one in series}
    ends: dict[str, tuple[float, float]] = {}
    before: dict[str, list[tuple[float, float | None]]] = {}
    shades: list[dict[str, Any]] = []
    strokes: dict[str, list[dict[str, Any]]] = {kind: [] for kind in DASHES}
    dots: list[dict[str, Any]] = []
    for one in series:
        ink = MARKS[inks[one["name"]]]
        points = sorted(((at[place], value) for place, value in one["points"]), key=lambda point: point[0])
        for span in _band_runs(one["band"], at):
            of = len(shades)
            shades += [{"x": place, "low": below, "high": above, "ink": ink, "of": of} for place, below, above in span]
        runs = _pieces(_continued(before.get(one["name"], []), points))
        for run in runs:
            of = len(strokes[one["kind"]])
            if len(run) > 1:
                strokes[one["kind"]] += [{"x": place, "y": value, "ink": ink, "of": of} for place, value in run]
        known = [(place, value) for place, value in points if value is not None]
        alone = {run[0] for run in runs if len(run) == 1}
        marked = known if len(points) <= 12 else sorted({*alone, *known[-1:]})
        hollow = one["kind"] != "observed"
        dots += [
            {"x": place, "y": value, "ink": ink, "fill": MARKS["ground"] if hollow else ink} for place, value in marked
        ]
        if known and (one["name"] not in ends or known[-1][0] >= ends[one["name"]][0]):
            ends[one["name"]] = known[-1]
        before.setdefault(one["name"], []).extend(points)
    if shades:
        layers.append(
            {
                "data": {"values": shades},
                "mark": {"type": "area", "fillOpacity": 0.18},
                "encoding": {
                    "x": x(), "y": y("low"), "y2": {"field": "high"}, "fill": given("ink"), "detail": {"field": "of"},
                },
            }
        )  # fmt: skip
    layers += [
        {
            "data": {"values": values},
            "mark": {"type": "line", **({"strokeDash": DASHES[kind]} if DASHES[kind] else {})},
            "encoding": {"x": x(), "y": y(), "color": given("ink"), "detail": {"field": "of"}},
        }
        for kind, values in strokes.items()
        if values
    ]
    layers.append(
        {
            "data": {"values": dots},
            "mark": {"type": "point", "shape": "circle", "size": 26, "strokeWidth": 1.5, "opacity": 1},
            "encoding": {"x": x(), "y": y(), "stroke": given("ink"), "fill": given("fill")},
        }
    )
    layers += _named_ends(told, ends, inks, (first, last), (steps[0], steps[-1]), room, height)

    remarks = []
    if "estimate" in kinds:
        remarks.append(gettext("dashed: estimate"))
    if "projection" in kinds:
        remarks.append(gettext("dotted: projection"))
    if shades:
        remarks.append(gettext("shaded: interval"))
    if any(value is None for one in series for _at, value in one["points"]):
        remarks.append(gettext("gap: no data"))
    named = bool(spec["x"]) and not all(isinstance(place, int) and 1000 < place < 3000 for place in order)
    bottom = 26.0
    if named:
        bottom += LEADING
        layers.append(
            words(
                [{"text": str(spec["x"]), "x": room, "y": height + 26 + LEADING / 2}],
                ink="soft", fontSize=SMALL, align="right", baseline="middle",
            )
        )  # fmt: skip
    return drawn(layers, sheet=sheet, unit=unit, remarks=remarks, height=height, left=left, right=right, bottom=bottom)


def _band_runs(band: list[Any], at: dict[Any, float]) -> list[list[tuple[float, float, float]]]:
    runs: list[list[tuple[float, float, float]]] = [[]]
    for place, low, high in sorted(band, key=lambda one: at[one[0]]):
        if low is None or high is None:
            runs.append([])
        else:
            runs[-1].append((at[place], low, high))
    return [run for run in runs if len(run) > 1]


def _continued(
    earlier: list[tuple[float, float | None]], points: list[tuple[float, float | None]]
) -> list[tuple[float, float | None]]:
    """A projection begins where the observations of the same name end, if nothing is missing between them."""
    ahead = sorted(earlier)
    if not ahead or not points or ahead[-1][1] is None or ahead[-1][0] >= points[0][0]:
        return points
    return [ahead[-1], *points]


def _named_ends(
    told: dict[str, list[str]],
    ends: dict[str, tuple[float, float]],
    inks: dict[str, str],
    across: tuple[float, float],
    up: tuple[float, float],
    room: float,
    height: float,
) -> list[Layer]:
    """Each name beside the end of its line, moved apart where lines end together, with a hair that leads back."""
    shown = [name for name in told if name in ends]
    tips = {
        name: (
            (ends[name][0] - across[0]) / (across[1] - across[0]) * room,
            height - (ends[name][1] - up[0]) / (up[1] - up[0]) * height,
        )
        for name in shown
    }
    heights = [len(told[name]) * LEADING + 3 for name in shown]
    # the last label of the axis is short: names may stand a little lower than the frame
    middles = apart([tips[name][1] for name in shown], heights, height + LEADING / 2)
    hairs: list[dict[str, Any]] = []
    spoken: list[dict[str, Any]] = []
    for name, middle in zip(shown, middles, strict=True):
        tip_x, tip_y = tips[name]
        lines = told[name]
        if room - tip_x > 4 or abs(middle - tip_y) > 6:
            turn = max(room + 1, tip_x + 4)
            corners = [(tip_x + 4, tip_y), (turn, tip_y), (room + GAP - 3, middle)]
            hairs += [{"x": right, "y": down, "of": name} for right, down in corners]
        spoken += [
            {
                "text": one,
                "x": room + GAP,
                "y": middle + (place - (len(lines) - 1) / 2) * LEADING,
                "ink": inks[name],
            }
            for place, one in enumerate(lines)
        ]
    if not spoken:
        return []
    return [
        {
            "data": {"values": hairs},
            "mark": {"type": "line", "color": MARKS["edge"], "strokeWidth": 0.75},
            "encoding": {"x": pixels("x"), "y": pixels("y"), "detail": {"field": "of"}},
        },
        words(spoken, fontWeight=600, align="left", baseline="middle"),
    ]
