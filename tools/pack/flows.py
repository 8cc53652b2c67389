"""Migration flows: estimates of Abel and Cohen, inflows of the OECD and of Eurostat."""

from pathlib import Path

import polars as pl

from . import areas, codes
from .writing import Series, number, read, whole, with_kinds

EUROSTAT = {
    "America": "AMERICA",
    "Australia and New Zealand": "927",
    "Netherlands Antilles": "ANT",
    "Bolivia": "BOL",
    "Bonaire, Saint Eustatius and Saba": "BES",
    "Côte d’Ivoire": "CIV",
    "Czechoslovakia": "CSK",
    "Soviet Union": "SUN",
    "Yugoslavia": "YUG",
    "Federated States of Micronesia": "FSM",
    "Faroes": "FRO",
    "Gambia, The": "GMB",
    "Iran": "IRN",
    "North Korea": "PRK",
    "South Korea": "KOR",
    "Laos": "LAO",
    "Moldova": "MDA",
    "Saint Martin": "MAF",
    "Myanmar/Burma": "MMR",
    "Pitcairn Islands": "PCN",
    "Palestine*": "PSE",
    "Serbia and Montenegro": "SCG",
    "Russia": "RUS",
    "Saint Helena, Ascension and Tristan da Cunha": "SHN",
    "São Tomé and Príncipe": "STP",
    "Stateless": "STL",
    "Sint Maarten": "SXM",
    "Syria": "SYR",
    "French Southern and Antarctic Lands": "ATF",
    "Total": "_T",
    "Tanzania": "TZA",
    "Unknown": "OOO",
    "United States": "USA",
    "Venezuela": "VEN",
    "Wallis and Futuna": "WLF",
    "Kosovo*": "XKX",
    "Mayotte (FR - part of EU as of 01.01.2014)": "MYT",
    "Turkey": "TUR",
    "European Union - 27 countries (from 2020)": "EU27",
}
"""Eurostat's names that are not those of M49. Groups whose members change with the reporting country have no code."""


def abel_cohen(shared: Path) -> Series:
    found = read(shared / "data/migration_flows/abel_cohen_da_pb_closed_1990_2020.csv.gz")
    frame = found.select(
        pl.col("origin_iso3").alias("ORIGIN"),
        pl.col("destination_iso3").alias("DESTINATION"),
        codes.year("period_start"),
        whole("flow_total").alias("_T"),
        whole("flow_male").alias("M"),
        whole("flow_female").alias("F"),
    ).unpivot(
        ["_T", "M", "F"], index=["ORIGIN", "DESTINATION", "TIME_PERIOD"], variable_name="SEX", value_name="OBS_VALUE"
    )
    return Series(
        id="flows-abel-cohen",
        vintage="2022",
        agency="ABEL_COHEN",
        title=(
            "Five-year bilateral migration flows 1990-2020, pseudo-Bayes closed accounts",
            "Flujos migratorios bilaterales quinquenales 1990-2020, cuentas cerradas seudobayesianas",
            "Flux migratoires bilatéraux quinquennaux 1990-2020, comptes fermés pseudo-bayésiens",
        ),
        frame=with_kinds(frame, areas.aggregates(shared)),
        dimensions=("ORIGIN", "DESTINATION", "SEX", "TIME_PERIOD"),
        unit="persons over five years",
        kind="model estimate",
        source="Abel and Cohen (2019, 2022), bilateral international migration flow estimates",
        citation="Abel, G. J. and Cohen, J. E. (2019), Bilateral international migration flow estimates for 200 "
        "countries, Scientific Data 6, 82; (2022), by sex, Scientific Data 9, 173. figshare 7731233 and 12845711.",
        licence="CC BY 4.0",
        url="https://doi.org/10.6084/m9.figshare.7731233",
        found_in="X80110/migration-visualization json/flow*_da_pb_closed.json (cb840bd)",
        date="2022",
        method="Nodes of regions removed, names to alpha-3 (SCG is Serbia and Montenegro), long form.",
        notes=[
            "TIME_PERIOD is the year in which the period begins: 2015 is mid-2015 to mid-2020.",
            "Worldwide 2015-2020: 101,176,337.",
            "Sexes were estimated apart: male and female need not add to the total.",
        ],
    )


def oecd(shared: Path) -> Series:
    frame = read(shared / "data/migration_flows/oecd_imd_inflows_total_2012_2022.csv").select(
        "REF_AREA", codes.year("TIME_PERIOD"), number("OBS_VALUE"), "OBS_STATUS"
    )
    return Series(
        id="inflows-oecd",
        vintage="2024",
        agency="OECD",
        title=(
            "Inflows of foreign population, OECD countries, 2012-2022",
            "Entradas de población extranjera, países de la OCDE, 2012-2022",
            "Entrées de population étrangère, pays de l'OCDE, 2012-2022",
        ),
        frame=with_kinds(frame, areas.aggregates(shared)),
        dimensions=("REF_AREA", "TIME_PERIOD"),
        unit="persons",
        kind="observed",
        source="OECD, International Migration Database",
        citation="OECD, International Migration Database, inflows of foreign population.",
        licence="CC BY 4.0 (OECD terms)",
        url="https://www.oecd.org/en/data/datasets/international-migration-database.html",
        found_in="melanie-vera/International-migration (f32e2b1)",
        date="2024",
        method="Columns cut; all citizenships.",
        notes=["National definitions of who is counted differ."],
    )


def eurostat(shared: Path) -> Series:
    found = read(shared / "data/migration_flows/eurostat_migr_imm1ctz_1998_2023.csv.gz")
    countries = areas.m49(shared)
    names = dict(zip(countries["name_en"], countries["iso3"], strict=True))
    locations = read(shared / "data/un_wpp2024/un_locations.csv")
    numbers = areas.alpha3_by_number(shared)
    for name, code in zip(locations["name"], locations["country_code"], strict=True):
        names.setdefault(name, numbers.get(code, code))
    names |= EUROSTAT
    frame = found.filter(pl.col("citizenship").is_in(list(names)) & (pl.col("destination") != "Germany")).select(
        pl.col("citizenship").replace_strict(names).alias("CITIZENSHIP"),
        pl.col("destination").replace_strict(names).alias("DESTINATION"),
        codes.year(),
        whole("immigrants").alias("OBS_VALUE"),
    )
    groups = areas.aggregates(shared)
    summed = pl.col("CITIZENSHIP").is_in([*groups, "_T"]) | pl.col("DESTINATION").is_in(list(groups))
    other = pl.col("CITIZENSHIP").is_in(["OOO", "STL"])
    kind = pl.when(summed).then(pl.lit("aggregate")).when(other).then(pl.lit("other")).otherwise(pl.lit("country"))
    return Series(
        id="immigration-eurostat",
        vintage="2023",
        agency="ESTAT",
        title=(
            "Immigration by citizenship, European countries, 1998-2023",
            "Inmigración por ciudadanía, países europeos, 1998-2023",
            "Immigration par nationalité, pays européens, 1998-2023",
        ),
        frame=frame.with_columns(kind.alias("AREA_KIND")),
        dimensions=("CITIZENSHIP", "DESTINATION", "TIME_PERIOD"),
        unit="persons",
        kind="observed",
        source="Eurostat, migr_imm1ctz",
        citation="Eurostat, Immigration by age group, sex and citizenship (migr_imm1ctz).",
        licence="CC BY 4.0 (Eurostat)",
        url="https://ec.europa.eu/eurostat/databrowser/view/migr_imm1ctz",
        found_in="natix-x/Data-mining-in-Migration-Analysis processed_data/immigration_by_citizenship.csv (6934b51)",
        date="2025",
        method="Names to codes; groups whose members change with the reporting country left out; Germany as a "
        "destination left out, since its figures in this copy are doubtful and were not compared with Eurostat. Empty "
        "cells had been dropped in the copy.",
        notes=[
            "Namibia is absent from this copy as a citizenship: its code NA was lost on the way.",
            "Namibia is absent from this copy as a citizenship: its code NA was lost on the way.",
            "_T is all citizenships. By citizenship, not by country of birth or of previous residence.",
        ],
    )


def series(shared: Path) -> list[Series]:
    return [abel_cohen(shared), oecd(shared), eurostat(shared)]
