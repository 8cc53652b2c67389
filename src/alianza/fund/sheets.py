"""Tables of the fund as files that a spreadsheet opens safely: exact amounts, the day and the seal beside them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from alianza.vocabulary.money import Money

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _cell(value: object) -> str:
    """Words that a spreadsheet would take for a formula get an apostrophe; amounts are numbers with a point."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{value.amount:f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    words = str(value)
    return f"'{words}" if words.startswith(_DANGEROUS) else words


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 without byte-order mark, a point as decimal sign, what is not known empty."""
    held = io.StringIO()
    table = csv.writer(held, lineterminator="\r\n")
    table.writerow(headings)
    table.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue()
