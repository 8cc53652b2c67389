"""Languages people speak, and the six levels of the Common European Framework in their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, total_ordering
from types import MappingProxyType

from alianza.vocabulary._packaged import rows
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.unknown import UnknownCode

ALIASES: Mapping[str, str] = MappingProxyType({"tl": "fil", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr"})
"""Codes read as another: Tagalog as Filipino, and withdrawn codes of ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its shortest ISO 639 code. `autonym` is its own name for itself, or "" where unknown."""

    code: str
    names: Mapping[str, str] = field(repr=False, hash=False, compare=False)
    autonym: str = field(repr=False)
    right_to_left: bool = field(repr=False)

    def name(self, lang: str = "en") -> Label:
        """The name in en, es, fr or ar; otherwise in English, marked as fallback."""
        return pick(self.names, lang)

    def __str__(self) -> str:
        return self.code


class UnknownLanguage(UnknownCode):
    code = "vocabulary.unknown_language"
    message = marked("%(given)s is not a language of ISO 639. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a language of ISO 639 that the platform knows. Write its code, for example es.")


class UnknownLevel(Refusal):
    code = "vocabulary.unknown_level"
    message = marked("%(given)s is not a level of language. The levels are A1, A2, B1, B2, C1 and C2.")


@total_ordering
class CEFR(Enum):
    """A level of language, ordered: A1 is the lowest, C2 the highest.

    >>> CEFR.A2 < CEFR.B1, CEFR.parse("b2").rank
    (True, 4)

    No knowledge at all is `None` in code and "-" in tables; it has no level.
    """

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        """1 for A1 to 6 for C2, so that 0 is free for "none"."""
        return list(CEFR).index(self) + 1

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, CEFR):
            return NotImplemented
        return self.rank < other.rank

    @classmethod
    def parse(cls, text: str) -> "CEFR":
        """From "B2" or "b2". Raises UnknownLevel."""
        try:
            return cls(text.strip().upper())
        except ValueError:
            raise UnknownLevel(given=repr(text[:20])) from None

    def name_in(self, lang: str = "en") -> Label:
        """The level in a word, "Intermediate"."""
        return pick({key[5:]: text for key, text in _levels()[self.value].items() if key.startswith("name_")}, lang)

    def sentence(self, lang: str = "en") -> Label:
        """One sentence by which a person can place herself; ours, in en, es and fr."""
        return pick({key[9:]: text for key, text in _levels()[self.value].items() if key.startswith("sentence_")}, lang)


@cache
def _levels() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({row["code"]: row for row in rows("cefr.csv")})


@cache
def _languages() -> Mapping[str, Language]:
    return MappingProxyType(
        {
            row["code"]: Language(
                code=row["code"],
                names=MappingProxyType({lang: row[f"name_{lang}"] for lang in ("en", "es", "fr", "ar")}),
                autonym=row["autonym"],
                right_to_left=row["right_to_left"] == "1",
            )
            for row in rows("languages.csv")
        }
    )


def languages() -> tuple[Language, ...]:
    """All packaged languages, by code."""
    return tuple(_languages().values())


def language(code: str) -> Language:
    """The language of an ISO 639 code, or of a locale tag.

    >>> language("pt-BR").name("fr"), language("tl").code
    ('portugais', 'fil')

    Raises UnknownLanguage.
    """
    asked = code.strip().replace("_", "-").partition("-")[0].lower()
    found = _languages().get(ALIASES.get(asked, asked))
    if found is None:
        known = {each.code: [each.names["en"], each.names["es"], each.names["fr"]] for each in languages()}
        raise UnknownLanguage.among(known, code)
    return found
