"""Finding an occupation by typing its name: in one's own language, with typos, in either gender.

    >>> [match.isco for match in find("enfermera", "es", limit=1)]
    ['2221']

Names are those of `vocabulary.occupation_names`: ESCO's labels, the titles of ISCO-08 and those of national employment
services. The language asked for comes first; when nothing in it comes near, every other packaged language is tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from alianza.search import _names
from alianza.vocabulary.labels import Label, base_language
from alianza.vocabulary.occupation_names import (
    ALTERNATIVE,
    EVERYDAY,
    ISCO_TITLE,
    NATIONAL,
    PREFERRED,
    OccupationNames,
    folded,
    languages,
    occupation_names,
)
from alianza.vocabulary.occupations import esco_occupations, occupation, occupations

LEAST_SCORE = 0.25
"""What resembles the query less is not shown: no answer is better than a wrong one."""
LEAST_OF_BEST = 0.5
"""Nor is what resembles it less than this share of the best."""
NEAR_ENOUGH = 0.8
"""From this score on the language asked for has answered, and the others are left alone."""
NEAR_LANGUAGES = ("en", "es", "fr", "pt")
"""The languages with most names, tried before the others."""
OTHER_LANGUAGE = 0.93
"""What a name in another language than the one asked for counts."""

# Equal resemblance goes to the name that stands for the occupation rather than to one of its many others.
_STANDING = np.array([0.004, 0.007, 0.005, 0.01, 0.0], np.float32)
assert (PREFERRED, ALTERNATIVE, ISCO_TITLE, NATIONAL, EVERYDAY) == (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Match:
    """An occupation found. `esco_uri` is None where a whole ISCO-08 unit group was meant.

    `label` is its name in the language asked for (or visibly in English), `matched_on` the name that resembled the
    query and `matched_language` that name's language, `score` how much: 1 is the whole name as typed.
    """

    isco: str
    esco_uri: str | None
    label: Label
    matched_on: str
    matched_language: str
    score: float


class OccupationFinder:
    """Finds occupations among given names; `find` uses one for each language over everything packaged."""

    def __init__(self, names: OccupationNames) -> None:
        self._names = names
        self._index = _names.index(names.texts, names.langs)

    def find(self, text: str, lang: str, limit: int = 10) -> list[Match]:
        """The occupations whose names resemble the text, best first, each once."""
        query = folded(text[: _names.LONGEST])
        names = self._names
        scores = _names.resemblance(self._index, query) - _STANDING[names.kinds]
        best: dict[tuple[int, str], int] = {}
        groups: set[str] = set()
        for at in _best_first(scores):
            key = (int(names.occupation[at]), names.isco[at] if names.occupation[at] < 0 else "")
            if key[0] < 0 and names.isco[at] in groups:
                continue  # an occupation of that unit group stands above it already and says more
            best.setdefault(key, at)
            groups.add(names.isco[at])
            if len(best) >= limit:
                break
        return [self._match(at, lang, float(scores[at])) for at in best.values()]

    def _match(self, at: int, lang: str, score: float) -> Match:
        names, row = self._names, int(self._names.occupation[at])
        esco = esco_occupations()[row] if row >= 0 else None
        return Match(
            isco=names.isco[at],
            esco_uri=esco.uri if esco else None,
            label=esco.label(lang) if esco else occupation(names.isco[at]).title(lang),
            matched_on=names.labels[at],
            matched_language=names.langs[at],
            score=round(min(max(score, 0.0), 1.0), 4),
        )


def _best_first(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> Sequence[int]:
    """Rows worth showing, the highest score first, earlier rows first among equals."""
    rows = np.flatnonzero(scores >= max(LEAST_SCORE, LEAST_OF_BEST * float(scores.max(initial=0.0))))
    return [int(at) for at in rows[np.argsort(-scores[rows], kind="stable")]]


def find(text: str, lang: str = "en", limit: int = 10, *, everywhere: bool = True) -> list[Match]:
    """Occupations by typed name, best first; an ISCO-08 code or its first digits are understood too.

    `lang` is the language of the person and of the labels. An empty list means that nothing resembles the text. Without
    `everywhere` only the reader's language and the near ones are tried: twice as fast, for a search of many things.
    """
    query = folded(text[: _names.LONGEST])
    if len(query) < 2:
        return []
    if query.isdigit():
        return _by_code(query, lang, limit)
    found: list[Match] = []
    rounds = list(_rounds(base_language(lang)))
    for count, finders in enumerate(rounds if everywhere else rounds[:-1]):
        factor = OTHER_LANGUAGE if count else 1.0
        found += [_weighed(each, factor) for langs in finders for each in _finder(langs).find(query, lang, limit)]
        if any(each.score >= NEAR_ENOUGH for each in found):
            break
    merged: dict[tuple[str, str | None], Match] = {}
    least = max([LEAST_SCORE, *(LEAST_OF_BEST * each.score for each in found)])
    for each in sorted(found, key=lambda match: -match.score):
        if each.score >= least:
            merged.setdefault((each.isco, each.esco_uri), each)
    return list(merged.values())[:limit]


def _weighed(match: Match, factor: float) -> Match:
    return replace(match, score=round(match.score * factor, 4))


def _rounds(own: str) -> Iterator[list[tuple[str, ...]]]:
    """Which names to search together: one's own language's, then the near languages', then all others'."""
    others = tuple(lang for lang in languages() if lang not in NEAR_LANGUAGES)
    if own in languages():
        yield [(own,)]
    yield [(lang,) for lang in NEAR_LANGUAGES if lang != own]
    yield [others]


def prepare(*langs: str) -> None:
    """Read and index the names of these languages now, so that the first person who types does not wait."""
    for lang in langs or NEAR_LANGUAGES:
        for names in next(_rounds(base_language(lang))):
            _finder(names)


@cache
def _finder(langs: tuple[str, ...]) -> OccupationFinder:
    return OccupationFinder(occupation_names(langs))


def _by_code(digits: str, lang: str, limit: int) -> list[Match]:
    groups = [group for group in occupations(4) if group.code.startswith(digits)]
    return [Match(group.code, None, group.title(lang), group.code, "", 1.0) for group in groups[:limit]]
