"""The numbers behind a chart as a file that a spreadsheet opens safely."""

import csv as _csv
import io

from alianza.charts.chart import Chart

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _cell(value: object) -> object:
    """Words that a spreadsheet would take for a formula get an apostrophe; numbers stay numbers; missing is empty."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    words = str(value)
    return f"'{words}" if words.startswith(_DANGEROUS) else words


def csv(chart: Chart) -> str:
    """The table behind the chart: UTF-8 without byte-order mark, a point as decimal mark, missing values empty."""
    written = io.StringIO()
    rows = _csv.writer(written, lineterminator="\r\n")
    rows.writerow([_cell(heading) for heading in chart.columns])
    rows.writerows([_cell(value) for value in row] for row in chart.rows)
    return written.getvalue()
