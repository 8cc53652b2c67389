"""One text in several languages, as a value. A language that is missing falls back, and says to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

FALLBACK = ("en", "es", "fr")
"""Languages tried, in order, when the one asked for is missing. After these: any other, by code."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same statement in one or more languages.

    `unreviewed` names the languages nobody of the alliance has confirmed; a page marks them.

    >>> name = Text({"en": "job order", "es": "oferta de empleo"}, unreviewed={"es"})
    >>> name.in_language("es")
    ('oferta de empleo', 'es')
    >>> name.in_language("fr")
    ('job order', 'en')
    >>> name.is_reviewed("es")
    False
    """

    languages: Mapping[str, str]
    unreviewed: frozenset[str] = frozenset()

    def __init__(self, languages: Mapping[str, str], unreviewed: Iterable[str] = ()) -> None:
        for language, words in languages.items():
            if not isinstance(language, str) or not isinstance(words, str):
                raise TypeError(f"A text maps a language code to words, not {language!r} to {words!r}.")
        object.__setattr__(self, "languages", MappingProxyType(dict(languages)))
        object.__setattr__(self, "unreviewed", frozenset(unreviewed).intersection(languages))

    def __hash__(self) -> int:
        return hash((frozenset(self.languages.items()), self.unreviewed))

    def in_language(self, language: str) -> tuple[str, str]:
        """The words and the language they are really in; `("", "")` when the text holds none."""
        for shown in (language, *FALLBACK, *sorted(self.languages)):
            words = self.languages.get(shown)
            if words:
                return words, shown
        return "", ""

    def is_reviewed(self, language: str) -> bool:
        return language not in self.unreviewed

    def __str__(self) -> str:
        return self.in_language(FALLBACK[0])[0]

    def __bool__(self) -> bool:
        return any(self.languages.values())

    def __reduce__(self) -> tuple[type["Text"], tuple[dict[str, str], frozenset[str]]]:
        return Text, (dict(self.languages), self.unreviewed)
