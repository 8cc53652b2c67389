"""Refusing a code that is not known, with the nearest that are."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from alianza.vocabulary._folding import fold
from alianza.vocabulary.refusal import Refusal, marked


class UnknownCode(Refusal):
    """Facts: `kind` (what was looked for), `given`, `suggestions` (a sentence part), `nearest` (the codes)."""

    code = "vocabulary.unknown_code"
    message = marked("%(given)s is not a known %(kind)s. Nearest: %(suggestions)s.")
    nearest: tuple[str, ...]


class UnknownCodeWithoutNeighbour(UnknownCode):
    """The same, when nothing known comes near."""

    message = marked("%(given)s is not a known %(kind)s. Look it up with: %(look)s.")


def unknown(kind: str, given: object, known: Mapping[str, Iterable[str]], *, look: str) -> UnknownCode:
    """The refusal to raise. `known` maps each code to its names; `look` is the command that lists them.

    A neighbour is a code or a name that differs by little from what was given, or a name that begins with it.
    """
    text = str(given)[:80]
    wanted = fold(text)
    shown = repr(text) if text else "An empty code"
    scored: list[tuple[float, str, str]] = []
    for code, names in known.items():
        texts = [fold(code), *(fold(name) for name in names)]
        if not wanted:
            break
        best = max(
            0.95
            if len(wanted) > 2 and candidate.startswith(wanted)
            else _alike(SequenceMatcher(None, wanted, candidate))
            for candidate in texts
            if candidate
        )
        if best >= 0.66:
            scored.append((-best, code, next(iter(names), code)))
    scored.sort()
    nearest = scored[:3]
    refusal: UnknownCode
    if not nearest:
        refusal = UnknownCodeWithoutNeighbour(given=shown, kind=kind, look=look)
    else:
        sentence = ", ".join(f"{code} ({name})" if name != code else code for _, code, name in nearest)
        refusal = UnknownCode(given=shown, kind=kind, suggestions=sentence, look=look)
    refusal.nearest = tuple(code for _, code, _ in nearest)
    return refusal


def _alike(matcher: SequenceMatcher[str]) -> float:
    """Similarity from 0 to 1; the cheap bounds first, since most pairs are far apart."""
    if matcher.real_quick_ratio() < 0.66 or matcher.quick_ratio() < 0.66:
        return 0.0
    return matcher.ratio()
