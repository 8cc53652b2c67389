"""The workbook of Remittance Prices Worldwide: one row a quote, for the equivalents of 200 (cc1) and 500 (cc2) dollars.

The columns that are used: id, period (2023_1Q), source_code, destination_code, firm, firm_type, product, speed actual,
transparent, and for each amount the fee, the exchange-rate margin and the total cost in percent. They become the series
`remittance-quotes`.
"""

import re
from pathlib import Path
from typing import Any

import polars as pl

from alianza.observatory.importing.brought import ROW, About, Brought, Definition, Problem, UnfitFile, unfit
from alianza.observatory.importing.opening import sheet_of

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
TEXTS = {"PROVIDER_TYPE": "firm_type", "PRODUCT": "product", "SPEED": "speed actual", "TRANSPARENT": "transparent"}


def read(path: Path) -> Brought:
    """Raises UnfitFile."""
    rows = sheet_of(path, wanted="Dataset")
    at = next((number for number, row in enumerate(rows[:20]) if _has_names(row)), -1)
    if at < 0:
        raise unfit("No row names the columns source_code, destination_code, period and firm.")
    names = [" ".join(str(cell).split()).lower() for cell in rows[at]]
    column = {name: names.index(name) for name in names}
    costs = {amount: _cost_columns(column, part) for amount, part in (("200", "cc1"), ("500", "cc2"))}
    if not costs["200"]:
        raise unfit("No column holds the total cost of cc1 (the equivalent of 200 dollars).", row=at + 1)
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
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
            "QUOTE": str(told.get("id") or number).removesuffix(".0"),
            **{new: str(told[old]).strip() or None for new, old in TEXTS.items() if old in told},
            ROW: number,
        }
        for amount, found in costs.items():
            values = {new: _text(told[old]) for new, old in found.items()}
            if any(value is not None for value in values.values()):
                records.append({**common, "AMOUNT": amount, **values})
    if problems:
        raise UnfitFile(problems)
    if not records:
        raise unfit("It holds no quote.")
    schema = [*DEFINITION.dimensions, *DEFINITION.measures, *(new for new, old in TEXTS.items() if old in column)]
    frame = pl.DataFrame(records, schema={**dict.fromkeys(schema, pl.String), ROW: pl.Int64})
    return Brought(frame, DEFINITION, ABOUT, method=ABOUT.method)


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
    if cell is None or cell == "":
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return repr(cell)
    return str(cell).strip() or None
