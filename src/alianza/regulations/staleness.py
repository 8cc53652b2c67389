"""What in a sheet should be looked at again on a day: what ran out, what was never known, what was not re-read.

S1  Nothing is called stale on a guess: a year without a day counts to its last day, so what is found here is stale on
    every reading of the sheet.
S2  Fees, quotas and thresholds usually change each year: one with an open end is looked at a year after it began, after
    the year it refers to, or after somebody last re-read one of its sources.
S3  A look counts for what was read in it. Re-reading a source renews what rests on that source; any look renews the
    review of the sheet; no look fills a gap.
S4  There is no clock here: the day is given.

A finding is not an error of the sheet. A sheet with findings may be published and used; the findings are shown with it.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alianza.regulations import wording
from alianza.regulations.costs import is_money
from alianza.regulations.dictionary import text_of, word
from alianza.regulations.sheets import Element, Figure, Series, Sheet, Source, Standing
from alianza.vocabulary.criterion import DatedValue, Parameter, Points, Test, walk
from alianza.vocabulary.days import day_words
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text
from alianza.written import day_of

REVIEW_MONTHS = 12
"""A sheet is looked at again so long after the last look, unless it names its own day (`review_by`)."""
LONGEST_REVIEW_MONTHS = 24
"""A day of its own counts up to here: nobody puts a sheet out of sight for longer."""
OPEN_ENDED_MONTHS = 12
"""How long a fee, quota or threshold with an open end goes without a look."""
CHANGING = ("fee", "quota", "cap_", "salary")
"""Figures whose key begins so usually change each year; so do amounts of money."""


class Kind(StrEnum):
    """Why to look."""

    NO_VALUE = "no_value"
    ENDED = "ended"
    REVIEW_DUE = "review_due"
    OPEN_ENDED = "open_ended"
    ELEMENT_GAP = "element_gap"
    WEAK_LINE = "weak_line"
    PARAMETER_GAP = "parameter_gap"
    UNDATED_SOURCE = "undated_source"
    PARTIAL_GAP = "partial_gap"


DECIDES = 8
"""Weight of what keeps conditions from being decided today."""
WEIGHTS: Mapping[Kind, int] = {
    Kind.ENDED: DECIDES,
    Kind.NO_VALUE: 5,
    Kind.REVIEW_DUE: 6,
    Kind.OPEN_ENDED: 5,
    Kind.ELEMENT_GAP: 3,
    Kind.WEAK_LINE: 2,
    Kind.PARAMETER_GAP: 2,
    Kind.UNDATED_SOURCE: 2,
    Kind.PARTIAL_GAP: 1,
}
"""How urgent each kind is; `no_value` on which a condition rests weighs `DECIDES`. Weights order a queue, no more."""
TIMED = frozenset({Kind.NO_VALUE, Kind.ENDED, Kind.REVIEW_DUE, Kind.OPEN_ENDED})
"""Kinds that come due with time. People are reminded of these; gaps stay on the page until they are filled."""


@dataclass(frozen=True, slots=True)
class Look:
    """On a day, somebody re-read these sources (by id) and found the sheet still true."""

    on: date
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `where` is its path in the document; `tests` are the conditions that rest on it.

    `about` names it for people; facts of the sentence may be days, texts and several texts, which `in_words` writes as
    the language does.
    """

    kind: Kind
    where: str
    about: Text
    message: str
    facts: Mapping[str, object]
    weight: int
    tests: tuple[str, ...] = ()

    @property
    def sentence(self) -> Said:
        """The sentence in English, as one that can be translated."""
        return Said(self.message, **{name: _plain(fact) for name, fact in self.facts.items()})

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def in_words(finding: Finding, language: str, translate: Callable[[str], str]) -> str:
    """What it is about and why to look, in a language; `translate` looks a message up in that language's catalogue."""
    facts = {name: _written(fact, language) for name, fact in finding.facts.items()}
    sentence = translate(finding.message) % facts
    about = finding.about.in_language(language)[0]
    return wording.pair(about, sentence, language) if about else sentence


def _plain(fact: object) -> object:
    if isinstance(fact, tuple):
        return "; ".join(str(_plain(each)) for each in fact)
    return fact.isoformat() if isinstance(fact, date) else str(fact) if isinstance(fact, Text) else fact


def _written(fact: object, language: str) -> object:
    if isinstance(fact, tuple):
        return "; ".join(str(_written(each, language)) for each in fact)
    if isinstance(fact, date):
        return day_words(fact, language)
    return fact.in_language(language)[0] if isinstance(fact, Text) else fact


def findings(sheet: Sheet, on: date, *, looks: Iterable[Look] = ()) -> tuple[Finding, ...]:
    """Everything to look at on the day, the most urgent first.

    `looks` are those made up to the day; later ones are left out.
    """
    made = tuple(look for look in looks if look.on <= on)
    found = [
        *_ended(sheet, on),
        *_review(sheet, on, made),
        *_parameters(sheet, on, made),
        *_elements(sheet, on, made),
        *_undated(sheet, on, made),
        *(_weak(sheet) if sheet.is_confirmed else ()),
    ]
    return tuple(sorted(found, key=lambda each: -each.weight))


def urgency(found: Sequence[Finding]) -> tuple[int, int]:
    """What orders sheets in a queue: the weight of the most urgent finding, then of all together."""
    return max((each.weight for each in found), default=0), sum(each.weight for each in found)


def later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month.

    >>> later(date(2024, 2, 29), 12).isoformat()
    '2025-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def review_due(sheet: Sheet, looks: Iterable[Look] = ()) -> date:
    """The day on which the sheet is to be looked at: its own (`review_by`), else months after the last look.

    While nobody has looked, the year it refers to counts to its end (S1).
    """
    last = max((look.on for look in looks), default=date(sheet.as_of, 12, 31))
    if sheet.review_by is not None and sheet.review_by > last:
        return min(sheet.review_by, later(last, LONGEST_REVIEW_MONTHS))
    return later(last, REVIEW_MONTHS)


def changes_yearly(figure: Figure) -> bool:
    """Whether a figure is a fee, a quota or a threshold."""
    return figure.key.startswith(CHANGING) or is_money(figure.unit)


def _finding(
    kind: Kind,
    where: str,
    message: str,
    *,
    about: Text | None = None,
    tests: tuple[str, ...] = (),
    weight: int | None = None,
    **facts: object,
) -> Finding:
    held = WEIGHTS[kind] if weight is None else weight
    return Finding(kind, where, about or Text({}), message, facts, held, tests)


def _ended(sheet: Sheet, on: date) -> Iterator[Finding]:
    if sheet.effective_to is not None and sheet.effective_to < on:
        message = marked("The rules that the sheet tells ended on %(day)s.")
        yield _finding(Kind.ENDED, "effective_to", message, day=sheet.effective_to)


def _review(sheet: Sheet, on: date, looks: Sequence[Look]) -> Iterator[Finding]:
    due = review_due(sheet, looks)
    if due >= on:
        return
    if looks:
        message = marked("The sheet was last looked at on %(day)s, and was to be looked at again by %(due)s.")
        yield _finding(Kind.REVIEW_DUE, "sheet", message, day=max(look.on for look in looks), due=due)
    else:
        message = marked("The sheet tells the state of %(year)s, and was to be looked at again by %(due)s.")
        yield _finding(Kind.REVIEW_DUE, "as_of", message, year=sheet.as_of, due=due)


def _since(standing: Standing, first: date | None, looks: Sequence[Look]) -> date | None:
    """The last day on which a line is known to have been true: its beginning, its year's end, or a look at a source."""
    sources = {source.id for source in standing.sources}
    known = [look.on for look in looks if sources & look.sources]
    known += [first] if first else []
    known += [date(standing.as_of, 12, 31)] if standing.as_of else []
    return max(known, default=None)


def tests_on(sheet: Sheet) -> Mapping[str, tuple[str, ...]]:
    """For each parameter, the ids of the conditions that compare with it."""
    found: dict[str, list[str]] = {}
    for node in walk(sheet.tree) if sheet.tree is not None else ():
        pairs: list[tuple[object, str]] = []
        if isinstance(node, Test):
            pairs = [(node.condition.value, node.id)]
        elif isinstance(node, Points):
            pairs = [(tier.condition.value, item.id) for item in node.items for tier in item.tiers]
        for operand, name in pairs:
            if isinstance(operand, Parameter) and name not in found.setdefault(operand.name, []):
                found[operand.name].append(name)
    return {name: tuple(tests) for name, tests in found.items()}


def _called(sheet: Sheet) -> Mapping[str, Text]:
    """The conditions by their ids, as a reader knows them."""
    found: dict[str, Text] = {}
    for node in walk(sheet.tree) if sheet.tree is not None else ():
        found[node.id] = text_of(node.label) if node.label else word("nodes", node.id)
        if isinstance(node, Points):
            found |= {item.id: word("point_items", item.id) for item in node.items}
    return found


def _parameters(sheet: Sheet, on: date, looks: Sequence[Look]) -> Iterator[Finding]:
    resting, called = tests_on(sheet), _called(sheet)
    for name, series in sheet.parameters.items():
        tests = resting.get(name, ())
        yield from _no_value(series, on, tests, tuple(dict.fromkeys(called[each] for each in tests)))
        for number, (value, standing) in enumerate(series.entries):
            if value.last is None and value.holds_on(on):
                since = _since(standing, value.first, looks)
                if since is not None and later(since, OPEN_ENDED_MONTHS) < on:
                    message = marked("the figure has no end, and nobody is known to have looked since %(day)s.")
                    where = f"parameters.{name}.values[{number}]"
                    yield _finding(Kind.OPEN_ENDED, where, message, about=series.label, tests=tests, day=since)
        yield from _holes(series, on)


def _no_value(series: Series, on: date, tests: tuple[str, ...], names: tuple[Text, ...]) -> Iterator[Finding]:
    if any(value.holds_on(on) for value in series.values):
        return
    weight = DECIDES if tests else None
    where = f"parameters.{series.name}"
    past = [value.last for value in series.values if value.last is not None and value.last < on]
    if past and tests:
        message = marked("no figure has held since %(day)s; these conditions cannot be decided: %(names)s.")
        told: dict[str, object] = {"day": max(past), "names": names}
    elif past:
        message, told = marked("no figure has held since %(day)s."), {"day": max(past)}
    elif tests:
        message = marked("no figure holds; these conditions cannot be decided: %(names)s.")
        told = {"names": names}
    else:
        message, told = marked("no figure holds."), {}
    yield _finding(Kind.NO_VALUE, where, message, about=series.label, tests=tests, weight=weight, **told)


Span = tuple[date | None, date | None]


def holes(values: Sequence[DatedValue]) -> tuple[tuple[date, date], ...]:
    """The spans between dated values in which none holds; both ends included."""
    spans = sorted((value.first or date.min, value.last or date.max) for value in values)
    found = []
    reached = spans[0][1] if spans else date.max
    for first, last in spans[1:]:
        if reached < date.max and first > reached + timedelta(days=1):
            found.append((reached + timedelta(days=1), first - timedelta(days=1)))
        reached = max(reached, last)
    return tuple(found)


_YEAR = re.compile(r"\d{4}")
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")
_TAIL = re.compile(r"from (\d{4}-\d\d-\d\d)\b.*", re.DOTALL)


def span_of(gap: str) -> Span | None:
    """The days that a declared gap names ("2025", "2024-06-01 to 2024-12-31", "from 2026-01-01; ..."), if it does."""
    if _YEAR.fullmatch(gap) and int(gap) >= date.min.year:
        return date(int(gap), 1, 1), date(int(gap), 12, 31)
    if named := _SPAN.fullmatch(gap):
        first, last = day_of(named[1]), day_of(named[2])
        return (first, last) if first and last and first <= last else None
    if named := _TAIL.fullmatch(gap):
        first = day_of(named[1])
        return (first, None) if first else None
    return None


def _holes(series: Series, on: date) -> Iterator[Finding]:
    """Days before `on` without a figure, from the dates or as the sheet declares them; each once."""
    where = f"parameters.{series.name}"
    spans: list[Span] = [hole for hole in holes(series.values) if hole[0] <= on]
    for number, text in enumerate(series.gaps):
        span = span_of(str(text))
        if span is None:
            message = marked("a gap: %(gap)s")
            yield _finding(Kind.PARAMETER_GAP, f"{where}.gaps[{number}]", message, about=series.label, gap=text)
        elif span not in spans and not (span[1] is None and span[0] and span[0] <= on):
            spans.append(span)  # what runs on until the day is told as having no figure
    for first, last in sorted(spans, key=lambda span: span[0] or date.min):
        if first and last and first <= on <= last:
            continue  # around the day itself: told as having no figure
        about = series.label
        if first and last and (first.month, first.day, last) == (1, 1, date(first.year, 12, 31)):
            message = marked("no figure is known for %(year)s.")
            yield _finding(Kind.PARAMETER_GAP, where, message, about=about, year=first.year)
        elif last:
            message = marked("no figure is known from %(first)s to %(last)s.")
            yield _finding(Kind.PARAMETER_GAP, where, message, about=about, first=first, last=last)
        else:
            message = marked("no figure is known from %(first)s on.")
            yield _finding(Kind.PARAMETER_GAP, where, message, about=about, first=first)


def _elements(sheet: Sheet, on: date, looks: Sequence[Look]) -> Iterator[Finding]:
    for key, element in sheet.elements.items():
        where = f"elements.{key}"
        if not element.is_filled:
            if element.gap:
                message = marked("nothing is known of it yet. %(gap)s")
                yield _finding(Kind.ELEMENT_GAP, where, message, about=element.label, gap=element.gap)
            else:
                yield _finding(Kind.ELEMENT_GAP, where, marked("nothing is known of it yet."), about=element.label)
        for gap in (element.gap if element.is_filled else Text({}), element.gap_also):
            if gap:
                yield _finding(
                    Kind.PARTIAL_GAP, where, marked("part is missing. %(gap)s"), about=element.label, gap=gap
                )
        yield from _figures(element, on, looks)


def _figures(element: Element, on: date, looks: Sequence[Look]) -> Iterator[Finding]:
    held = {figure.key for figure in element.figures if figure.standing.holds_on(on)}
    for number, figure in enumerate(element.figures):
        if not changes_yearly(figure):
            continue
        where, last = f"elements.{element.key}.facts[{number}]", figure.standing.last
        if figure.key not in held and last is not None and last < on:
            message = marked("the figure ended on %(day)s, and nothing is known to have taken its place.")
            yield _finding(Kind.NO_VALUE, where, message, about=figure.label, day=last)
        elif last is None and figure.standing.holds_on(on):
            since = _since(figure.standing, figure.standing.first, looks)
            if since is not None and later(since, OPEN_ENDED_MONTHS) < on:
                message = marked("the figure has no end, and nobody is known to have looked since %(day)s.")
                yield _finding(Kind.OPEN_ENDED, where, message, about=figure.label, day=since)


def is_undated(source: Source) -> bool:
    """Whether nobody knows of what day the page is: a guessed year beside "undated" is a guess."""
    return "undated" in source.dated_basis.casefold() or source.dated.casefold() in {"", "undated", "unknown"}


def _undated(sheet: Sheet, on: date, looks: Sequence[Look]) -> Iterator[Finding]:
    for name, source in sheet.sources.items():
        read = max((look.on for look in looks if name in look.sources), default=None)
        if is_undated(source) and (read is None or later(read, REVIEW_MONTHS) < on):
            message = marked("the page %(source)s bears no date; it may be old.")
            where = f"sources.{name}"
            yield _finding(Kind.UNDATED_SOURCE, where, message, about=Text({"en": source.publisher}), source=name)


_WEAK = {
    "secondary": marked("it rests on a page that is not the authority's."),
    "unverified": marked("it was not traced to any page."),
}


def _weak(sheet: Sheet) -> Iterator[Finding]:
    """Lines of a published sheet that nobody read on a page of the authority."""
    for where, about, standing in standings(sheet):
        if standing.level in _WEAK:
            weight = WEIGHTS[Kind.WEAK_LINE] + (standing.level == "unverified")
            yield _finding(Kind.WEAK_LINE, where, _WEAK[standing.level], about=about, weight=weight)


def standings(sheet: Sheet) -> Iterator[tuple[str, Text, Standing]]:
    """Every line with its path in the document and the name of what it belongs to."""
    for key, element in sheet.elements.items():
        for number, line in enumerate(element.lines):
            yield f"elements.{key}.say[{number}]", element.label, line.standing
        for number, figure in enumerate(element.figures):
            yield f"elements.{key}.facts[{number}]", figure.label, figure.standing
    for name, series in sheet.parameters.items():
        for number, (_value, standing) in enumerate(series.entries):
            yield f"parameters.{name}.values[{number}]", series.label, standing
