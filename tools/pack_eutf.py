"""Pack the EU Emergency Trust Fund for Africa, compiled by DW: `python tools/pack_eutf.py --shared ../shared`.

Five tables become Parquet. Amounts become whole cents; everything else stays as the file writes it, contradictions and
all. Left out: the summaries of projects (their compiler has to be asked before they are published), addresses of
documents, notes of the compiler, lists of children and siblings, and one title that is a person's name. Of a result
whose figure is a text, the first line is kept. Running it again gives identical bytes.
"""

import argparse
import csv
import hashlib
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

DESTINATION = Path(__file__).resolve().parent.parent / "src" / "alianza" / "fund" / "data" / "eutf"
ORIGIN = "dw-data/eutf-africa, commit 18b189c, 2022-04-27"
SOURCE = "European Commission, compiled by DW"
LICENCE = (
    "Facts of the European Commission (its monitoring platform, 17 December 2021, and its web pages): reuse with "
    "attribution, Decision 2011/833/EU. The compilers (Deutsche Welle with VoxEurop, Openpolis, OBCT) state no "
    "licence; their summaries are not included."
)
PERSONAL = {"YEP Programmes": "title"}
"""A grant to one person, listed under that person's name."""
LONGEST_FIGURE = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/fund/eutf-africa")
    source: Path = parser.parse_args().shared / "data" / "fund" / "eutf-africa"
    if not source.is_dir():
        sys.stderr.write(f"{source} is not a folder: give the folder that holds data/fund/eutf-africa with --shared.\n")
        return 2
    DESTINATION.mkdir(parents=True, exist_ok=True)
    files = [
        packed("decisions", source / "projects_2022-01.csv", decision),
        packed("monitored", source / "projects_akvo_2021-12.csv", monitored),
        packed("partners", source / "partner_orgs.csv", partner),
        packed("recipients", source / "recipients.csv", recipient),
        packed("results", source / "results_nonempty.csv", result),
    ]
    about = {"source": SOURCE, "origin": ORIGIN, "licence": LICENCE, "files": files}
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (DESTINATION / "sources.json").write_text(text + "\n", encoding="utf-8")
    rows, size = (sum(each[what] for each in files) for what in ("rows", "bytes"))
    print(f"{len(files)} tables, {rows:,} rows, {size:,} bytes")
    return 0


def packed(name: str, file: Path, row: Any) -> dict[str, Any]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row(each) for each in csv.DictReader(lines)]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    place = DESTINATION / f"{name}.parquet"
    frame.write_parquet(place, compression="zstd", compression_level=19, statistics=False)
    raw = place.read_bytes()
    return {
        "file": place.name,
        "path": file.name,
        "rows": len(rows),
        "bytes": len(raw),
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def cents(text: str) -> int:
    """Exact cents of a budget, which the file may write as 1e+06."""
    exact = Decimal(text) * 100
    if exact != exact.to_integral_value():
        raise ValueError(f"{text} is no amount in cents.")
    return int(exact)


def one_line(text: str) -> str:
    return " ".join(text.split())


def decision(row: dict[str, str]) -> dict[str, Any]:
    title = "" if PERSONAL.get(row["ProjectID"]) == "title" else one_line(row["ProjectTitle"])
    return {
        "id": row["ProjectID"],
        "title": title,
        "cents": cents(row["ProjectBudget"]),
        "places": row["ProjectLocation"],
        "implementers": one_line(row["ProjectImplementor"]),
        "themes": row["ProjectTheme"],
        "adopted": row["ProjectAdoptionDate"],
        "starts": row["ProjectStartDate"],
        "ends": row["ProjectEndDate"],
        "window": row["Region"],
    }


def monitored(row: dict[str, str]) -> dict[str, Any]:
    title = "" if PERSONAL.get(row["iati_id"]) == "title" else one_line(row["title"])
    return {
        "id": row["iati_id"],
        "kind": row["prefix"],
        "title": title,
        "funding": one_line(row["partner_funding"]),
        "accountable": one_line(row["partner_accountable"]),
        "extending": one_line(row["partner_extending"]),
        "implementing": one_line(row["partner_implementing"]),
        "starts": row["date_start"],
        "ends": row["date_end"],
        "cents": cents(row["budget"]) if row["budget"] else None,
        "countries": row["recipient_country"],
        "parents": row["project_parent"],
    }


def partner(row: dict[str, str]) -> dict[str, Any]:
    roles = {role: int(row[role]) for role in ("funding", "accountable", "extending", "implementing")}
    return {"name": one_line(row["name"]), "kind": row["type"], **roles}


def recipient(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["iati_id"],
        "country": row["recipient_country"],
        "percentage": row["recipient_percentage"],
        "cents": cents(row["budget"]),
    }


def result(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["iati_id"],
        "list": one_line(row["result_type"]),
        "title": one_line(row["title"]),
        "first": row["period_start"],
        "last": row["period_end"],
        "target": figure(row["target"]),
        "actual": figure(row["actual"]),
    }


def figure(text: str) -> str:
    first = text.strip().partition("\n")[0].strip()
    return first if len(first) <= LONGEST_FIGURE else first[:LONGEST_FIGURE].rstrip() + "…"


if __name__ == "__main__":
    raise SystemExit(main())
