"""Codes of sex, age and period as SDMX's cross-domain lists write them."""

import re

import polars as pl

SEX = {
    "female": "F",
    "male": "M",
    "both": "_T",
    "bothsex": "_T",
    "total": "_T",
    "unknown": "_U",
    "other": "_O",
}


def sex(column: str = "sex") -> pl.Expr:
    return pl.col(column).str.to_lowercase().replace_strict(SEX).alias("SEX")


def age_code(text: str) -> str:
    """Y0T4 for 0-4, Y_GE75 for 75+, _T for all ages; a single figure is the age itself."""
    if text.lower() == "total":
        return "_T"
    if match := re.fullmatch(r"(\d+)-(\d+)", text):
        return f"Y{match[1]}T{match[2]}"
    if match := re.fullmatch(r"(\d+)\+", text):
        return f"Y_GE{match[1]}"
    return f"Y{int(text)}"


def age(column: str = "age") -> pl.Expr:
    return pl.col(column).map_elements(age_code, return_dtype=pl.String).alias("AGE")


def life_table_age(column: str = "age") -> pl.Expr:
    """Ages of an abridged life table: 0, 1 (to 4), 5 (to 9) ... 95 (to 99), 100+."""
    names = {"0": "Y0", "1": "Y1T4", "100+": "Y_GE100"} | {str(x): f"Y{x}T{x + 4}" for x in range(5, 100, 5)}
    return pl.col(column).replace_strict(names).alias("AGE")


def year(column: str = "year") -> pl.Expr:
    return pl.col(column).cast(pl.Int16, strict=True).alias("TIME_PERIOD")
