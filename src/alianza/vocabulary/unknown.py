"""Refusing a code that is not known, with the nearest that are."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import ClassVar, Self

from alianza.vocabulary._folding import fold
from alianza.vocabulary.refusal import Refusal, marked

LEAST_ALIKE = 0.66
"""From which similarity (0 to 1) on a known code counts as what somebody may have meant."""


class UnknownCode(Refusal):
    """A code that no list holds. Each kind of code has its own two sentences; facts are `given` and `nearest`."""

    code = "vocabulary.unknown_code"
    message = marked("%(given)s is not known. Did you mean %(nearest)s?")
    alone: ClassVar[str] = marked("%(given)s is not known.")
    """The sentence when nothing known comes near."""
    suggestions: tuple[str, ...] = ()
    """The nearest known codes, at most three."""

    def __init__(self, **facts: object) -> None:
        if not facts.get("nearest"):
            self.message = self.alone  # type: ignore[misc]  # which of its two sentences an instance says
        super().__init__(**facts)

    @classmethod
    def among(cls, known: Mapping[str, Iterable[str]], given: object) -> Self:
        """The refusal to raise, with the nearest of the known codes (each with its names).

        Near is a code or a name that differs by little from what was given, or a name that begins with it.
        """
        text = str(given)[:60]
        wanted = fold(text)
        scored = []
        for code, names in known.items():
            texts = [code, *names]
            alike = max(_alike(wanted, fold(candidate)) for candidate in texts)
            if alike >= LEAST_ALIKE:
                scored.append((-alike, code, texts[min(1, len(texts) - 1)]))
        nearest = sorted(scored)[:3]
        said = ", ".join(f"{code} ({name})" if name != code else code for _, code, name in nearest)
        refusal = cls(given=repr(text), nearest=said)
        refusal.suggestions = tuple(code for _, code, _ in nearest)
        return refusal


def _alike(wanted: str, candidate: str) -> float:
    """Similarity from 0 to 1; the cheap bounds first, since most pairs are far apart."""
    if not wanted or not candidate:
        return 0.0
    if len(wanted) > 2 and candidate.startswith(wanted):
        return 0.95
    matcher = SequenceMatcher(None, wanted, candidate)
    if matcher.real_quick_ratio() < LEAST_ALIKE or matcher.quick_ratio() < LEAST_ALIKE:
        return 0.0
    return matcher.ratio()
