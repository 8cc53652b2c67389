"""Ratifications as NORMLEX lists them: Country, Convention, Date, Status, Note, as CSV or XLSX.

A list of one convention has no column Convention; name the convention in the first line above the table (C097) or add
the column. Dates are written 22 Aug 1969 or 1969-08-22.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from alianza.observatory.importing.brought import ROW, About, Brought, Definition, Problem, UnfitFile, unfit
from alianza.observatory.importing.opening import sheet_of, table_of
from alianza.vocabulary.places import find_country
from alianza.vocabulary.refusal import Refusal

DEFINITION = Definition(
    id="conventions-ilo",
    agency="ILO",
    titles={"en": "ILO conventions: ratifications", "es": "Convenios de la OIT: ratificaciones",
            "fr": "Conventions de l'OIT : ratifications"},
    dimensions={"REF_AREA": "REF_AREA", "TREATY": "TREATY"},
    measures=("STATUS", "BOUND"),
    unit="status",
    kind="status list",
    texts=frozenset({"STATUS", "BOUND"}),
)  # fmt: skip
ABOUT = About(
    source="ILO, NORMLEX",
    licence="Facts of the depositary",
    citation="International Labour Organization, NORMLEX, Ratifications.",
    url="https://normlex.ilo.org/",
    method="Read from a table of NORMLEX; names of countries to codes, dates to ISO 8601.",
)
STATUSES = {"in force": "in force", "not in force": "not in force", "denounced": "denounced"}
SPELT = {
    "bolivia (plurinational state of)": "BOL",
    "côte d'ivoire": "CIV",
    "cote d'ivoire": "CIV",
    "turkey": "TUR",
    "türkiye": "TUR",
    "tanzania, united republic of": "TZA",
    "united republic of tanzania": "TZA",
    "venezuela (bolivarian republic of)": "VEN",
    "kosovo": "XKX",
    "viet nam": "VNM",
    "czech republic": "CZE",
    "united kingdom": "GBR",
    "united states": "USA",
    "republic of korea": "KOR",
    "korea, republic of": "KOR",
    "democratic republic of the congo": "COD",
    "republic of moldova": "MDA",
    "moldova, republic of": "MDA",
    "north macedonia": "MKD",
}


def read(path: Path) -> Brought:
    """Raises UnfitFile."""
    frame = _table(path)
    if lacking := [name for name in ("Country", "Convention", "Date", "Status") if name not in frame.columns]:
        raise unfit(f"It lacks the columns {', '.join(lacking)}.", row=1)
    problems: list[Problem] = []
    records = []
    for row in frame.iter_rows(named=True):
        number = row[ROW]
        convention = re.fullmatch(r"C(?:onvention )?\s*0*(\d{1,3})(?:\D.*)?", (row["Convention"] or "").strip())
        if convention is None:
            problems.append(Problem(number, "Convention", f"{row['Convention']!r} is no number such as C097."))
            continue
        day = _day(row["Date"] or "")
        if day is None:
            problems.append(Problem(number, "Date", f"{row['Date']!r} is no day such as 22 Aug 1969."))
            continue
        status = (row["Status"] or "").strip()
        plain = next((held for said, held in STATUSES.items() if status.lower().startswith(said)), None)
        if plain is None:
            problems.append(Problem(number, "Status", f"{status!r} is none of In force, Not in force, Denounced."))
            continue
        try:
            area = SPELT.get((row["Country"] or "").strip().lower()) or find_country(row["Country"] or "").alpha3
        except Refusal as refusal:
            problems.append(Problem(number, "Country", str(refusal)))
            continue
        records.append((area, f"C{int(convention[1]):03d}", plain, day, row.get("Note"), number))
    if problems:
        raise UnfitFile(problems)
    schema = {"REF_AREA": pl.String, "TREATY": pl.String, "STATUS": pl.String, "BOUND": pl.String, "NOTE": pl.String,
              ROW: pl.Int64}  # fmt: skip
    return Brought(pl.DataFrame(records, schema=schema, orient="row"), DEFINITION, ABOUT, method=ABOUT.method)


def _table(path: Path) -> pl.DataFrame:
    if path.suffix.lower() != ".xlsx":
        return table_of(path)
    rows = sheet_of(path)
    at = next((number for number, row in enumerate(rows[:20]) if "Country" in row), -1)
    if at < 0:
        raise unfit("No row names the columns Country, Date and Status.")
    header = [str(cell).strip() for cell in rows[at]]
    cells = [
        [*(str(cell).strip() or None for cell in row), number]
        for number, row in enumerate(rows[at + 1 :], at + 2)
        if any(str(cell).strip() for cell in row)
    ]
    frame = pl.DataFrame(cells, schema={**dict.fromkeys(header, pl.String), ROW: pl.Int64}, orient="row")
    above = next((str(cell) for row in rows[:at] for cell in row if re.match(r"C\s*\d", str(cell))), None)
    if "Convention" not in frame.columns and above:
        frame = frame.with_columns(pl.lit(above).alias("Convention"))
    return frame


def _day(text: str) -> str | None:
    for form in ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return None
