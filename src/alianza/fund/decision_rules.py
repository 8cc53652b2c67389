"""The rules by which the bodies decide: versions with a source for each number, read from the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from alianza.engines.ballots import Rules


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the rules: what it rules, its value as written, grade (paper, practice, own) and source."""

    name: str
    value: str
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a body's rules; `kind` is the kind of items it is for, empty: all others."""

    body: str
    kind: str
    rules: Rules
    numbers: tuple[Number, ...]


@cache
def versions() -> Mapping[str, Version]:
    """Every version ever in force, by its name."""
    import yaml

    rows = yaml.safe_load((files("alianza.fund") / "data" / "decision_rules.yaml").read_text(encoding="utf-8"))
    found: dict[str, Version] = {}
    for row in rows:
        for kind, changed in {"": {}, **row["for_kinds"]}.items():
            name = f"{row['version']}/{kind}" if kind else row["version"]
            found[name] = _version(name, kind, row, changed)
    return MappingProxyType(found)


def version(name: str) -> Version:
    """Raises LookupError for a version that the package does not have."""
    try:
        return versions()[name]
    except KeyError:
        raise LookupError(f"There are no rules of decision named {name}.") from None


def first_version(body: str, on: date) -> str:
    """Name of the version that a body begins with on a day: the newest packaged one in force then."""
    held = [
        (found.rules.in_force, name)
        for name, found in versions().items()
        if found.body == body and not found.kind and found.rules.in_force <= on
    ]
    if not held:
        raise LookupError(f"There are no rules of decision of {body} in force on {on}.")
    return max(held)[1]


def for_kind(name: str, kind: str) -> str:
    """Name of the version for items of a kind: its own where the rules have one, else the version itself."""
    return f"{name}/{kind}" if f"{name}/{kind}" in versions() else name


def _version(name: str, kind: str, row: Mapping[str, Any], changed: Mapping[str, Any]) -> Version:
    numbers = {**row["numbers"], "languages": row["languages"], **changed}
    values = {key: held["value"] for key, held in numbers.items()}
    groups = {group: held["value"] for group, held in row["groups"].items()}
    head = {"version": name, "in_force": row["in_force"], "source": row["source"]}
    return Version(
        row["body"],
        kind,
        Rules.from_mapping({**head, **values, "groups": groups}),
        tuple(
            Number(key, _written(held["value"]), held["grade"], held["source"])
            for key, held in {**numbers, **row["groups"]}.items()
        ),
    )


def _written(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
