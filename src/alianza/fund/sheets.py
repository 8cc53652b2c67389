"""Tables of the fund as files that a spreadsheet opens safely: exact amounts, the day and the seal beside them."""

from collections.abc import Iterable, Sequence
from datetime import date

from alianza.tabular import csv_text
from alianza.vocabulary.money import Money


def _cell(value: object) -> object:
    """Amounts are numbers, without their currency; the truth is said in words, and days as 2026-03-24."""
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 without byte-order mark, a point as decimal sign, what is not known empty."""
    return csv_text(headings, ([_cell(value) for value in row] for row in rows))
