"""A chart as a value: what it says, what it shows and where the numbers come from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Number = int | float | Decimal
Place = int | float | str | date
"""A point on the horizontal axis: a year, a day, or the name of a period."""
Kind = Literal["observed", "estimate", "projection"]
Side = Literal["origin", "destination", "neutral"]


@dataclass(frozen=True)
class Source:
    """Where numbers come from: shown under the chart, in the file of a download and to a screen reader."""

    name: str
    vintage: str = ""
    method: str = ""
    href: str = ""


@dataclass(frozen=True)
class Series:
    """One line. Two series of the same name (observed up to a year, projected from then on) share colour and label.

    `points` are (x, y) in any order; a y of None is a gap. `low_high` are (x, low, high), the interval around them.
    """

    name: str
    points: Sequence[tuple[Place, Number | None]]
    kind: Kind = "observed"
    low_high: Sequence[tuple[Place, Number | None, Number | None]] = ()
    side: Side | None = None


@dataclass(frozen=True)
class Chart:
    """What a page needs to draw a finding, to say it in words, and to hand out the numbers behind it.

    `spec` says what is drawn, without look or language: the kind and its values as the makers write them, or a
    Vega-Lite specification with its own data, to which the theme is added.
    """

    key: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    spec: Mapping[str, object]
    sources: tuple[Source, ...] = ()
    alt: str = ""
    estimate: bool = False
    decimals: int | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_-]*", self.key):
            raise ValueError(f"{self.key!r} cannot name a chart: use letters without accents, digits and hyphens.")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"The table behind {self.key} has rows that do not fit its {len(self.columns)} headings.")

    @property
    def text_alternative(self) -> str:
        """The finding in words, for who does not see the drawing."""
        return self.alt or self.title
