"""The pieces that every drawing is made of: words, rules and the frame, as layers of Vega-Lite."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alianza.charts.theme import MARKS, SMALL, TEXT, width, wrapped

Layer = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: how broad it is, for whom, and in which language."""

    width: float
    narrow: bool
    language: str


WIDE, NARROW = 640.0, 320.0
EDGE = 2.0
"""Kept free on every side, so that no stroke is cut."""
LEADING = 16.0


def words(
    values: Sequence[Mapping[str, Any]],
    *,
    ink: str = "ink",
    **mark: Any,
) -> Layer:
    """Words at places of the drawing: every value has `text`, `x`, `y` and, where it is not this one, its `ink`."""
    shown = [{**value, "ink": MARKS[str(value.get("ink", ink))]} for value in values]
    encoding = {"text": {"field": "text"}, "x": pixels("x"), "y": pixels("y"), "color": given("ink")}
    return {"data": {"values": shown}, "mark": {"type": "text", **mark}, "encoding": encoding}


def pixels(field: str) -> dict[str, Any]:
    """A channel that is measured on the drawing itself, not on a scale."""
    return {"field": field, "type": "quantitative", "scale": None}


def given(field: str) -> dict[str, Any]:
    """A channel whose values stand in the data as they are drawn."""
    return {"field": field, "type": "nominal", "scale": None}


def labelled(values: Sequence[float], labels: Sequence[str], **axis: Any) -> dict[str, Any]:
    """An axis with just these labels at these values."""
    return {
        "values": list(values),
        "labelExpr": f"{json.dumps(list(labels))}[indexof({json.dumps(list(values))}, datum.value)]",
        **axis,
    }


def heading(unit: str, remarks: Iterable[str], sheet: Sheet) -> list[tuple[str, str]]:
    """The lines above a drawing, each with its ink: the unit, then what dashes and shades mean."""
    lines = [(one, "ink") for one in wrapped(unit, sheet.width - 2 * EDGE, SMALL, lines=3)] if unit else []
    said = " · ".join(remarks)
    if said:
        lines += [(one, "soft") for one in wrapped(said, sheet.width - 2 * EDGE, SMALL, lines=3)]
    return lines


def drawn(
    layers: list[Layer],
    *,
    sheet: Sheet,
    unit: str,
    remarks: Iterable[str],
    height: float,
    left: float,
    right: float,
    bottom: float,
    room: float = 14.0,
    resolve: Mapping[str, Any] | None = None,
) -> Layer:
    """The whole: layers in a frame of known size, the unit above it at its left edge, where a reader begins.

    `room` is kept between the heading and the frame.
    """
    head = heading(unit, remarks, sheet)
    top = EDGE + len(head) * LEADING + room
    plot = sheet.width - left - right
    above = [
        {"text": said, "x": EDGE - left, "y": EDGE - top + (place + 0.5) * LEADING, "ink": ink}
        for place, (said, ink) in enumerate(head)
    ]
    whole: Layer = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": "none",
        "width": plot,
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "layer": [*layers, *([words(above, fontSize=SMALL, align="left", baseline="middle")] if above else [])],
    }
    if resolve:
        whole["resolve"] = dict(resolve)
    return whole


def apart(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Middles of labels as near as may be to where they are wanted, none upon another, in `room` from zero.

    >>> apart([10, 12, 100], [16, 16, 16], 120)
    [8.0, 24.0, 100.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    middles = [0.0] * len(wanted)
    free = 0.0
    for place in order:
        middles[place] = max(float(wanted[place]), free + heights[place] / 2)
        free = middles[place] + heights[place] / 2
    # what was pushed past the end moves back up, and what it meets with it
    limit = max(room, sum(heights))
    for place in reversed(order):
        middles[place] = min(middles[place], limit - heights[place] / 2)
        limit = middles[place] - heights[place] / 2
    # labels that were pushed down together are set about the middle of where they were wanted
    block: list[int] = []
    for place in [*order, -1]:
        touching = (
            block
            and place >= 0
            and middles[place] - heights[place] / 2 <= middles[block[-1]] + heights[block[-1]] / 2 + 1e-6
        )
        if block and not touching:
            _settle(block, middles, wanted, heights, order, room)
            block = []
        if place >= 0:
            block.append(place)
    return middles


def _settle(
    block: list[int],
    middles: list[float],
    wanted: Sequence[float],
    heights: Sequence[float],
    order: list[int],
    room: float,
) -> None:
    shift = sum(wanted[place] - middles[place] for place in block) / len(block)
    before = order.index(block[0]) - 1
    least = middles[order[before]] + heights[order[before]] / 2 if before >= 0 else 0.0
    shift = max(shift, least - (middles[block[0]] - heights[block[0]] / 2))
    shift = min(shift, max(room - (middles[block[-1]] + heights[block[-1]] / 2), 0.0)) if shift > 0 else shift
    for place in block:
        middles[place] += shift


def broadest(labels: Iterable[str], size: float = TEXT, *, bold: bool = False) -> float:
    return max((width(label, size, bold=bold) for label in labels), default=0.0)
