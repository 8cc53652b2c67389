"""The numbers behind a chart as a file that a spreadsheet opens safely."""

from alianza.charts.chart import Chart
from alianza.charts.numbers import decimals_of, said
from alianza.tabular import csv_text


def csv(chart: Chart) -> str:
    """The table behind the chart: UTF-8 without byte-order mark, a point as decimal mark, missing values empty."""
    return csv_text(chart.columns, chart.rows)


def shown_rows(chart: Chart, language: str) -> list[list[tuple[bool, str | None]]]:
    """The rows as a reader sees them: of each cell whether it is a number, and its words; None is missing.

    The first column names the row; a year there stays a year.
    """
    decimals = []
    for place in range(len(chart.columns)):
        numbers = [float(row[place]) for row in chart.rows if isinstance(row[place], int | float)]  # type: ignore[arg-type]
        needed = 0 if max((abs(number) for number in numbers), default=0.0) >= 1000 else decimals_of(numbers)
        decimals.append(needed if chart.decimals is None else chart.decimals)
    return [
        [
            (False, str(value))
            if place == 0
            else (True, None)
            if value is None
            else (True, said(value, language, decimals[place]))
            if isinstance(value, int | float)
            else (False, str(value))
            for place, value in enumerate(row)
        ]
        for row in chart.rows
    ]
