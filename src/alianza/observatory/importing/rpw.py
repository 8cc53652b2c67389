"""The workbook of Remittance Prices Worldwide: one row a quote, for the equivalents of 200 (cc1) and 500 (cc2) dollars.

The columns that are used: id, period (2023_1Q), source_code, destination_code, firm, firm_type, product, payment
instrument, access point, pickup method, receiving network coverage, speed actual, transparent, and for each amount the
fee, the exchange-rate margin and the total cost in percent. They become the series `remittance-quotes`.

The workbook has one sheet to the first quarter of 2016 and another since; both are read. The older names some columns
otherwise (sending location, coverage, pick-up method) and ranks the network in other words.
"""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from alianza.observatory.importing.brought import ROW, About, Brought, Definition, Problem, UnfitFile, unfit
from alianza.observatory.importing.opening import sheets_of

DEFINITION = Definition(
    id="remittance-quotes",
    agency="WB",
    titles={
        "en": "Quotes of remittance services",
        "es": "Cotizaciones de servicios de remesas",
        "fr": "Tarifs des services de transfert",
    },
    dimensions={
        name: name for name in ("SENDING_AREA", "RECEIVING_AREA", "TIME_PERIOD", "PROVIDER", "QUOTE", "AMOUNT")
    },
    measures=("TOTAL_COST", "FEE", "FX_MARGIN"),
    unit="total cost and margin: percent of the amount; fee: sending country's currency",
    kind="observed",
    may_be_negative=True,
)
ABOUT = About(
    source="World Bank, Remittance Prices Worldwide",
    licence="CC BY 4.0",
    citation="World Bank, Remittance Prices Worldwide, remittanceprices.worldbank.org.",
    url="https://remittanceprices.worldbank.org/",
    method="Read from the publisher's workbook, one row a quote and amount.",
)
PERIOD = re.compile(r"(\d{4})[_ -]?(?:(\d)Q|Q(\d))")
OLD = {"KSV": "XKX", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "WBG": "PSE"}
TEXTS = {
    "PROVIDER_TYPE": ("firm_type",),
    "PRODUCT": ("product",),
    "PAYMENT": ("payment instrument",),
    "ACCESS_POINT": ("access point", "sending location"),
    "PICKUP": ("pickup method", "pick-up method"),
    "COVERAGE": ("receiving network coverage", "coverage"),
    "SPEED": ("speed actual",),
    "TRANSPARENT": ("transparent",),
}
"""Each with the names that its column has had."""
NO_SUCH_DAY = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was: days before this one are a day further from their beginning."""


def read(path: Path) -> Brought:
    """Raises UnfitFile."""
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    known: set[str] = set()
    for _name, rows in sheets_of(path, wanted="Dataset"):
        found = _read_sheet(rows, problems)
        records += found
        known |= {name for name in TEXTS for record in found[:1] if name in record}
    if problems:
        raise UnfitFile(problems)
    if not records:
        raise unfit("It holds no quote.")
    schema = [*DEFINITION.dimensions, *DEFINITION.measures, *(name for name in TEXTS if name in known)]
    frame = pl.DataFrame(records, schema={**dict.fromkeys(schema, pl.String), ROW: pl.Int64})
    return Brought(frame, DEFINITION, ABOUT, method=ABOUT.method)


def _read_sheet(rows: list[list[Any]], problems: list[Problem]) -> list[dict[str, Any]]:
    at = next((number for number, row in enumerate(rows[:20]) if _has_names(row)), -1)
    if at < 0:
        raise unfit("No row names the columns source_code, destination_code, period and firm.")
    names = [" ".join(str(cell).split()).lower() for cell in rows[at]]
    column = {name: names.index(name) for name in names}
    costs = {amount: _cost_columns(column, part) for amount, part in (("200", "cc1"), ("500", "cc2"))}
    if not costs["200"]:
        raise unfit("No column holds the total cost of cc1 (the equivalent of 200 dollars).", row=at + 1)
    texts = {new: old for new, olds in TEXTS.items() for old in reversed(olds) if old in column}
    records: list[dict[str, Any]] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if not any(cell not in {"", None} for cell in row):
            continue
        told = {name: row[place] if place < len(row) else "" for name, place in column.items()}
        period = PERIOD.fullmatch(str(told["period"]).strip())
        if period is None:
            problems.append(Problem(number, "period", f"{str(told['period'])[:40]!r} is no quarter such as 2023_1Q."))
            continue
        common = {
            "SENDING_AREA": _area(told["source_code"]),
            "RECEIVING_AREA": _area(told["destination_code"]),
            "TIME_PERIOD": f"{period[1]}-Q{period[2] or period[3]}",
            "PROVIDER": str(told["firm"]).strip() or None,
            "QUOTE": (_text(told.get("id")) or str(number)).removesuffix(".0"),
            **{new: str(told[old]).strip() or None for new, old in texts.items()},
            ROW: number,
        }
        for amount, found in costs.items():
            values = {new: _text(told[old]) for new, old in found.items()}
            if any(value is not None for value in values.values()):
                records.append({**common, "AMOUNT": amount, **values})
    return records


def _has_names(row: list[Any]) -> bool:
    names = {str(cell).strip().lower() for cell in row}
    return {"source_code", "destination_code", "period", "firm"} <= names


def _cost_columns(column: dict[str, int], part: str) -> dict[str, str]:
    wanted = {"TOTAL_COST": ("total cost",), "FEE": ("lcu fee", "fee"), "FX_MARGIN": ("fx margin",)}
    found = {}
    for measure, endings in wanted.items():
        for name in column:
            if name.startswith(part) and any(ending in name for ending in endings) and measure not in found:
                found[measure] = name
    return found if "TOTAL_COST" in found else {}


def _area(cell: Any) -> str | None:
    code = str(cell).strip().upper()
    return OLD.get(code, code) or None


def _text(cell: Any) -> str | None:
    """The cell as text. A number that a spreadsheet shows as a day or an hour is that number."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, date):
        begun = date(1899, 12, 31) if date(cell.year, cell.month, cell.day) < NO_SUCH_DAY else date(1899, 12, 30)
        passed = _part_of_day(cell.time()) if isinstance(cell, datetime) else 0.0
        cell = (date(cell.year, cell.month, cell.day) - begun).days + passed
    elif isinstance(cell, time):
        cell = _part_of_day(cell)
    elif isinstance(cell, timedelta):
        cell = cell / timedelta(days=1)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return repr(cell)
    return str(cell).strip() or None


def _part_of_day(hour: time) -> float:
    return (hour.hour * 3600 + hour.minute * 60 + hour.second + hour.microsecond / 1e6) / 86400
