"""The docs are tested: commands run, links lead somewhere, generated pages are in step, settings are all named.

A block fenced as ```bash run``` is run, those of one page after another in one scratch folder that is also the
instance's place; a block fenced as ```text output``` after it holds lines that the output has, in that order.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
KINDS = {"tutorials", "how-to", "reference", "explanation", "decisions"}
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
FENCED = re.compile(r"^```(\S*)[ \t]*([^\n]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def runnable(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each script of the page, with the lines that its output must have."""
    blocks = [match.groups() for match in FENCED.finditer(page.read_text(encoding="utf-8"))]
    for number, (language, mark, script) in enumerate(blocks):
        if (language, mark) == ("bash", "run"):
            follows = blocks[number + 1] if number + 1 < len(blocks) else ("", "", "")
            wanted = follows[2].splitlines() if follows[:2] == ("text", "output") else []
            yield script, [line.strip() for line in wanted if line.strip() not in {"", "..."}]


WITH_COMMANDS = [page for page in PAGES if any(runnable(page))]


@pytest.mark.skipif(not os.environ.get("ALIANZA_DOCS"), reason="runs with ALIANZA_DOCS=1, as the pipeline does")
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=named)
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    surroundings = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "ALIANZA_DIR": str(tmp_path / "instance"),
        "ALIANZA_SOURCE": str(ROOT),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
    }
    for script, wanted in runnable(page):
        answer = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        assert answer.returncode == 0, f"{named(page)}:\n{script}\nsaid:\n{answer.stdout[-3000:]}"
        lines = iter([line.strip() for line in answer.stdout.splitlines()])
        for line in wanted:
            assert any(line in found for found in lines), f"{named(page)}: {line!r} is not in\n{answer.stdout[-3000:]}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        assert (page.parent / target.split("#")[0]).exists(), f"{named(page)} links to {target}"


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=named)
def test_a_page_has_one_kind_one_title_and_stands_in_the_index(page: Path) -> None:
    assert page.read_text(encoding="utf-8").startswith("# ")
    if page == DOCS / "README.md":
        return
    assert page.relative_to(DOCS).parts[0] in KINDS
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert f"({page.relative_to(DOCS).as_posix()})" in index, "add it to docs/README.md"


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_in_step_with_the_source(name: str) -> None:
    made = reference.PAGES[name]()
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == made, "run: just reference"


def test_every_command_shows_an_example() -> None:
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    groups = {tuple(path[:-1]) for path in reference.command_paths()}
    for path in reference.command_paths():
        if tuple(path) in groups:
            continue
        section = page.split(f" alianza {' '.join(path)}\n", 1)[1].split("\n#", 1)[0]
        example = " ".join(section.split("Example")[-1].split())
        assert f"alianza {' '.join(path)}" in example, f"{path}: its help shows no example"


def settings_read() -> set[str]:
    """Every setting that the source reads, but for the one that processes of the platform pass to each other."""
    names: set[str] = set()
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names |= {node.value} & set(re.findall(r"ALIANZA_[A-Z_]+", node.value))
    return names - {"ALIANZA_SERVER_PROCESS"}


def test_every_setting_is_in_the_reference_and_no_other() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(ALIANZA_[A-Z_]+)`", page, re.MULTILINE))
    assert documented == settings_read()


def test_fragments_of_the_changelog_have_a_kind() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = {kind["directory"] for kind in document["tool"]["towncrier"]["type"]}
    for file in (ROOT / "changelog.d").iterdir():
        if file.name not in {"README.md", "template.md"}:
            assert re.fullmatch(rf"[\w.+-]+\.({'|'.join(kinds)})\.md", file.name), file.name
            assert file.read_text(encoding="utf-8").strip().endswith((".", ")"))
