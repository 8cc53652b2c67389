"""Tables as files that a spreadsheet opens safely: nothing in a cell is ever taken for a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from alianza.instruments.xlsform.book import LONGEST_CELL, Book, sheet, to_xlsx
from alianza.tabular import csv_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _told(value: object) -> object:
    """Moments and days as they are written here; numbers stay numbers, and nothing stays nothing."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, bool) else value


def csv(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 without byte-order mark, a point as decimal sign, what is not known empty."""
    return csv_text([_told(heading) for heading in headings], ([_told(value) for value in row] for row in rows))


def _words(value: object) -> str:
    told = _told(value)
    return "" if told is None else str(told)


def xlsx(name: str, headings: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet of a workbook; every cell is text. A text longer than a cell is cut, and ends with three dots."""
    columns = [_words(heading) for heading in headings]

    def fitting(value: object) -> str:
        words = "".join(letter for letter in _words(value) if not "\ud800" <= letter <= "\udfff")
        words = "".join(letter for letter in words if letter >= " " or letter in "\n\t")
        return words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 3]}..."

    lines = (dict(zip(columns, map(fitting, row), strict=True)) for row in rows)
    return to_xlsx(Book({name: sheet(name, columns, lines)}))
