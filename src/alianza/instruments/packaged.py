"""The instruments that come with the product: seeds to publish, adapt or leave, none of them in force by itself.

What they are and where they come from stands in `data/README.md`.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import MappingProxyType

from alianza.instruments.instrument import Instrument
from alianza.instruments.reading import read_instrument
from alianza.written import read_yaml

FOLDER = Path(__file__).parent / "data"


@cache
def packaged() -> Mapping[str, Instrument]:
    """By urn: the newest version of every instrument in the package."""
    return MappingProxyType({each.urn: each for each in _versions()})


def packaged_versions() -> tuple[Instrument, ...]:
    """Every version of every instrument in the package, by urn, the oldest first."""
    return _versions()


def packaged_documents() -> tuple[dict[str, object], ...]:
    """Their written forms, in the same order; the caller's own copy, fit for JSON."""
    return tuple(deepcopy(dict(each.document)) for each in _versions())


@cache
def _versions() -> tuple[Instrument, ...]:
    read = [read_instrument(read_yaml(path)) for path in sorted(FOLDER.glob("*.yaml"))]
    found = {(each.urn, each.version): each for each in read}
    if len(found) < len(read):
        raise ValueError(f"two files in {FOLDER} hold the same version of an instrument.")
    return tuple(found[key] for key in sorted(found))
