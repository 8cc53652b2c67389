"""Conditions of an instrument in words: what a tree of tests asks, said with the questions it asks about.

Sentences are `Said`, so that a page says them in its own language; the labels in them are already in the language asked
for, or in the one they fall back to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from babel.numbers import format_decimal

from alianza.instruments.facts import ALL, CRITICAL, UNANSWERED, Day
from alianza.instruments.instrument import ChoiceList, Instrument, Item, Type
from alianza.instruments.reading import owners
from alianza.vocabulary import criterion as tree
from alianza.vocabulary.criterion import Condition, Criterion, Group, Operator, Parameter
from alianza.vocabulary.days import day_words
from alianza.vocabulary.facts import Answer, Kind
from alianza.vocabulary.occupations import occupation
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text

LONGEST_QUOTE = 120
"""Letters of a question that a sentence about it repeats."""
_LOCALES = {"en": "en_GB"}

ALWAYS, NEVER = marked("always"), marked("never")
YES, NO = marked("yes"), marked("no")
_AND, _OR = marked("%(one)s, and %(other)s"), marked("%(one)s, or %(other)s")
_PARTS = {
    "count": marked("the number of entries in %(what)s"),
    "currency": marked("the currency of %(what)s"),
    "first": marked("the beginning of %(what)s"),
    "last": marked("the end of %(what)s"),
    "origin": marked("the origin in %(what)s"),
    "destination": marked("the destination in %(what)s"),
    "any": marked("what is chosen in %(what)s"),
}
_GROUPS = {ALL: marked("all criteria"), CRITICAL: marked("the critical criteria")}
_SENTENCES: dict[tuple[Operator, str], str] = {
    (Operator.IS, ""): marked("%(what)s is %(value)s"),
    (Operator.GTE, ""): marked("%(what)s is at least %(value)s"),
    (Operator.LTE, ""): marked("%(what)s is at most %(value)s"),
    (Operator.GTE, "day"): marked("%(what)s is %(value)s or later"),
    (Operator.LTE, "day"): marked("%(what)s is %(value)s or earlier"),
    (Operator.GTE, "scale"): marked("%(what)s is %(value)s or higher"),
    (Operator.LTE, "scale"): marked("%(what)s is %(value)s or lower"),
    (Operator.IN, ""): marked("%(what)s is one of %(value)s"),
    (Operator.NOT_IN, ""): marked("%(what)s is none of %(value)s"),
    (Operator.OVERLAPS, ""): marked("%(what)s includes at least one of %(value)s"),
    (Operator.DISJOINT, ""): marked("%(what)s includes none of %(value)s"),
    (Operator.IN, "one"): marked("%(what)s is %(value)s"),
    (Operator.NOT_IN, "one"): marked("%(what)s is not %(value)s"),
    (Operator.OVERLAPS, "one"): marked("%(what)s includes %(value)s"),
    (Operator.DISJOINT, "one"): marked("%(what)s does not include %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition as a reader takes it in: a sentence, or the head of a list of clauses."""

    said: Said
    parts: tuple["Clause", ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether it is easier read as a list than in one sentence."""
        return len(self.parts) > 2 or any(part.parts for part in self.parts)


def quoted(label: Text, language: str) -> str:
    """The beginning of a question, as a sentence about it repeats it."""
    words = " ".join(label.in_language(language)[0].split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


class Wording:
    """The conditions of one instrument in one language."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.language = language
        self.instrument = instrument
        self.known = instrument.by_id
        self.owner = owners(instrument.items)
        self.given = {each.id: each.label for each in instrument.given}

    def sentence(self, node: Criterion) -> Said:
        """The whole condition in one sentence, without a full stop."""
        return self._flat(node, within=False)

    def clause(self, node: Criterion) -> Clause:
        """The condition as a list within lists."""
        if isinstance(node, tree.Test):
            return Clause(self.test(node.condition))
        if isinstance(node, tree.Points) or not node.parts:
            return Clause(self._flat(node, within=False))
        if len(node.parts) == 1 and not isinstance(node, tree.Count):
            return self.clause(node.parts[0])
        return Clause(self._head(node), tuple(self.clause(part) for part in node.parts))

    def _head(self, node: tree.All | tree.Any | tree.Count) -> Said:
        if isinstance(node, tree.Count):
            return Said(marked("at least %(number)s of these hold:"), number=str(node.at_least))
        return Said(marked("all of these hold:") if isinstance(node, tree.All) else marked("one of these holds:"))

    def _flat(self, node: Criterion, *, within: bool) -> Said:
        if isinstance(node, tree.Test):
            return self.test(node.condition)
        if isinstance(node, tree.Points):
            return Said(marked("at least %(number)s points are reached"), number=str(node.at_least))
        if not node.parts and not isinstance(node, tree.Count):
            return Said(ALWAYS if isinstance(node, tree.All) else NEVER)
        if len(node.parts) == 1 and not isinstance(node, tree.Count):
            return self._flat(node.parts[0], within=within)
        parts = [self._flat(part, within=True) for part in node.parts]
        if isinstance(node, tree.Count):
            listed = _joined(parts, marked("%(one)s; %(other)s"))
            message = marked("at least %(number)s of these hold: %(parts)s")
            said = Said(message, number=str(node.at_least), parts=listed)
        else:
            said = _joined(parts, _AND if isinstance(node, tree.All) else _OR)
        return Said(marked("(%(condition)s)"), condition=said) if within else said

    def test(self, condition: Condition) -> Said:
        """One comparison in words."""
        name, op, operand = condition.fact, condition.op, condition.value
        value = getattr(operand, "value", None)
        if isinstance(value, bool):
            return self._truth(name, holds=value)
        what = self.subject(name)
        fact = self.instrument.facts.get(name)
        manner = "day" if isinstance(fact, Day) else "scale" if fact is not None and fact.kind is Kind.SCALE else ""
        if isinstance(operand, Parameter):
            words: str = Said(marked("the answer to %(what)s"), what=self.subject(operand.name))
        elif isinstance(operand, Group):
            words = operand.name
        else:
            words = self.answer(name, operand.value)
            if isinstance(operand.value, frozenset) and len(operand.value) == 1:
                manner = "one"
        message = _SENTENCES.get((op, manner)) or _SENTENCES[op, ""]
        return Said(message, what=what, value=words)

    def _truth(self, name: str, *, holds: bool) -> Said:
        if name in self.owner and name.endswith(".answered"):
            ask = self._ask(self.known[self.owner[name]])
            return Said(marked("%(what)s is answered") if holds else marked("%(what)s is not answered"), what=ask)
        what = self.subject(name)
        if name in self.given:
            return Said(marked("%(what)s: yes") if holds else marked("%(what)s: no"), what=what)
        message = marked("the answer to %(what)s is yes") if holds else marked("the answer to %(what)s is no")
        return Said(message, what=what)

    # what is compared

    def subject(self, name: str) -> str:
        """What a fact is about."""
        if name in self.given:
            return quoted(self.given[name], self.language) or name
        if name.startswith(("tally.", "share.")):
            return self._tally(name)
        owner = self.owner.get(name)
        if owner is None:
            return name
        item = self.known[owner]
        part = name[len(owner) + 1 :]
        ask = self._ask(item)
        if not part:
            return ask
        if part in _PARTS:
            return Said(_PARTS[part], what=ask)
        row = _label(item.rows, part, self.language) if item.rows else part
        return Said(marked("%(what)s (%(row)s)"), what=ask, row=row)

    def _ask(self, item: Item) -> Said:
        return Said(marked("“%(question)s”"), question=quoted(item.label, self.language) or item.id)

    def _tally(self, name: str) -> Said:
        form, group, value = name.split(".", 2)
        sections = {section.id: section.title for section in self.instrument.sections}
        if group in _GROUPS:
            among = Said(_GROUPS[group])
        elif group in sections:
            title = quoted(sections[group], self.language)
            among = Said(marked("the criteria of the section “%(section)s”"), section=title)
        else:
            among = Said(marked("the criteria of the level “%(level)s”"), level=group)
        words: str = value
        if value == UNANSWERED:
            words = Said(marked("unanswered"))
        else:
            found = (item.choices for item in self.instrument.items if item.type is Type.CRITERION and item.choices)
            words = next((_label(each, value, self.language) for each in found if value in each.values), value)
        if form == "share":
            return Said(marked("the share in percent of “%(value)s” among %(group)s"), value=words, group=among)
        return Said(marked("the number of “%(value)s” among %(group)s"), value=words, group=among)

    # what it is compared with

    def answer(self, name: str, value: Answer) -> str:
        """A value as a person would say it."""
        fact = self.instrument.facts.get(name)
        if isinstance(value, frozenset):
            return ", ".join(self._code(name, each) for each in self._in_order(name, value)) or "–"
        if isinstance(value, bool):
            return Said(YES if value else NO)
        if isinstance(fact, Day) and isinstance(value, int):
            return self._day(value)
        if isinstance(value, int | float):
            number = str(format_decimal(value, locale=self.language))
            unit = fact.unit if fact else ""
            return f"{number} {unit}" if unit else number
        return self._code(name, value)

    def _day(self, number: int) -> str:
        try:
            day = date(number // 10000, number // 100 % 100, number % 100)
        except ValueError:
            return str(number)
        return day_words(day, self.language)

    def _choices(self, name: str) -> ChoiceList | None:
        owner = self.owner.get(name)
        return self.known[owner].choices if owner is not None else None

    def _in_order(self, name: str, values: frozenset[str]) -> Sequence[str]:
        among = self._choices(name)
        if among is not None:
            return [value for value in among.values if value in values]
        return sorted(values)

    def _code(self, name: str, code: str) -> str:
        among = self._choices(name)
        if among is not None:
            return _label(among, code, self.language)
        owner = self.owner.get(name)
        kind = self.known[owner].type if owner is not None else None
        try:
            if kind in {Type.COUNTRY, Type.CORRIDOR} and len(code) == 3:
                return country(code).name(self.language)
            return occupation(code).title(self.language) if kind is Type.OCCUPATION else code
        except Refusal:
            return code


def _label(among: ChoiceList, value: str, language: str) -> str:
    if value not in among.values:
        return value
    return quoted(among.choice(value).label, language) or value


def _joined(parts: Sequence[Said], message: str) -> Said:
    join: Callable[[Said, Said], Said] = lambda one, other: Said(message, one=one, other=other)  # noqa: E731
    return reduce(join, parts) if parts else Said(ALWAYS)
