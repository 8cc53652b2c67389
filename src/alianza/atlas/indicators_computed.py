"""Core indicators that the series held can answer: one function for each, registered under its code."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from alianza.atlas.indicators import Line, Pair, Reading, core
from alianza.observatory import queries
from alianza.observatory.figures import Figure, Note, figure, latest, note_of

if TYPE_CHECKING:
    from alianza.atlas.country import Statistics

Compute = Callable[["Statistics"], Iterable[Reading]]
_registered: dict[str, Compute] = {}
_CROSS = "wdi-cross-section"


def computed(code: str) -> Callable[[Compute], Compute]:
    """Registers the function that computes an indicator of the core list."""
    if code not in core().indicators:
        raise KeyError(f"{code} is not on the core list")

    def register(function: Compute) -> Compute:
        _registered[code] = function
        return function

    return register


def computable() -> frozenset[str]:
    """Codes that some function can compute, where its data are held."""
    return frozenset(_registered)


def lines(known: "Statistics") -> tuple[Line, ...]:
    """Every indicator of the list with its readings; one whose data are not held for the country is a gap."""
    return tuple(
        Line(
            each, tuple(reading for reading in _registered[code](known) if reading.known) if code in _registered else ()
        )
        for code, each in core().indicators.items()
    )


def _one(series: str, unit: str, code: str, *, decimals: int = 1, factor: float = 1, part: str = "",
         method: str = "", **fixed: Any) -> Reading:  # fmt: skip
    return Reading(latest(series, unit, decimals=decimals, factor=factor, method=method, REF_AREA=code, **fixed), part)


# L: legal instruments ----------------------------------------------------------------------------------------------
def _treaty(*names: str) -> Compute:
    def found(known: "Statistics") -> Iterable[Reading]:
        for each in known.treaties:
            if each.code in names:
                where = figure(None, "status", each.as_of, each.note)
                yield Reading(where, each.code if len(names) > 1 else "", each.status)

    return found


computed("L01")(_treaty("ICRMW"))
computed("L04")(_treaty("C189"))
computed("L05")(_treaty("REFUGEE_1951", "REFUGEE_PROTOCOL_1967"))
computed("L06")(_treaty("PALERMO_TRAFFICKING"))
computed("L07")(_treaty("PALERMO_SMUGGLING"))
computed("L08")(_treaty("STATELESS_1954", "STATELESS_1961"))


# P: population -----------------------------------------------------------------------------------------------------
@computed("P01")
def population(known: "Statistics") -> Iterable[Reading]:
    yield _one("population", "thousand_people", known.code, decimals=0, factor=0.001)


@computed("P02")
def growth(known: "Statistics") -> Iterable[Reading]:
    yield _one("population-indicators", "percent_a_year", known.code, decimals=2, INDICATOR="growthrate")


@computed("P03")
def natural_increase(known: "Statistics") -> Iterable[Reading]:
    yield _one("population-indicators", "per_1000", known.code, INDICATOR="NatChangeRT")


@computed("P04")
def net_migration_rate(known: "Statistics") -> Iterable[Reading]:
    yield _one("population-indicators", "per_1000", known.code, INDICATOR="cnmr")


def _both_ways(known: "Statistics", with_: tuple[float, ...], without: tuple[float, ...]) -> Iterable[Reading]:
    found = known.labour
    if found is not None:
        for part, values in (("with_migration", with_), ("without_migration", without)):
            yield Reading(
                figure(values[-1] / 1000, "thousand_people", found.years[-1], found.note, kind="projection"), part
            )


@computed("P05")
def projected_population(known: "Statistics") -> Iterable[Reading]:
    if known.labour is not None:
        yield from _both_ways(known, known.labour.total_with, known.labour.total_without)


@computed("P06")
def projected_working_age(known: "Statistics") -> Iterable[Reading]:
    if known.labour is not None:
        yield from _both_ways(known, known.labour.with_migration, known.labour.without)


@computed("P07")
def old_age_dependency(known: "Statistics") -> Iterable[Reading]:
    found = known.labour
    if found is not None:
        for at in (0, -1):
            yield Reading(
                figure(found.old_with[at], "per_100", found.years[at], found.note, kind="projection", decimals=1)
            )


@computed("P08")
def urban_share(known: "Statistics") -> Iterable[Reading]:
    yield _one("wdi", "percent", known.code, INDICATOR="SP.URB.TOTL.IN.ZS")


@computed("P10")
def internally_displaced(known: "Statistics") -> Iterable[Reading]:
    if known.displacement is not None:
        yield Reading(known.displacement.within)


# D: development ----------------------------------------------------------------------------------------------------
@computed("D01")
def life_expectancy(known: "Statistics") -> Iterable[Reading]:
    for part, name in (("", "e0B"), ("women", "e0F"), ("men", "e0M")):
        yield _one("population-indicators", "years", known.code, part=part, INDICATOR=name)


@computed("D03")
def gdp_per_person(known: "Statistics") -> Iterable[Reading]:
    yield _one("wdi-more", "ppp_dollars", known.code, decimals=0, INDICATOR="NY.GDP.PCAP.PP.CD")


@computed("D05")
def poverty(known: "Statistics") -> Iterable[Reading]:
    yield _one(_CROSS, "percent", known.code, INDICATOR="SI.POV.NAHC")


@computed("D06")
def unemployment(known: "Statistics") -> Iterable[Reading]:
    yield _one("wdi", "percent", known.code, INDICATOR="SL.UEM.TOTL.ZS")


@computed("D07")
def youth_outside(known: "Statistics") -> Iterable[Reading]:
    for part, name in (("", "SL.UEM.NEET.ZS"), ("women", "SL.UEM.NEET.FE.ZS"), ("men", "SL.UEM.NEET.MA.ZS")):
        yield _one(_CROSS, "percent", known.code, part=part, INDICATOR=name)


@computed("D08")
def participation(known: "Statistics") -> Iterable[Reading]:
    yield _one("wdi", "percent", known.code, INDICATOR="SL.TLF.CACT.ZS")


@computed("D10")
def tertiary(known: "Statistics") -> Iterable[Reading]:
    yield _one(_CROSS, "percent", known.code, INDICATOR="SE.TER.CUAT.BA.ZS")


# S: stocks and flows -----------------------------------------------------------------------------------------------
@computed("S01")
def immigrants(known: "Statistics") -> Iterable[Reading]:
    yield Reading(known.stock.here)
    yield Reading(known.stock.here_share)
    yield Reading(known.stock.here_women, "women")


@computed("S02")
def median_age(known: "Statistics") -> Iterable[Reading]:
    found = known.ages
    if found is not None:
        method = "Age that half of the migrants are below, spread evenly within five-year groups."
        yield Reading(
            figure(
                found.median,
                "years",
                found.year,
                note_of("migrant-stock-age", method=method),
                kind="estimate",
                decimals=1,
            )
        )


@computed("S03")
def emigrants(known: "Statistics") -> Iterable[Reading]:
    yield Reading(known.stock.abroad)
    yield Reading(known.stock.abroad_share)
    yield Reading(known.stock.abroad_women, "women")


@computed("S04")
def hosted(known: "Statistics") -> Iterable[Reading]:
    if known.displacement is not None:
        yield Reading(known.displacement.hosted)


@computed("S05")
def originating(known: "Statistics") -> Iterable[Reading]:
    if known.displacement is not None:
        yield Reading(known.displacement.originating)


@computed("S08")
def immigration(known: "Statistics") -> Iterable[Reading]:
    yield _one("inflows-oecd", "people_a_year", known.code, decimals=0, part="foreign_citizens")
    yield Reading(
        latest("immigration-eurostat", "people_a_year", DESTINATION=known.code, CITIZENSHIP="_T"), "all_citizens"
    )
    for each in known.flows[:1]:
        last = each.periods[-1]
        yield Reading(figure(last.arrivals, "people_in_period", last.name, each.note, kind="estimate"))


@computed("S09")
def emigration(known: "Statistics") -> Iterable[Reading]:
    for each in known.flows[:1]:
        last = each.periods[-1]
        yield Reading(figure(last.departures, "people_in_period", last.name, each.note, kind="estimate"))


@computed("S15")
def asylum(known: "Statistics") -> Iterable[Reading]:
    found = queries.totals("asylum-applications", by="TIME_PERIOD", DESTINATION=known.code)
    sums = {int(year): total.value for year, total in found.items() if total.value is not None}
    if sums:
        year = max(sums)
        yield Reading(figure(float(sums[year]), "people", year, note_of("asylum-applications")), "first_applications")


@computed("S20")
def deaths_on_routes(known: "Statistics") -> Iterable[Reading]:
    found = queries.totals("missing-migrants", by="TIME_PERIOD", measure="DEATHS", REF_AREA=known.code)
    sums = {int(year): total.value for year, total in found.items() if total.value is not None}
    if sums:
        year = max(sums)
        yield Reading(figure(float(sums[year]), "people", year, note_of("missing-migrants")), "recorded")


# R: remittances ----------------------------------------------------------------------------------------------------
def _per_person(known: "Statistics", amount: Figure) -> Figure:
    people = queries.series("population", REF_AREA=known.code).get(int(amount.year)) if amount.known else None
    where = Note(
        amount.note.series, amount.note.source, amount.note.vintage,
        "Amount over the population at mid-year (population@2024).", amount.note.licence,
        amount.note.citation, amount.note.url,
    )  # fmt: skip
    value = amount.value * 1e6 / people if people and amount.value is not None else None
    return figure(value, "usd_per_person", amount.year, where, kind="estimate")


@computed("R01")
def received(known: "Statistics") -> Iterable[Reading]:
    if known.remittances is not None:
        yield Reading(known.remittances.received)
        yield Reading(known.remittances.of_gdp)
        yield Reading(_per_person(known, known.remittances.received))


@computed("R02")
def paid(known: "Statistics") -> Iterable[Reading]:
    if known.remittances is not None:
        yield Reading(known.remittances.paid)


@computed("R03")
def cost(known: "Statistics") -> Iterable[Reading]:
    for part, name in (("to_country", "SI.RMT.COST.IB.ZS"), ("from_country", "SI.RMT.COST.OB.ZS")):
        yield _one("remittance-prices-country", "percent", known.code, part=part, INDICATOR=name)


@computed("R06")
def over_aid_and_investment(known: "Statistics") -> Iterable[Reading]:
    received_by_year = {} if known.remittances is None else dict(known.remittances.received_points)
    for part, series, name in (
        ("over_aid", _CROSS, "DT.ODA.ODAT.CD"),
        ("over_investment", "wdi", "BX.KLT.DINV.CD.WD"),
    ):
        under = {
            int(year): value for year, value in queries.series(series, REF_AREA=known.code, INDICATOR=name).items()
        }
        years = [
            year
            for year, value in under.items()
            if value is not None and value > 0 and received_by_year.get(year) is not None
        ]
        if years:
            year = max(years)
            amount = received_by_year[year] or 0.0
            where = note_of(series, method=f"Remittances received (remittances@2023) over {name}, same year.")
            yield Reading(figure(amount * 1e6 / under[year], "ratio", year, where, kind="estimate", decimals=2), part)


# I, G, X -----------------------------------------------------------------------------------------------------------
@computed("I01")
def contribution(known: "Statistics") -> Iterable[Reading]:
    yield _one("population-indicators", "percent_a_year", known.code, decimals=2, part="growth", INDICATOR="growthrate")
    yield _one(
        "population-indicators", "points", known.code, decimals=2, factor=0.1, part="of_which_migration",
        method="Net migration per 1,000 over ten: percentage points of the growth rate.", INDICATOR="cnmr",
    )  # fmt: skip


@computed("I12")
def disasters(known: "Statistics") -> Iterable[Reading]:
    yield _one(_CROSS, "people", known.code, decimals=0, part="new_displacements", INDICATOR="VC.IDP.NWDS")


@computed("G01")
def policies(known: "Statistics") -> Iterable[Reading]:
    found = known.policy
    if found is not None:
        for each in found.domains:
            if each.level is not None:
                yield Reading(figure(each.level, "level", found.year, found.note), each.code)


@computed("X05")
def health_workers(known: "Statistics") -> Iterable[Reading]:
    for part, name in (("physicians", "phys"), ("nurses", "nursmid")):
        yield _one("sdg-3-c-1", "per_10000", known.code, part=part, OCCUPATION=name)


# the same matter by two sources ------------------------------------------------------------------------------------
def pairs(known: "Statistics") -> tuple[Pair, ...]:
    """What two publishers say of the same matter, where both do."""
    found: list[Pair] = []
    matrix = note_of("migration-matrix", "2021")
    for what, dimension, history in (("abroad", "ORIGIN", "abroad"), ("here", "DESTINATION", "here")):
        theirs = queries.totals("migration-matrix", "2021", **{dimension: known.code}).get(())
        ours = dict(getattr(known.stock.histories[0], history)).get(2020)
        found.append(
            Pair(
                what,
                figure(ours, "people", 2020, known.stock.histories[0].note),
                figure(None if theirs is None or theirs.value is None else float(theirs.value), "people", 2021, matrix),
            )
        )
    if known.remittances is not None:
        by_wdi = queries.series("remittances-wdi", REF_AREA=known.code, INDICATOR="BX.TRF.PWKR.CD.DT")
        ours_by_year = {year: value for year, value in known.remittances.received_points if value is not None}
        same = [year for year, value in by_wdi.items() if value is not None and year in ours_by_year]
        if same:
            year = max(same)
            found.append(
                Pair(
                    "received",
                    figure(ours_by_year[year], "million_usd", year, known.remittances.note),
                    figure(by_wdi[year] / 1e6, "million_usd", year, note_of("remittances-wdi")),
                )
            )
    unemployed = queries.series("wdi", REF_AREA=known.code, INDICATOR="SL.UEM.TOTL.ZS")
    rows: Mapping[int, float | None] = {}
    ages = {row["AGE"] for row in queries.observations("sdg-8-5-2", REF_AREA=known.code, SEX="_T")}
    for age in ("Y_GE15", "_T"):
        if age in ages:
            rows = queries.series("sdg-8-5-2", REF_AREA=known.code, SEX="_T", AGE=age)
            break
    both = [year for year, value in rows.items() if value is not None and unemployed.get(year) is not None]
    if both:
        year = max(both)
        found.append(
            Pair(
                "unemployment",
                figure(unemployed[year], "percent", year, note_of("wdi"), decimals=1),
                figure(rows[year], "percent", year, note_of("sdg-8-5-2"), decimals=1),
            )
        )
    return tuple(each for each in found if each.agrees is not None)
