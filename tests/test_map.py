"""The map holds: imports, foreign keys and places of models point down it, and no folder is named after nothing."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from alianza.web.contexts import COMMANDS, CONTEXTS

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "alianza"
BANNED = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "lib", "services"}
"""Names that say nothing about what a thing is."""


def rows() -> list[list[str]]:
    """The map as the import contract has it, from the top: each row the contexts that stand side by side."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        found for found in document["tool"]["importlinter"]["contracts"] if found.get("containers") == ["alianza"]
    )
    return [[name.strip(" ()") for name in row.split("|")] for row in contract["layers"]]


def height(context: str) -> int:
    """How high a context stands; 0 is the ground."""
    (found,) = (number for number, row in enumerate(reversed(rows())) if context in row)
    return found


def modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders or (".",):
        for file in sorted((SOURCE / folder).rglob("*.py")):
            yield file, ast.parse(file.read_text(encoding="utf-8"), str(file))


def test_imports_point_down_the_map() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]


def test_every_package_stands_once_on_the_map() -> None:
    on_the_map = [name for row in rows() for name in row]
    assert len(on_the_map) == len(set(on_the_map))
    packages = {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()}
    assert packages - set(on_the_map) == set()


def test_the_list_of_contexts_goes_up_the_map() -> None:
    heights = [height(context) for context in CONTEXTS]
    assert heights == sorted(heights)
    assert set(COMMANDS) <= {name for row in rows() for name in row}


def test_every_context_with_models_is_in_the_list_of_contexts() -> None:
    with_models = {
        folder.name
        for folder in SOURCE.iterdir()
        if (folder / "models.py").exists() or (folder / "models" / "__init__.py").exists()
    }
    assert with_models - set(CONTEXTS) == set()


def test_foreign_keys_point_down_the_map() -> None:
    """Also those written as a string, which no import check can see."""
    from django.apps import apps

    wrong = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("alianza."):
            continue
        here = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = field.related_model.__module__
            if not target.startswith("alianza."):
                continue
            there = target.split(".")[1]
            if there != here and height(there) >= height(here):
                wrong.append(f"{model._meta.label}.{field.name} points up or sideways to {there}")
    assert wrong == []


def test_no_key_points_to_anything_at_all() -> None:
    """A key to any table (GenericForeignKey) could not be checked against the map, nor by the database."""
    from django.apps import apps

    loose = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("alianza.")
        for field in model._meta.private_fields
    ]
    assert loose == []


def test_models_are_kept_in_the_models_of_their_context() -> None:
    from django.apps import apps

    for model in apps.get_models():
        if model.__module__.startswith("alianza."):
            _, context, where, *_ = model.__module__.split(".")
            assert where == "models", f"{model._meta.label} is defined in {model.__module__}"
            assert model._meta.app_config.name == f"alianza.{context}"


def test_no_folder_or_module_is_named_after_nothing() -> None:
    named = {path.stem for path in [*SOURCE.rglob("*"), *(ROOT / "tests").rglob("*")] if path.suffix in {"", ".py"}}
    assert named & BANNED == set()


def test_views_and_api_are_imported_only_by_urls_and_web() -> None:
    import grimp

    graph = grimp.build_graph("alianza", cache_dir=None)
    wrong = [
        f"{importer} imports {module}"
        for module in sorted(graph.modules)
        if module.split(".")[2:3] in (["views"], ["api"]) and module.split(".")[1] != "web"
        for importer in sorted(graph.find_modules_that_directly_import(module))
        if importer.split(".")[1] not in {"web", module.split(".")[1]}
    ]
    assert wrong == []


def calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


NETWORK = {"socket", "ssl", "urllib", "http", "requests", "httpx", "smtplib", "asyncio", "subprocess"}
FILES = {"pathlib", "tempfile", "shutil", "io", "sqlite3", "importlib", "random", "secrets"}
CLOCK = ("date.today", "datetime.today", "datetime.now", "datetime.utcnow", "time.time", "time.sleep", "timezone.now")


@pytest.mark.parametrize("ground", ["engines", "vocabulary"])
def test_the_ground_knows_no_network_and_no_clock(ground: str) -> None:
    for file, tree in modules(ground):
        assert imported(tree) & NETWORK == set(), file
        assert [call for call in calls(tree) if call.endswith(CLOCK)] == [], file


def test_engines_know_no_files_and_no_hidden_randomness() -> None:
    for file, tree in modules("engines"):
        assert imported(tree) & FILES == set(), file
        hidden = [
            call
            for call in calls(tree)
            if call == "open" or (call.startswith(("np.random.", "numpy.random.")) and "Generator" not in call)
        ]
        assert hidden == [], file


def test_the_contexts_inner_order_is_the_one_that_the_guide_names() -> None:
    known = {"urls", "views", "api", "jobs", "forms", "actions", "notices", "queries", "policy", "models"}
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = document["tool"]["importlinter"]["contracts"]
    (inner,) = (found for found in contracts if found.get("containers") == ["alianza.*"])
    listed = {name.strip(" ()") for row in inner["layers"] for name in row.split("|")}
    assert known <= listed
