"""The core list of a migration profile: what each indicator is, who could supply it, and how complete a profile is.

The list is data (`data/indicators.yaml`). What the series held can answer is computed by a function registered under
the indicator's code in `indicators_computed`; the rest are gaps, and a gap names the body that could fill it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alianza.observatory.figures import Figure
from alianza.vocabulary.text import Text

FILE = Path(__file__).parent / "data" / "indicators.yaml"
REQUIRED = frozenset({"gmg", "mp"})
"""Sets that a profile has to answer; `plan` is an extension."""
FRESH_YEARS = 3
CLOSE = 0.1
"""Two sources agree if they differ by no more than this share of the larger."""
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"completeness": 0.4, "freshness": 0.3, "agreement": 0.2, "signed_off": 0.1}
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """`set`: "gmg" under a part of the Global Migration Group's common set, "mp" on the menu of IOM's extended profile,
    "plan" added here. `bodies` could supply it; `by` are the dimensions it should be broken down by.
    """

    code: str
    part: str
    set: str
    name: Text
    unit: Text
    bodies: tuple[Text, ...]
    by: tuple[str, ...]
    definition: str
    formula: str

    @property
    def required(self) -> bool:
        return self.set in REQUIRED and self.code != "G08"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to an indicator. `part` says which of several ("women", "2050"); `status` where it is a word and no
    number: party, signatory, none.
    """

    figure: Figure
    part: str = ""
    status: str = ""

    @property
    def known(self) -> bool:
        return self.figure.known or bool(self.status)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with what is known of it; without readings it is a gap."""

    indicator: Indicator
    readings: tuple[Reading, ...]

    @property
    def known(self) -> bool:
        return bool(self.readings)

    @property
    def year(self) -> int | None:
        """The latest year of what is known."""
        years = [int(each.figure.year[:4]) for each in self.readings if each.figure.year[:4].isdigit()]
        return max(years, default=None)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same matter by two sources in (nearly) the same year."""

    what: str
    first: Figure
    second: Figure

    @property
    def agrees(self) -> bool | None:
        a, b = self.first.value, self.second.value
        if a is None or b is None:
            return None
        return abs(a - b) <= CLOSE * max(abs(a), abs(b))


@dataclass(frozen=True, slots=True)
class Score:
    """Quality of the data, 0 to 100: 40 % completeness, 30 % freshness, 20 % agreement of sources, 10 % signed off.

    A share is None where there is nothing to take it of; it then counts as 0, which only makes the score smaller.
    """

    filled: int
    required: int
    fresh: int
    agreeing: int
    pairs: int
    signed_off: float

    @property
    def completeness(self) -> float:
        return self.filled / self.required if self.required else 0.0

    @property
    def freshness(self) -> float:
        return self.fresh / self.filled if self.filled else 0.0

    @property
    def agreement(self) -> float:
        return self.agreeing / self.pairs if self.pairs else 0.0

    @property
    def value(self) -> float:
        return 100 * sum(weight * float(getattr(self, name)) for name, weight in WEIGHTS.items())


def score(lines: Iterable[Line], pairs: Iterable[Pair], *, year: int, signed_off: float = 0.0) -> Score:
    """The score of a profile in `year`; a figure is fresh if it is of one of the last three years."""
    required = [each for each in lines if each.indicator.required]
    filled = [each for each in required if each.known]
    compared = [each.agrees for each in pairs if each.agrees is not None]
    fresh = sum(each.year is not None and each.year >= year - FRESH_YEARS for each in filled)
    return Score(len(filled), len(required), fresh, sum(compared), len(compared), signed_off)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the printed profile, by its letter; "Key" is the page of key data."""

    code: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Core:
    """The list, its parts in order, and the outline of the document."""

    indicators: Mapping[str, Indicator]
    parts: Mapping[str, Text]
    outline: tuple[Section, ...]
    as_of: str
    sources: Mapping[str, str] = field(default_factory=dict)

    def of_part(self, part: str) -> tuple[Indicator, ...]:
        return tuple(each for each in self.indicators.values() if each.part == part)


@cache
def core() -> Core:
    """The packaged list."""
    import yaml

    with FILE.open(encoding="utf-8") as stream:
        document: dict[str, Any] = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    unreviewed = document["unreviewed"]
    bodies = {code: Text(words, unreviewed) for code, words in document["bodies"].items()}
    units = {unit: Text({"en": unit, **words}, unreviewed) for unit, words in document["units"].items()}
    found = {
        row["code"]: Indicator(
            row["code"],
            row["code"][0],
            row["set"],
            Text(row["name"], unreviewed),
            units[row["unit"]],
            tuple(bodies[each] for each in row["from"]),
            tuple(row.get("by", ())),
            row.get("definition", ""),
            row.get("formula", ""),
        )
        for row in document["indicators"]
    }
    return Core(
        MappingProxyType(found),
        MappingProxyType({code: Text(words, unreviewed) for code, words in document["parts"].items()}),
        tuple(Section(row["section"], tuple(row["indicators"])) for row in document["outline"]),
        document["as_of"],
        MappingProxyType(dict(document["sources"])),
    )
