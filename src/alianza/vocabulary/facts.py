"""A fact is what one question establishes about a person, an offer or a destination; criteria test facts.

The dictionary of facts is data. This module reads it, and reads answers against it, strictly: an answer that does not
fit its question is refused with a sentence, never bent into one that does.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text

Answer = bool | int | float | str | frozenset[str]
"""What a fact may hold once accepted. Sets are frozen; steps of a scale and codes are text."""

COUNTRY = "iso3166-1-alpha2"
LARGEST_NUMBER = 10**12
LONGEST_SET = 300
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")


class Scope(StrEnum):
    """Where an answer is valid."""

    PERSON = "person"
    DESTINATION = "destination"
    OFFER = "offer"


class Kind(StrEnum):
    """What an answer looks like."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    SCALE = "scale"
    CODE = "code"
    SET = "set"

    @property
    def is_number(self) -> bool:
        return self in {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY}


class UnfitAnswer(ValueError):
    """An answer that does not fit its question. The message is one sentence: what was wrong and what to write."""

    def __init__(self, fact: str, sentence: str) -> None:
        self.fact = fact
        self.sentence = sentence
        super().__init__(f"{fact}: {sentence}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One question. `steps` orders a scale from low to high; `members` closes a list of codes, empty leaves it open."""

    id: str
    kind: Kind
    scope: Scope
    ask: Text
    steps: tuple[str, ...] = ()
    of: str = ""
    unit: str = ""
    sensitive: bool = False
    members: frozenset[str] = frozenset()

    def accept(self, answer: object) -> Answer:
        """The answer as criteria compare it.

        Raises `UnfitAnswer`. Numbers are finite and not negative; decimals become floats, which keep the order of
        any two amounts of up to fifteen digits.
        """
        if self.kind is Kind.BOOLEAN:
            if isinstance(answer, bool):
                return answer
            raise self._unfit(answer, Said(marked("answer true or false")))
        if self.kind.is_number:
            return self._number(answer)
        if self.kind is Kind.SCALE:
            return self._step(answer)
        if self.kind is Kind.CODE:
            return self._code(answer)
        if isinstance(answer, str) or not isinstance(answer, Collection) or isinstance(answer, Mapping):
            raise self._unfit(answer, Said(marked("write a list, such as [PH, ID]")))
        if len(answer) > LONGEST_SET:
            message = marked("a list of %(count)s entries is too long; %(most)s are the most.")
            raise UnfitAnswer(self.id, Said(message, count=len(answer), most=LONGEST_SET))
        return frozenset(self._code(entry) for entry in answer)

    def _number(self, answer: object) -> int | float:
        whole = self.kind is Kind.INTEGER
        if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal):
            wish = marked("write a whole number") if whole else marked("write a number, such as 1200.50")
            raise self._unfit(answer, Said(wish))
        finite = answer.is_finite() if isinstance(answer, Decimal) else isinstance(answer, int) or math.isfinite(answer)
        if not finite or not 0 <= answer <= LARGEST_NUMBER:
            raise self._unfit(answer, Said(marked("write a number from 0 to %(most)s"), most=LARGEST_NUMBER))
        if answer == int(answer):
            return int(answer)
        if whole:
            raise self._unfit(answer, Said(marked("write a whole number")))
        return float(answer)

    def _step(self, answer: object) -> str:
        if isinstance(answer, str | int) and not isinstance(answer, bool) and str(answer) in self.steps:
            return str(answer)
        raise self._unfit(answer, Said(marked("choose one of %(known)s"), known=", ".join(self.steps)))

    def _code(self, answer: object) -> str:
        if not isinstance(answer, str):
            if isinstance(answer, bool) and self.of == COUNTRY:
                hint = marked('a code is text (YAML reads an unquoted NO as false: write "NO" in quotes for Norway)')
                raise self._unfit(answer, Said(hint))
            raise self._unfit(answer, Said(marked("a code is text")))
        if self.members:
            if answer in self.members:
                return answer
            if self.of == COUNTRY:
                raise self._unfit(answer, Said(marked("write a country's two-letter code in capitals, such as PH")))
            raise self._unfit(answer, Said(marked("choose one of %(known)s"), known=", ".join(sorted(self.members))))
        if self.of == COUNTRY and not _COUNTRY_CODE.fullmatch(answer):
            raise self._unfit(answer, Said(marked("write a country's two-letter code in capitals, such as PH")))
        if not answer or len(answer) > 60 or "\0" in answer:
            raise self._unfit(answer, Said(marked("write a code of 1 to 60 letters")))
        return answer

    def _unfit(self, answer: object, what_to_do: Said) -> UnfitAnswer:
        return UnfitAnswer(
            self.id, Said(marked("%(given)s does not fit; %(wish)s."), given=_shown(answer), wish=what_to_do)
        )


@dataclass(frozen=True, slots=True)
class FactDictionary(Mapping[str, Fact]):
    """All facts by id, in the order of the dictionary, and the scales they use."""

    facts: Mapping[str, Fact]
    scales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def from_mapping(
        cls, data: Mapping[str, object], *, domains: Mapping[str, Collection[str]] | None = None
    ) -> "FactDictionary":
        """Read the dictionary's own form: `scales`, `facts`, and closed lists such as `sectors`.

        `domains` closes further lists, by the name that `of` uses. Raises `ValueError` naming the entry.
        """
        scales = {
            name: tuple(str(step) for step in steps)
            for name, steps in _mapping(data.get("scales", {}), "scales").items()
        }
        closed = {"sector": frozenset(_texts(data.get("sectors"), "sectors"))}
        closed |= {name: frozenset(codes) for name, codes in (domains or {}).items()}
        facts: dict[str, Fact] = {}
        entries = data.get("facts")
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            raise ValueError("facts: a list of questions is missing.")  # noqa: TRY004  the data is at fault
        for number, entry in enumerate(entries):
            fact = _fact(_mapping(entry, f"facts[{number}]"), scales, closed, number)
            if fact.id in facts:
                raise ValueError(f"facts[{number}]: {fact.id} is there twice.")
            facts[fact.id] = fact
        return cls(MappingProxyType(facts), MappingProxyType(scales))

    def __getitem__(self, fact: str) -> Fact:
        return self.facts[fact]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def accept(self, answers: Mapping[str, object]) -> dict[str, Answer]:
        """Accepted answers; `None` ("I do not know") is left out. Raises `UnfitAnswer` at the first fault."""
        accepted = {}
        for fact, answer in answers.items():
            if fact not in self.facts:
                raise UnfitAnswer(
                    str(fact), Said(marked("no question of this name exists; look it up in the dictionary of facts."))
                )
            if answer is not None:
                accepted[fact] = self.facts[fact].accept(answer)
        return accepted


def _fact(
    entry: Mapping[str, object],
    scales: Mapping[str, tuple[str, ...]],
    closed: Mapping[str, frozenset[str]],
    number: int,
) -> Fact:
    identity = entry.get("id")
    if not isinstance(identity, str) or not identity:
        raise ValueError(f"facts[{number}]: the id is missing.")
    try:
        kind, scope = Kind(str(entry.get("type"))), Scope(str(entry.get("scope")))
    except ValueError as wrong:
        raise ValueError(f"{identity}: {wrong}.") from None
    scale = str(entry.get("scale", ""))
    if kind is Kind.SCALE and scale not in scales:
        raise ValueError(f"{identity}: the scale {scale!r} is not among {', '.join(scales)}.")
    of = str(entry.get("of", ""))
    ask = entry.get("ask")
    return Fact(
        id=identity,
        kind=kind,
        scope=scope,
        ask=ask if isinstance(ask, Text) else Text({k: str(v) for k, v in _mapping(ask, f"{identity}.ask").items()}),
        steps=scales.get(scale, ()) if kind is Kind.SCALE else (),
        of=of,
        unit=str(entry.get("unit", "")),
        sensitive=entry.get("sensitive") is True,
        members=closed.get(of, frozenset()),
    )


def _mapping(value: object, where: str) -> Mapping[str, Sequence[object]]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: a mapping of names to values is missing.")  # noqa: TRY004  the data is at fault
    return value


def _texts(value: object, where: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(entry, str) for entry in value):
        raise ValueError(f"{where}: a list of codes is missing.")
    return list(value)


def _shown(answer: object) -> str:
    try:
        words = repr(answer)
    except ValueError:  # Python refuses to write out an integer of thousands of digits
        return Said(marked("a number of thousands of digits"))
    return words if len(words) <= 60 else words[:57] + "..."
