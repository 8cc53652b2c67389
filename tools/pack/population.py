"""Population, its components and its projections: World Population Prospects 2024 and 2019."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas, codes
from .stocks import BY_IGO, UN
from .writing import Series, in_tenths_of_millionths, number, read, whole, with_kinds

INDICATORS = {
    "pop": ("Population", "thousands"),
    "popM": ("Population, male", "thousands"),
    "popF": ("Population, female", "thousands"),
    "births": ("Births", "thousands"),
    "deaths": ("Deaths", "thousands"),
    "cbr": ("Crude birth rate", "per 1,000 population"),
    "cdr": ("Crude death rate", "per 1,000 population"),
    "PopChange": ("Population change", "thousands"),
    "growthrate": ("Population growth rate", "percent"),
    "cnmr": ("Net migration rate", "per 1,000 population"),
    "NatChangeRT": ("Rate of natural change", "per 1,000 population"),
    "mig": ("Net migration", "thousands"),
    "tfr": ("Total fertility", "live births per woman"),
    "e0M": ("Life expectancy at birth, male", "years"),
    "e0F": ("Life expectancy at birth, female", "years"),
    "e0B": ("Life expectancy at birth", "years"),
}
VARIANTS = {
    "80l": ("L80", "Lower bound of the 80 percent prediction interval"),
    "80u": ("U80", "Upper bound of the 80 percent prediction interval"),
    "95l": ("L95", "Lower bound of the 95 percent prediction interval"),
    "95u": ("U95", "Upper bound of the 95 percent prediction interval"),
    "low": ("LOW", "Low-fertility variant"),
    "high": ("HIGH", "High-fertility variant"),
}
WPP_URL = "https://population.un.org/wpp/"
FIVE_YEARS = "The Population Division provides series by five-year period; they are not an official product."


def area(shared: Path) -> pl.Expr:
    """Alpha-3 for a country, the Population Division's number for a sum."""
    return pl.col("country_code").replace(areas.alpha3_by_number(shared)).alias("REF_AREA")


def indicator_codes(names: list[str]) -> dict[str, dict[str, Any]]:
    return {name: {"title": {"en": INDICATORS[name][0]}, "unit": INDICATORS[name][1]} for name in names}


def about(vintage: str = "2024") -> dict[str, Any]:
    return {
        "vintage": vintage,
        "agency": "UNDESA",
        "source": f"UN DESA, World Population Prospects {vintage}",
        "citation": f"{UN}, World Population Prospects {vintage}.",
        "licence": BY_IGO,
        "url": WPP_URL,
        "date": {"2024": "2024-07", "2019": "2019-06"}[vintage],
    }


def of_2024(shared: Path) -> list[Series]:
    folder = shared / "data/un_wpp2024"
    groups = areas.aggregates(shared)
    repository = "PPgp/wpp2024 data/"

    wide = read(folder / "indicators_estimates_1950_2023.csv.gz")
    names = [name for name in INDICATORS if name in wide.columns]
    estimates = wide.select(
        area(shared), codes.year(), *(in_tenths_of_millionths(name).alias(name) for name in names)
    ).unpivot(names, index=["REF_AREA", "TIME_PERIOD"], variable_name="INDICATOR", value_name="OBS_VALUE")

    wide = read(folder / "projections_medium_2024_2100.csv.gz")
    columns = [name for name in wide.columns if name not in {"country_code", "iso3", "name", "year"}]
    base = pl.col("column").str.split("_").list.first()
    ending = pl.col("column").str.split("_").list.get(1, null_on_oob=True)
    projected = (
        wide.select(area(shared), codes.year(), *(in_tenths_of_millionths(name).alias(name) for name in columns))
        .unpivot(columns, index=["REF_AREA", "TIME_PERIOD"], variable_name="column", value_name="OBS_VALUE")
        .with_columns(
            base.alias("INDICATOR"),
            ending.replace_strict({key: code for key, (code, _) in VARIANTS.items()}, default="MEDIUM").alias(
                "VARIANT"
            ),
        )
        .drop("column")
    )

    total = read(folder / "population_total_1950_2023.csv").select(
        pl.col("iso3").alias("REF_AREA"), codes.year(), whole("pop").alias("OBS_VALUE")
    )
    moved = (
        read(folder / "net_migration_by_age_sex_5y_2023_2053.csv.gz")
        .select(
            area(shared),
            codes.age(),
            codes.year(),
            pl.col("period").alias("PERIOD"),
            number("migM").alias("M"),
            number("migF").alias("F"),
        )
        .unpivot(
            ["F", "M"], index=["REF_AREA", "AGE", "TIME_PERIOD", "PERIOD"], variable_name="SEX", value_name="OBS_VALUE"
        )
    )
    dying = (
        read(folder / "mortality_rates_by_age_5y_2018_2053.csv.gz")
        .select(
            area(shared),
            codes.life_table_age(),
            codes.year(),
            pl.col("period").alias("PERIOD"),
            number("mxM").alias("M"),
            number("mxF").alias("F"),
            number("mxB").alias("_T"),
        )
        .unpivot(
            ["F", "M", "_T"],
            index=["REF_AREA", "AGE", "TIME_PERIOD", "PERIOD"],
            variable_name="SEX",
            value_name="OBS_VALUE",
        )
    )
    bearing = read(folder / "fertility_age_pattern_5y_2018_2053.csv").select(
        area(shared), codes.age(), codes.year(), pl.col("period").alias("PERIOD"), number("pasfr").alias("OBS_VALUE")
    )
    ratio = read(folder / "sex_ratio_at_birth_5y_2018_2053.csv").select(
        area(shared), codes.year(), pl.col("period").alias("PERIOD"), number("srb").alias("OBS_VALUE")
    )
    five = "TIME_PERIOD is the middle year of PERIOD (2023 is mid-2020 to mid-2025)."
    return [
        Series(
            id="population-indicators",
            title=(
                "Demographic indicators, estimates 1950-2023",
                "Indicadores demográficos, estimaciones 1950-2023",
                "Indicateurs démographiques, estimations 1950-2023",
            ),
            frame=with_kinds(estimates, groups),
            dimensions=("REF_AREA", "INDICATOR", "TIME_PERIOD"),
            unit="by indicator",
            kind="compiled estimate",
            may_be_negative=True,
            method="Four tables joined on area and year, long form; binary noise rounded at nine decimals.",
            found_in=f"{repository}misc1dt, mig1dt, tfr1dt, e01dt (2025-06-23)",
            codes={"INDICATOR": indicator_codes(names)},
            **about(),
        ),
        Series(
            id="population-projections",
            title=(
                "Demographic projections, medium variant with intervals, 2024-2100",
                "Proyecciones demográficas, variante media con intervalos, 2024-2100",
                "Projections démographiques, variante moyenne avec intervalles, 2024-2100",
            ),
            frame=with_kinds(projected, groups),
            dimensions=("REF_AREA", "INDICATOR", "VARIANT", "TIME_PERIOD"),
            unit="by indicator",
            kind="projection",
            may_be_negative=True,
            method="Five tables joined, long form; pop is popM + popF. Bounds and variants are codes of VARIANT.",
            found_in=f"{repository}popproj1dt, miscproj1dt, migproj1dt, tfrproj1dt, e0proj1dt",
            notes=[
                "Population stands at the end of the year (world 2024: 8,196,981 thousand), in population at mid-year."
            ],
            codes={
                "INDICATOR": indicator_codes(sorted({*projected["INDICATOR"]}, key=list(INDICATORS).index)),
                "VARIANT": {"MEDIUM": {"title": {"en": "Medium variant"}}}
                | {code: {"title": {"en": text}} for code, text in VARIANTS.values()},
            },
            **about(),
        ),
        Series(
            id="population",
            title=(
                "Population at mid-year, 1950-2023",
                "Población a mitad de año, 1950-2023",
                "Population en milieu d'année, 1950-2023",
            ),
            frame=with_kinds(total, groups),
            dimensions=("REF_AREA", "TIME_PERIOD"),
            unit="persons",
            kind="compiled estimate",
            method="One variable extracted.",
            found_in="iom/gdidata data/wdi.rda, variable pop (c9e4cc6)",
            notes=["The sum of all areas in 2023 is 8,091.7 million."],
            **about(),
        ),
        Series(
            id="net-migration-age",
            title=(
                "Projected net migration by age and sex, 2020-2055",
                "Migración neta proyectada por edad y sexo",
                "Migration nette projetée par âge et sexe",
            ),
            frame=with_kinds(moved, groups),
            dimensions=("REF_AREA", "SEX", "AGE", "TIME_PERIOD"),
            unit="persons",
            unit_multiplier=3,
            kind="projection",
            may_be_negative=True,
            method="Cut at 2053, long form.",
            found_in=f"{repository}migprojAge5dt",
            notes=[five, FIVE_YEARS],
            **about(),
        ),
        Series(
            id="mortality-rates",
            title=(
                "Death rates by age and sex, 2015-2055",
                "Tasas de mortalidad por edad y sexo, 2015-2055",
                "Taux de mortalité par âge et sexe, 2015-2055",
            ),
            frame=with_kinds(dying, groups),
            dimensions=("REF_AREA", "SEX", "AGE", "TIME_PERIOD"),
            unit="deaths per person-year",
            kind="projection",
            method="Cut to 2018-2053, rounded at seven decimals.",
            found_in=f"{repository}mx5dt",
            notes=[five, FIVE_YEARS],
            **about(),
        ),
        Series(
            id="fertility-pattern",
            title=(
                "Share of fertility by age of mother, 2015-2055",
                "Reparto de la fecundidad por edad de la madre",
                "Répartition de la fécondité selon l'âge de la mère",
            ),
            frame=with_kinds(bearing, groups),
            dimensions=("REF_AREA", "AGE", "TIME_PERIOD"),
            unit="percent",
            kind="projection",
            method="Cut to 2018-2053, rounded at five decimals.",
            found_in=f"{repository}percentASFR5dt",
            notes=[five, FIVE_YEARS],
            **about(),
        ),
        Series(
            id="sex-ratio-at-birth",
            title=(
                "Sex ratio at birth, 2015-2055",
                "Razón de masculinidad al nacer",
                "Rapport de masculinité à la naissance",
            ),
            frame=with_kinds(ratio, groups),
            dimensions=("REF_AREA", "TIME_PERIOD"),
            unit="boys per girl",
            kind="projection",
            method="Cut to 2018-2053.",
            found_in=f"{repository}sexRatio5dt",
            notes=[five, FIVE_YEARS],
            **about(),
        ),
    ]


def of_2019(shared: Path) -> list[Series]:
    found = read(shared / "data/un_wpp2019/population_by_age_sex_5y_1990_2060.csv.gz")
    numbers = areas.alpha3_by_number(shared)
    known = pl.col("country_code").is_in([*numbers, *areas.un_groups(shared)])
    frame = found.filter(known).select(
        area(shared),
        codes.sex(),
        codes.age(),
        codes.year(),
        pl.col("variant").replace_strict({"estimate": "ESTIMATE", "medium": "MEDIUM"}).alias("VARIANT"),
        number("pop_thousands").alias("OBS_VALUE"),
    )
    return [
        Series(
            id="population-age",
            title=(
                "Population by age and sex, 1990-2060 (2019 revision)",
                "Población por edad y sexo, 1990-2060 (revisión de 2019)",
                "Population par âge et sexe, 1990-2060 (révision de 2019)",
            ),
            frame=with_kinds(frame, areas.aggregates(shared)),
            dimensions=("REF_AREA", "SEX", "AGE", "TIME_PERIOD"),
            unit="persons",
            unit_multiplier=3,
            decimals=3,
            kind="projection",
            method="Estimates to 2020 (VARIANT ESTIMATE) and medium variant after it, long form, cut to 1990-2060. "
            "Five groupings that the 2024 list of areas does not name were left out.",
            found_in="cran/wpp2019 data/popM, popF, popMprojMed, popFprojMed (a1693cc)",
            notes=["The only age structure at hand: rescale it to totals of the 2024 revision and say so."],
            **about("2019"),
        )
    ]


def series(shared: Path) -> list[Series]:
    return [*of_2024(shared), *of_2019(shared)]
