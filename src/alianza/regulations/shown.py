"""A sheet as its page shows it: amounts in words, conditions as sentences, cases with what they give today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alianza.engines.eligibility import evaluate, ready
from alianza.regulations import dictionary, wording
from alianza.regulations.dictionary import text_of, word
from alianza.regulations.report import WHO
from alianza.regulations.sheets import Case, Element, Figure, Series, Sheet, Source, Standing
from alianza.vocabulary.criterion import All, Condition, Count, Criterion, Fix, Parameter, Points, Test, value_on
from alianza.vocabulary.text import Text

STALE_AFTER_YEARS = 1
"""Thresholds, fees and quotas usually change each year."""


def is_stale(year: int | None, today: date) -> bool:
    return year is not None and today.year - year > STALE_AFTER_YEARS


@dataclass(frozen=True, slots=True)
class ShownFigure:
    label: Text
    amount: str
    payer: str
    note: Text
    standing: Standing


@dataclass(frozen=True, slots=True)
class ShownElement:
    """An element with its figures in words."""

    element: Element
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One value of a dated figure. `is_open_ended` says that nobody knows until when it holds."""

    amount: str
    first: date | None
    last: date | None
    standing: Standing
    holds: bool
    is_open_ended: bool


@dataclass(frozen=True, slots=True)
class ShownSeries:
    series: Series
    entries: tuple[ShownEntry, ...]

    @property
    def holds_today(self) -> bool:
        return any(entry.holds for entry in self.entries)


@dataclass(frozen=True, slots=True)
class ShownNode:
    """One condition in words. `form` is all, any, test or points; `who` can change it."""

    form: str
    id: str
    label: Text
    words: str
    who: str
    sources: tuple[Source, ...]
    parts: tuple["ShownNode", ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class ShownCase:
    case: Case
    answers: tuple[tuple[Text, str], ...]
    found: str
    passes: bool


def elements(sheet: Sheet, language: str) -> list[ShownElement]:
    return [
        ShownElement(element, tuple(_figure(figure, language) for figure in element.figures))
        for element in sheet.elements.values()
    ]


def _figure(figure: Figure, language: str) -> ShownFigure:
    amount = wording.amount_words(figure.value, figure.unit, language, figure.per)
    payer = wording.say("who_pays", figure.payer, language) if figure.payer else ""
    return ShownFigure(figure.label, amount, payer, figure.note, figure.standing)


def parameters(sheet: Sheet, language: str, today: date) -> list[ShownSeries]:
    return [
        ShownSeries(
            series,
            tuple(
                ShownEntry(
                    _amount(value.value, series.unit, language),
                    value.first,
                    value.last,
                    standing,
                    value.holds_on(today),
                    value.last is None and value.first is not None and value.first.year < today.year,
                )
                for value, standing in series.entries
            ),
        )
        for series in sheet.parameters.values()
    ]


def _amount(value: float | str, unit: str, language: str) -> str:
    return value if isinstance(value, str) else wording.amount_words(value, unit, language)


def conditions(sheet: Sheet, language: str, today: date) -> ShownNode | None:
    """The conditions in words, with the figures of the day."""
    return None if sheet.tree is None else _node(sheet.tree, sheet, language, today)


def _node(node: Criterion, sheet: Sheet, language: str, today: date) -> ShownNode:
    sources = tuple(sheet.sources[name] for name in node.cite)
    who = WHO[node.fix] if node.fix else ""
    label = text_of(node.label) if node.label else word("nodes", node.id) if node.id else Text({})
    note = text_of(node.note) if node.note else None
    if isinstance(node, Test):
        words = condition_words(node.condition, sheet.parameters, language, today)
        return ShownNode("test", node.id, label, words, who, sources, note=note)
    if isinstance(node, Points):
        mark = wording.amount_words(node.at_least, "point", language)
        items = tuple(
            ShownNode(
                "item",
                item.id,
                word("point_items", item.id),
                "; ".join(
                    f"{wording.amount_words(tier.points, 'point', language)} "
                    f"({condition_words(tier.condition, sheet.parameters, language, today)})"
                    for tier in item.tiers
                ),
                WHO[item.fix or Fix.IMMUTABLE],
                (),
            )
            for item in node.items
        )
        return ShownNode("points", node.id, label, mark, who, sources, items, note)
    form = "all" if isinstance(node, All) else "count" if isinstance(node, Count) else "any"
    mark = str(node.at_least) if isinstance(node, Count) else ""
    parts = tuple(_node(part, sheet, language, today) for part in node.parts)
    return ShownNode(form, node.id, label, mark, who, sources, parts, note)


def condition_words(condition: Condition, parameters: Mapping[str, Series], language: str, today: date) -> str:
    """A condition in words, with the figures of the day."""
    operand, unit = condition.value, ""
    if isinstance(operand, Parameter):
        series = parameters[operand.name]
        unit = "" if condition.steps else series.unit
        if value_on(series.values, today) is None:
            what = series.label.in_language(language)[0]
            name = wording.fact_label(condition.fact).in_language(language)[0]
            return wording.pair(name, wording.say("report", "law_gap", language, what=what), language)
    dated = {name: series.values for name, series in parameters.items()}
    comparison = ready(condition, dated, dictionary.groups(), today)
    return wording.needed_words(condition, comparison.needed, language, unit=unit)


def cases(sheet: Sheet, language: str) -> list[ShownCase]:
    """The worked cases and what the conditions give for each on its day."""
    known = dictionary.facts()
    found = []
    for case in sheet.cases:
        if sheet.tree is None:
            continue
        result = evaluate(sheet.tree, case.facts, parameters=sheet.series(), groups=dictionary.groups(), on=case.on)
        answers = tuple(
            (wording.fact_label(fact), wording.answer_words(known[fact], answer, language))
            for fact, answer in case.facts.items()
        )
        found.append(ShownCase(case, answers, str(result.verdict), passes=result.verdict == case.expect))
    return found


def filled(sheet: Sheet) -> int:
    """How many of the twelve elements have at least one statement."""
    return sum(element.is_filled for element in sheet.elements.values())


def levels_of(sheet: Sheet) -> dict[str, int]:
    """How many statements and figures stand at each level."""
    counts: dict[str, int] = {}
    for standing in _standings(sheet):
        counts[standing.level] = counts.get(standing.level, 0) + 1
    return counts


def _standings(sheet: Sheet) -> Iterator[Standing]:
    for element in sheet.elements.values():
        yield from (line.standing for line in element.lines)
        yield from (figure.standing for figure in element.figures)


def source_rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [{"source": source, "kind": word("source_kinds", source.kind)} for source in sheet.sources.values()]
