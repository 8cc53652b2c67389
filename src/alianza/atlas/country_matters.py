"""What else is told of a country: money, work to come, policy, treaties, displacement, lawful routes and open posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum

from alianza.observatory import labour_balance as balances
from alianza.observatory import population, queries
from alianza.observatory.figures import Figure, Note, figure, latest, note, note_of
from alianza.observatory.population import NoAgeStructure
from alianza.placement.models import JobOrder
from alianza.regulations.pathways import places_of
from alianza.regulations.queries import sheets_in_force
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.places import UnknownCountry, country

Points = tuple[tuple[int, float | None], ...]


@dataclass(frozen=True, slots=True)
class Remittances:
    """Million US dollars by year; percent of GDP."""

    received: Figure
    paid: Figure
    of_gdp: Figure
    received_points: Points
    paid_points: Points
    note: Note


def remittances(code: str) -> Remittances | None:
    """What the country received and paid; None where neither is held."""
    entry = queries.entry("remittances")
    received, paid = (
        {int(year): value for year, value in queries.series("remittances", REF_AREA=code, INDICATOR=name).items()}
        for name in ("RECEIVED", "PAID")
    )
    if not any(value is not None for value in (*received.values(), *paid.values())):
        return None
    return Remittances(
        latest("remittances", "million_usd", REF_AREA=code, INDICATOR="RECEIVED"),
        latest("remittances", "million_usd", REF_AREA=code, INDICATOR="PAID"),
        latest("remittances-wdi", "percent_of_gdp", decimals=1, REF_AREA=code, INDICATOR="BX.TRF.PWKR.DT.GD.ZS"),
        tuple(received.items()),
        tuple(paid.items()),
        note(entry),
    )


@dataclass(frozen=True, slots=True)
class Labour:
    """People of 20-64 by year with migration as the UN expects it and with nobody moving after mid-2025; people of 65
    and over per 100 of them; migrants a year that would keep their number (None where no number does).
    """

    years: tuple[int, ...]
    with_migration: tuple[float, ...]
    without: tuple[float, ...]
    old_with: tuple[float, ...]
    old_without: tuple[float, ...]
    needed_a_year: tuple[float | None, ...]
    total_with: tuple[float, ...]
    total_without: tuple[float, ...]
    participation: Mapping[str, float]
    sectors: Mapping[str, float]
    sectors_note: Note
    note: Note

    @property
    def change(self) -> float:
        """Change of working age to the last year with migration, percent."""
        return 100 * (self.with_migration[-1] / self.with_migration[0] - 1)

    @property
    def change_without(self) -> float:
        return 100 * (self.without[-1] / self.without[0] - 1)


def labour(code: str) -> Labour | None:
    """The labour balance to 2050; None where no age structure is held."""
    try:
        found = balances.labour_balance(code, 2050)
        place = population.inputs().at(code)
    except NoAgeStructure:
        return None
    steps = len(found.years)
    whole = [
        tuple(float(each) * 1000 for each in made.population[:steps, place].sum(axis=(-2, -1)))
        for made in (population.medium(), population.without_migration())
    ]
    entry = queries.entry("population-projections", "2024")
    method = found.method
    sectors = found.sectors.values.get("shares", {}) if found.sectors.values else {}
    male, female = (found.participation.values.get(each) for each in ("male", "female"))
    return Labour(
        found.years,
        found.with_migration,
        found.without,
        found.old_with,
        found.old_without,
        found.needed_a_year,
        whole[0],
        whole[1],
        {name: value for name, value in (("male", male), ("female", female)) if value is not None},
        dict(sectors),
        note_of("wdi-cross-section", method=found.sectors.method),
        note(entry, method, found.provenance),
    )


@dataclass(frozen=True, slots=True)
class Domain:
    """SDG 10.7.2: 4 fully meets, 3 meets, 2 partly meets, 1 needs further progress; None not answered."""

    code: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    year: int
    domains: tuple[Domain, ...]
    note: Note

    @property
    def overall(self) -> int | None:
        return next((each.level for each in self.domains if each.code == "alldomains"), None)

    @property
    def answered(self) -> tuple[Domain, ...]:
        return tuple(each for each in self.domains if each.code != "alldomains" and each.level is not None)


def policy(code: str) -> Policy | None:
    """The last answer to SDG 10.7.2 by domain; None where the government's answer is not held."""
    rows = queries.observations("sdg-10-7-2", REF_AREA=code)
    if not any(row["OBS_VALUE"] is not None for row in rows):
        return None
    year = max(int(row["TIME_PERIOD"]) for row in rows)
    domains = tuple(
        Domain(row["POLICY_DOMAIN"], None if row["OBS_VALUE"] is None else int(row["OBS_VALUE"]))
        for row in sorted(rows, key=lambda row: row["POLICY_DOMAIN"])
        if int(row["TIME_PERIOD"]) == year
    )
    return Policy(year, domains, note_of("sdg-10-7-2"))


TREATIES: Mapping[str, tuple[str, str]] = {
    "ICRMW": ("treaties-un", "2015-03-14"),
    "REFUGEE_1951": ("treaties-un", "2015-03-14"),
    "REFUGEE_PROTOCOL_1967": ("treaties-un", "2015-03-14"),
    "STATELESS_1954": ("treaties-un", "2015-03-14"),
    "STATELESS_1961": ("treaties-un", "2015-03-14"),
    "PALERMO_TRAFFICKING": ("treaties-un", "2015-03-14"),
    "PALERMO_SMUGGLING": ("treaties-un", "2015-03-14"),
    "C189": ("convention-c189", "2020-10-05"),
}
"""Treaties on migrants, and the day of the list that says who is bound."""
_LATER = {"ICRMW": ("treaties-human-rights", "ICMW", "2022-08")}
"""A later list of the same treaty; it knows the year only."""


@dataclass(frozen=True, slots=True)
class Treaty:
    """`status` is "party", "signatory" or "none" as of `as_of`; `bound` the day, or the year, since when."""

    code: str
    status: str
    bound: str
    as_of: str
    note: Note


def treaties(code: str) -> tuple[Treaty, ...]:
    """The state of each treaty. Who stands in no list had neither signed nor joined on its day."""
    known = {
        series: {row["TREATY"]: row for row in queries.observations(series, REF_AREA=code)}
        for series in ("treaties-un", "convention-c189", "treaties-human-rights")
    }
    found = []
    for treaty, (series, day) in TREATIES.items():
        row = known[series].get(treaty)
        status = "none" if row is None or row["STATUS"] is None else str(row["STATUS"])
        status = {"in force": "party", "not yet in force": "party"}.get(status, status)
        bound, as_of = (str(row["BOUND"] or "") if row else ""), day
        if treaty in _LATER:
            later, code_there, later_day = _LATER[treaty]
            newer = known[later].get(code_there)
            if newer is not None:
                method = ""
                if newer["STATUS"] != status or not bound:
                    bound = str(newer["BOUND"] or "")
                elif bound:
                    method = f"Status of {later_day}; the day since when is from {series}@{day[:4]}."
                status, as_of = str(newer["STATUS"]), later_day
                found.append(Treaty(treaty, status, bound, as_of, note_of(later, method=method)))
                continue
        found.append(Treaty(treaty, status, bound, as_of, note_of(series)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Displacement:
    """Refugees and asylum seekers hosted and originating, people displaced within; by year, at its end (the last year
    may stand at its middle: see the note).
    """

    hosted: Figure
    originating: Figure
    within: Figure
    hosted_points: Points
    originating_points: Points
    within_points: Points
    note: Note


def displacement(code: str) -> Displacement | None:
    """None where the country appears on neither side."""
    series = "displacement-unhcr"
    where = note_of(series)

    def points(groups: tuple[str, ...], **fixed: Any) -> dict[int, float | None]:
        found = queries.totals(series, by="TIME_PERIOD", GROUP=groups, **fixed)
        return {int(year): None if total.value is None else float(total.value) for year, total in found.items()}

    abroad = ("REFUGEES", "ASYLUM_SEEKERS")
    found = {
        "hosted": points(abroad, DESTINATION=code),
        "originating": points(abroad, ORIGIN=code),
        "within": points(("IDP",), ORIGIN=code, DESTINATION=code),
    }
    if not any(found.values()):
        return None

    def last(name: str) -> Figure:
        known = {year: value for year, value in found[name].items() if value is not None}
        year = max(known, default=None)
        return figure(known[year] if year else None, "people", year or "", where)

    ordered = {name: tuple(sorted(values.items())) for name, values in found.items()}
    return Displacement(
        hosted=last("hosted"),
        originating=last("originating"),
        within=last("within"),
        hosted_points=ordered["hosted"],
        originating_points=ordered["originating"],
        within_points=ordered["within"],
        note=where,
    )


@dataclass(frozen=True, slots=True)
class Routes:
    """Sheets in force: lawful routes into the country, and the gates of the country itself for those who leave."""

    here: tuple[Sheet, ...]
    leaving: tuple[Sheet, ...]


def routes(code: str) -> Routes:
    try:
        alpha2 = country(code).alpha2
    except UnknownCountry:  # an area of the statistics has no law here
        return Routes((), ())
    held = [sheet for sheet in sheets_in_force() if alpha2 in places_of(sheet)]
    return Routes(
        tuple(sheet for sheet in held if sheet.side == "destination"),
        tuple(sheet for sheet in held if sheet.side == "origin"),
    )


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts of open job orders that are still free: by occupation (ISCO-08), never by employer."""

    here: tuple[tuple[str, int], ...]
    """In the country."""
    for_people: int
    """Elsewhere, in orders whose list of origins names the country."""
    for_people_countries: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(posts for _, posts in self.here)


def posts(code: str) -> Posts:
    """Counts of what every signed-in worker may read; no employer, no wage, no order by itself."""
    rows = JobOrder.objects.filter(state=JobOrder.State.OPEN, filled__lt=F("posts"))
    here = (
        rows.filter(destination=code).order_by("isco").values_list("isco").annotate(left=Sum(F("posts") - F("filled")))
    )
    elsewhere = [
        (destination, left)
        for destination, origins, left in rows.exclude(destination=code)
        .annotate(left=F("posts") - F("filled"))
        .values_list("destination", "origins", "left")
        if code in origins
    ]
    return Posts(
        tuple(sorted(((isco, int(left)) for isco, left in here), key=lambda pair: (-pair[1], pair[0]))),
        sum(left for _, left in elsewhere),
        tuple(sorted({destination for destination, _ in elsewhere})),
    )
