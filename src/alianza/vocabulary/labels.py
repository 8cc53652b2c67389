"""A name in the language asked for, or visibly in another."""

from collections.abc import Mapping
from typing import Self

from alianza.vocabulary.text import FALLBACK


class Label(str):
    """A text that knows its language: usable wherever a `str` is, and honest when it had to fall back.

    >>> nurse = Label("nurse", language="en", asked="es")
    >>> nurse, nurse.language, nurse.is_fallback
    ('nurse', 'en', True)
    """

    __slots__ = ("asked", "language")
    language: str
    """The language the text is in."""
    asked: str
    """The language somebody asked for."""

    def __new__(cls, text: str, *, language: str, asked: str | None = None) -> Self:
        label = super().__new__(cls, text)
        label.language = language
        label.asked = asked or language
        return label

    @property
    def is_fallback(self) -> bool:
        return self.language != self.asked

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (str(self),), {"language": self.language, "asked": self.asked}


def base_language(lang: str) -> str:
    """The language of a locale tag: "es-MX" and "es_MX" are "es"."""
    return lang.replace("_", "-").partition("-")[0].lower()


def pick(names: Mapping[str, str | None], lang: str) -> Label:
    """The name in `lang`; if it is missing, in English, Spanish, French or any other, marked as a fallback.

    >>> pick({"en": "welder", "fr": None}, "fr").is_fallback
    True
    """
    asked = base_language(lang)
    for language in (asked, *FALLBACK, *names):
        if text := names.get(language):
            return Label(text, language=language, asked=asked)
    return Label("", language=asked)
