"""Two versions of a sheet side by side, in words: statements, figures, sources, conditions, cases.

Nothing that differs goes untold: what no rule here has words for is still named as changed. How lists are told apart
follows what a reader would call the same: a paper or a condition by its id, a figure by its first day, a statement by
its words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from alianza.instruments.comparing import Change
from alianza.regulations import dictionary, wording
from alianza.regulations.dictionary import word
from alianza.regulations.rule_draft import RuleDraft, draft_of
from alianza.regulations.rule_editing import GROUPS, form_of, parts_of
from alianza.regulations.shown import condition_words
from alianza.vocabulary.criterion import Condition, Parameter, Points, Test, walk
from alianza.vocabulary.days import day_words
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.written import day_of

Document = Mapping[str, Any]
ALIKE = 0.5
"""Statements that share so much of their wording are one statement that was changed."""
LONGEST = 600


class Part(StrEnum):
    """What a difference is about, in the order in which they are told."""

    SHEET = "sheet"
    SOURCE = "source"
    ELEMENT = "element"
    FIGURE = "figure"
    CONDITION = "condition"
    CASE = "case"


PARTS: Mapping[Part, str] = {
    Part.SHEET: marked("The sheet"),
    Part.SOURCE: marked("Sources"),
    Part.ELEMENT: marked("The twelve elements"),
    Part.FIGURE: marked("Figures with dates"),
    Part.CONDITION: marked("Conditions"),
    Part.CASE: marked("Worked cases"),
}
ASPECTS: Mapping[str, str] = {
    "t": marked("wording"),
    "lv": marked("level"),
    "src": marked("sources"),
    "as_of": marked("year it refers to"),
    "from": marked("holds from"),
    "brings": marked("who brings it"),
    "to": marked("holds until"),
    "v": marked("value"),
    "unit": marked("unit"),
    "per": marked("for each"),
    "payer": marked("who pays"),
    "note": marked("note"),
    "name": marked("name"),
    "proves": marked("what it proves"),
    "valid": marked("how long it is valid"),
    "n": marked("place in the order"),
    "do": marked("what is done"),
    "by": marked("by whom"),
    "typical": marked("how long it takes"),
    "scope": marked("competence"),
    "gap": marked("what is not known"),
    "gap_also": marked("what else is missing"),
    "gaps": marked("years without a figure"),
    "label": marked("wording"),
    "fix": marked("who can change it"),
    "cite": marked("sources"),
    "proof": marked("documents that prove it"),
    "at_least": marked("points needed"),
    "date": marked("day"),
    "facts": marked("answers"),
    "expect": marked("expected result"),
    "unmet": marked("conditions expected to fail"),
    "kind": marked("kind"),
    "publisher": marked("publisher"),
    "url": marked("address"),
    "dated": marked("date of the page"),
    "dated_basis": marked("what the date rests on"),
    "effective_from": marked("in force from"),
    "effective_from_basis": marked("what that date rests on"),
    "effective_to": marked("in force until"),
    "review_by": marked("to be looked at again by"),
    "profile": marked("profile"),
    "jurisdiction": marked("jurisdiction"),
    "side": marked("side"),
    "conflicts": marked("where sources disagree"),
    "notes": marked("notes"),
    "implements": marked("what it implements"),
}
_SECTIONS = {
    "lv": "levels",
    "payer": "payers",
    "by": "actors",
    "brings": "actors",
    "fix": "fix",
    "kind": "source_kinds",
    "expect": "verdicts",
}
_APART = {"sources", "elements", "parameters", "eligibility", "cases", "version", "status", "schema"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `where` names it; `says` tells each respect in which it changed."""

    change: Change
    part: Part
    where: str
    says: tuple[str, ...] = ()


def compare(older: Document, newer: Document, language: str, *, on: date) -> tuple[Difference, ...]:
    """Everything in which `newer` differs from `older`, in the order of `Part`; nothing for a version and itself.

    `on` is the day whose figures stand in the wording of a condition.
    """
    return tuple(_Comparison(older, newer, language, on).all())


class _Comparison:
    def __init__(self, older: Document, newer: Document, language: str, on: date) -> None:
        self.older, self.newer, self.language, self.on = older, newer, language, on

    def all(self) -> Iterator[Difference]:
        yield from self._sheet()
        yield from self._named(
            Part.SOURCE,
            {str(each.get("id")): each for each in _entries(self.older, "sources")},
            {str(each.get("id")): each for each in _entries(self.newer, "sources")},
            lambda name, entry: f"{name}: {entry.get('publisher', '')}",
            self.older.get("sources"),
            self.newer.get("sources"),
        )
        yield from self._elements()
        yield from self._figures()
        yield from self._conditions()
        yield from self._cases()

    # the parts

    def _sheet(self) -> Iterator[Difference]:
        says: tuple[str, ...] = tuple(
            self._plain(key, self.older.get(key), self.newer.get(key))
            for key in dict.fromkeys([*self.older, *self.newer])
            if key not in _APART and self.older.get(key) != self.newer.get(key)
        )
        if says:
            yield Difference(Change.CHANGED, Part.SHEET, self._name(self.newer), says)

    def _name(self, document: Document) -> str:
        names = document.get("name")
        return dictionary.named(names).in_language(self.language)[0] if isinstance(names, Mapping) else ""

    def _elements(self) -> Iterator[Difference]:
        before, after = _mapping(self.older, "elements"), _mapping(self.newer, "elements")
        known = {each.key: each for each in dictionary.elements()}
        for key in dict.fromkeys([*known, *before, *after]):
            one, other = before.get(key), after.get(key)
            if one == other:
                continue
            where = self._spoken(known[key].label) if key in known else key
            found = list(self._element(where, _as_mapping(one), _as_mapping(other)))
            yield from found or [Difference(Change.CHANGED, Part.ELEMENT, where, (Said(marked("changed")),))]

    def _element(self, where: str, one: Document, other: Document) -> Iterator[Difference]:
        part = Part.ELEMENT
        yield from self._statements(where, _entries(one, "say"), _entries(other, "say"))
        for key, name, title in (
            ("facts", "k", lambda entry: self._word("keys", entry.get("k"))),
            ("items", "id", lambda entry: str(entry.get("name", ""))),
            ("steps", "n", lambda entry: str(entry.get("do", ""))),
            ("bodies", "name", lambda entry: str(entry.get("name", ""))),
        ):
            yield from self._named(
                part,
                _keyed(_entries(one, key), name),
                _keyed(_entries(other, key), name),
                lambda _name, entry, title=title: f"{where}: {title(entry)}",  # type: ignore[misc]
                one.get(key),
                other.get(key),
            )
        for key in ("gap", "gap_also"):
            if one.get(key) != other.get(key):
                yield Difference(Change.CHANGED, part, where, (self._plain(key, one.get(key), other.get(key)),))

    def _statements(self, where: str, one: Sequence[Document], other: Sequence[Document]) -> Iterator[Difference]:
        gone = [each for each in one if each not in other]
        new = [each for each in other if each not in one]
        pairs = _paired([str(each.get("t", "")) for each in gone], [str(each.get("t", "")) for each in new])
        for at, to in pairs:
            yield Difference(Change.CHANGED, Part.ELEMENT, where, tuple(self._aspects(gone[at], new[to], "t")))
        for at, each in enumerate(gone):
            if at not in {pair[0] for pair in pairs}:
                yield Difference(Change.REMOVED, Part.ELEMENT, where, (_quoted(each.get("t")),))
        for to, each in enumerate(new):
            if to not in {pair[1] for pair in pairs}:
                yield Difference(Change.ADDED, Part.ELEMENT, where, (_quoted(each.get("t")), self._level(each)))
        if not gone and not new and list(one) != list(other):
            yield Difference(
                Change.MOVED, Part.ELEMENT, where, (Said(marked("the statements stand in another order")),)
            )

    def _level(self, entry: Document) -> Said:
        return Said(marked("level: %(level)s"), level=self._word("levels", entry.get("lv")))

    def _figures(self) -> Iterator[Difference]:
        before, after = _mapping(self.older, "parameters"), _mapping(self.newer, "parameters")
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name), after.get(name)
            if one == other:
                continue
            where = self._word("parameters", name)
            if one is None or other is None:
                entry = _as_mapping(other if one is None else one)
                says: tuple[str, ...] = tuple(self._value(each, entry) for each in _entries(entry, "values"))
                yield Difference(Change.ADDED if one is None else Change.REMOVED, Part.FIGURE, where, says)
                continue
            says = tuple(self._series(_as_mapping(one), _as_mapping(other)))
            yield Difference(Change.CHANGED, Part.FIGURE, where, says or (Said(marked("changed")),))

    def _series(self, one: Document, other: Document) -> Iterator[str]:
        before, after = _keyed(_entries(one, "values"), "from"), _keyed(_entries(other, "values"), "from")
        for start in dict.fromkeys([*before, *after]):
            if start not in after:
                yield Said(marked("without %(value)s"), value=self._value(before[start], one))
            elif start not in before:
                yield Said(marked("added: %(value)s"), value=self._value(after[start], other))
            elif before[start] != after[start]:
                for said in self._aspects(before[start], after[start], ""):
                    yield Said(marked("from %(day)s, %(change)s"), day=self._day(start), change=said)
        for key in dict.fromkeys([*one, *other]):
            if key != "values" and one.get(key) != other.get(key):
                yield self._plain(key, one.get(key), other.get(key))

    def _value(self, entry: Document, series: Document) -> Said:
        value, unit = entry.get("v"), str(series.get("unit", ""))
        said = wording.amount_words(value, unit, self.language) if isinstance(value, int | float) else str(value)
        if entry.get("to"):
            message = marked("%(value)s from %(first)s to %(last)s")
            return Said(message, value=said, first=self._day(entry.get("from")), last=self._day(entry.get("to")))
        return Said(marked("%(value)s from %(first)s, open end"), value=said, first=self._day(entry.get("from")))

    def _conditions(self) -> Iterator[Difference]:
        if self.older.get("eligibility") == self.newer.get("eligibility"):
            return
        before, after = _Rule(self.older, self), _Rule(self.newer, self)
        found = [*self._leaves(before, after), *self._groups(before, after)]
        if not found:
            order = Said(marked("the conditions stand in another order, or a heading was changed"))
            found = [Difference(Change.CHANGED, Part.CONDITION, self._name(self.newer), (order,))]
        yield from found

    def _leaves(self, before: "_Rule", after: "_Rule") -> Iterator[Difference]:
        for name in dict.fromkeys([*before.leaves, *after.leaves]):
            one, other = before.leaves.get(name), after.leaves.get(name)
            if one is None or other is None:
                rule, entry = (after, other) if one is None else (before, one)
                assert entry is not None
                change = Change.ADDED if one is None else Change.REMOVED
                yield Difference(change, Part.CONDITION, rule.label(entry), (rule.asks(name), *rule.beside(name)))
                continue
            says = list(self._leaf(name, one, other, before, after))
            if says:
                yield Difference(Change.CHANGED, Part.CONDITION, after.label(other), tuple(says))

    def _leaf(self, name: str, one: Document, other: Document, before: "_Rule", after: "_Rule") -> Iterator[str]:
        for key in ("test", "points"):
            if one.get(key) != other.get(key):
                asked, asks = before.asks(name), after.asks(name)
                if asked != asks:
                    yield Said(marked("now asks %(after)s instead of %(before)s"), after=asks, before=asked)
                else:
                    yield Said(marked("what it compares with is written otherwise"))
                break
        yield from self._aspects(one, other, "label", leaving={"test", "points", "id"})

    def _groups(self, before: "_Rule", after: "_Rule") -> Iterator[Difference]:
        """Groups by the conditions in them that both versions know: asked otherwise, new, or gone."""
        common = set(before.leaves) & set(after.leaves)
        one, other = before.grouped(common), after.grouped(common)
        for names in dict.fromkeys([*one, *other]):
            old, new = one.get(names, []), other.get(names, [])
            if old == new or (len(names) < 2 and not (old and new)):
                continue
            where = ", ".join(after.label(after.leaves[name]) for name in sorted(names, key=after.order))
            if old and new:
                message = marked("now asks for %(after)s instead of %(before)s")
                said = Said(message, after=_chain(new), before=_chain(old))
                yield Difference(Change.CHANGED, Part.CONDITION, where, (said,))
            elif new:
                yield Difference(
                    Change.ADDED, Part.CONDITION, where, (Said(marked("together: %(form)s"), form=_chain(new)),)
                )
            else:
                said = Said(marked("no longer together: %(form)s"), form=_chain(old))
                yield Difference(Change.REMOVED, Part.CONDITION, where, (said,))

    def _cases(self) -> Iterator[Difference]:
        yield from self._named(
            Part.CASE,
            _keyed(_entries(self.older, "cases"), "name"),
            _keyed(_entries(self.newer, "cases"), "name"),
            lambda _name, entry: str(entry.get("name", "")),
            self.older.get("cases"),
            self.newer.get("cases"),
        )

    # what all parts share

    def _named(
        self,
        part: Part,
        before: Mapping[str, Document],
        after: Mapping[str, Document],
        title: Callable[[str, Document], str],
        whole: object,
        other_whole: object,
    ) -> Iterator[Difference]:
        """Entries that have a name: gone, new, changed; and that they stand in another order."""
        told = False
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name), after.get(name)
            if one == other:
                continue
            told = True
            if one is None or other is None:
                entry = other if one is None else one
                assert entry is not None
                change = Change.ADDED if one is None else Change.REMOVED
                yield Difference(change, part, title(name, entry), tuple(self._entry(entry)))
            else:
                yield Difference(Change.CHANGED, part, title(name, other), tuple(self._aspects(one, other, "")))
        if not told and whole != other_whole:
            words = Said(marked("the entries stand in another order"))
            first = next(iter(after.items()), None) or next(iter(before.items()), None)
            yield Difference(Change.MOVED, part, title(*first) if first else "", (words,))

    def _entry(self, entry: Document) -> Iterator[str]:
        for key in ("v", "do", "date", "expect", "url"):
            if key in entry:
                amount = isinstance(entry[key], int | float) and not isinstance(entry[key], bool) and "unit" in entry
                yield self._pair(key, self._amount(entry) if amount else self._said(key, entry[key]))

    def _amount(self, entry: Document) -> str:
        return wording.amount_words(entry["v"], str(entry["unit"]), self.language)

    def _aspects(self, one: Document, other: Document, first: str, leaving: Iterable[str] = ()) -> Iterator[str]:
        keys = dict.fromkeys([*([first] if first else []), *one, *other])
        for key in keys:
            if key not in leaving and one.get(key) != other.get(key):
                yield self._plain(key, one.get(key), other.get(key))

    def _plain(self, key: str, before: object, after: object) -> Said:
        if key == "from" and {before, after} & set(dictionary.words().get("actors", {})):
            key = "brings"
        one, other = self._said(key, before), self._said(key, after)
        if one == other:
            return Said(marked("%(aspect)s: changed"), aspect=_aspect(key))
        return Said(marked("%(aspect)s: %(before)s → %(after)s"), aspect=_aspect(key), before=one, after=other)

    def _pair(self, key: str, value: str) -> Said:
        return Said(marked("%(aspect)s: %(value)s"), aspect=_aspect(key), value=value)

    def _said(self, key: str, value: object) -> str:
        if value is None or value in ("", [], {}):
            return Said(marked("none"))
        section = _SECTIONS.get(key)
        if section and isinstance(value, str):
            return self._word(section, value)
        if key == "facts" and isinstance(value, Mapping):
            return self._answers(value)
        if isinstance(value, str):
            return self._day(value) if day_of(value) else _quoted(value) if " " in value else value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return _cut(_listed(value))
        return str(value) if key in {"as_of", "n"} else wording.number_words(value, self.language)

    def _answers(self, facts: Mapping[str, object]) -> str:
        known, said = dictionary.facts(), []
        for name, answer in facts.items():
            try:
                words = wording.answer_words(known[name], known[name].accept(answer), self.language)
            except (KeyError, ValueError):
                words = str(answer)
            said.append(wording.pair(self._spoken(wording.fact_label(name)), words, self.language))
        return _cut("; ".join(said))

    def _word(self, section: str, code: object) -> str:
        return self._spoken(word(section, str(code)))

    def _spoken(self, text: Any) -> str:
        return str(text.in_language(self.language)[0])

    def _day(self, value: object) -> str:
        day = day_of(value)
        return day_words(day, self.language) if day else str(value)


class _Rule:
    """The conditions of one version by id, and how they are grouped."""

    def __init__(self, document: Document, within: _Comparison) -> None:
        self.draft: RuleDraft = draft_of(document)
        self.within = within
        self.leaves: dict[str, Document] = {}
        self._chains: list[tuple[frozenset[str], Said]] = []
        self._read = {node.id: node for node in walk(self.draft.tree)} if self.draft.tree is not None else {}
        if self.draft.written is not None:
            self._gather(self.draft.written)
        self._places = {name: number for number, name in enumerate(self.leaves)}

    def _gather(self, node: Document) -> frozenset[str]:
        form = form_of(node)
        if form not in GROUPS:
            name = str(node.get("id") or f"({len(self.leaves) + 1})")
            self.leaves.setdefault(name, node)
            return frozenset({name})
        at = len(self._chains)
        inside = frozenset[str]().union(*(self._gather(part) for part in parts_of(node) if isinstance(part, Mapping)))
        self._chains.insert(at, (inside, _form(node)))
        return inside

    def beside(self, name: str) -> Iterator[Said]:
        """With which others a condition stands in a group of its own; nothing for one that stands at the top."""
        around = [(names, form) for names, form in self._chains[1:] if name in names]
        if around:
            names, form = min(around, key=lambda each: len(each[0]))
            others = [self.label(self.leaves[each]) for each in sorted(names - {name}, key=self.order)]
            message = marked("%(form)s, together with: %(others)s")
            yield Said(message, form=form, others=", ".join(others) or "–")

    def order(self, name: str) -> int:
        return self._places.get(name, 0)

    def grouped(self, common: set[str]) -> dict[frozenset[str], list[Said]]:
        """By the conditions among `common` that a group holds: what it asks of them, outer groups first."""
        found: dict[frozenset[str], list[Said]] = {}
        for names, form in self._chains:
            if names & common:
                found.setdefault(names & common, []).append(form)
        return found

    def label(self, node: Document) -> str:
        words = node.get("label")
        if isinstance(words, str) and words:
            return self.within._spoken(dictionary.text_of(words))
        return self.within._word("nodes", node.get("id", ""))

    def asks(self, name: str) -> str:
        node = self._read.get(name)
        if isinstance(node, Test):
            return self._condition(node.condition)
        if isinstance(node, Points):
            language = self.within.language
            tiers = "; ".join(
                f"{wording.amount_words(tier.points, 'point', language)} ({self._condition(tier.condition)})"
                for item in node.items
                for tier in item.tiers
            )
            mark = wording.amount_words(node.at_least, "point", self.within.language)
            return _cut(wording.pair(mark, tiers, self.within.language))
        return str(self.leaves.get(name, {}).get("test", ""))

    def _condition(self, condition: Condition) -> str:
        language = self.within.language
        if isinstance(condition.value, Parameter):
            label = wording.fact_label(condition.fact).in_language(language)[0]
            figure = word("parameters", condition.value.name).in_language(language)[0]
            return wording.pair(
                label, wording.say("comparisons", str(condition.op), language, value=f"“{figure}”"), language
            )
        return condition_words(condition, self.draft.parameters, language, self.within.on)


def _form(node: Document) -> Said:
    form = form_of(node)
    if form == "count":
        return Said(marked("at least %(number)s of them"), number=node["count"].get("at_least"))
    return Said(marked("all of them") if form == "all" else marked("one of them"))


def _chain(forms: Sequence[Said]) -> str:
    said: str = forms[0]
    for each in forms[1:]:
        said = Said(marked("%(outer)s, within it %(inner)s"), outer=said, inner=each)
    return said


def _paired(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Texts that are versions of one another, most alike first; each is paired once."""
    scored = [
        (SequenceMatcher(None, before, after, autojunk=False).ratio(), at, to)
        for at, before in enumerate(one)
        for to, after in enumerate(other)
    ]
    pairs: list[tuple[int, int]] = []
    for alike, at, to in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if alike >= ALIKE and at not in {pair[0] for pair in pairs} and to not in {pair[1] for pair in pairs}:
            pairs.append((at, to))
    return sorted(pairs)


def _keyed(entries: Sequence[Document], name: str) -> dict[str, Document]:
    """Entries by a key of theirs; those of one name are told apart by a number."""
    found: dict[str, Document] = {}
    for entry in entries:
        key, number = str(entry.get(name)), 1
        while key in found:
            number += 1
            key = f"{entry.get(name)} ({number})"
        found[key] = entry
    return found


def _entries(held: Document, key: str) -> list[Document]:
    entries = held.get(key)
    return [each for each in entries if isinstance(each, Mapping)] if isinstance(entries, list) else []


def _mapping(held: Document, key: str) -> Document:
    return _as_mapping(held.get(key))


def _as_mapping(value: object) -> Document:
    return value if isinstance(value, Mapping) else {}


def _listed(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_listed(entry)}" for key, entry in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_listed(each) for each in value)
    return str(value)


def _quoted(words: object) -> str:
    return f"“{_cut(str(words or ''))}”"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _aspect(key: str) -> str:
    return Said(ASPECTS[key]) if key in ASPECTS else key
