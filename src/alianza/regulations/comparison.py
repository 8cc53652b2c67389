"""Sheets side by side, element by element: what each says on a day, how well it is known, and its figures with units.

A statement that does not hold on the day is left out; a dated figure without a value on the day stays in the table and
is unknown. Nothing is converted: an amount keeps its currency and its period, so that only like is compared with like.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alianza.regulations import dictionary
from alianza.regulations.costs import DAYS, is_money
from alianza.regulations.sheets import Element, Line, Sheet, Standing
from alianza.vocabulary.criterion import value_on
from alianza.vocabulary.text import Text

MOST = 6
"""Sheets that stand side by side at the most."""


class Kind(StrEnum):
    """What a figure measures, by its unit."""

    MONEY = "money"
    TIME = "time"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Figured:
    """One figure of a sheet on a day. `value` is `None` where no value is known for the day; `element` is empty for a
    dated figure that conditions test or that stands by itself.
    """

    sheet: Sheet
    element: str
    key: str
    label: Text
    value: float | str | None
    unit: str
    per: str
    payer: str
    first: date | None
    last: date | None
    standing: Standing | None

    @property
    def kind(self) -> Kind:
        if is_money(self.unit):
            return Kind.MONEY
        return Kind.TIME if self.unit in DAYS or self.unit == "year" else Kind.OTHER


@dataclass(frozen=True, slots=True)
class Said:
    """What one sheet says on one element. Without lines there is a gap, in the sheet's own words where it has some."""

    sheet: Sheet
    lines: tuple[Line, ...]
    gap: Text | None


@dataclass(frozen=True, slots=True)
class Row:
    """One element, told by each sheet in turn."""

    element: Element
    said: tuple[Said, ...]


def side_by_side(sheets: Sequence[Sheet], elements: Iterable[str], on: date) -> list[Row]:
    """The chosen elements in their order, each as every sheet tells it on the day."""
    wanted = set(elements)
    return [
        Row(sheets[0].elements[name.key], tuple(_said(sheet, name.key, on) for sheet in sheets))
        for name in dictionary.elements()
        if name.key in wanted and sheets
    ]


def _said(sheet: Sheet, key: str, on: date) -> Said:
    element = sheet.elements[key]
    lines = tuple(line for line in element.lines if line.standing.holds_on(on))
    return Said(sheet, lines, None if lines else element.gap)


def figures(sheet: Sheet, elements: Iterable[str], on: date) -> Iterator[Figured]:
    """Figures of the chosen elements that hold on the day, then every dated figure, known on the day or not."""
    wanted = set(elements)
    for element in sheet.elements.values():
        if element.key not in wanted:
            continue
        for each in element.figures:
            if each.standing.holds_on(on):
                yield Figured(
                    sheet, element.key, each.key, each.label, each.value, each.unit, each.per, each.payer,
                    each.standing.first, each.standing.last, each.standing,
                )  # fmt: skip
    for series in sheet.parameters.values():
        value = value_on(series.values, on)
        entry = next(
            ((held, standing) for held, standing in series.entries if held.holds_on(on) and held.value == value),
            (None, None),
        )
        held, standing = entry
        yield Figured(
            sheet, "", series.name, series.label, value, series.unit, "", series.payer,
            held.first if held else None, held.last if held else None, standing,
        )  # fmt: skip


HEADINGS = (
    "on", "sheet", "jurisdiction", "confirmed", "kind", "element", "key", "text", "value", "unit", "per", "payer",
    "level", "as_of", "from", "to", "sources",
)  # fmt: skip


def rows(sheets: Iterable[Sheet], elements: Iterable[str], on: date, language: str) -> Iterator[dict[str, object]]:
    """Everything compared, one thing a row: statements, gaps, figures. Keys are `HEADINGS`; `None` is not known."""
    wanted = tuple(elements)
    for sheet in sheets:
        common = {
            "on": on.isoformat(),
            "sheet": sheet.id,
            "jurisdiction": sheet.jurisdiction,
            "confirmed": sheet.is_confirmed,
        }
        for name in dictionary.elements():
            if name.key not in wanted:
                continue
            said = _said(sheet, name.key, on)
            for line in said.lines:
                statement = {"kind": "statement", "element": name.key, "text": line.text.in_language(language)[0]}
                yield _row(common | statement, line.standing)
            if not said.lines:
                gap = said.gap.in_language(language)[0] if said.gap else ""
                yield _row(common | {"kind": "gap", "element": name.key, "text": gap}, None)
        for each in figures(sheet, wanted, on):
            told: dict[str, object] = {
                "kind": "figure" if each.element else "parameter",
                "element": each.element or None,
                "key": each.key,
                "text": each.label.in_language(language)[0],
                "value": each.value,
                "unit": each.unit,
                "per": each.per or None,
                "payer": each.payer or None,
            }
            days = {"from": each.first and each.first.isoformat(), "to": each.last and each.last.isoformat()}
            yield _row(common | told, each.standing) | days


def _row(told: dict[str, object], standing: Standing | None) -> dict[str, object]:
    found: dict[str, object] = dict.fromkeys(HEADINGS)
    found |= told
    if standing is not None:
        found |= {
            "level": standing.level,
            "as_of": standing.as_of,
            "from": standing.first and standing.first.isoformat(),
            "to": standing.last and standing.last.isoformat(),
            "sources": " ".join(source.url for source in standing.sources),
        }
    return found
