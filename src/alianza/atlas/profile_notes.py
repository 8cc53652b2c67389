"""The numbered source notes of a printed profile: one for each state of a series and what was done to it."""

from collections.abc import Iterator

from alianza.observatory.figures import Note


class Notes:
    """Numbers notes in the order in which the document cites them; iterate when everything has been cited."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, Note]] = {}

    def number(self, where: Note) -> int:
        key = (where.series, where.method)
        if key not in self._found:
            self._found[key] = (len(self._found) + 1, where)
        return self._found[key][0]

    def __iter__(self) -> Iterator[tuple[int, Note]]:
        return iter(list(self._found.values()))

    def __len__(self) -> int:
        return len(self._found)
