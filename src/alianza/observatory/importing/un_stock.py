"""The UN's workbook of the migrant stock by sex, destination and origin ("Table 1").

Its table begins under a few lines of title: columns for destination, its location code, the type of its data, origin
and its location code, then the years three times: both sexes, male, female. Rows of regions are left out; a row whose
sexes do not add to both is a problem. "Others" (2003) is OOO, origin not specified.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from alianza.observatory.importing.brought import ROW, About, Brought, Problem, UnfitFile, unfit
from alianza.observatory.importing.opening import sheet_of
from alianza.vocabulary.places import countries

OTHERS = frozenset({2003, 900_000})
CHANNEL_ISLANDS, KOSOVO = 830, 412
FIRST_GROUP = 900
ABOUT = About(
    source="UN DESA, International Migrant Stock",
    licence="CC BY 3.0 IGO",
    citation="United Nations, Department of Economic and Social Affairs, Population Division, International Migrant "
    "Stock.",
    url="https://www.un.org/development/desa/pd/content/international-migrant-stock",
    method="Read from the publisher's workbook; regions left out; sexes as published, no total of both is stored.",
)


def _codes() -> dict[int, str]:
    return {
        **{int(each.m49): each.alpha3 for each in countries()},
        CHANNEL_ISLANDS: "XCX",
        KOSOVO: "XKX",
        **dict.fromkeys(OTHERS, "OOO"),
    }


def read(path: Path) -> Brought:
    """Raises UnfitFile."""
    rows = sheet_of(path, wanted="Table 1")
    at = next((number for number, row in enumerate(rows[:40]) if _find(row, "location code of destination") >= 0), -1)
    if at < 0:
        raise unfit("No row says “Location code of destination”: this is not the workbook by destination and origin.")
    header = rows[at]
    destination, origin = _find(header, "location code of destination"), _find(header, "location code of origin")
    if origin < 0:
        raise unfit("The header has no “Location code of origin”.", row=at + 1)
    years = [(column, _whole(cell)) for column, cell in enumerate(header) if column > origin]
    blocks = _blocks([(column, year) for column, year in years if year is not None], row=at + 1)
    codes = _codes()
    problems: list[Problem] = []
    records: list[tuple[str, str, str, int, int, int]] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        home, host = _whole(_cell(row, origin)), _whole(_cell(row, destination))
        if home is None and host is None:
            continue
        if _is_group(home) or _is_group(host):
            continue
        if home not in codes or host not in codes:
            wrong = home if home not in codes else host
            problems.append(Problem(number, "", f"{wrong} is no location code of a country that is known."))
            continue
        for year in blocks[0]:
            both, male, female = (_figure(_cell(row, block[year])) for block in blocks)
            if "" in {both, male, female}:
                problems.append(Problem(number, str(year), "The cell is no number. Leave it empty or write “..”."))
                continue
            if male is None or female is None:
                continue
            if isinstance(both, int) and abs(both - int(male) - int(female)) > 1:
                problems.append(Problem(number, str(year), f"{both} is not {male} men and {female} women."))
                continue
            for sex, value in (("M", int(male)), ("F", int(female))):
                if value or both:
                    records.append((codes[home], codes[host], sex, year, value, number))
    if problems:
        raise UnfitFile(problems)
    if not records:
        raise unfit("It holds no figure for two countries.")
    frame = pl.DataFrame(
        records, schema=["ORIGIN", "DESTINATION", "SEX", "TIME_PERIOD", "OBS_VALUE", ROW], orient="row"
    ).with_columns(pl.col("TIME_PERIOD").cast(pl.String), pl.col("OBS_VALUE").cast(pl.Float64))
    return Brought(frame, about=ABOUT, revision=_revision(rows[:at]), method=ABOUT.method)


def _find(row: Sequence[Any], words: str) -> int:
    for column, cell in enumerate(row):
        if isinstance(cell, str) and words in " ".join(cell.split()).lower():
            return column
    return -1


def _cell(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else ""


def _whole(cell: Any) -> int | None:
    if isinstance(cell, str):
        text = cell.strip()
        return int(text) if re.fullmatch(r"\d{1,6}", text) else None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell).is_integer():
        return int(cell)
    return None


def _is_group(code: int | None) -> bool:
    return code is not None and FIRST_GROUP <= code < 10_000 and code not in OTHERS


def _figure(cell: Any) -> int | str | None:
    """A figure, None where the source has none, and an empty text for what is neither."""
    if cell is None or (isinstance(cell, str) and cell.strip() in {"", "..", "…"}):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return round(cell)
    text = str(cell).replace(" ", "").replace("\u00a0", "")
    return int(text) if re.fullmatch(r"-?\d+", text) else ""


def _blocks(years: list[tuple[int, int]], *, row: int) -> list[dict[int, int]]:
    """The columns by year of both sexes, men and women: the years stand three times in one order."""
    each = len(years) // 3
    runs = [years[at * each : (at + 1) * each] for at in range(3)]
    listed = [[year for _, year in run] for run in runs]
    if not each or len(years) % 3 or listed[0] != listed[1] or listed[0] != listed[2]:
        raise unfit("The years must stand three times: both sexes, male, female.", row=row)
    if any(not 1950 <= year <= 2100 for year in listed[0]):
        raise unfit(f"{listed[0]} are not all years.", row=row)
    return [{year: column for column, year in run} for run in runs]


def _revision(title: list[list[Any]]) -> str | None:
    """The year that the title gives the revision, if it gives one."""
    for row in title:
        for cell in row:
            if isinstance(cell, str) and (found := re.search(r"Migrant Stock,? (?:the )?(\d{4})", cell, re.IGNORECASE)):
                return found[1]
    return None
