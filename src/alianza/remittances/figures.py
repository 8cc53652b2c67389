"""A number with what it answers for: unit, year, source, vintage and method."""

from dataclasses import dataclass

from alianza.observatory.packaged import Entry


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is None where nothing is held. `year` is a year or a quarter; `series` the series' name, `id@vintage`."""

    value: float | None
    unit: str
    year: str
    source: str
    vintage: str
    method: str
    series: str

    def as_data(self) -> dict[str, object]:
        return {
            "value": self.value,
            "unit": self.unit,
            "year": self.year,
            "source": self.source,
            "vintage": self.vintage,
            "method": self.method,
            "series": self.series,
        }


def figure(value: float | None, entry: Entry, *, unit: str, year: object, method: str = "") -> Figure:
    """A figure taken from a series; `method` where more was done to it than the series says."""
    known = None if value is None or value != value else float(value)  # noqa: PLR0124  NaN is not equal to itself
    return Figure(known, unit, str(year), entry.source, entry.vintage, method or entry.method, entry.name)
