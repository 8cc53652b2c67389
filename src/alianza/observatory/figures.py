"""A number with what it answers for, the note on its source, and how a reader sees it."""

import math
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from alianza.observatory import queries
from alianza.observatory.packaged import Entry
from alianza.observatory.provenance import Provenance, recorded
from alianza.texts import page_language


@dataclass(frozen=True, slots=True)
class Note:
    """Where a number comes from: one state of one series, and what was done to it."""

    series: str
    source: str
    vintage: str
    method: str
    licence: str = ""
    citation: str = ""
    url: str = ""
    provenance: Provenance | None = field(default=None, compare=False, repr=False)
    """How it was made, where this program made it."""

    @property
    def id(self) -> str:
        """The series without its vintage."""
        return self.series.partition("@")[0]

    @property
    def beside(self) -> str:
        """The vintage, where the name of the source does not say it already."""
        return "" if self.vintage in self.source else self.vintage


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is None where nothing is held. `kind` is observed, estimate or projection; `decimals` how many are shown.

    `unit` is a word that the page explains, `year` a year or a quarter.
    """

    value: float | None
    unit: str
    year: str
    note: Note
    kind: str = "observed"
    decimals: int = 0

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def source(self) -> str:
        return self.note.source

    @property
    def vintage(self) -> str:
        return self.note.vintage

    @property
    def method(self) -> str:
        return self.note.method

    def as_data(self) -> dict[str, object]:
        return {
            "value": self.value,
            "unit": self.unit,
            "year": self.year,
            "kind": self.kind,
            "source": self.source,
            "vintage": self.vintage,
            "method": self.method,
            "series": self.note.series,
            "provenance": self.note.provenance.as_data() if self.note.provenance else None,
        }


def written(value: float, decimals: int = 0) -> str:
    """The number as the reader of the page writes it, with exactly so many decimals.

    A share or an amount that is not zero is never written as zero: 0.0012 with two decimals is "less than 0.01". A
    count (no decimals) is rounded.
    """
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    lang = page_language()

    def plain(number: float) -> str:
        return str(format_decimal(number, format=pattern, locale=lang))

    near = round(value, decimals)
    if decimals and value and not near:
        least = plain(10.0**-decimals)
        if value > 0:
            return _("less than %(number)s") % {"number": least}
        return _("between −%(number)s and 0") % {"number": least}
    return plain(near)


def note(entry: Entry, method: str = "", provenance: Provenance | None = None) -> Note:
    """The note on a series; `method` where more was done to the number than the series says, and the record of it."""
    return Note(
        entry.name,
        entry.source,
        entry.vintage,
        method or entry.method,
        entry.licence,
        entry.citation,
        entry.url,
        provenance or recorded(entry),
    )


def note_of(dataflow: str, vintage: str | None = None, method: str = "") -> Note:
    return note(queries.entry(dataflow, vintage), method)


def figure(
    value: float | None, unit: str, year: object, where: Note, *, kind: str = "observed", decimals: int = 0
) -> Figure:
    known = None if value is None or math.isnan(value) else float(value)
    return Figure(known, unit, str(year), where, kind, decimals)


def latest(
    dataflow: str, unit: str, *, decimals: int = 0, factor: float = 1, method: str = "", vintage: str | None = None,
    measure: str = "OBS_VALUE", **dimensions: Any,
) -> Figure:  # fmt: skip
    """The last known value of a series as a figure; a figure without value where none is known."""
    entry = queries.entry(dataflow, vintage)
    found = queries.latest(dataflow, vintage, measure=measure, **dimensions)
    year, value = found or ("", None)
    kind = {"projection": "projection", "observed": "observed"}.get(entry.kind, "estimate")
    return figure(
        None if value is None else value * factor, unit, year, note(entry, method), kind=kind, decimals=decimals
    )
