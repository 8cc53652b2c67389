"""Migrant stock of the UN's Population Division."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas, codes
from .writing import Series, read, whole, with_kinds

UN = "United Nations, Department of Economic and Social Affairs, Population Division"
BY_IGO = "CC BY 3.0 IGO"
STOCK_URL = "https://www.un.org/development/desa/pd/content/international-migrant-stock"
FLAGS = {
    "dest_foreign_born": "FOREIGN_BORN",
    "dest_foreign_citizens": "FOREIGN_CITIZENS",
    "dest_incl_refugees": "REFUGEES_ADDED",
    "dest_imputed": "IMPUTED",
}
HEADINGS = {
    "UN development groups",
    "World Bank income groups",
    "Geographic regions",
    "Sustainable Development Goal (SDG) regions",
}
SPELT = {"Côte d'Ivoire": "CIV", "Turkey": "TUR", "Channel Islands": "XCX", "Australia / New Zealand": "927"}


def bilateral(shared: Path, revision: str) -> list[Series]:
    found = read(shared / f"data/un_desa_migrant_stock/bilateral_stock_{revision}rev.csv.gz")
    stock = found.select(
        pl.col("origin_iso3").alias("ORIGIN"),
        pl.col("destination_iso3").alias("DESTINATION"),
        codes.sex(),
        codes.year(),
        whole("migrants").alias("OBS_VALUE"),
    )
    basis = found.select(
        pl.col("destination_iso3").alias("REF_AREA"),
        *((pl.col(old) == "1").alias(new) for old, new in FLAGS.items()),
    ).unique()
    sentence = {
        "2024": "World total 304,021,813 in 2024 and 275,284,032 in 2020.",
        "2020": "World total 280,598,105 in 2020.",
    }[revision]
    source = {
        "2024": "iom/gdidata data/undesa_stocks.rda (c9e4cc6)",
        "2020": "iom/gdidata data/undesa_stocks_2020.rda (c9e4cc6)",
    }[revision]
    about: dict[str, Any] = {
        "vintage": revision,
        "agency": "UNDESA",
        "source": f"UN DESA, International Migrant Stock {revision}",
        "citation": f"{UN}, International Migrant Stock {revision}.",
        "licence": BY_IGO,
        "url": STOCK_URL,
        "found_in": source,
        "date": {"2024": "2025-01", "2020": "2020-12"}[revision],
        "current": revision == "2024",
    }
    return [
        Series(
            id="migrant-stock",
            title=(
                f"International migrant stock by origin, destination and sex ({revision} revision)",
                f"Población migrante internacional por origen, destino y sexo (revisión de {revision})",
                f"Stock de migrants internationaux par origine, destination et sexe (révision de {revision})",
            ),
            frame=with_kinds(stock, areas.aggregates(shared)),
            dimensions=("ORIGIN", "DESTINATION", "SEX", "TIME_PERIOD"),
            unit="persons",
            kind="compiled estimate",
            method="Sexes as published; no total of both is stored. Columns renamed, four flags of the destination "
            "moved to migrant-stock-basis. A pair that is absent was not estimated; it is not zero.",
            notes=[
                sentence,
                "OOO is origin not specified: it belongs into a world total and is no country.",
                "Never mix revisions in one series.",
            ],
            **about,
        ),
        Series(
            id="migrant-stock-basis",
            title=(
                f"What the migrant stock counts, by destination ({revision} revision)",
                f"Qué cuenta la población migrante, por destino (revisión de {revision})",
                f"Ce que compte le stock de migrants, par destination (révision de {revision})",
            ),
            frame=with_kinds(basis, areas.aggregates(shared)),
            dimensions=("REF_AREA",),
            measures=tuple(FLAGS.values()),
            unit="yes or no",
            kind="compiled estimate",
            method="The flags of the stock file, one row for each destination.",
            notes=[
                "Foreign-born where birth is recorded, foreign citizens elsewhere; refugees added where not counted."
            ],
            **about,
        ),
    ]


def area_by_name(shared: Path) -> dict[str, str]:
    """Names of the 2019 workbook; regions in capitals are those of the SDG regions with the same code."""
    countries = areas.m49(shared)
    names = dict(zip(countries["name_en"], countries["iso3"], strict=True))
    groups = areas.un_groups(shared)
    numbers = areas.alpha3_by_number(shared)
    frame = read(shared / "data/un_wpp2024/un_locations.csv")
    for name, code in zip(frame["name"], frame["country_code"], strict=True):
        names.setdefault(name, numbers.get(code, code))
    capitals = {name.upper(): code for code, name in groups.items()}
    return {**capitals, **names, **SPELT}


def named_areas(frame: pl.DataFrame, column: str, shared: Path) -> pl.DataFrame:
    """The rows with REF_AREA; a region that stands twice in the workbook (in two groupings) once."""
    names = area_by_name(shared)
    kept = frame.filter(~pl.col(column).is_in(list(HEADINGS)))
    return kept.with_columns(pl.col(column).replace_strict(names).alias("REF_AREA"))


def missing_dots(column: str) -> pl.Expr:
    return pl.when(pl.col(column) == "..").then(None).otherwise(pl.col(column)).cast(pl.Float64, strict=True)


def marked(frame: pl.DataFrame) -> pl.DataFrame:
    """OBS_STATUS as SDMX has it: A normal, M missing."""
    status = pl.when(pl.col("OBS_VALUE").is_null()).then(pl.lit("M")).otherwise(pl.lit("A"))
    return frame.with_columns(status.alias("OBS_STATUS"))


def of_2019(shared: Path) -> list[Series]:
    folder = shared / "data/un_desa_migrant_stock"
    by_age = named_areas(read(folder / "stock_by_age_sex_2019rev.csv.gz"), "destination_area", shared).select(
        "REF_AREA", codes.sex(), codes.age(), codes.year(), missing_dots("migrants").alias("OBS_VALUE")
    )
    wide = named_areas(read(folder / "refugee_stock_2019rev.csv"), "Destination", shared)
    wanted = {"est": "REFUGEES", "pct": "SHARE"}
    refugees = wide.unpivot(
        [name for name in wide.columns if name[5:8] in wanted], index="REF_AREA", variable_name="column"
    ).select(
        "REF_AREA",
        pl.col("column").str.slice(5, 3).replace_strict(wanted).alias("INDICATOR"),
        pl.col("column").str.slice(0, 4).cast(pl.Int16).alias("TIME_PERIOD"),
        missing_dots("value").alias("OBS_VALUE"),
    )
    about: dict[str, Any] = {
        "vintage": "2019",
        "agency": "UNDESA",
        "kind": "compiled estimate",
        "source": "UN DESA, International Migrant Stock 2019",
        "citation": f"{UN}, International Migrant Stock 2019.",
        "licence": BY_IGO,
        "url": STOCK_URL,
        "date": "2019-08",
    }
    repository = "DiTo97/international-migrant-stock-1990-2020 dashboard/app/data/csv (ee19be9)"
    return [
        Series(
            id="migrant-stock-age",
            title=(
                "International migrant stock by age and sex (2019 revision)",
                "Población migrante internacional por edad y sexo (revisión de 2019)",
                "Stock de migrants internationaux par âge et sexe (révision de 2019)",
            ),
            frame=marked(with_kinds(by_age.unique(), areas.aggregates(shared))),
            dimensions=("REF_AREA", "SEX", "AGE", "TIME_PERIOD"),
            unit="persons",
            method="Long form, names to codes, headings without values left out. '..' is missing (status M).",
            found_in=f"{repository}, migrants_by_age_and_sex_total.csv",
            notes=["An older revision than migrant-stock: use it for shares by age, never as a level beside it."],
            **about,
        ),
        Series(
            id="refugees-in-stock",
            title=(
                "Refugees within the migrant stock (2019 revision)",
                "Personas refugiadas dentro de la población migrante (revisión de 2019)",
                "Réfugiés dans le stock de migrants (révision de 2019)",
            ),
            frame=marked(with_kinds(refugees.unique(), areas.aggregates(shared))),
            dimensions=("REF_AREA", "INDICATOR", "TIME_PERIOD"),
            unit="persons; percent of the migrant stock",
            method="Long form, names to codes; yearly rates of change left out, they follow from the estimates.",
            found_in=f"{repository}, est_refugee_stock.csv",
            codes={
                "INDICATOR": {
                    "REFUGEES": {"title": {"en": "Refugees, including asylum seekers"}, "unit": "persons"},
                    "SHARE": {"title": {"en": "Share of the migrant stock"}, "unit": "percent"},
                }
            },
            **about,
        ),
    ]


def series(shared: Path) -> list[Series]:
    return [*bilateral(shared, "2024"), *bilateral(shared, "2020"), *of_2019(shared)]
