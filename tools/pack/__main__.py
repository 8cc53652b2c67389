"""`python -m tools.pack --shared ../shared`: write every packaged series and the catalogue; `--own`: our own alone.

Set OPENBLAS_NUM_THREADS=1: threads of linear algebra make the estimates thirty times as slow.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from . import accounts, areas, displacement, economy, flows, labour, policy, population, remittances, stocks
from .writing import write

DESTINATION = Path(__file__).resolve().parents[2] / "src" / "alianza" / "observatory" / "packaged"
SUBJECTS = (areas, stocks, population, remittances, economy, flows, displacement, labour, policy, accounts)


def list_in_catalogue(written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entries = sorted(written, key=lambda entry: (entry["id"], not entry["current"], entry["vintage"]))
    text = json.dumps({"dataflows": entries}, ensure_ascii=False, indent=1)
    (DESTINATION / "catalogue.json").write_text(text + "\n", encoding="utf-8")
    return entries


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.pack", description=__doc__)
    sources = parser.add_mutually_exclusive_group(required=True)
    sources.add_argument("--shared", type=Path, help="the folder with the staged sources")
    sources.add_argument(
        "--own", action="store_true", help="only what is estimated here, from what is packaged already"
    )
    asked = parser.parse_args(arguments)
    DESTINATION.mkdir(parents=True, exist_ok=True)
    from . import estimates

    if asked.own:
        held = json.loads((DESTINATION / "catalogue.json").read_text(encoding="utf-8"))["dataflows"]
        written = [each for each in held if each["agency"] != estimates.AGENCY]
    else:
        shared: Path = asked.shared.resolve()
        written = [write(series, DESTINATION) for subject in SUBJECTS for series in subject.series(shared)]
        list_in_catalogue(written)  # estimates read what was just written

    written += [write(series, DESTINATION) for series in estimates.series()]
    names = [entry["file"] for entry in written]
    if len({*names}) < len(names):
        raise ValueError(f"two series have one name: {names}")
    for leftover in {path.name for path in DESTINATION.glob("*.parquet")} - {*names}:
        print(f"not made by this command, left as it is: {leftover}", file=sys.stderr)
    entries = list_in_catalogue(written)
    for entry in entries:
        print(f"{entry['bytes']:>9,}  {entry['rows']:>9,}  {entry['file']}")
    print(f"{sum(entry['bytes'] for entry in entries) / 1e6:.1f} MB in {len(entries)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
