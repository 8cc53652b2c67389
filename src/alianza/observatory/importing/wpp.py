"""CSV files of World Population Prospects: demographic indicators, and population by five-year age group and sex.

The columns are those of the official files (LocID, ISO3_code, LocTypeName, Variant, Time, Births ...). Estimates go
into population-indicators, what lies after the revision into population-projections, ages into population-age.
"""

from pathlib import Path

import polars as pl

from alianza.observatory.importing.brought import ROW, About, Brought, Problem, UnfitFile, unfit
from alianza.observatory.importing.opening import table_of

INDICATORS = {
    "Births": "births",
    "Deaths": "deaths",
    "CBR": "cbr",
    "CDR": "cdr",
    "PopChange": "PopChange",
    "PopGrowthRate": "growthrate",
    "NatChangeRT": "NatChangeRT",
    "NetMigrations": "mig",
    "CNMR": "cnmr",
    "TFR": "tfr",
    "LExMale": "e0M",
    "LExFemale": "e0F",
    "LEx": "e0B",
}
VARIANTS = {"medium": "MEDIUM", "estimates": "MEDIUM", "low": "LOW", "high": "HIGH"}
SEXES = {"PopMale": "M", "PopFemale": "F"}
ABOUT = About(
    source="UN DESA, World Population Prospects",
    licence="CC BY 3.0 IGO",
    citation="United Nations, Department of Economic and Social Affairs, Population Division, World Population "
    "Prospects.",
    url="https://population.un.org/wpp/",
    method="Read from the publisher's CSV, long form; codes as in the packaged series.",
)


def read(path: Path, *, dataflow: str, vintage: str) -> Brought:
    """Raises UnfitFile."""
    frame = table_of(path)
    needed = ["LocID", "ISO3_code", "Time", "Variant"]
    if lacking := [name for name in needed if name not in frame.columns]:
        raise unfit(f"It lacks the columns {', '.join(lacking)} of World Population Prospects.", row=1)
    strange = frame.filter(~pl.col("Variant").str.to_lowercase().is_in(list(VARIANTS)).fill_null(value=False))
    if strange.height:
        raise UnfitFile(
            Problem(row[ROW], "Variant", f"{row['Variant']!r} is none of Medium, Low, High, Estimates.")
            for row in strange.head(50).iter_rows(named=True)
        )
    area = pl.coalesce(pl.col("ISO3_code"), pl.when(pl.col("LocID") == "830").then(pl.lit("XCX")), pl.col("LocID"))
    frame = frame.with_columns(
        area.alias("REF_AREA"),
        pl.col("Time").alias("TIME_PERIOD"),
        pl.col("Variant").str.to_lowercase().replace_strict(VARIANTS).alias("VARIANT"),
    )
    if dataflow == "population-age":
        return Brought(_ages(frame, vintage), about=ABOUT, method=ABOUT.method)
    if dataflow not in {"population-indicators", "population-projections"}:
        raise unfit("Files of World Population Prospects go into population-indicators, -projections or -age.")
    held = [name for name in INDICATORS if name in frame.columns]
    if not held:
        raise unfit(f"None of the columns {', '.join(INDICATORS)} is in it.", row=1)
    index = ["REF_AREA", "TIME_PERIOD", "VARIANT", ROW]
    long = frame.unpivot(held, index=index, variable_name="INDICATOR", value_name="OBS_VALUE").with_columns(
        pl.col("INDICATOR").replace_strict(INDICATORS)
    )
    first_projected = vintage[:4]
    if dataflow == "population-indicators":
        kept = long.filter((pl.col("TIME_PERIOD") < first_projected) & (pl.col("VARIANT") == "MEDIUM")).drop("VARIANT")
    else:
        kept = long.filter(pl.col("TIME_PERIOD") >= first_projected)
    if not kept.height:
        raise unfit(f"It holds no year that belongs into {dataflow} of the revision {first_projected}.")
    return Brought(kept, about=ABOUT, method=ABOUT.method)


def _ages(frame: pl.DataFrame, vintage: str) -> pl.DataFrame:
    if lacking := [name for name in ("AgeGrp", *SEXES) if name not in frame.columns]:
        raise unfit(f"It lacks the columns {', '.join(lacking)} of the file by age.", row=1)
    age = pl.col("AgeGrp")
    code = (
        pl.when(age.str.ends_with("+"))
        .then("Y_GE" + age.str.strip_chars_end("+"))
        .otherwise("Y" + age.str.replace("-", "T", literal=True))
    )
    estimate = pl.col("TIME_PERIOD") < vintage[:4]
    return (
        frame.with_columns(
            code.alias("AGE"),
            pl.when(estimate).then(pl.lit("ESTIMATE")).otherwise(pl.col("VARIANT")).alias("VARIANT"),
        )
        .filter(pl.col("VARIANT").is_in(["ESTIMATE", "MEDIUM"]))
        .unpivot(
            list(SEXES),
            index=["REF_AREA", "AGE", "TIME_PERIOD", "VARIANT", ROW],
            variable_name="SEX",
            value_name="OBS_VALUE",
        )
        .with_columns(pl.col("SEX").replace_strict(SEXES))
    )
