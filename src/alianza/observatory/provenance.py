"""The record of how an estimate was made: what it rests on to the last bit, by which engine, with which parameters.

Every estimate that is published or shown carries one. Whoever has the same inputs, by their SHA-256, and the same
version of the program gets the same numbers.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alianza import __version__
from alianza.observatory.packaged import Entry


@dataclass(frozen=True)
class Provenance:
    """`inputs`: SHA-256 of each input by its name (`series@vintage`, or a file's); `version` of the program."""

    inputs: Mapping[str, str]
    method: str
    parameters: Mapping[str, Any]
    version: str
    engine: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "inputs": dict(self.inputs),
            "method": self.method,
            "parameters": dict(self.parameters),
            "version": self.version,
            **({"engine": self.engine} if self.engine else {}),
        }

    @property
    def mark(self) -> str:
        """Twelve characters that change with anything in the record; they find it again from a printed page."""
        content = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @property
    def series(self) -> tuple[tuple[str, str, str], ...]:
        """Each input that is a series: its id, its vintage and its hash."""
        return tuple((*name.split("@", 1), digest) for name, digest in self.inputs.items() if "@" in name)  # type: ignore[misc]


def computed(engine: str, method: str, parameters: Mapping[str, Any], rests_on: Iterable[Entry]) -> Provenance:
    """The record of what this program computes now from series of the store."""
    return Provenance({each.name: each.sha256 for each in rests_on}, method, parameters, __version__, engine)


def recorded(entry: Entry) -> Provenance | None:
    """The record kept with a series that is an estimate of this program; None for what was published elsewhere."""
    held = entry.provenance
    if held is None:
        return None
    return Provenance(
        dict(held["inputs"]),
        str(held.get("method") or ", ".join(held.get("methods", ()))),
        dict(held["parameters"]),
        str(held["version"]),
        str(held.get("engine", "")),
    )
