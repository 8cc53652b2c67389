"""People abroad and people from abroad: how many, since when, from where to where, how old; and who moved.

The stock of two revisions is told side by side and never as one line. People whose origin is not specified count into
a country's total and are no corridor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alianza.observatory import queries
from alianza.observatory.figures import Figure, Note, figure, note, note_of
from alianza.observatory.packaged import UnknownDataflow

STOCK = "migrant-stock"
FLOWS = "flows-abel-cohen"
OWN_FLOWS = "flows-estimates"
INTERVALS = "flows-estimates-interval"
CENTRAL = "pseudo-bayes"
"""The method that is shown as the estimate; the others are its spread."""
AGES = (*(f"Y{low}T{low + 4}" for low in range(0, 75, 5)), "Y_GE75")
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Corridor:
    """People of one origin in one destination; `women` None where the sexes are not held."""

    code: str
    people: float
    women: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The largest corridors of one country one way in `year`.

    Always: the people of `rows`, of `others` (`others_count` more countries) and of `unspecified` add up to `total`.
    """

    way: str
    """"to": where people from the country live; "from": where people in the country come from."""
    year: int
    rows: tuple[Corridor, ...]
    others: float
    others_count: int
    unspecified: float
    total: float
    note: Note


@dataclass(frozen=True, slots=True)
class History:
    """One revision: people by year; nothing of it is ever joined to another revision."""

    revision: str
    current: bool
    abroad: tuple[tuple[int, float], ...]
    here: tuple[tuple[int, float], ...]
    note: Note


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """`age` is the code, "Y20T24" or "Y_GE75"."""

    age: str
    men: float | None
    women: float | None


@dataclass(frozen=True, slots=True)
class Ages:
    """Migrants living in the country by age and sex; `total` of both sexes at all ages as published."""

    year: int
    groups: tuple[AgeGroup, ...]
    total: float | None
    median: float | None
    note: Note


@dataclass(frozen=True, slots=True)
class Stock:
    abroad: Figure
    here: Figure
    abroad_women: Figure
    here_women: Figure
    abroad_share: Figure
    here_share: Figure
    """Percent of the population at mid-year of the last year of its series."""
    histories: tuple[History, ...]
    destinations: Ranking | None
    origins: Ranking | None
    basis: str
    """How the country itself counts: "born", "citizens", "both" or ""."""
    imputed: bool | None


@dataclass(frozen=True, slots=True)
class Period:
    """Moves from the middle of `first` to that of `last`; None where the estimate has no row for the country.

    `arrivals_bounds` and `departures_bounds` are least and most of several methods, None where only one is held; the
    intervals tell between what eight draws of ten lie when the stocks err, None where not held.
    """

    first: int
    last: int
    arrivals: float | None
    departures: float | None
    arrivals_bounds: tuple[float, float] | None = None
    departures_bounds: tuple[float, float] | None = None
    arrivals_interval: tuple[float, float] | None = None
    departures_interval: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        return f"{self.first}–{self.last}"

    @property
    def net(self) -> float | None:
        if self.arrivals is None or self.departures is None:
            return None
        return self.arrivals - self.departures


@dataclass(frozen=True, slots=True)
class Flows:
    """One estimate over all its periods; another estimate is another `Flows`. Never empty."""

    periods: tuple[Period, ...]
    note: Note
    interval_note: Note | None = None

    @property
    def spread(self) -> bool:
        """Whether several methods were held against one another."""
        return any(each.arrivals_bounds or each.departures_bounds for each in self.periods)


def _where(dimension: str, code: str, **fixed: Any) -> dict[str, Any]:
    """The dimension whose name varies, with those that do not."""
    return {dimension: code, **fixed}


def _ranking(code: str, way: str, year: int, where: Note) -> Ranking | None:
    mine, other = ("ORIGIN", "DESTINATION") if way == "to" else ("DESTINATION", "ORIGIN")
    found = queries.totals(STOCK, by=(other, "SEX", "AREA_KIND"), **_where(mine, code, TIME_PERIOD=year))
    people: dict[str, float] = {}
    women: dict[str, float] = {}
    unspecified = 0.0
    for (place, sex, kind), total in found.items():
        if total.value is None:
            continue
        if kind != "country":
            unspecified += float(total.value)
            continue
        people[place] = people.get(place, 0.0) + float(total.value)
        if sex == "F":
            women[place] = float(total.value)
    ordered = sorted(people.items(), key=lambda pair: (-pair[1], pair[0]))
    whole = sum(people.values()) + unspecified
    if not whole:
        return None
    first, rest = [each for each in ordered[:SHOWN] if each[1] > 0], [each for each in ordered[SHOWN:] if each[1] > 0]
    return Ranking(
        way,
        year,
        tuple(Corridor(place, count, women.get(place)) for place, count in first),
        sum(count for _, count in rest),
        len(rest),
        unspecified,
        whole,
        where,
    )


def _history(code: str, revision: str) -> History:
    entry = queries.entry(STOCK, revision)
    by_year: dict[str, dict[str, Any]] = {"abroad": {"ORIGIN": code}, "here": {"DESTINATION": code}}
    found = {
        name: tuple(
            (int(year), float(total.value))
            for year, total in sorted(queries.totals(STOCK, revision, by="TIME_PERIOD", **fixed).items())
            if total.value is not None
        )
        for name, fixed in by_year.items()
    }
    return History(entry.vintage, entry.current, found["abroad"], found["here"], note(entry))


def revisions() -> tuple[str, ...]:
    """The revisions of the stock that are held, the current one first."""
    current = queries.entry(STOCK).vintage
    held = {each.vintage for each in queries.entries() if each.id == STOCK}
    return (current, *sorted(held - {current}, reverse=True))


def _women(code: str, dimension: str, year: int, where: Note) -> Figure:
    found = queries.totals(STOCK, by="SEX", **_where(dimension, code, TIME_PERIOD=year))
    parts = {sex: float(total.value) for sex, total in found.items() if total.value is not None}
    whole = sum(parts.values())
    share = 100 * parts["F"] / whole if whole and "F" in parts else None
    return figure(share, "percent", year if share is not None else "", where, kind="estimate", decimals=1)


def stock(code: str, held: tuple[str, ...]) -> Stock:
    """Levels, shares, history of every revision `held` (the first is current) and the largest corridors."""
    histories = tuple(_history(code, revision) for revision in held)
    now = histories[0]
    where = now.note
    year = max((point[0] for point in (*now.abroad, *now.here)), default=None)
    if year is None:
        year = max((int(each) for each in queries.values_of(STOCK, "TIME_PERIOD")), default=0)
    levels = {"abroad": dict(now.abroad).get(year), "here": dict(now.here).get(year)}
    people = queries.latest("population", REF_AREA=code)
    of_population = note_of("population", method="")

    def share(name: str) -> Figure:
        value, whole = levels[name], people[1] if people else None
        method = f"Stock of {year} ({where.series}) in percent of the population at mid-{people[0] if people else ''}."
        known = None if value is None or not whole else 100 * value / float(whole)
        return figure(
            known, "percent_of_population", year if known is not None else "",
            Note(of_population.series, f"{where.source}; {of_population.source}", of_population.vintage, method,
                 of_population.licence, of_population.citation, of_population.url),
            kind="estimate", decimals=1,
        )  # fmt: skip

    rows = queries.observations("migrant-stock-basis", REF_AREA=code)
    basis, imputed = "", None
    if rows:
        born, citizens = rows[0]["FOREIGN_BORN"], rows[0]["FOREIGN_CITIZENS"]
        basis = "both" if born and citizens else "born" if born else "citizens" if citizens else ""
        imputed = rows[0]["IMPUTED"]
    return Stock(
        figure(levels["abroad"], "people", year, where, kind="estimate"),
        figure(levels["here"], "people", year, where, kind="estimate"),
        _women(code, "ORIGIN", year, where),
        _women(code, "DESTINATION", year, where),
        share("abroad"),
        share("here"),
        histories,
        _ranking(code, "to", year, where),
        _ranking(code, "from", year, where),
        basis,
        imputed,
    )


def ages(code: str) -> Ages | None:
    """The last year of the age structure of migrants living in the country; None where it is not held."""
    series = "migrant-stock-age"
    years = queries.values_of(series, "TIME_PERIOD")
    rows = queries.observations(series, REF_AREA=code, TIME_PERIOD=max(years, default=0))
    values: Mapping[tuple[str, str], float] = {
        (row["AGE"], row["SEX"]): float(row["OBS_VALUE"]) for row in rows if row["OBS_VALUE"] is not None
    }
    groups = tuple(AgeGroup(age, values.get((age, "M")), values.get((age, "F"))) for age in AGES)
    if not any(each.men is not None or each.women is not None for each in groups):
        return None
    entry = queries.entry(series)
    both = [(each.men or 0) + (each.women or 0) for each in groups]
    return Ages(int(max(years)), groups, values.get(("_T", "_T")), _median(both), note(entry))


def _median(counts: list[float]) -> float | None:
    """The age that half are below, people spread evenly within five years; None if it falls into the open group."""
    whole, below = sum(counts), 0.0
    for number, count in enumerate(counts[:-1]):
        if whole and below + count >= whole / 2:
            return 5 * (number + (whole / 2 - below) / count) if count else None
        below += count
    return None


def flows(code: str) -> tuple[Flows, ...]:
    """Estimates of moves in and out of the country, the best first: that of the platform with the spread of its
    methods, and that of Abel and Cohen. Empty where neither knows the country.
    """
    return tuple(each for each in (_own_flows(code), _published_flows(code)) if each is not None)


def _published_flows(code: str) -> Flows | None:
    def each(dimension: str) -> dict[int, float]:
        found = queries.totals(FLOWS, by="TIME_PERIOD", **_where(dimension, code, SEX="_T"))
        return {int(year): float(total.value) for year, total in found.items() if total.value is not None}

    arrivals, departures = each("DESTINATION"), each("ORIGIN")
    years = sorted({*arrivals, *departures})
    periods = tuple(Period(year, year + 5, arrivals.get(year), departures.get(year)) for year in years)
    return Flows(periods, note_of(FLOWS)) if periods else None


def _own_flows(code: str) -> Flows | None:
    """None where the series is not held, or does not know the country."""
    try:
        where = note_of(OWN_FLOWS)
    except UnknownDataflow:
        return None

    def each(dimension: str) -> dict[str, dict[str, float]]:
        found = queries.totals(OWN_FLOWS, by=("PERIOD", "METHOD"), **_where(dimension, code))
        values: dict[str, dict[str, float]] = {}
        for (period, method), total in found.items():
            if total.value is not None:
                values.setdefault(str(period), {})[str(method)] = float(total.value)
        return values

    def bounds(values: Mapping[str, float]) -> tuple[float, float] | None:
        return (min(values.values()), max(values.values())) if len(values) > 1 else None

    def intervals(dimension: str, other: str) -> dict[str, tuple[float, float]]:
        if not queries.holds(INTERVALS):
            return {}
        rows = queries.observations(INTERVALS, **_where(dimension, code), **{other: "_T"})
        return {str(row["PERIOD"]): (float(row["LOW"]), float(row["HIGH"])) for row in rows}

    arrivals, departures = each("DESTINATION"), each("ORIGIN")
    sure_in, sure_out = intervals("DESTINATION", "ORIGIN"), intervals("ORIGIN", "DESTINATION")
    periods = []
    for name in sorted({*arrivals, *departures}):
        first, _, last = name.partition("-")
        into, out = arrivals.get(name, {}), departures.get(name, {})
        periods.append(
            Period(
                int(first),
                int(last),
                into.get(CENTRAL),
                out.get(CENTRAL),
                bounds(into),
                bounds(out),
                sure_in.get(name),
                sure_out.get(name),
            )
        )
    return Flows(tuple(periods), where, note_of(INTERVALS) if sure_in or sure_out else None) if periods else None
