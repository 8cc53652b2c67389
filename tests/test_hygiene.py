"""What must not slip in: places of a machine, registries, unfinished marks, silent deeds, bulk writes past the actions."""

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from alianza.web.contexts import CONTEXTS, offered

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "alianza"
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".json",
    ".yaml",
    ".yml",
    ".csv",
    ".po",
    ".in",
    ".svg",
    "",
}
WRITTEN = {".py", ".md", ".toml", ".html", ".css", ".js"}
"""Kinds of file that people write here by hand."""

REGISTRIES = (
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "registry.npm" + "js.org",
    "deb.debian" + ".org",
    "/opt/py" + "pi",
)
PLACES = re.compile(r"(?<![\w.:/-])/(?:work/(?:main|shared|brief|\.library)|root)(?![\w-])")
UNFINISHED = re.compile(r"(?:#|//|/\*|<!--|\{#|\{% comment %\})[ \t]*(?:TODO|FIXME|XXX|HACK)\b|\b(?:TODO|FIXME):")
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def tracked() -> list[Path]:
    """Files in git, or where this is no checkout, those of the folders that would be."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found = [ROOT / name for name in answer.stdout.split("\0") if name]
    else:
        found = [path for name in ("src", "tests", "docs", "tools") for path in (ROOT / name).rglob("*")]
    return [path for path in found if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts]


def lines_with(pattern: re.Pattern[str], *, kinds: set[str] = TEXT) -> list[str]:
    found = []
    for path in tracked():
        if path.suffix not in kinds or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in pattern.finditer(text):
            number = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{number}: {match.group().strip()}")
    return found


def test_no_file_names_a_registry() -> None:
    assert lines_with(re.compile("|".join(re.escape(name) for name in REGISTRIES))) == []


def test_no_file_names_a_place_of_the_machine_it_was_made_on() -> None:
    assert lines_with(PLACES) == []


def test_no_file_holds_a_private_key() -> None:
    assert lines_with(SECRET) == []


def test_no_merge_was_left_half_done() -> None:
    assert lines_with(CONFLICT) == []


def test_nothing_is_marked_as_unfinished() -> None:
    assert lines_with(UNFINISHED, kinds=WRITTEN) == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert (ROOT / "NOTICE").read_text(encoding="utf-8").strip()


@cache
def trees(*, of: str = "*.py") -> list[tuple[Path, ast.Module]]:
    return [
        (file, ast.parse(file.read_text(encoding="utf-8"), str(file)))
        for file in sorted(SOURCE.rglob(of))
        if "migrations" not in file.parts
    ]


def literals(node: ast.expr) -> list[str] | None:
    """The words that an expression may be, or None if the source does not say."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        one, other = literals(node.body), literals(node.orelse)
        return None if one is None or other is None else one + other
    return None


@cache
def recorded() -> list[tuple[Path, int, list[str] | None]]:
    """Where `record` is called, with the deeds that it may be called with."""
    found: list[tuple[Path, int, list[str] | None]] = []
    for file, tree in trees():
        if file.parts[-3:-1] == ("alianza", "audit"):
            continue
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            named = {
                target.id: literals(node.value)
                for node in (*tree.body, *ast.walk(function))  # a constant of the module, or a choice just made
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(function):
                called = node.func if isinstance(node, ast.Call) and node.args else None
                if isinstance(called, ast.Name) and called.id == "record":
                    deed = node.args[0]
                    said = named.get(deed.id) if isinstance(deed, ast.Name) else literals(deed)
                    found.append((file, node.lineno, said))
    return found


def sentences() -> dict[str, dict[str, object]]:
    return {context: dict(module.SENTENCES) for context, module in offered("deeds")}


def test_every_deed_has_its_sentence_in_its_context() -> None:
    said, wrong = sentences(), []
    for file, line, words in recorded():
        where = f"{file.relative_to(ROOT)}:{line}"
        if words is None:
            wrong.append(f"{where}: write the deed out, so that it can be found")
            continue
        context = file.relative_to(SOURCE).parts[0]
        for word in words:
            if not word.startswith(f"{context}."):
                wrong.append(f"{where}: {word} is not a deed of {context}")
            elif word not in said.get(context, {}):
                wrong.append(f"{where}: {word} has no sentence in {context}/deeds.py")
    assert wrong == []


def test_no_sentence_is_left_of_a_deed_that_nobody_does() -> None:
    done = {word for _file, _line, words in recorded() for word in words or []}
    assert {deed for deeds in sentences().values() for deed in deeds} - done == set()


BULK_PLACES = {"actions", "demo", "guards", "jobs", "notices", "queue"}


def test_rows_are_written_in_bulk_only_where_deeds_are_done() -> None:
    """`update()` and its kind go past the model's own rules and the trail; actions answer for them."""
    wrong = []
    for file, tree in trees():
        inside = file.relative_to(SOURCE)
        if {*inside.parts, inside.stem} & BULK_PLACES or inside.parts[0] not in CONTEXTS:
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            named = [keyword for keyword in node.keywords if keyword.arg]
            one_row = re.search(r"\.filter\((pk|id)=", ast.unparse(node.func))
            of_rows = node.func.attr == "update" and named and not node.args and not one_row
            if of_rows or node.func.attr in {"bulk_update", "bulk_create"}:
                wrong.append(f"{inside}:{node.lineno}: {ast.unparse(node.func)}")
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "offers"),
    [("api", "router"), ("checks", "problems"), ("deeds", "SENTENCES"), ("menu", "entries"), ("urls", "app_name")],
)
def test_a_module_of_a_known_name_offers_what_the_house_asks_it_for(name: str, offers: str) -> None:
    lacking = [module.__name__ for context, module in offered(name) if context != "web" and not hasattr(module, offers)]
    assert lacking == [], f"each needs `{offers}`, or another name"


@pytest.mark.parametrize("name", ["deeds", "access.csv"])
def test_what_a_context_offers_is_found_by_its_name(name: str) -> None:
    """A file of that name outside the list of contexts would be silently left out."""
    holders = {path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob(name if "." in name else f"{name}.py")}
    assert holders <= set(CONTEXTS)
