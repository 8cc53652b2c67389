"""Pack the IATI standard that the product carries: `python tools/pack_iati.py --shared ../shared`.

Schemas, mapping and ruleset are copied byte for byte. The codelists become one gzip JSON with what checking needs:
code, name in English and French, status, date of withdrawal, category; descriptions stay outside. `sources.json` says
of each file where it is from, under which licence, and its hash. Running it again gives identical bytes.
"""

import argparse
import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from lxml import etree

DESTINATION = Path(__file__).resolve().parent.parent / "src" / "alianza" / "iati" / "standard"
ATTRIBUTION = "IATI Standard (http://iatistandard.org/)"
CC_BY = f"CC BY 4.0, attributed as {ATTRIBUTION}; Copyright Development Initiatives, on behalf of the IATI Secretariat"
SCHEMAS = "IATI/IATI-Schemas, version-2.03, 4c9ba1e, 2024-10-22"
EMBEDDED = "IATI/IATI-Codelists, version-2.03, 75e827b, 2024-03-11"
NON_EMBEDDED = "IATI/IATI-Codelists-NonEmbedded, 7aeece7, 2026-06-22"
RULESETS = "IATI/IATI-Rulesets, version-2.03, a88f835, 2023-04-05"

COPIES = (
    ("schemas/iati-activities-schema.xsd", SCHEMAS, CC_BY),
    ("schemas/iati-organisations-schema.xsd", SCHEMAS, CC_BY),
    ("schemas/iati-common.xsd", SCHEMAS, CC_BY),
    ("schemas/xml.xsd", SCHEMAS, "W3C software and document notice"),
    ("codelists/mapping.xml", EMBEDDED, CC_BY),
    ("rulesets/standard.json", RULESETS, "MIT, Copyright (c) 2013-2014 Ben Webb"),
    ("rulesets/LICENSE", RULESETS, "MIT, Copyright (c) 2013-2014 Ben Webb"),
)
NAMES = {"rulesets/standard.json": "ruleset.json", "rulesets/LICENSE": "ruleset.LICENSE"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--shared", type=Path, required=True, help="folder that holds data/iati with the staged standard"
    )
    source: Path = parser.parse_args().shared / "data" / "iati"
    if not source.is_dir():
        sys.stderr.write(f"{source} is not a folder: give the folder that holds data/iati with --shared.\n")
        return 2
    sources = []
    for name, origin, licence in COPIES:
        raw = (source / name).read_bytes()
        sources.append(written(NAMES.get(name, Path(name).name), raw, origin=origin, licence=licence, path=name))
    lists: dict[str, Any] = {}
    for folder, origin in (("embedded", EMBEDDED), ("non-embedded", NON_EMBEDDED)):
        for file in sorted((source / "codelists" / folder).glob("*.xml")):
            lists[file.stem] = {"origin": origin} | packed(file)
    document = json.dumps({"lists": dict(sorted(lists.items()))}, ensure_ascii=False, separators=(",", ":"))
    raw = gzip.compress(document.encode(), 9, mtime=0)
    sources.append(
        written("codelists.json.gz", raw, origin=f"{EMBEDDED}; {NON_EMBEDDED}", licence=CC_BY, path="codelists/")
    )
    text = json.dumps({"attribution": ATTRIBUTION, "files": sources}, ensure_ascii=False, indent=1)
    (DESTINATION / "sources.json").write_text(text + "\n", encoding="utf-8")
    codes = sum(len(each["items"]) for each in lists.values())
    size = sum(each["bytes"] for each in sources)
    print(f"{len(lists)} codelists, {codes:,} codes; {len(sources)} files, {size:,} bytes")
    return 0


def written(name: str, raw: bytes, **told: str) -> dict[str, Any]:
    """Write a file and say what it is."""
    (DESTINATION / name).write_bytes(raw)
    return {"file": name, **told, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}


def packed(file: Path) -> dict[str, Any]:
    """A codelist with one row for each code: code, English, French, status, withdrawn on, category; no empty ends."""
    root = etree.parse(file).getroot()
    rows: dict[str, list[str]] = {}
    for item in root.iterfind("codelist-items/codelist-item"):
        row = [
            " ".join((item.findtext("code") or "").split()),
            narrative(item, ""),
            narrative(item, "fr"),
            "" if item.get("status", "active") == "active" else item.get("status"),
            item.get("withdrawal-date", ""),
            " ".join((item.findtext("category") or "").split()),
        ]
        while not row[-1]:
            row.pop()
        known = rows.setdefault(row[0], row)
        if known != row:
            sys.stderr.write(f"{file.name}: {row[0]} stands there twice; the first is kept.\n")
    return {
        "name": root.findtext("metadata/name/narrative"),
        "complete": root.get("complete", "1") == "1",
        "categories": root.get("category-codelist", ""),
        "items": list(rows.values()),
    }


def narrative(item: Any, language: str) -> str:
    found = [each.text or "" for each in item.iterfind("name/narrative") if each.get(LANG, "") == language]
    return " ".join(found[0].split()) if found else ""


if __name__ == "__main__":
    raise SystemExit(main())
