"""A sentence that can be said again in another language: English text that remembers how it was made."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Self

from alianza.vocabulary.refusal import marked


class Said(str):
    """English text made of a catalogue id and facts; behaves as that text wherever text is wanted.

    Facts may be sentences of this kind themselves.

    >>> missing = Said(marked("%(what)s is missing."), what="'id'")
    >>> missing
    "'id' is missing."
    >>> missing.translated({"%(what)s is missing.": "Falta %(what)s."}.__getitem__)
    "Falta 'id'."
    """

    __slots__ = ("facts", "message")

    message: str
    facts: dict[str, object]

    def __new__(cls, message: str, /, **facts: object) -> Self:
        said = super().__new__(cls, message % facts)
        said.message, said.facts = message, facts
        return said

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence with its message, and those among its facts, looked up by `translate`."""
        facts = {
            name: fact.translated(translate) if isinstance(fact, Said) else fact for name, fact in self.facts.items()
        }
        return translate(self.message) % facts


def together(names: Sequence[str]) -> str:
    """Names joined by "and".

    >>> together(["all"]), together(["all", "any"])
    ('all', 'all and any')
    """
    return reduce(lambda one, other: Said(marked("%(one)s and %(other)s"), one=one, other=other), names)
