"""Values under one another: bars, and the ribbons of corridors.

Where there is room the name stands before the mark and the number behind it; on a narrow sheet both stand above it.
Numbers are written out, so there is no second axis to read them from; the unit stands above, at the left.
"""

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from alianza.charts.layers import EDGE, LEADING, Layer, Sheet, broadest, drawn, pixels, words
from alianza.charts.numbers import fitting_decimals, said, said_on_axis
from alianza.charts.theme import MARKS, SMALL, TEXT, wrapped

NAMES = 200.0
"""The most room that names take before marks."""
FILLS: Mapping[str, str] = {"origin": "ribbon-origin", "destination": "ribbon-destination", "neutral": "edge"}


def bar_chart(spec: Mapping[str, Any], unit: str, sheet: Sheet, *, estimate: bool, decimals: int | None) -> Layer:
    items = [tuple(item) for item in spec["items"]]
    ink = MARKS[FILLS[spec["side"]]]
    frame = _Frame(items, sheet, decimals, thick=18.0 if not sheet.narrow else 12.0)
    layers: list[Layer] = []
    marks = [
        {"x": frame.at(0), "x2": frame.at(value), "y": middle - frame.thick / 2, "y2": middle + frame.thick / 2}
        for (_name, value, *_ends), middle in zip(items, frame.middles, strict=True)
        if value
    ]
    layers.append(
        {
            "data": {"values": marks},
            "mark": {
                "type": "rect", "color": ink,
                **({"fillOpacity": 0.35, "stroke": ink, "strokeDash": [4, 3], "strokeWidth": 1} if estimate else {}),
            },
            "encoding": {"x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "y2": {"field": "y2"}},
        }
    )  # fmt: skip
    spans = [
        {"x": frame.at(low), "x2": frame.at(high), "y": middle}
        for (_name, _value, low, high), middle in zip(items, frame.middles, strict=True)
        if low is not None and high is not None
    ]
    if spans:
        layers.append(
            {
                "data": {"values": spans},
                "mark": {"type": "rule", "color": MARKS["ink"], "strokeWidth": 1.5},
                "encoding": {"x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y")},
            }
        )
    layers.append(frame.base())
    layers += frame.told()
    remarks = [gettext("pale: estimate")] if estimate else []
    if spans:
        remarks.append(gettext("line: interval"))
    return frame.sheet_drawn(layers, unit, remarks)


def ribbon_chart(spec: Mapping[str, Any], unit: str, sheet: Sheet, *, estimate: bool, decimals: int | None) -> Layer:
    items = [(name, value, None, None) for name, value in spec["items"]]
    frame = _Frame(items, sheet, decimals, thick=16.0 if not sheet.narrow else 12.0)
    layers: list[Layer] = []
    origins, destinations = [], []
    for place, ((_name, value, _low, _high), middle) in enumerate(zip(items, frame.middles, strict=True)):
        if not value:
            continue
        begin, end = _turned(frame.at(0), frame.at(value), middle, frame.thick)
        origins += [{"x": x, "y": y, "y2": y2, "of": place} for x, y, y2 in begin]
        destinations += [{"x": x, "y": y, "y2": y2, "of": place} for x, y, y2 in end]
    for ink, values in (("ribbon-origin", origins), ("ribbon-destination", destinations)):
        layers.append(
            {
                "data": {"values": values},
                "mark": {
                    "type": "area", "color": MARKS[ink],
                    **({"fillOpacity": 0.5} if estimate else {}),
                },
                "encoding": {
                    "x": pixels("x"), "y": pixels("y"), "y2": {"field": "y2"}, "detail": {"field": "of"},
                },
            }
        )  # fmt: skip
    layers += frame.told()
    remarks = [
        gettext("origin: %(place)s") % {"place": spec["place"]}
        if spec["direction"] == "from"
        else gettext("destination: %(place)s") % {"place": spec["place"]}
    ]
    if estimate:
        remarks.append(gettext("pale: estimate"))
    return frame.sheet_drawn(layers, unit, remarks)


Slices = list[tuple[float, float, float]]


def _turned(left: float, right: float, middle: float, thick: float) -> tuple[Slices, Slices]:
    """The two halves of a ribbon that turns over once in its middle, as slices (x, upper edge, lower edge).

    The edges cross in a half cosine, as in the mark of the house. A ribbon shorter than it is thick turns on the spot.
    """
    centre, turn = (left + right) / 2, min((right - left) * 0.5, 5 * thick)
    begin, end = centre - turn / 2, centre + turn / 2
    steps = 7
    curve = []
    for step in range(steps + 1):
        share = step / steps
        half = thick / 2 * math.cos(share * math.pi / 2)
        curve.append((share * turn / 2, half))
    origin = [(left, middle - thick / 2, middle + thick / 2)] if begin > left else []
    origin += [(begin + along, middle - half, middle + half) for along, half in curve]
    destination = [(end - along, middle - half, middle + half) for along, half in reversed(curve)]
    destination += [(right, middle - thick / 2, middle + thick / 2)] if end < right else []
    return origin, destination


class _Frame:
    """Where names, marks and numbers of a ranked chart stand."""

    def __init__(self, items: list[tuple[Any, ...]], sheet: Sheet, decimals: int | None, *, thick: float) -> None:
        self.sheet, self.thick = sheet, thick
        known = [value for _name, value, *_ends in items if value is not None]
        shown = fitting_decimals(known) if decimals is None else decimals
        if max((abs(value) for value in known), default=0) >= 1e9 and decimals is None:
            told = iter(said_on_axis(known, sheet.language))
        else:
            told = iter([said(value, sheet.language, shown) for value in known])
        self.numbers = [gettext("no data") if value is None else next(told) for _name, value, *_ends in items]
        self.items = items
        ends = [end for _name, value, *ends in items for end in (value, *ends) if end is not None]
        self.low, self.high = min([0.0, *ends]), max([0.0, *ends])
        if self.low == self.high:
            self.high = self.low + 1.0
        broad = broadest(self.numbers, TEXT)
        if sheet.narrow:
            room = sheet.width - 2 * EDGE - broad - 12
            self.names = [wrapped(str(name), room, lines=2) for name, *_rest in items]
            self.left = self.right = EDGE
        else:
            self.names = [wrapped(str(name), NAMES, lines=3) for name, *_rest in items]
            self.left = EDGE + broadest(one for lines in self.names for one in lines) + 12
            self.right = EDGE + broad + 8
            if self.low < 0:
                self.left += broad + 8
        self.left, self.right = float(math.ceil(self.left)), float(math.ceil(self.right))
        self.room = sheet.width - self.left - self.right
        self.middles, self.tops, free = [], [], 0.0
        for lines in self.names:
            above = len(lines) * LEADING if sheet.narrow else 0.0
            high = above + thick + 12 if sheet.narrow else max(thick, len(lines) * LEADING) + 10
            self.tops.append(free)
            self.middles.append(free + above + 2 + thick / 2 if sheet.narrow else free + high / 2)
            free += high
        self.height = max(free, LEADING)

    def at(self, value: float) -> float:
        share: float = (value - self.low) / (self.high - self.low)
        return share * self.room

    def base(self) -> Layer:
        """The line of zero."""
        zero = self.at(0)
        if self.sheet.narrow:
            marks = [
                {"x": zero, "y": middle - self.thick / 2 - 1, "y2": middle + self.thick / 2 + 1}
                for (_name, value, *_ends), middle in zip(self.items, self.middles, strict=True)
                if value is not None
            ]
        else:
            marks = [{"x": zero, "y": 0, "y2": self.height}]
        return {
            "data": {"values": marks},
            "mark": {"type": "rule", "color": MARKS["edge"], "strokeWidth": 1},
            "encoding": {"x": pixels("x"), "y": pixels("y"), "y2": {"field": "y2"}},
        }

    def told(self) -> list[Layer]:
        """Names and numbers."""
        names: list[dict[str, Any]] = []
        leading: list[dict[str, Any]] = []
        trailing: list[dict[str, Any]] = []
        missing: list[dict[str, Any]] = []
        for (_name, value, *ends), lines, number, middle, top in zip(
            self.items, self.names, self.numbers, self.middles, self.tops, strict=True
        ):
            last = max([end for end in (value, *ends) if end is not None], default=0.0)
            first = min([end for end in (value, *ends) if end is not None], default=0.0)
            for place, one in enumerate(lines):
                if self.sheet.narrow:
                    names.append({"text": one, "x": 0, "y": top + (place + 0.5) * LEADING})
                else:
                    names.append(
                        {
                            "text": one,
                            "x": -12 - (self._number_room() if self.low < 0 else 0),
                            "y": middle + (place - (len(lines) - 1) / 2) * LEADING,
                        }
                    )
            if self.sheet.narrow:
                told = {"text": number, "x": self.room, "y": top + 0.5 * LEADING}
                (leading if value is not None else missing).append(told)
            elif value is None:
                missing.append({"text": number, "x": self.at(0) + 7, "y": middle})
            elif value < 0:
                leading.append({"text": number, "x": self.at(first) - 7, "y": middle})
            else:
                trailing.append({"text": number, "x": self.at(last) + 7, "y": middle})
        align = "left" if self.sheet.narrow else "right"
        made = [words(names, align=align, baseline="middle")]
        if leading:
            made.append(words(leading, align="right", baseline="middle", fontWeight=600))
        if trailing:
            made.append(words(trailing, align="left", baseline="middle", fontWeight=600))
        if missing:
            made.append(
                words(
                    missing,
                    ink="soft",
                    align="right" if self.sheet.narrow else "left",
                    baseline="middle",
                    fontSize=SMALL,
                )
            )
        return made

    def _number_room(self) -> float:
        return broadest(self.numbers, TEXT) + 8

    def sheet_drawn(self, layers: list[Layer], unit: str, remarks: list[str]) -> Layer:
        return drawn(
            layers,
            sheet=self.sheet,
            unit=unit,
            remarks=remarks,
            height=self.height,
            left=self.left,
            right=self.right,
            bottom=EDGE,
            room=8.0,
        )
