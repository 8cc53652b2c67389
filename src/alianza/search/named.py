"""Finding a few named things (series, routes, countries) by typing one of their names, with typos, in any language.

>>> finder = NamedFinder([("door", "Front door", "en"), ("door", "puerta de entrada", "es")])
>>> [match.key for match in finder.find("puerta", "es")]
['door']
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alianza.search import _names
from alianza.vocabulary.occupation_names import folded

LEAST_SCORE = 0.35
LEAST_OF_BEST = 0.7
OTHER_LANGUAGE = 0.97
"""What a name in another language than the reader's counts; a name without a language is everybody's."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing found: `name` is the one of its names that resembled the query, `score` how much; 1 is typed in full."""

    key: str
    name: str
    language: str
    score: float


class NamedFinder:
    """Finds among (key, name, language); a thing may have many names."""

    def __init__(self, names: Iterable[tuple[str, str, str]]) -> None:
        known = [(key, name, language, folded(name)) for key, name, language in names]
        self._rows = [row for row in known if row[3]]
        self._index = _names.index([row[3] for row in self._rows], [""] * len(self._rows))
        self._exact: dict[str, list[str]] = {}
        for key, _name, _language, text in self._rows:
            self._exact.setdefault(text, []).append(key)

    def exact(self, text: str) -> str | None:
        """The one thing whose name was typed in full; None if there is none or several."""
        keys = set(self._exact.get(folded(text[: _names.LONGEST]), ()))
        return keys.pop() if len(keys) == 1 else None

    def find(self, text: str, lang: str = "", limit: int = 10) -> list[Named]:
        """Things whose names resemble the text, best first, each once."""
        query = folded(text[: _names.LONGEST])
        if len(query) < 2 or not self._rows:
            return []
        scores = _names.resemblance(self._index, query)
        least = max(LEAST_SCORE, LEAST_OF_BEST * float(scores.max(initial=0.0)))
        best: dict[str, Named] = {}
        for at in (scores >= least).nonzero()[0].tolist():
            key, name, language, _text = self._rows[at]
            score = float(scores[at]) * (OTHER_LANGUAGE if language and lang and language != lang else 1.0)
            if key not in best or score > best[key].score:
                best[key] = Named(key, name, language, round(score, 4))
        return sorted(best.values(), key=lambda each: (-each.score, each.key))[:limit]
