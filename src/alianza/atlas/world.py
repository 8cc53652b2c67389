"""The world at once: who moved between which regions in a period, or who lives abroad in a year.

One series, method and period at a time: flows as Abel and Cohen published them, flows estimated here by three methods,
or the current revision of the United Nations' stock. Regions are the
sub-regions of M49; moves inside one are on the diagonal.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from alianza.atlas.corridor_figures import ESTIMATES, FLOWS, METHODS, STOCK
from alianza.observatory import queries
from alianza.observatory.packaged import Entry
from alianza.vocabulary.places import countries, regions

PUBLISHED: Final = "flow"
"""The flows of Abel and Cohen; the other kinds are the methods of our own estimates, and the stock."""
LIVING: Final = "stock"
NOT_SPECIFIED: Final = "OOO"
ELSEWHERE: Final = "000"
"""The region of what belongs to none: origin not specified, Antarctica."""
OTHERS: Final = "others"
"""The countries of a region that are too small to be drawn apart."""
MOST_DRAWN: Final = 12
MOST_PAIRS: Final = 60
_REGION_OF_AREAS: Final = {
    "XKX": "039",
    "SCG": "039",
    "XCX": "154",
    "CHI": "154",
    "ANT": "419",
    "AB9": "202",
    "TWN": "030",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A series (and its method) and the period shown of it; `key` is its name in the address."""

    kind: str
    year: int

    @property
    def is_stock(self) -> bool:
        return self.kind == LIVING

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.year}"


@dataclass(frozen=True, slots=True)
class Region:
    """What left a region for others, what came, and what moved inside it."""

    code: str
    left: int
    came: int
    inside: int

    @property
    def net(self) -> int:
        return self.came - self.left


@dataclass(frozen=True)
class Picture:
    """Every pair of countries of one choice, largest first; `total` also counts origins that are not specified."""

    choice: Choice
    entry: Entry
    pairs: tuple[tuple[str, str, int], ...]

    @cached_property
    def total(self) -> int:
        return sum(value for _, _, value in self.pairs)

    @cached_property
    def between_regions(self) -> Mapping[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = defaultdict(int)
        for origin, destination, value in self.pairs:
            found[region_of(origin), region_of(destination)] += value
        return dict(found)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Sub-regions by what came and left, most first; the origin that is not specified is last."""
        made = []
        codes = {code for pair in self.between_regions for code in pair}
        for code in codes:
            inside = self.between_regions.get((code, code), 0)
            left = sum(value for (start, _), value in self.between_regions.items() if start == code) - inside
            came = sum(value for (_, end), value in self.between_regions.items() if end == code) - inside
            made.append(Region(code, left, came, inside))
        return tuple(sorted(made, key=lambda each: (each.code == ELSEWHERE, -each.left - each.came - each.inside)))

    @cached_property
    def largest_between(self) -> tuple[str, str, int] | None:
        """The two different regions between which most moved."""
        apart = [
            (start, end, value)
            for (start, end), value in self.between_regions.items()
            if start != end and ELSEWHERE not in {start, end}
        ]
        return max(apart, key=lambda row: (row[2], row[0], row[1]), default=None)

    def largest(self, region: str = "", most: int = MOST_PAIRS) -> tuple[tuple[str, str, int], ...]:
        """The largest corridors, of the world or with at least one end in a region."""
        chosen = (
            (origin, destination, value)
            for origin, destination, value in self.pairs
            if origin != NOT_SPECIFIED
            and value > 0
            and (not region or region in {region_of(origin), region_of(destination)})
        )
        return tuple(row for row, _ in zip(chosen, range(most), strict=False))

    def chord(self, region: str = "") -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
        """Nodes and the matrix between them, rows are origins. The world: sub-regions. A region: its countries (the
        small ones together) and the other large regions of the world; what moves among those is left out.
        """
        found: dict[tuple[str, str], int] = defaultdict(int)
        if not region:
            found |= {pair: value for pair, value in self.between_regions.items() if ELSEWHERE not in pair}
            order = [each.code for each in self.regions if each.code != ELSEWHERE]
        else:
            turnover: dict[str, int] = defaultdict(int)
            rows = [row for row in self.pairs if region in {region_of(row[0]), region_of(row[1])}]
            for origin, destination, value in rows:
                for code in {origin, destination}:
                    if region_of(code) == region:
                        turnover[code] += value
            shown = sorted(turnover, key=lambda code: (-turnover[code], code))[:MOST_DRAWN]

            def node(code: str) -> str:
                if region_of(code) != region:
                    return large_region_of(code)
                return code if code in shown else OTHERS

            for origin, destination, value in rows:
                start, end = node(origin), node(destination)
                if ELSEWHERE not in {start, end}:
                    found[start, end] += value
            held = {code for pair in found for code in pair}
            order = [*shown, *([OTHERS] if OTHERS in held else []), *sorted(held - set(shown) - {OTHERS})]
        matrix = tuple(tuple(found.get((start, end), 0) for end in order) for start in order)
        return tuple(order), matrix


@lru_cache(maxsize=1)
def _regions_of() -> Mapping[str, tuple[str, str]]:
    """Sub-region and large region of each code."""
    parents = {each.m49: each.parent for each in regions()}
    found = {each.alpha3: (each.subregion or ELSEWHERE, each.region or ELSEWHERE) for each in countries()}
    for code, region in _REGION_OF_AREAS.items():
        found[code] = (region, parents.get(region, ELSEWHERE))
    return found


def region_of(code: str) -> str:
    """The sub-region of M49 that a country or area is in."""
    return _regions_of().get(code, (ELSEWHERE, ELSEWHERE))[0]


def large_region_of(code: str) -> str:
    """Africa, Americas, Asia, Europe or Oceania, by their M49 codes."""
    return _regions_of().get(code, (ELSEWHERE, ELSEWHERE))[1]


def known_region(code: str) -> bool:
    return any(each.m49 == code and each.level == "subregion" for each in regions())


def choices() -> tuple[Choice, ...]:
    """What can be shown: published flows, our own by method, then the stock; each newest first."""
    found: list[Choice] = []
    for kind in (PUBLISHED, *METHODS, LIVING):
        series, _fixed = _series(kind)
        years = sorted((int(each) for each in queries.values_of(series, "TIME_PERIOD")), reverse=True)
        found += [Choice(kind, year) for year in years]
    return tuple(found)


def _series(kind: str) -> tuple[str, dict[str, Any]]:
    """The series of a kind, and what is asked of it beside the period."""
    if kind == PUBLISHED:
        return FLOWS, {"SEX": "_T"}
    if kind == LIVING:
        return STOCK, {"AREA_KIND": ("country", "other")}
    return ESTIMATES, {"METHOD": kind}


def latest_stock() -> int | None:
    """The last year of the current stock; only that series is read."""
    return max((int(each) for each in queries.values_of(STOCK, "TIME_PERIOD")), default=None)


def kind_entry(kind: str) -> Entry:
    return queries.entry(_series(kind)[0])


def picture(choice: Choice) -> Picture:
    return _picture(choice, queries.entry(_series(choice.kind)[0]).sha256)


@lru_cache(maxsize=16)
def _picture(choice: Choice, _digest: str) -> Picture:
    series, fixed = _series(choice.kind)
    entry = queries.entry(series)
    sums = queries.totals(series, entry.vintage, by=("ORIGIN", "DESTINATION"), TIME_PERIOD=choice.year, **fixed)
    rows = [
        (str(origin), str(destination), int(total.value))
        for (origin, destination), total in sums.items()
        if total.value is not None and origin != destination
    ]
    return Picture(choice, entry, tuple(sorted(rows, key=lambda row: (-row[2], row[0], row[1]))))


def people_living() -> Mapping[tuple[str, str], int]:
    """How many born in one country live in another, by the last year of the current stock."""
    return _living(queries.entry(STOCK).sha256)


@lru_cache(maxsize=1)
def _living(_digest: str) -> Mapping[tuple[str, str], int]:
    year = latest_stock()
    rows = picture(Choice(LIVING, year)).pairs if year is not None else ()
    return {(origin, destination): people for origin, destination, people in rows}


@lru_cache(maxsize=1)
def positions() -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of capitals, for the map."""
    return {
        row["REF_AREA"]: (round(float(row["LONGITUDE"]), 2), round(float(row["LATITUDE"]), 2))
        for row in queries.observations("geography")
        if row["LATITUDE"] is not None and row["LONGITUDE"] is not None
    }
