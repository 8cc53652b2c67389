"""Reading the packaged files; what they mean is told by the modules beside this one."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def path(name: str) -> Path:
    return FOLDER / name


def rows(name: str) -> list[dict[str, str]]:
    """Every cell of a packaged CSV as the text it is: Namibia's alpha-2 code is "NA"."""
    with path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def columns(name: str) -> dict[str, list[Any]]:
    """A packaged Parquet file as Python lists by column."""
    from pyarrow import parquet  # a quarter of a second: only for those who need the large files

    # `ParquetFile` rather than `read_table`, which first loads the machinery for remote data sets (one second).
    return dict(parquet.ParquetFile(path(name)).read(use_threads=False).to_pydict())
