"""What changed between two vintages of a series."""

from dataclasses import dataclass
from typing import Any

from alianza.observatory import reading
from alianza.observatory.packaged import Entry
from alianza.vocabulary.refusal import Refusal, marked


class NotComparable(Refusal):
    code = "observatory.not_comparable"
    message = marked("%(first)s and %(second)s have different dimensions and cannot be compared.")


@dataclass(frozen=True)
class Differences:
    """`changed` lists keys with the value before and after, the largest changes first; counts are of all rows."""

    keys: tuple[str, ...]
    measure: str
    same: int
    only_first: int
    only_second: int
    changed_rows: int
    changed: tuple[tuple[Any, ...], ...]
    total_first: Any
    total_second: Any


def between(first: Entry, second: Entry, *, measure: str = "", most: int = 20) -> Differences:
    """Compare two vintages row by row on their dimensions. Raises NotComparable."""
    keys = tuple(first.dimensions)
    measure = measure or first.measures[0]
    if set(keys) != set(second.dimensions) or measure not in second.measures:
        raise NotComparable(first=first.name, second=second.name)
    found = reading.compare(
        (first.sha256, first.path), (second.sha256, second.path), keys=keys, measure=measure, most=most
    )
    return Differences(keys, measure, *found)
