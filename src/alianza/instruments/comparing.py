"""Two versions of an instrument side by side, in words: what was added, removed, changed in which respect, moved.

Nothing that differs goes untold: parts are compared field by field, and a field that nobody thought of is still named.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any

from alianza.instruments.instrument import (
    NOTHING,
    Case,
    Check,
    Choice,
    ChoiceList,
    Given,
    Instrument,
    Item,
    Outcome,
    Section,
    Sum,
)
from alianza.instruments.worded import NO, YES, Wording, quoted
from alianza.vocabulary.criterion import All, Count, Points, Test
from alianza.vocabulary.criterion import Any as AnyOf
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text


class Change(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Part(StrEnum):
    """What a difference is about, in the order in which they are told."""

    INSTRUMENT = "instrument"
    SECTION = "section"
    ITEM = "item"
    LIST = "list"
    GIVEN = "given"
    CHECK = "check"
    OUTCOME = "outcome"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs. `says` tells each respect in which it changed."""

    change: Change
    part: Part
    id: str
    label: Text
    says: tuple[Said, ...] = ()


ASPECTS: Mapping[str, str] = {
    "id": marked("name"),
    "section": marked("section"),
    "type": marked("type"),
    "label": marked("wording"),
    "title": marked("title"),
    "purpose": marked("purpose"),
    "guidance": marked("guidance"),
    "required": marked("required"),
    "required_of": marked("required of"),
    "relevant": marked("asked when"),
    "constraint": marked("what must hold"),
    "constraint_says": marked("what is said when it does not hold"),
    "choices": marked("list"),
    "rows": marked("rows"),
    "several": marked("several answers"),
    "unit": marked("unit"),
    "least": marked("lowest value"),
    "most": marked("highest value"),
    "longest": marked("longest answer"),
    "children": marked("what is repeated"),
    "computed": marked("computed as"),
    "level": marked("level"),
    "critical": marked("critical"),
    "refs": marked("references"),
    "evidence": marked("evidence"),
    "audit": marked("what an auditor looks at"),
    "replaces": marked("replaces"),
    "by": marked("answered by"),
    "ordered": marked("ordered from low to high"),
    "score": marked("score"),
    "scored": marked("scored"),
    "fact": marked("kind of fact"),
    "when": marked("condition"),
    "says": marked("what it says"),
    "answers": marked("answers"),
    "given": marked("given facts"),
    "outcome": marked("expected outcome"),
    "hidden": marked("expected to be hidden"),
    "findings": marked("expected findings"),
    "missing": marked("expected to be missing"),
    "name": marked("name"),
    "kind": marked("kind"),
    "respondent": marked("who answers"),
    "languages": marked("languages"),
    "unreviewed": marked("translations nobody has confirmed"),
    "date": marked("date"),
    "sources": marked("sources"),
    "principles": marked("principles"),
    "carries": marked("answers carried over"),
    "lifecycle": marked("life of a label"),
    "register": marked("what the register shows"),
    "complaints": marked("complaints"),
    "notes": marked("notes"),
}
_BY_PARTS = {"schema", "version", "lists", "given", "sections", "items", "checks", "outcomes", "cases", "carries"}
_NAMED_APART = {"children", "id"}
_LONGEST_VALUE = 300


def compare(older: Instrument, newer: Instrument, language: str) -> tuple[Difference, ...]:
    """Everything in which `newer` differs from `older`; nothing for a version and itself."""
    return tuple(_Comparison(older, newer, language).all())


def carried(older: Instrument, newer: Instrument) -> dict[str, str]:
    """By item of `newer`: the item of `older` whose answer may stand there, as the author says."""
    carries = newer.carries
    if carries is None or carries.version != older.version:
        return {}
    before, now = {item.id for item in older.items}, [item.id for item in newer.items]
    return {name: carries.answers[name] for name in now if carries.answers.get(name) in before}


class _Comparison:
    def __init__(self, older: Instrument, newer: Instrument, language: str) -> None:
        self.older, self.newer, self.language = older, newer, language
        self.before, self.after = Wording(older, language), Wording(newer, language)

    def all(self) -> Iterator[Difference]:
        yield from self._instrument()
        older, newer = self.older, self.newer
        yield from self._parts(Part.SECTION, _by(older.sections), _by(newer.sections), lambda each: each.title)
        yield from self._items()
        yield from self._parts(Part.LIST, older.lists, newer.lists, lambda _each: NOTHING, ordered=False)
        yield from self._parts(Part.GIVEN, _by(older.given), _by(newer.given), lambda each: each.label)
        yield from self._parts(Part.CHECK, _by(older.checks), _by(newer.checks), lambda each: each.says)
        yield from self._parts(Part.OUTCOME, _by(older.outcomes), _by(newer.outcomes), lambda each: each.label)
        yield from self._parts(Part.CASE, _cases(older.cases), _cases(newer.cases), lambda _each: NOTHING)

    def _instrument(self) -> Iterator[Difference]:
        says: list[Said] = []
        for name in ("title", "purpose"):
            says += self._texts(name, getattr(self.older, name), getattr(self.newer, name))
        keys = dict.fromkeys([*self.older.document, *self.newer.document])
        for key in keys:
            if key in _BY_PARTS or key in {"title", "purpose"}:
                continue
            one, other = self.older.document.get(key), self.newer.document.get(key)
            if one != other:
                says.append(self._plain(key, one, other))
        if _essence(self.older.carries) != _essence(self.newer.carries):
            says.append(Said(marked("%(aspect)s: changed"), aspect=_aspect("carries")))
        if says:
            yield Difference(Change.CHANGED, Part.INSTRUMENT, self.newer.urn, self.newer.title, tuple(says))

    def _items(self) -> Iterator[Difference]:
        """Items and what repeated groups hold; one that replaces an older one is compared with that."""
        older, newer = self.older.by_id, self.newer.by_id
        replaced = {
            name: item.replaces
            for name, item in newer.items()
            if item.replaces in older and item.replaces not in newer and name not in older
        }
        taken: dict[str, str] = {}
        for name, old in replaced.items():
            taken.setdefault(old, name)
        renamed = {taken.get(name, name): item for name, item in older.items()}
        yield from self._parts(Part.ITEM, renamed, newer, lambda item: item.label)

    def _parts(
        self,
        part: Part,
        older: Mapping[str, Any],
        newer: Mapping[str, Any],
        label: Callable[[Any], Text],
        *,
        ordered: bool = True,
    ) -> Iterator[Difference]:
        moved = _moved([name for name in older if name in newer], [name for name in newer if name in older])
        for name, each in older.items():
            if name not in newer:
                yield Difference(Change.REMOVED, part, name, label(each))
        for name, each in newer.items():
            if name not in older:
                yield Difference(Change.ADDED, part, name, label(each))
                continue
            says = tuple(self._aspects(older[name], each))
            if says:
                yield Difference(Change.CHANGED, part, name, label(each), says)
            if ordered and name in moved:
                yield Difference(Change.MOVED, part, name, label(each))

    def _aspects(self, one: Any, other: Any) -> Iterator[Said]:
        if isinstance(one, ChoiceList) and isinstance(other, ChoiceList):
            yield from self._list(one, other)
            return
        for field in fields(one):
            before, after = getattr(one, field.name), getattr(other, field.name)
            if field.name == "children":
                mine, theirs = [child.id for child in before], [child.id for child in after]
                if mine != theirs:
                    yield self._plain("children", ", ".join(mine), ", ".join(theirs))
            elif isinstance(before, Text) and isinstance(after, Text):
                yield from self._texts(field.name, before, after)
            elif _essence(before) != _essence(after):
                yield self._plain(field.name, before, after)

    def _list(self, one: ChoiceList, other: ChoiceList) -> Iterator[Said]:
        if one.ordered != other.ordered:
            yield self._plain("ordered", one.ordered, other.ordered)
        before, after = {each.value: each for each in one.choices}, {each.value: each for each in other.choices}
        for value, choice in before.items():
            if value not in after:
                yield Said(marked("without “%(value)s”"), value=self._choice(choice))
        for value, choice in after.items():
            if value not in before:
                yield Said(marked("with “%(value)s” added"), value=self._choice(choice))
                continue
            old = before[value]
            for said in self._texts("label", old.label, choice.label):
                yield Said(marked("“%(value)s”, %(change)s"), value=value, change=said)
            if (old.score, old.scored) != (choice.score, choice.scored):
                said = self._plain("score", old.score, choice.score)
                yield Said(marked("“%(value)s”, %(change)s"), value=value, change=said)
        common = [value for value in before if value in after]
        if common != [value for value in after if value in before]:
            yield Said(marked("in another order"))

    def _choice(self, choice: Choice) -> str:
        return quoted(choice.label, self.language) or choice.value

    def _texts(self, name: str, before: Text, after: Text) -> Iterator[Said]:
        """Each language in which a text differs."""
        for language in dict.fromkeys([*before.languages, *after.languages]):
            one, other = before.languages.get(language, ""), after.languages.get(language, "")
            if one != other:
                message = marked("%(aspect)s (%(language)s): “%(before)s” → “%(after)s”")
                yield Said(message, aspect=_aspect(name), language=language, before=_cut(one), after=_cut(other))

    def _plain(self, name: str, before: object, after: object) -> Said:
        one, other = self._value(before, self.before), self._value(after, self.after)
        if one == other:
            return Said(marked("%(aspect)s: changed"), aspect=_aspect(name))
        return Said(marked("%(aspect)s: %(before)s → %(after)s"), aspect=_aspect(name), before=one, after=other)

    def _value(self, value: object, wording: Wording) -> str:
        if value is None or (not isinstance(value, bool | int | float | Fraction) and not value):
            return Said(marked("none"))
        if isinstance(value, bool):
            return Said(YES if value else NO)
        if isinstance(value, All | AnyOf | Count | Test | Points):
            return wording.sentence(value)
        if isinstance(value, ChoiceList):
            return value.id
        if isinstance(value, Sum):
            return f"{value.arithmetic} ({', '.join(value.terms)})"
        if isinstance(value, Fraction):
            return str(float(value))
        if isinstance(value, Mapping):
            return _cut("; ".join(f"{key}: {_listed(entry)}" for key, entry in value.items()))
        return _cut(_listed(value))


def _listed(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset | set):
        return ", ".join(sorted(map(str, value)))
    return ", ".join(map(str, value)) if isinstance(value, Iterable) else str(value)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_VALUE else words[: _LONGEST_VALUE - 1] + "…"


def _aspect(name: str) -> Said | str:
    return Said(ASPECTS[name]) if name in ASPECTS else name


def _by(parts: Sequence[Section | Given | Check | Outcome | Item]) -> dict[str, Any]:
    return {each.id: each for each in parts}


def _cases(cases: Sequence[Case]) -> dict[str, Any]:
    """Cases by their names; those of one name are told apart by a number."""
    found: dict[str, Any] = {}
    for case in cases:
        name, number = case.name, 1
        while name in found:
            number += 1
            name = f"{case.name} ({number})"
        found[name] = case
    return found


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """What stands elsewhere among the others: the fewest parts that, taken out, leave the rest in its old order."""
    place = {name: number for number, name in enumerate(before)}
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for name in after:
        at = bisect_left(tails, place[name])
        previous[name] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [place[name]], [name]
    kept: set[str] = set()
    step = ends[-1] if ends else None
    while step is not None:
        kept.add(step)
        step = previous[step]
    return frozenset(after) - kept


def _essence(value: Any) -> Any:
    """What two values are compared by: that a translation is unconfirmed is told once, of the instrument."""
    if isinstance(value, Text):
        return tuple(sorted(value.languages.items()))
    if isinstance(value, Choice):
        return value.value, _essence(value.label), value.score, value.scored
    if isinstance(value, ChoiceList):
        return value.id, value.ordered, tuple(map(_essence, value.choices))
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), repr(_essence(entry))) for key, entry in value.items()))
    if type(value).__name__ in {"Fact", "Day", "Number"}:
        return value.id, value.kind
    if type(value).__name__ == "Carries":
        return value.version, _essence(value.answers)
    return value
