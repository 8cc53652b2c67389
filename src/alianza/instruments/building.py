"""Conditions that a form without code can hold: tests of answers, joined by "all" or "any".

A tree that says more than that (parts within parts, counts, comparisons of two answers, notes) is not a simple one: it
stays as it is, and is shown in words.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alianza.instruments.answers import LARGEST_NUMBER
from alianza.instruments.facts import Day
from alianza.instruments.instrument import ChoiceList, Instrument, Type
from alianza.instruments.reading import owners
from alianza.vocabulary.criterion import Operator
from alianza.vocabulary.facts import Fact, Kind
from alianza.vocabulary.places import find_country
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

IS, AT_LEAST, AT_MOST, ONE_OF, NONE_OF = "is", "at_least", "at_most", "one_of", "none_of"
ANSWERED, UNANSWERED = "answered", "unanswered"
RELATIONS: Mapping[str, str] = {
    IS: marked("is"),
    AT_LEAST: marked("is at least"),
    AT_MOST: marked("is at most"),
    ONE_OF: marked("is or includes one of"),
    NONE_OF: marked("is or includes none of"),
    ANSWERED: marked("is answered"),
    UNANSWERED: marked("is not answered"),
}
_OPERATORS = {
    Operator.IS: IS,
    Operator.GTE: AT_LEAST,
    Operator.LTE: AT_MOST,
    Operator.IN: ONE_OF,
    Operator.OVERLAPS: ONE_OF,
    Operator.NOT_IN: NONE_OF,
    Operator.DISJOINT: NONE_OF,
}
_YES = {"yes", "true", "sí", "si", "oui", "1"}
_NO = {"no", "false", "non", "0"}


@dataclass(frozen=True, slots=True)
class Row:
    """One test: the name of a fact, how it is compared, and with what, as somebody types it."""

    fact: str
    relation: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Simple:
    """Tests joined by `all` or `any`; none at all is no condition."""

    join: str = "all"
    rows: tuple[Row, ...] = ()


class NotUnderstood(ValueError):
    """A row cannot be made into a test. `row` counts from 0; `said` is one sentence."""

    def __init__(self, row: int, said: Said) -> None:
        self.row, self.said = row, said
        super().__init__(str(said))


def simple_of(written: object) -> Simple | None:
    """The rows of a written tree; None when it says more than rows can."""
    if written is None:
        return Simple()
    if not isinstance(written, Mapping) or len(written) != 1:
        return None
    ((form, held),) = written.items()
    if form == "test":
        row = _row(held)
        return None if row is None else Simple("all", (row,))
    if form not in {"all", "any"} or not isinstance(held, list) or not held:
        return None
    rows = []
    for part in held:
        if not isinstance(part, Mapping) or set(part) != {"test"}:
            return None
        row = _row(part["test"])
        if row is None:
            return None
        rows.append(row)
    return Simple(form, tuple(rows))


def _row(test: object) -> Row | None:
    if not isinstance(test, Mapping) or set(test) != {"fact", "op", "value"}:
        return None
    fact, op, value = test["fact"], test["op"], test["value"]
    if (
        not isinstance(fact, str)
        or not isinstance(op, str)
        or op not in {each.value for each in _OPERATORS}
        or isinstance(value, Mapping)
    ):
        return None
    if isinstance(value, bool):
        if fact.endswith(".answered"):
            return Row(fact.removesuffix(".answered"), ANSWERED if value else UNANSWERED)
        return Row(fact, IS, "yes" if value else "no")
    relation = _OPERATORS[Operator(op)]
    if isinstance(value, list):
        if not value or not all(isinstance(each, str) and each.strip() == each and "," not in each for each in value):
            return None
        return Row(fact, relation, ", ".join(value))
    return Row(fact, relation, str(value))


class Builder:
    """Makes rows into trees, with the questions of one instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self.facts = instrument.facts
        self.known = instrument.by_id
        self.owner = owners(instrument.items)

    def tree_of(self, simple: Simple) -> dict[str, Any] | None:
        """The written form; None for no rows. Raises `NotUnderstood`."""
        tests = [{"test": self._test(number, row)} for number, row in enumerate(simple.rows)]
        if not tests:
            return None
        return tests[0] if len(tests) == 1 else {simple.join: tests}

    def choices(self, fact: str) -> ChoiceList | None:
        """What a fact may be, where it is chosen from a list."""
        item = self.known.get(self.owner.get(fact, ""))
        return item.choices if item is not None and self.facts[fact].kind is not Kind.BOOLEAN else None

    def _test(self, number: int, row: Row) -> dict[str, Any]:
        if row.relation in {ANSWERED, UNANSWERED}:
            fact = f"{self.owner.get(row.fact, row.fact)}.answered"
            if fact not in self.facts:
                raise NotUnderstood(number, Said(marked("choose a question.")))
            return {"fact": fact, "op": "is", "value": row.relation == ANSWERED}
        known = self.facts.get(row.fact)
        if known is None:
            raise NotUnderstood(number, Said(marked("choose a question whose answer can be compared.")))
        if not row.value.strip():
            raise NotUnderstood(number, Said(marked("say what the answer is compared with.")))
        op = self._operator(number, known, row.relation)
        parts = (
            [part.strip() for part in row.value.split(",") if part.strip()] if op.wants_list else [row.value.strip()]
        )
        values = [self._value(number, known, part) for part in parts]
        return {"fact": row.fact, "op": op.value, "value": values if op.wants_list else values[0]}

    def _operator(self, number: int, fact: Fact, relation: str) -> Operator:
        if fact.kind is Kind.SET:
            found = {IS: Operator.OVERLAPS, ONE_OF: Operator.OVERLAPS, NONE_OF: Operator.DISJOINT}.get(relation)
        elif fact.kind is Kind.BOOLEAN:
            found = Operator.IS if relation == IS else None
        elif fact.kind is Kind.CODE:
            found = {IS: Operator.IS, ONE_OF: Operator.IN, NONE_OF: Operator.NOT_IN}.get(relation)
        elif fact.kind is Kind.SCALE:
            found = {
                IS: Operator.IS, AT_LEAST: Operator.GTE, AT_MOST: Operator.LTE, ONE_OF: Operator.IN,
                NONE_OF: Operator.NOT_IN,
            }.get(relation)  # fmt: skip
        else:
            found = {IS: Operator.IS, AT_LEAST: Operator.GTE, AT_MOST: Operator.LTE}.get(relation)
        if found is None:
            message = marked("the answer to this question cannot be compared in that way; choose another.")
            raise NotUnderstood(number, Said(message))
        return found

    def _value(self, number: int, fact: Fact, words: str) -> bool | int | float | str:
        if fact.kind is Kind.BOOLEAN:
            if words.casefold() in _YES | _NO:
                return words.casefold() in _YES
            raise NotUnderstood(number, Said(marked("write yes or no.")))
        if isinstance(fact, Day):
            return words
        if fact.kind.is_number:
            try:
                value = float(words)
            except ValueError:
                raise NotUnderstood(number, Said(marked("write a number in digits, such as 12.5."))) from None
            if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
                raise NotUnderstood(number, Said(marked("write a number in digits, such as 12.5.")))
            return int(value) if value == int(value) else value
        among = self.choices(fact.id)
        if among is not None:
            return self._choice(number, among, words)
        item = self.known.get(self.owner.get(fact.id, ""))
        if item is not None and item.type in {Type.COUNTRY, Type.CORRIDOR} and "-" not in words:
            try:
                return find_country(words).alpha3
            except Refusal:
                return words
        return words

    def _choice(self, number: int, among: ChoiceList, words: str) -> str:
        for choice in among.choices:
            if words == choice.value:
                return choice.value
        for choice in among.choices:
            if words.casefold() in {label.casefold() for label in choice.label.languages.values()}:
                return choice.value
        known = ", ".join(among.values[:20])
        raise NotUnderstood(number, Said(marked("choose one of %(known)s."), known=known))
