"""Pack the dated exchange rates: `python tools/pack_rates.py --shared ../shared`.

Writes `exchange_rates.csv` into the vocabulary's data folder and its entry into the catalogue there. The International
Monetary Fund's annual averages come first, as decided; the Federal Reserve's fill currencies and years that the Fund's
table lacks. Nothing is computed: every figure stands as its source has it, and says which source that is.
"""

import argparse
import csv
import io
import sys
from pathlib import Path

from pack_data import DESTINATION, DataSet, describe_also, read

FIRST_YEAR = 2000
FED = {
    "Australia": "AUD", "Brazil": "BRL", "Canada": "CAD", "China": "CNY", "Denmark": "DKK", "Euro": "EUR",
    "Hong Kong": "HKD", "India": "INR", "Japan": "JPY", "Malaysia": "MYR", "Mexico": "MXN", "New Zealand": "NZD",
    "Norway": "NOK", "Singapore": "SGD", "South Africa": "ZAR", "South Korea": "KRW", "Sweden": "SEK",
    "Switzerland": "CHF", "Taiwan": "TWD", "Thailand": "THB",
}  # fmt: skip
"""Venezuela is left out: its series runs through three currencies without saying where one ends."""
UNPAYABLE = {"XDR"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/ with the staged sources")
    data: Path = parser.parse_args().shared / "data"
    if not data.is_dir():
        sys.stderr.write(f"{data} is not a folder: give the folder that holds data/ with --shared.\n")
        return 2
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for row in read(data / "exchange_rates" / "fed_h10_annual_usd_1971_2025.csv"):
        year = int(row["Date"][:4])
        if year >= FIRST_YEAR and row["Country"] in FED:
            found[FED[row["Country"]], year] = (row["Exchange rate"], "fed")
    for row in read(data / "fund" / "fx" / "imf_annual_average_per_usd.csv"):
        if row["currency"] not in UNPAYABLE:
            found[row["currency"], int(row["year"])] = (row["units_per_usd"], "imf")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("currency", "year", "units_per_usd", "source"))
    for (code, year), (units, source) in sorted(found.items()):
        writer.writerow((code, year, units, source))
    (DESTINATION / "exchange_rates.csv").write_bytes(buffer.getvalue().encode())
    describe_also(
        DataSet(
            id="exchange-rates",
            file="exchange_rates.csv",
            title={"en": "Exchange rates", "es": "Tipos de cambio", "fr": "Taux de change"},
            source="International Monetary Fund, International Financial Statistics (imf); "
            "Board of Governors of the Federal Reserve System, H.10 and G.5 (fed)",
            licence="free reuse with attribution to the International Monetary Fund (imf); public domain (fed)",
            vintage="annual averages 2000 to 2024 (imf) and 2025 (fed); copies of 2025-11 and 2026",
            method="Units of the currency per US dollar, annual average, as published. The Federal Reserve's figure "
            "stands only where the Fund's table has none. One country's rate stands for each currency union.",
            found_in="codeforIATI/imf-exchangerates (89e77b6); datasets/exchange-rates data/annual.csv (fa7d949)",
        )
    )
    print(f"exchange_rates.csv: {len(found):,} rates, {len({code for code, _ in found})} currencies")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
