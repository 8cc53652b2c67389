"""Displacement: refugees and others of concern, asylum applications, deaths on routes (in sums, never by incident)."""

from pathlib import Path

import polars as pl

from . import areas, codes
from .writing import Series, number, read, whole, with_kinds

GROUPS = {
    "refugee": "REFUGEES",
    "asylum": "ASYLUM_SEEKERS",
    "idp": "IDP",
    "idp return": "RETURNED_IDP",
    "refugee return": "RETURNED_REFUGEES",
    "stateless": "STATELESS",
    "other": "OTHERS",
}


def unhcr(shared: Path) -> Series:
    frame = read(shared / "data/displacement/unhcr_population_by_origin_asylum.csv.gz").select(
        pl.col("origin_iso3").alias("ORIGIN"),
        pl.col("asylum_iso3").alias("DESTINATION"),
        pl.col("group").replace_strict(GROUPS).alias("GROUP"),
        codes.year(),
        whole("persons").alias("OBS_VALUE"),
    )
    return Series(
        id="displacement-unhcr",
        vintage="2024",
        agency="UNHCR",
        title=(
            "Refugees, asylum seekers, displaced and stateless persons by origin and country of asylum",
            "Personas refugiadas, solicitantes de asilo, desplazadas y apátridas por origen y país de asilo",
            "Réfugiés, demandeurs d'asile, déplacés et apatrides par origine et pays d'asile",
        ),
        frame=with_kinds(frame, areas.aggregates(shared)),
        dimensions=("ORIGIN", "DESTINATION", "GROUP", "TIME_PERIOD"),
        unit="persons",
        kind="observed",
        source="UNHCR, Refugee Population Statistics Database",
        citation="UNHCR, Refugee Population Statistics Database, 1990 to mid-2024.",
        licence="CC BY 4.0",
        url="https://www.unhcr.org/refugee-statistics/",
        found_in="iom/gdidata data/unhcr.rda (c9e4cc6)",
        date="2024-10",
        method="Groups renamed.",
        notes=[
            "2024 is mid-year, the years before it stand at their end.",
            "31.6 million refugees under UNHCR's mandate in 2023.",
            "OOO is origin not known, STL stateless, TIB Tibetans.",
        ],
        codes={
            "GROUP": {
                "REFUGEES": {"title": {"en": "Refugees", "es": "Personas refugiadas", "fr": "Réfugiés"}},
                "ASYLUM_SEEKERS": {
                    "title": {"en": "Asylum seekers", "es": "Solicitantes de asilo", "fr": "Demandeurs d'asile"}
                },
                "IDP": {
                    "title": {
                        "en": "Internally displaced persons of concern to UNHCR",
                        "es": "Desplazados internos de interés para el ACNUR",
                        "fr": "Déplacés internes relevant du HCR",
                    }
                },
                "RETURNED_IDP": {"title": {"en": "Returned internally displaced persons"}},
                "RETURNED_REFUGEES": {"title": {"en": "Returned refugees"}},
                "STATELESS": {"title": {"en": "Stateless persons", "es": "Apátridas", "fr": "Apatrides"}},
                "OTHERS": {"title": {"en": "Others of concern"}},
            }
        },
    )


def asylum(shared: Path) -> Series:
    frame = read(shared / "data/displacement/eurostat_first_time_asylum_applications.csv").select(
        pl.col("nationality_iso3").alias("ORIGIN"),
        pl.col("country_iso3").alias("DESTINATION"),
        codes.sex(),
        codes.year(),
        number("applications").alias("OBS_VALUE"),
    )
    return Series(
        id="asylum-applications",
        vintage="2024",
        agency="ESTAT",
        title=(
            "First-time asylum applications in Europe by nationality and sex, 2011-2024",
            "Primeras solicitudes de asilo en Europa por nacionalidad y sexo, 2011-2024",
            "Premières demandes d'asile en Europe par nationalité et sexe, 2011-2024",
        ),
        frame=with_kinds(frame, areas.aggregates(shared)),
        dimensions=("ORIGIN", "DESTINATION", "SEX", "TIME_PERIOD"),
        unit="persons",
        kind="observed",
        source="Eurostat, first-time asylum applicants",
        citation="Eurostat, Asylum applicants by type, citizenship, age and sex (migr_asyappctza).",
        licence="CC BY 4.0",
        url="https://ec.europa.eu/eurostat/databrowser/view/migr_asyappctza",
        found_in="iom/gdidata data/eu_asyapp.rda (c9e4cc6)",
        date="2025",
        method="Columns renamed.",
        notes=[
            "Namibia is absent from this copy as a nationality: its code NA was lost on the way.",
            "Figures are rounded to five by Eurostat. Sex _U is unknown. ORIGIN is nationality; EU27 is a sum.",
        ],
    )


def missing_migrants(shared: Path) -> Series:
    found = read(shared / "data/displacement/iom_missing_migrants_2014_2025.csv.gz")
    frame = (
        found.select(
            pl.col("route").alias("ROUTE"),
            pl.col("country_iso3").alias("REF_AREA"),
            pl.col("date").str.slice(0, 4).cast(pl.Int16).alias("TIME_PERIOD"),
            number("dead").alias("dead"),
        )
        .group_by("ROUTE", "REF_AREA", "TIME_PERIOD")
        .agg(pl.col("dead").sum().alias("DEATHS"), pl.len().alias("RECORDS"))
    )
    return Series(
        id="missing-migrants",
        vintage="2025",
        agency="IOM",
        title=(
            "Deaths and disappearances on migration routes, 2014-2025",
            "Muertes y desapariciones en rutas migratorias, 2014-2025",
            "Décès et disparitions sur les routes migratoires, 2014-2025",
        ),
        frame=with_kinds(frame, areas.aggregates(shared)),
        dimensions=("ROUTE", "REF_AREA", "TIME_PERIOD"),
        measures=("DEATHS", "RECORDS"),
        unit="persons dead or missing; records",
        kind="observed",
        source="IOM, Missing Migrants Project",
        citation="International Organization for Migration, Missing Migrants Project.",
        licence="CC BY 4.0",
        url="https://missingmigrants.iom.int/",
        found_in="iom/gdidata data/iom_mmp.rda (c9e4cc6)",
        date="2025-04",
        method="Records summed by route, country of the record and year. Dates, places, causes and nationalities of "
        "single incidents are not carried.",
        notes=["A lower bound: many deaths are never recorded. 2025 ends in April."],
    )


def series(shared: Path) -> list[Series]:
    return [unhcr(shared), asylum(shared), missing_migrants(shared)]
