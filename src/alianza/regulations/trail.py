"""What one person answered in the finder so far. It travels sealed in a cookie; nothing of it is stored on our side.

A trail forgets itself after `KEPT_DAYS`, or when the person says so. It is never in an address, a log or a table.
"""

import base64
import json
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from alianza.regulations import dictionary
from alianza.regulations.pathways import Answers
from alianza.vault.keys import KeyFileProblem
from alianza.vault.seal import CannotOpen, seal, unseal
from alianza.vocabulary.facts import Answer, Scope

COOKIE = "pathways"
KEPT_DAYS = 7
LARGEST_COOKIE = 3900
"""Characters; browsers keep 4,096 bytes with the cookie's name and attributes."""
_PLACE = "regulations.pathways.cookie"

NO_OFFER = "none"
OFFER = "offer.exists"


@dataclass(frozen=True, slots=True)
class Trail:
    """`places` narrows the search, empty means every place. `put` lists the questions that were put, in order.

    A question is a fact, or `fact@place` where the answer differs by place. `offer` is the place of the job offer,
    `NO_OFFER`, or empty while unknown. `answers` and `by_place` hold accepted answers.
    """

    places: tuple[str, ...] = ()
    offer: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    by_place: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    put: tuple[str, ...] = ()
    differs: frozenset[str] = frozenset()
    asking: str = ""
    compared: tuple[str, ...] = ()
    started: bool = False

    @property
    def has_offer(self) -> bool:
        return bool(self.offer) and self.offer != NO_OFFER

    def value(self, question: str) -> Answer | None:
        """The answer to a question; `None` where there is none."""
        fact, _, place = question.partition("@")
        if place:
            return self.by_place.get(place, {}).get(fact)
        return self.answers.get(fact)

    def answered(self, question: str, answer: Answer | None) -> "Trail":
        """The trail after a question was put; `None` when it was skipped or is not known."""
        fact, _, place = question.partition("@")
        answers, by_place = dict(self.answers), {name: dict(held) for name, held in self.by_place.items()}
        held = by_place.setdefault(place, {}) if place else answers
        held.pop(fact, None)
        if answer is not None:
            held[fact] = answer
        differs = self.differs
        if not place:  # one answer for everywhere takes the place of those that differed
            differs -= {fact}
            for own in by_place.values():
                own.pop(fact, None)
        return replace(
            self,
            answers=answers,
            by_place={name: own for name, own in by_place.items() if own},
            differs=differs,
            put=self.put if question in self.put else (*self.put, question),
            asking="",
        )

    def with_offer(self, place: str) -> "Trail":
        """The trail after the question about a job offer; a new place forgets what was said of another offer."""
        known = dictionary.facts()
        answers: Mapping[str, Answer] = self.answers
        put = self.put
        if place != self.offer:
            about_offers = {fact for fact in known if known[fact].scope is Scope.OFFER and fact != OFFER}
            answers = {fact: answer for fact, answer in answers.items() if fact not in about_offers}
            put = tuple(question for question in put if question not in about_offers)
        return replace(self, offer=place, answers=answers, put=put if OFFER in put else (*put, OFFER), asking="")

    def differing(self, fact: str) -> "Trail":
        """The trail after "it differs by country": the fact is then asked place by place."""
        answers = {name: answer for name, answer in self.answers.items() if name != fact}
        put = self.put if fact in self.put else (*self.put, fact)
        return replace(self, answers=answers, differs=self.differs | {fact}, put=put, asking="")

    def at(self) -> Answers:
        """The answers as the routes take them. Facts of the offer hold at its place alone."""
        known = dictionary.facts()
        general = {fact: a for fact, a in self.answers.items() if known[fact].scope is not Scope.OFFER}
        of_offer = {fact: a for fact, a in self.answers.items() if known[fact].scope is Scope.OFFER}
        by_place: dict[str, dict[str, Answer]] = {place: dict(own) for place, own in self.by_place.items()}
        if self.has_offer:
            general[OFFER] = False
            by_place[self.offer] = {**of_offer, **by_place.get(self.offer, {}), OFFER: True}
        elif self.offer == NO_OFFER:
            general |= of_offer  # a permit to look for work may ask of the occupation without an offer
            general[OFFER] = False
        else:
            general |= of_offer
        return Answers(general, by_place)


def sealed(trail: Trail) -> str:
    """The trail as a cookie value."""
    data: dict[str, Any] = {
        "t": int(time.time()),
        "p": list(trail.places),
        "o": trail.offer,
        "a": {fact: _plain(answer) for fact, answer in trail.answers.items()},
        "b": {place: {fact: _plain(a) for fact, a in own.items()} for place, own in trail.by_place.items()},
        "q": list(trail.put),
        "d": sorted(trail.differs),
        "n": trail.asking,
        "c": list(trail.compared),
    }
    written = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    packed = base64.b85encode(zlib.compress(written, 9)).decode("ascii")
    return seal(packed, place=_PLACE)


def opened(cookie: str | None) -> Trail:
    """The trail in a cookie; a fresh one when it is absent, too old, altered, or speaks of questions that are gone."""
    if not cookie or len(cookie) > LARGEST_COOKIE:
        return Trail()
    try:
        packed = unseal(cookie, place=_PLACE)
        data = json.loads(zlib.decompress(base64.b85decode(packed)))
        if time.time() - data["t"] > KEPT_DAYS * 24 * 3600:
            return Trail()
        known = dictionary.facts()
        return Trail(
            places=tuple(data["p"]),
            offer=data["o"],
            answers=known.accept(data["a"]),
            by_place={place: known.accept(own) for place, own in data["b"].items()},
            put=tuple(data["q"]),
            differs=frozenset(data["d"]),
            asking=data["n"],
            compared=tuple(data["c"]),
            started=True,
        )
    except (CannotOpen, KeyFileProblem, ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return Trail()


def _plain(answer: Answer) -> object:
    return sorted(answer) if isinstance(answer, frozenset) else answer
