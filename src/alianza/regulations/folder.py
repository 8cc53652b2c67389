"""Check a folder of sheets, with the dictionary and groups it brings along or the packaged ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alianza.regulations import dictionary
from alianza.regulations.soundness import examine
from alianza.vocabulary.criterion_form import Problem
from alianza.written import Unreadable, read_yaml


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its problems, and how many worked cases it holds. `unreadable`: it is no YAML at all."""

    path: Path
    problems: tuple[str, ...]
    cases: int = 0
    unreadable: bool = False

    @property
    def file(self) -> str:
        return self.path.name

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "sound": not self.problems,
            "readable": not self.unreadable,
            "cases": self.cases,
            "problems": list(self.problems),
        }


def check_folder(folder: Path) -> list[Checked]:
    """Every sheet of the folder, checked. Raises `Unreadable` when the folder or what sheets refer to is no use."""
    if not folder.is_dir():
        raise Unreadable(f"{folder}: this is not a folder; name the folder that holds the sheets.")
    paths = sheet_paths(folder)
    if not paths:
        raise Unreadable(f"{folder}: no sheet is here; a sheet is a file that ends in .yaml.")
    own_facts, own_groups, own_schema = (folder / name for name in ("_facts.yaml", "_groups.yaml", "schema.json"))
    try:
        facts = dictionary.read_dictionary(own_facts) if own_facts.exists() else dictionary.facts()
    except ValueError as wrong:
        raise _about(own_facts, wrong) from None
    try:
        groups = dictionary.read_groups(own_groups) if own_groups.exists() else dictionary.groups()
    except ValueError as wrong:
        raise _about(own_groups, wrong) from None
    schema = own_schema if own_schema.exists() else None
    ids: dict[str, Path] = {}
    checked = []
    for path in paths:
        try:
            document = read_yaml(path)
        except Unreadable as unreadable:
            sentence = str(unreadable).removeprefix(str(path)).lstrip(":, ")
            checked.append(Checked(path, (sentence,), unreadable=True))
            continue
        try:
            sheet, problems = examine(document, facts=facts, groups=groups, schema=schema)
        except ValueError as wrong:  # the folder's own schema is no JSON, or no schema
            raise _about(own_schema, wrong) from None
        problems += tuple(_name(document, path, ids))
        checked.append(Checked(path, tuple(map(str, problems)), cases=len(sheet.cases) if sheet else 0))
    return checked


def sheet_paths(folder: Path) -> list[Path]:
    """The sheets in a folder: every YAML file but those beginning with `_`, which hold what sheets refer to."""
    return sorted(
        path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"} and not path.name.startswith("_")
    )


def _name(document: object, path: Path, ids: dict[str, Path]) -> list[Problem]:
    name = document.get("id") if isinstance(document, dict) else None
    if not isinstance(name, str):
        return []
    problems = []
    if name != path.stem:
        problems.append(Problem("id", f"{name[:80]!r} is not the name of the file; call the file {name[:80]}.yaml."))
    if name in ids:
        problems.append(Problem("id", f"{name[:80]!r} is the id of {ids[name].name} too."))
    ids[name] = path
    return problems


def _about(path: Path, wrong: ValueError) -> Unreadable:
    return wrong if isinstance(wrong, Unreadable) else Unreadable(f"{path}: {wrong}")
