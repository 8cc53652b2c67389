"""The names people give to occupations, one row per form somebody may type, for finding an occupation by typing.

Names come from ESCO (preferred and alternative labels), ISCO-08 (titles of unit groups), national employment services
and the project's list of everyday names. `text` is the name with case and accents folded, as `folded` does it to what
a person types.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from alianza.vocabulary._folding import fold
from alianza.vocabulary._packaged import path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME_KINDS = ("preferred", "alternative", "isco_title", "national", "everyday")
PREFERRED, ALTERNATIVE, ISCO_TITLE, NATIONAL, EVERYDAY = range(5)
"""Where a name comes from: ESCO's preferred or alternative label, an ISCO-08 title, a national title, or
the project's list of everyday names."""

NAMES_FILE, NATIONAL_FILE = "occupation_names.parquet", "national_titles.parquet"


@dataclass(frozen=True, slots=True, eq=False)
class OccupationNames:
    """Names in one or more languages, column by column; all columns have the same length.

    `occupation` is the row in `occupations.esco_occupations()` or -1 where a name means a whole ISCO-08 unit group;
    `isco` is always its unit group; `kinds` are PREFERRED, ALTERNATIVE, ISCO_TITLE, NATIONAL or EVERYDAY.
    """

    texts: Sequence[str]
    labels: Sequence[str]
    langs: Sequence[str]
    kinds: "NDArray[np.int8]"
    occupation: "NDArray[np.int16]"
    isco: Sequence[str]

    def __len__(self) -> int:
        return len(self.texts)


def folded(text: str) -> str:
    """Case, accents and punctuation set aside, as in `OccupationNames.texts`.

    >>> folded("Albañil (obra)")
    'albanil obra'
    """
    return fold(text)


@cache
def languages() -> tuple[str, ...]:
    """The languages in which names are packaged: en, es, fr and pt of ESCO, and those of the national services."""
    return tuple(sorted({*_row_groups(NAMES_FILE), *_row_groups(NATIONAL_FILE)}))


def occupation_names(langs: Sequence[str], *, national: bool = True) -> OccupationNames:
    """The names in these languages; without the national titles if `national` is False. Reads only what is asked."""
    import numpy as np
    import pyarrow as pa

    tables = [_read(NAMES_FILE, lang) for lang in langs if lang in _row_groups(NAMES_FILE)]
    if national:
        tables += [_read(NATIONAL_FILE, lang) for lang in langs if lang in _row_groups(NATIONAL_FILE)]
    if not tables:
        return OccupationNames((), (), (), np.empty(0, np.int8), np.empty(0, np.int16), ())
    table = pa.concat_tables([each.select(["lang", "kind", "occupation", "isco", "label", "text"]) for each in tables])
    return OccupationNames(
        texts=table["text"].to_pylist(),
        labels=table["label"].to_pylist(),
        langs=_plain(table["lang"]),
        kinds=_numbers(table["kind"]),
        occupation=_numbers(table["occupation"]),
        isco=_plain(table["isco"]),
    )


def _plain(column: Any) -> Sequence[str]:
    """A dictionary column as Python text; each distinct value exists once."""
    values: list[str] = []
    for chunk in column.chunks:
        words = chunk.dictionary.to_pylist()
        values += [words[at] for at in chunk.indices.to_pylist()]
    return values


def _numbers(column: Any) -> Any:
    """A column without gaps as an array. Arrow's own `to_numpy` would first load pandas, where it is installed."""
    import numpy as np

    return np.concatenate([np.from_dlpack(chunk) for chunk in column.chunks])


@cache
def _file(name: str) -> Any:
    from pyarrow import parquet

    return parquet.ParquetFile(path(name))


@cache
def _row_groups(name: str) -> dict[str, int]:
    """The row group of each language: the file keeps every language apart."""
    metadata = _file(name).metadata
    return {str(metadata.row_group(at).column(0).statistics.min): at for at in range(metadata.num_row_groups)}


def _read(name: str, lang: str) -> Any:
    return _file(name).read_row_group(_row_groups(name)[lang], use_threads=False)
