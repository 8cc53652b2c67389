"""What is held of a corridor, both ways: one question to each series, one revision of each.

`forth` is the corridor itself, from origin to destination; `back` the other way. None is not known, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from alianza.observatory import queries
from alianza.observatory.packaged import Entry
from alianza.regulations.pathways import places_of
from alianza.regulations.queries import sheets_in_force
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.places import country
from alianza.vocabulary.unknown import UnknownCode

STOCK: Final = "migrant-stock"
OLDER_STOCK: Final = "2020"
FLOWS: Final = "flows-abel-cohen"
ESTIMATES: Final = "flows-estimates"
INTERVALS: Final = "flows-estimates-interval"
METHODS: Final = ("pseudo-bayes", "minimum", "minimum-open")
"""Of our own estimates, the one meant without a name first."""
WAGES: Final = "wages"
INCOME: Final = ("wdi-more", "NY.GDP.PCAP.PP.CD")
ROUNDED: Final = 10
"""Model estimates are shown in tens in sentences; the table behind has them to the person."""


@dataclass(frozen=True)
class Ways:
    """One series along the corridor and back: period to value, in order. `entry` is where both come from."""

    entry: Entry
    forth: Mapping[int, int]
    back: Mapping[int, int]
    older: bool = False
    """The current revision has nothing of this corridor, so both ways come from the one before."""

    @property
    def known(self) -> bool:
        return bool(self.forth or self.back)

    @property
    def last(self) -> int | None:
        """The last period with a value along the corridor."""
        return max(self.forth, default=None)

    @property
    def first(self) -> int | None:
        return min(self.forth, default=None)

    @property
    def periods(self) -> list[int]:
        return sorted({*self.forth, *self.back})


@dataclass(frozen=True)
class Estimates:
    """Our own flow estimates by method, period to people, each way. Absent pairs are less than half a person."""

    entry: Entry
    forth: Mapping[str, Mapping[int, int]]
    back: Mapping[str, Mapping[int, int]]
    periods: tuple[int, ...]
    interval: tuple[int, int] | None = None
    """Of the last period along the corridor: eight draws of ten lie between when stocks err; None for small flows."""

    @staticmethod
    def _range(ways: Mapping[str, Mapping[int, int]], period: int) -> tuple[int, int]:
        values = [held.get(period, 0) for held in ways.values()]
        return min(values), max(values)

    def range_forth(self, period: int) -> tuple[int, int]:
        """The least and the most that the methods say."""
        return self._range(self.forth, period)

    def range_back(self, period: int) -> tuple[int, int]:
        return self._range(self.back, period)


@dataclass(frozen=True)
class Gap:
    """A value in the origin and in the destination, year to value; compared in the last year that both have."""

    entry: Entry
    origin: Mapping[int, float]
    destination: Mapping[int, float]

    @property
    def known(self) -> bool:
        return bool(self.origin or self.destination)

    @property
    def year(self) -> int | None:
        return max(self.origin.keys() & self.destination.keys(), default=None)

    @property
    def ratio(self) -> float | None:
        """How many times the origin's value the destination's is, in the last common year."""
        if self.year is None or not self.origin[self.year]:
            return None
        return self.destination[self.year] / self.origin[self.year]

    @property
    def last_at_origin(self) -> tuple[int, float] | None:
        return _last(self.origin)

    @property
    def last_at_destination(self) -> tuple[int, float] | None:
        return _last(self.destination)


@dataclass(frozen=True)
class Ties:
    """Distance and ties between two countries; `kilometres` of their most populous cities."""

    entry: Entry
    kilometres: float | None
    contiguous: bool | None
    official_language: bool | None
    spoken_language: bool | None
    colonial: bool | None

    @property
    def known(self) -> bool:
        return self.kilometres is not None


@dataclass(frozen=True)
class Entrance:
    """What a short stay needs, by passport: a requirement and the days without a visa, where they are told."""

    entry: Entry
    requirement: str | None
    days: int | None


@dataclass(frozen=True)
class Routes:
    """Sheets in force: those of the destination, and of the origin's own law on leaving for work."""

    in_destination: tuple[Sheet, ...]
    from_origin: tuple[Sheet, ...]


def _last(values: Mapping[int, float]) -> tuple[int, float] | None:
    return max(values.items(), default=None)


def _both_ways(rows: list[dict[str, Any]], origin: str, destination: str) -> tuple[dict[int, int], dict[int, int]]:
    """Sums over what the rows do not fix (sexes), by period and way; a period with a missing part is not known."""
    sums: dict[tuple[str, int], int | None] = {}
    for row in rows:
        key = (row["ORIGIN"], int(row["TIME_PERIOD"]))
        held = sums.get(key, 0)
        sums[key] = None if held is None or row["OBS_VALUE"] is None else held + int(row["OBS_VALUE"])

    def way(start: str) -> dict[int, int]:
        return {
            period: value for (place, period), value in sorted(sums.items()) if place == start and value is not None
        }

    return way(origin), way(destination)


def _pair(origin: str, destination: str) -> dict[str, Any]:
    """Rows of the two ways; those from a place to itself fall out, since no series has them but distance."""
    return {"ORIGIN": (origin, destination), "DESTINATION": (destination, origin)}


def _off_diagonal(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["ORIGIN"] != row["DESTINATION"]]


def stock(origin: str, destination: str) -> Ways:
    """People born in one who live in the other. One revision for both ways: the current one, and the one before it
    where the current one does not tell the corridor itself and that one does.
    """
    current = queries.entry(STOCK)
    rows = _off_diagonal(queries.observations(STOCK, current.vintage, **_pair(origin, destination)))
    forth, back = _both_ways(rows, origin, destination)
    if not forth and current.vintage != OLDER_STOCK:
        older = queries.entry(STOCK, OLDER_STOCK)
        rows = _off_diagonal(queries.observations(STOCK, OLDER_STOCK, **_pair(origin, destination)))
        older_forth, older_back = _both_ways(rows, origin, destination)
        if older_forth:
            return Ways(older, older_forth, older_back, older=True)
    return Ways(current, forth, back)


def flows(origin: str, destination: str) -> Ways:
    """People who moved in five years, estimated by Abel and Cohen; a period begins in the year named."""
    rows = _off_diagonal(queries.observations(FLOWS, **_pair(origin, destination), SEX="_T"))
    return Ways(queries.entry(FLOWS), *_both_ways(rows, origin, destination))


def estimates(origin: str, destination: str) -> Estimates | None:
    """Flows by three methods; None where the current stock does not know the corridor, on which they rest."""
    entry = queries.entry(ESTIMATES)
    rows = _off_diagonal(queries.observations(ESTIMATES, entry.vintage, **_pair(origin, destination)))
    ways: dict[str, dict[str, dict[int, int]]] = {
        start: {method: {} for method in METHODS} for start in (origin, destination)
    }
    for row in rows:
        if row["OBS_VALUE"] is not None and row["METHOD"] in METHODS:
            ways[row["ORIGIN"]][row["METHOD"]][int(row["TIME_PERIOD"])] = int(row["OBS_VALUE"])
    if not rows:
        return None
    periods = tuple(sorted(int(each) for each in queries.values_of(ESTIMATES, "TIME_PERIOD")))
    return Estimates(entry, ways[origin], ways[destination], periods, _interval(origin, destination, periods[-1]))


def _interval(origin: str, destination: str, period: int) -> tuple[int, int] | None:
    if not queries.holds(INTERVALS):
        return None
    rows = queries.observations(INTERVALS, ORIGIN=origin, DESTINATION=destination, TIME_PERIOD=period)
    return (int(rows[0]["LOW"]), int(rows[0]["HIGH"])) if rows else None


def _gap(entry: Entry, origin: str, destination: str, **fixed: str) -> Gap:
    rows = queries.observations(entry.id, entry.vintage, REF_AREA=(origin, destination), **fixed)

    def of(code: str) -> dict[int, float]:
        return {
            int(row["TIME_PERIOD"]): float(row["OBS_VALUE"])
            for row in sorted(rows, key=lambda row: int(row["TIME_PERIOD"]))
            if row["REF_AREA"] == code and row["OBS_VALUE"] is not None
        }

    return Gap(entry, of(origin), of(destination))


def wages(origin: str, destination: str) -> Gap:
    """Average monthly earnings of employees, 2021 international dollars."""
    return _gap(queries.entry(WAGES), origin, destination, SEX="_T", URBANISATION="_T")


def income(origin: str, destination: str) -> Gap:
    """GDP per person at purchasing power parity, current international dollars."""
    return _gap(queries.entry(INCOME[0]), origin, destination, INDICATOR=INCOME[1])


def ties(origin: str, destination: str) -> Ties:
    rows = queries.observations("distance", ORIGIN=origin, DESTINATION=destination)
    row = rows[0] if rows else {}
    return Ties(
        queries.entry("distance"),
        row.get("DISTANCE"),
        row.get("CONTIGUOUS"),
        row.get("COMMON_OFFICIAL_LANGUAGE"),
        row.get("COMMON_SPOKEN_LANGUAGE"),
        row.get("COLONIAL_TIE"),
    )


def entrance(origin: str, destination: str) -> Entrance:
    """What a passport of the origin needs for a short stay in the destination."""
    rows = queries.observations("passport-index", ORIGIN=origin, DESTINATION=destination)
    row = rows[0] if rows else {}
    days = row.get("DAYS")
    return Entrance(queries.entry("passport-index"), row.get("REQUIREMENT"), None if days is None else int(days))


def _alpha2(code: str) -> str:
    try:
        return country(code).alpha2
    except UnknownCode:
        return ""


def routes(origin: str, destination: str) -> Routes:
    """Sheets by which somebody from the origin may work in the destination: there, and to leave."""
    start, end = _alpha2(origin), _alpha2(destination)
    sheets = sheets_in_force()
    return Routes(
        tuple(each for each in sheets if each.side == "destination" and end in places_of(each)),
        tuple(each for each in sheets if each.side == "origin" and start in places_of(each)),
    )


class Corridor:
    """Everything held of one corridor, read when it is first asked for."""

    def __init__(self, origin: str, destination: str) -> None:
        self.origin, self.destination = origin, destination

    @cached_property
    def stock(self) -> Ways:
        return stock(self.origin, self.destination)

    @cached_property
    def flows(self) -> Ways:
        return flows(self.origin, self.destination)

    @cached_property
    def estimates(self) -> Estimates | None:
        """Shown only where the stock on the page is the revision that they rest on: revisions are never mixed."""
        if self.stock.older or not self.stock.forth:
            return None
        return estimates(self.origin, self.destination)

    @cached_property
    def wages(self) -> Gap:
        return wages(self.origin, self.destination)

    @cached_property
    def income(self) -> Gap:
        return income(self.origin, self.destination)

    @cached_property
    def ties(self) -> Ties:
        return ties(self.origin, self.destination)

    @cached_property
    def entrance(self) -> Entrance:
        return entrance(self.origin, self.destination)

    @cached_property
    def routes(self) -> Routes:
        return routes(self.origin, self.destination)
