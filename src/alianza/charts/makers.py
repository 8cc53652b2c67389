"""The makers: numbers and words in, a `Chart` out. Words are given in the language of the page."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext

from alianza.charts.chart import Chart, Kind, Number, Place, Series, Side, Source

KINDS: tuple[Kind, ...] = ("observed", "estimate", "projection")


def _plain(value: Number | None) -> float | int | None:
    """A number as JSON knows it; not-a-number is missing, infinity is refused."""
    if value is None:
        return None
    if isinstance(value, int):
        return value
    known = float(value)
    if math.isnan(known):
        return None
    if math.isinf(known):
        raise ValueError("A chart cannot show an infinite value; give None where the value is not known.")
    return int(known) if known.is_integer() and abs(known) < 2**53 else known


def _place(value: Place) -> int | float | str:
    if isinstance(value, bool) or not isinstance(value, int | float | str | date):
        raise TypeError(f"{value!r} is no place on an axis; give a year, a day or the name of a period.")
    return value.isoformat() if isinstance(value, date) else value


def _named(name: str, kind: Kind) -> str:
    """The heading of a column: an estimate says so."""
    if kind == "estimate":
        return gettext("%(name)s (estimate)") % {"name": name}
    if kind == "projection":
        return gettext("%(name)s (projection)") % {"name": name}
    return name


def line(
    key: str,
    title: str,
    unit: str,
    *,
    series: Sequence[Series],
    x: str = "",
    sources: Iterable[Source] = (),
    alt: str = "",
    zero: bool = True,
    decimals: int | None = None,
) -> Chart:
    """Values over time, each series with its name at its end.

    `x` is the heading of the first column and the name of the axis ("Year"). A series that is no observation is
    dashed; `low_high` is a band. `zero=False` lets the axis begin above zero, for rates and ratios that live far from
    it. `decimals` are those shown in the table and on the axis; left out, as many as the numbers need.
    """
    for one in series:
        if one.kind not in KINDS:
            raise ValueError(f"{one.kind!r} is no kind of series; use one of {', '.join(KINDS)}.")
    drawn, columns, told = [], [x or gettext("Year")], []
    places: dict[int | float | str, None] = {}
    for one in series:
        points = [(_place(at), _plain(value)) for at, value in one.points]
        band = [(_place(at), _plain(low), _plain(high)) for at, low, high in one.low_high]
        places.update(dict.fromkeys([at for at, _value in points]))
        places.update(dict.fromkeys([at for at, _low, _high in band]))
        drawn.append({"name": one.name, "kind": one.kind, "side": one.side, "points": points, "band": band})
        columns.append(_named(one.name, one.kind))
        told.append(dict(points))
        if band:
            columns += [
                gettext("%(name)s, low") % {"name": _named(one.name, one.kind)},
                gettext("%(name)s, high") % {"name": _named(one.name, one.kind)},
            ]
            told += [{at: low for at, low, _high in band}, {at: high for at, _low, high in band}]
    order: list[Any] = list(places)
    if all(isinstance(at, int | float) for at in order):
        order.sort()
    elif all(isinstance(at, str) for at in order):
        order.sort() if _days(order) else None
    else:
        raise ValueError("The places on one axis are all numbers or all words; this chart mixes them.")
    return Chart(
        key=key,
        title=title,
        unit=unit,
        columns=tuple(columns),
        rows=tuple((at, *(values.get(at) for values in told)) for at in order),
        sources=tuple(sources),
        spec={"kind": "line", "x": x, "order": order, "series": drawn, "zero": zero},
        alt=alt,
        estimate=any(one.kind != "observed" for one in series),
        decimals=decimals,
    )


def _days(places: list[str]) -> bool:
    try:
        return bool([date.fromisoformat(at) for at in places])
    except ValueError:
        return False


def bars(
    key: str,
    title: str,
    unit: str,
    *,
    items: Iterable[tuple[str, Number | None] | tuple[str, Number | None, Number | None, Number | None]],
    side: Side = "neutral",
    label: str = "",
    sources: Iterable[Source] = (),
    alt: str = "",
    estimate: bool = False,
    decimals: int | None = None,
) -> Chart:
    """Values side by side, in the order given, each with its number.

    An item is (label, value) or (label, value, low, high), the interval. `side` colours them as an origin's or a
    destination's; `label` is the heading of the first column. A missing value has its row and no bar.
    """
    known: list[tuple[str, float | int | None, float | int | None, float | int | None]] = []
    for item in items:
        low, high = (item[2], item[3]) if len(item) == 4 else (None, None)
        known.append((str(item[0]), _plain(item[1]), _plain(low), _plain(high)))
    between = any(low is not None or high is not None for _name, _value, low, high in known)
    heading = _named(unit, "estimate" if estimate else "observed")
    columns: tuple[str, ...] = (label or gettext("Name"), heading)
    if between:
        columns += (gettext("Low"), gettext("High"))
    return Chart(
        key=key,
        title=title,
        unit=unit,
        columns=columns,
        rows=tuple(item if between else item[:2] for item in known),
        sources=tuple(sources),
        spec={"kind": "bars", "items": known, "side": side},
        alt=alt,
        estimate=estimate,
        decimals=decimals,
    )


def ribbons(
    key: str,
    title: str,
    unit: str,
    *,
    items: Iterable[tuple[str, Number | None]],
    place: str,
    direction: Literal["from", "to"] = "from",
    label: str = "",
    sources: Iterable[Source] = (),
    alt: str = "",
    estimate: bool = False,
    decimals: int | None = None,
) -> Chart:
    """The corridors of one place, each a ribbon that turns from the origin's colour into the destination's.

    `direction="from"`: `place` is the origin and the items are destinations; `"to"`: the items are origins. The length
    of a ribbon is its value; values are not negative.
    """
    known = [(str(name), _plain(value)) for name, value in items]
    if any(value is not None and value < 0 for _name, value in known):
        raise ValueError("A corridor's value is not negative; show net values with `bars`.")
    if direction not in {"from", "to"}:
        raise ValueError(f"{direction!r} is no direction; use from or to.")
    heading = gettext("Destination") if direction == "from" else gettext("Origin")
    return Chart(
        key=key,
        title=title,
        unit=unit,
        columns=(label or heading, _named(unit, "estimate" if estimate else "observed")),
        rows=tuple(known),
        sources=tuple(sources),
        spec={"kind": "ribbons", "items": known, "place": place, "direction": direction},
        alt=alt,
        estimate=estimate,
        decimals=decimals,
    )


def pyramid(
    key: str,
    title: str,
    unit: str,
    *,
    ages: Iterable[tuple[str, Number | None, Number | None]],
    sources: Iterable[Source] = (),
    alt: str = "",
    estimate: bool = False,
    decimals: int | None = None,
) -> Chart:
    """People by age and sex: (age group, men, women), from the youngest to the oldest."""
    known = [(str(age), _plain(men), _plain(women)) for age, men, women in ages]
    if any(value is not None and value < 0 for _age, *both in known for value in both):
        raise ValueError("A number of people is not negative.")
    return Chart(
        key=key,
        title=title,
        unit=unit,
        columns=(gettext("Age"), gettext("Men"), gettext("Women")),
        rows=tuple(known),
        sources=tuple(sources),
        spec={"kind": "pyramid", "ages": known},
        alt=alt,
        estimate=estimate,
        decimals=decimals,
    )
