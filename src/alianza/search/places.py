"""Finding a country, or a corridor, by typing: in English, Spanish or French, with typos.

    >>> find_corridors("de filipinas a alemania", "es")[0].codes
    ('PHL', 'DEU')

Names are the United Nations', the everyday ones of CLDR, and some that people still type ("Holland", "EE.UU.").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from alianza.search.named import Named, NamedFinder
from alianza.vocabulary.occupation_names import folded
from alianza.vocabulary.places import countries, country_by_alpha2
from alianza.vocabulary.unknown import UnknownCode

LANGUAGES = ("en", "es", "fr")
LEAST_END = 0.66
"""How much each end of a corridor must resemble a country."""
ENDS = 4
"""Countries tried for each end: "uni" may become the United States, the Kingdom or the Emirates."""
CODE = 3
MOST_WORDS = 12
BEFORE_ORIGIN = frozenset({"from", "de", "desde", "du", "des", "d", "depuis"})
BETWEEN = frozenset({"to", "a", "au", "aux", "vers", "hacia", "in", "en", "into", "and", "y", "et"})
ARTICLES = frozenset({"the", "el", "la", "los", "las", "le", "les", "l"})
_TWO_LETTERS = re.compile(r"\s*([A-Z]{2})\s*(?:->|→|–|-|:|>|/)\s*([A-Z]{2})\s*")

OTHER_NAMES = {
    "USA": "USA, US, America, EEUU, EE UU, Estados Unidos, United States, États-Unis",
    "GBR": "UK, Great Britain, Britain, England, Scotland, Wales, Inglaterra, Gran Bretaña, Angleterre",
    "NLD": "Holland, Holanda, Hollande, Netherlands, Países Bajos, Pays-Bas",
    "ARE": "UAE, EAU, Emirates, Emiratos, Émirats",
    "KOR": "South Korea, Corea del Sur, Corée du Sud, Korea, Corea, Corée",
    "PRK": "North Korea, Corea del Norte, Corée du Nord",
    "MMR": "Burma, Birmania, Birmanie",
    "COD": "DRC, RDC, Congo Kinshasa, DR Congo, Zaire",
    "COG": "Congo Brazzaville",
    "CPV": "Cape Verde, Cap-Vert",
    "CIV": "Ivory Coast, Costa de Marfil, Côte d'Ivoire",
    "SWZ": "Swaziland, Suazilandia",
    "CZE": "Czech Republic, República Checa, République tchèque",
    "MKD": "Macedonia, Macédoine",
    "TUR": "Turkey, Turquía, Turquie",
    "VAT": "Vatican, Vaticano",
    "PSE": "Palestine, Palestina",
    "TLS": "East Timor, Timor Oriental",
    "NZL": "Nueva Zelanda",
    "BHR": "Baréin",
    "QAT": "Catar",
    "KEN": "Kenia",
    "XKX": "Kosovo",
    "LAO": "Laos",
    "RUS": "Russia, Rusia, Russie",
}


@dataclass(frozen=True, slots=True)
class CorridorFound:
    """Origin and destination as alpha-3 codes; `exact` where both were typed in full."""

    codes: tuple[str, str]
    score: float
    exact: bool


@cache
def _finder() -> NamedFinder:
    from babel import Locale

    rows: list[tuple[str, str, str]] = []
    everyday = {lang: Locale(lang).territories for lang in LANGUAGES}
    for each in countries():
        rows.append((each.alpha3, each.alpha3, ""))
        for lang in LANGUAGES:
            rows.append((each.alpha3, str(each.name(lang)), lang))
            if name := everyday[lang].get(each.alpha2):
                rows.append((each.alpha3, name, lang))
    for code, names in OTHER_NAMES.items():
        rows += [(code, name, "") for name in names.split(", ")]
    return NamedFinder(rows)


def find_places(text: str, lang: str = "en", limit: int = 8) -> list[Named]:
    """Countries and areas whose names resemble the text, best first; keys are alpha-3 codes."""
    return _finder().find(text, lang, limit)


def exact_place(text: str) -> str | None:
    """The country that was typed in full, by any of its names or its alpha-3 code."""
    return _finder().exact(text)


def find_corridors(text: str, lang: str = "en", limit: int = 3) -> list[CorridorFound]:
    """Pairs of countries that the text names one after the other, best first. Empty where it names no two."""
    if written := _TWO_LETTERS.fullmatch(text[:40]):
        try:
            ends = country_by_alpha2(written[1]).alpha3, country_by_alpha2(written[2]).alpha3
        except UnknownCode:
            return []
        return [CorridorFound(ends, 1.0, exact=True)] if ends[0] != ends[1] else []
    finder = _finder()
    seen: dict[str, list[tuple[str, float, bool]]] = {}

    def ends_of(words: str) -> list[tuple[str, float, bool]]:
        if words not in seen:
            whole = finder.exact(words)
            near = finder.find(words, lang, ENDS)
            found = [(each.key, each.score, False) for each in near if each.score >= LEAST_END]
            if whole is not None and len(words) > CODE:
                found = []  # a name typed in full is meant; three letters may be a name half typed ("est", "can")
            own = [(whole, 1.0, True)] if whole is not None else []
            seen[words] = [*own, *(each for each in found if each[0] != whole)]
        return seen[words]

    best: dict[tuple[str, str], CorridorFound] = {}
    for left, right, told in _splits(folded(text[:200]).split()[:MOST_WORDS]):
        for origin, first, whole in ends_of(left):
            for destination, second, complete in ends_of(right):
                pair = (origin, destination)
                # a word between the two ("to") says more than a mere place to cut
                score = min(first, second) * (first + second) / 2 * (1.0 if told else 0.98)
                if origin != destination and (pair not in best or best[pair].score < score):
                    best[pair] = CorridorFound(pair, round(score, 4), whole and complete)
    return sorted(best.values(), key=lambda each: (-each.score, each.codes))[:limit]


def _splits(words: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Every way to cut the words into two names, without the small words before and between them."""
    start = 0
    while start < len(words) - 1 and words[start] in BEFORE_ORIGIN | ARTICLES:
        start += 1
    words = words[start:]
    for at in range(1, len(words)):
        right = words[at:]
        told = right[0] in BETWEEN
        while len(right) > 1 and right[0] in BETWEEN | ARTICLES:
            right = right[1:]
        left = words[:at]
        while len(left) > 1 and left[-1] in BETWEEN:
            left = left[:-1]
        yield " ".join(left), " ".join(right), told
