"""Tables as files that a spreadsheet opens safely: nothing in a cell is ever taken for a formula."""

import csv as _csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from alianza.instruments.xlsform.book import LONGEST_CELL, Book, sheet, to_xlsx

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: object) -> object:
    """Words that a spreadsheet would take for a formula get an apostrophe; numbers stay numbers; missing is empty."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    words = _words(value)
    return f"'{words}" if words.startswith(_DANGEROUS) else words


def csv(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 without byte-order mark, a point as decimal sign, what is not known empty."""
    held = io.StringIO()
    table = _csv.writer(held, lineterminator="\r\n")
    table.writerow([_cell(heading) for heading in headings])
    table.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue()


def xlsx(name: str, headings: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet of a workbook; every cell is text. A text longer than a cell is cut, and ends with three dots."""
    columns = [_words(heading) for heading in headings]

    def fitting(value: object) -> str:
        words = "".join(letter for letter in _words(value) if not "\ud800" <= letter <= "\udfff")
        words = "".join(letter for letter in words if letter >= " " or letter in "\n\t")
        return words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 3]}..."

    lines = (dict(zip(columns, map(fitting, row), strict=True)) for row in rows)
    return to_xlsx(Book({name: sheet(name, columns, lines)}))
