"""Pack the fonts that pages and papers use: `npm pack @ibm/plex-sans @ibm/plex-serif`, unpack, then
`python tools/pack_fonts.py --sans PATH --serif PATH`, each PATH the unpacked `package` folder.

Copies IBM's own subsets unchanged (the licence reserves the name Plex for unchanged fonts), with the licence beside
them; unwraps the whole faces that charts and papers are set in (WOFF is compression, nothing else changes);
prints what a page that needs no accents beyond Western Europe loads. Arabic comes when Arabic comes.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

DESTINATION = Path(__file__).resolve().parent.parent / "src" / "alianza" / "web" / "static" / "web" / "fonts"
WANTED: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "sans": [
        ("IBMPlexSans-Regular", ("Latin1", "Latin2", "Latin3", "Pi")),
        ("IBMPlexSans-SemiBold", ("Latin1", "Latin2", "Latin3", "Pi")),
    ],
    "serif": [("IBMPlexSerif-SemiBold", ("Latin1", "Latin2", "Latin3"))],
}
FIRST = "Latin1"
WHOLE = DESTINATION.parents[3] / "charts" / "fonts"
FACES = ("IBMPlexSans-Regular", "IBMPlexSans-SemiBold")


def unicode_range(package: Path, face: str, subset: str) -> str:
    """What IBM's own style sheet says this subset covers."""
    sheet = (package / "fonts" / "split" / "woff2" / f"{face}.css").read_text(encoding="utf-8")
    for rule in sheet.split("@font-face"):
        if f"{face}-{subset}.woff2" in rule and (found := re.search(r"unicode-range:\s*([^;}]+)", rule)):
            return found.group(1).strip()
    raise SystemExit(f"{face}-{subset} has no unicode-range in the package's own style sheet.")


def pack(packages: dict[str, Path]) -> int:
    """Copy the subsets; the bytes that a plain page loads."""
    DESTINATION.mkdir(parents=True, exist_ok=True)
    first = 0
    for family, faces in WANTED.items():
        package = packages[family]
        shutil.copyfile(package / "LICENSE.txt", DESTINATION / f"OFL-IBM-Plex-{family.title()}.txt")
        for face, subsets in faces:
            for subset in subsets:
                source = package / "fonts" / "split" / "woff2" / f"{face}-{subset}.woff2"
                shutil.copyfile(source, DESTINATION / source.name)
                size = source.stat().st_size
                first += size if subset == FIRST else 0
                print(f"{source.name}  {size}  {unicode_range(package, face, subset)}")
    return first


def unwrap(package: Path) -> None:
    """The whole faces as TrueType, which drawing and typesetting read from a file."""
    from fontTools.ttLib import TTFont

    WHOLE.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "LICENSE.txt", WHOLE / "OFL-IBM-Plex-Sans.txt")
    for face in FACES:
        with TTFont(package / "fonts" / "complete" / "woff" / f"{face}.woff", recalcTimestamp=False) as font:
            font.flavor = None
            font.save(WHOLE / f"{face}.ttf", reorderTables=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sans", type=Path, required=True)
    parser.add_argument("--serif", type=Path, required=True)
    given = parser.parse_args()
    unwrap(given.sans)
    print(f"first page: {pack({'sans': given.sans, 'serif': given.serif})} bytes of fonts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
