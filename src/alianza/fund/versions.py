"""What changed between two versions: any two contents as JSON holds them, compared part by part. Pure.

A mapping of exactly `minor` and `currency` is an amount, and one value; so is a list of plain values. Lists of mappings
are compared by the `id`, `number` or `code` that their mappings carry, else by place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from re import findall
from typing import Any

ABSENT = object()
_NAMES = ("id", "number", "code")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value at `path`: `change` is `added`, `removed` or `changed`; what is not there is None."""

    path: tuple[str, ...]
    change: str
    before: Any
    after: Any

    @property
    def is_text(self) -> bool:
        return isinstance(self.before, str) and isinstance(self.after, str) and len(self.before + self.after) > 60

    @property
    def words(self) -> list[tuple[str, str]]:
        """See `words`."""
        return words(self.before, self.after) if self.is_text else []


def differences(before: Any, after: Any) -> tuple[Difference, ...]:
    """Every value that differs, in the order of the newer content; what was taken away comes after its neighbours.

    >>> [(d.path, d.before, d.after) for d in differences({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 3, "d": 4}})]
    [(('b', 'c'), 2, 3), (('b', 'd'), None, 4)]
    """
    return tuple(_walk((), before, after))


def _is_amount(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"minor", "currency"}


def _parts(value: Any) -> dict[str, Any] | None:
    """The parts of a value that is compared part by part, by name; None for one value."""
    if isinstance(value, Mapping) and not _is_amount(value):
        return {str(name): part for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        if not all(isinstance(part, Mapping) and not _is_amount(part) for part in value):
            return None
        for name in _NAMES:
            named = [part.get(name) for part in value]
            if None not in named and len({str(one) for one in named}) == len(named):
                return {str(one): part for one, part in zip(named, value, strict=True)}
        return {str(place): part for place, part in enumerate(value, start=1)}
    return None


def _walk(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    one, other = _parts(before), _parts(after)
    if one is not None and (other is not None or after is ABSENT or after in (None, [])):
        other = other or {}
    elif other is not None and (before is ABSENT or before in (None, [])):
        one = {}
    if one is not None and other is not None:
        for name in [*other, *(name for name in one if name not in other)]:
            yield from _walk((*path, name), one.get(name, ABSENT), other.get(name, ABSENT))
        return
    if before is ABSENT:
        yield Difference(path, "added", None, after)
    elif after is ABSENT:
        yield Difference(path, "removed", before, None)
    elif before != after:
        yield Difference(path, "changed", before, after)


def words(before: str, after: str) -> list[tuple[str, str]]:
    """The newer text with what was taken out and put in: pairs of `same`, `out` or `in` and the words.

    >>> words("Train ten nurses.", "Train twelve nurses.")
    [('same', 'Train '), ('out', 'ten '), ('in', 'twelve '), ('same', 'nurses.')]
    """
    one, other = findall(r"\S+\s*|\s+", before), findall(r"\S+\s*|\s+", after)
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(one[a:b])))
            continue
        if b > a:
            found.append(("out", "".join(one[a:b])))
        if d > c:
            found.append(("in", "".join(other[c:d])))
    return found
