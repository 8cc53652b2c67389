"""A population pyramid: men to the left, women to the right, the ages between them, the youngest at the foot."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext

from alianza.charts.layers import EDGE, LEADING, Layer, Sheet, broadest, drawn, given, pixels, words
from alianza.charts.numbers import round_steps, said_on_axis
from alianza.charts.theme import MARKS, SMALL, TEXT


def pyramid_chart(spec: Mapping[str, Any], unit: str, sheet: Sheet, *, estimate: bool) -> Layer:
    ages: list[tuple[str, float | None, float | None]] = [(age, men, women) for age, men, women in spec["ages"]]
    most = max((value for _age, *both in ages for value in both if value is not None), default=0.0) or 1.0
    steps = round_steps(0, most, 2 if sheet.narrow else 4)
    labels = said_on_axis(steps, sheet.language)
    outer = float(ceil(broadest(labels[-1:], SMALL) / 2 + EDGE))
    middle = broadest((age for age, *_both in ages), SMALL) / 2 + 8
    step = 15.0 if len(ages) <= 22 else max(330 / len(ages), 4.0)
    height = step * len(ages)
    dashed = estimate and step >= 10  # on thin bars dashes would be all there is to see
    room = sheet.width - 2 * outer
    half = room / 2 - middle
    centre = room / 2

    def at(value: float, side: int) -> float:
        return centre + side * (middle + value / steps[-1] * half)

    grid, ticks = [], []
    for side in (-1, 1):
        for value, label in zip(steps, labels, strict=True):
            ink = MARKS["line" if value else "edge"]
            grid.append({"x": floor(at(value, side)) + 0.5, "y": 0, "y2": height, "ink": ink})
            ticks.append({"text": label, "x": at(value, side), "y": height + 12})
    marks: list[dict[str, Any]] = []
    absent: list[dict[str, Any]] = []
    shown: list[dict[str, Any]] = []
    gap = 1.0 if step >= 10 else 0.25
    every = max(1, round(13 / step + 0.4))
    for place, (age, *both) in enumerate(ages):
        y = height - (place + 1) * step
        for side, half_ink, known in zip((-1, 1), ("men", "women"), both, strict=True):
            if known is None:
                absent.append({"text": gettext("no data"), "x": at(0, side) + side * 6, "y": y + step / 2, "of": side})
            elif known:
                marks.append(
                    {
                        "x": at(0, side),
                        "x2": at(known, side),
                        "y": y + gap,
                        "y2": y + step - gap,
                        "ink": MARKS[half_ink],
                    }
                )
        if place % every == 0:
            shown.append({"text": age, "x": centre, "y": y + step / 2})
    layers: list[Layer] = [
        {
            "data": {"values": grid},
            "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": {"x": pixels("x"), "y": pixels("y"), "y2": {"field": "y2"}, "color": given("ink")},
        },
        {
            "data": {"values": marks},
            "mark": {
                "type": "rect",
                **({"fillOpacity": 0.45} if estimate else {}),
                **({"strokeDash": [3, 2], "strokeWidth": 1} if dashed else {}),
            },
            "encoding": {
                "x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "y2": {"field": "y2"},
                "fill": given("ink"), **({"stroke": given("ink")} if dashed else {}),
            },
        },
        words(shown, ink="soft", fontSize=SMALL, align="center", baseline="middle"),
        words(ticks, ink="soft", fontSize=SMALL, align="center", baseline="middle"),
        words(
            [{"text": gettext("Men"), "x": at(0, -1), "y": -LEADING / 2 - 2, "ink": "men"}],
            fontSize=TEXT, fontWeight=600, align="right", baseline="middle",
        ),
        words(
            [{"text": gettext("Women"), "x": at(0, 1), "y": -LEADING / 2 - 2, "ink": "women"}],
            fontSize=TEXT, fontWeight=600, align="left", baseline="middle",
        ),
    ]  # fmt: skip
    for side, align in ((-1, "right"), (1, "left")):
        here = [value for value in absent if value["of"] == side]
        if here:
            layers.append(words(here, ink="soft", fontSize=SMALL, align=align, baseline="middle"))
    remarks = [gettext("pale: estimate")] if estimate else []
    return drawn(
        layers,
        sheet=sheet,
        unit=unit,
        remarks=remarks,
        height=height,
        left=outer,
        right=outer,
        bottom=22.0,
        room=LEADING + 10,
    )
