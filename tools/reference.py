"""Write the reference pages that follow from the source, or say which are out of step.

    python tools/reference.py write     the commands, the roles and the API under docs/reference/
    python tools/reference.py check     exit 1 and name the pages that differ from the source

Run by `just reference`; a test holds pages and source in step.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Made by `just reference` from the source; do not edit. -->\n"


def command_paths() -> list[list[str]]:
    """Every command, groups before what is in them, in the order in which `--help` shows them."""
    from typer.main import get_command

    from alianza.cli import app

    found: list[list[str]] = []

    def walk(command: Any, path: list[str]) -> None:
        for name, inner in getattr(command, "commands", {}).items():
            found.append([*path, name])
            walk(inner, [*path, name])

    walk(get_command(app), [])
    return found


def _help(path: list[str]) -> str:
    from typer.testing import CliRunner

    from alianza.cli import app

    answer = CliRunner().invoke(app, [*path, "--help"], terminal_width=100, env={"COLUMNS": "100", "NO_COLOR": "1"})
    return "\n".join(
        line.rstrip() for line in answer.stdout.replace("Usage: root", "Usage: alianza").splitlines()
    ).strip()


def commands() -> str:
    """`cli.md`: each command as it explains itself."""
    parts = [f"# The command `alianza`\n{MADE}\nEach command explains itself; this page is what they say."]
    parts.append(f"```text\n{_help([])}\n```")
    for path in command_paths():
        if path == ["manage"]:
            explained = (
                "Usage: alianza manage COMMAND [ARGS]...\n\n  Django's own commands. Example: alianza manage migrate"
            )
        else:
            explained = _help(path)
        parts.append(f"{'#' * (len(path) + 1)} alianza {' '.join(path)}\n\n```text\n{explained}\n```")
    return "\n\n".join(parts) + "\n"


def roles() -> str:
    """`roles.md`: what each role is for, and what each visitor gets at each address."""
    from alianza.network.roles import ROLES
    from alianza.web.access import VISITORS, rows

    lines = [f"# Roles, and what each reaches\n{MADE}", "| role | in words | second factor |", "|---|---|---|"]
    lines += [
        f"| {role.label} | {role.description} | {'required' if role.second_factor else 'offered'} |" for role in ROLES
    ]
    lines += [
        "",
        "## Addresses",
        "",
        "The status that each visitor gets; a test asks for every cell. 200 is the page, 302 leads on (to sign in, or",
        "to the page after a deed), 404 says that the thing does not exist for this visitor. *Stranger* is an agent of",
        "another employer than the one whose thing it is.",
        "",
        f"| address | method | {' | '.join(name.replace('_', ' ') for name in VISITORS)} |",
        f"|---|---|{'---|' * len(VISITORS)}",
    ]
    lines += [
        f"| `{row.route}` | {row.method} | {' | '.join(str(row.expected(visitor)) for visitor in VISITORS)} |"
        for row in rows()
    ]
    return "\n".join(lines) + "\n"


def api_schema() -> str:
    """`openapi.json`: the API's description, read as a diff in review."""
    from alianza.web.api import schema

    return json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, methods in description["paths"].items():
        for method, operation in methods.items():
            yield address, method.upper(), operation


def api() -> str:
    """`api.md`: what can be asked, from the same description."""
    description = json.loads(api_schema())
    lines = [
        f"# The API\n{MADE}",
        "Whole description: [openapi.json](openapi.json), and at `/api/v1/openapi.json` of every instance. What is",
        "public needs no account. A refusal is `application/problem+json` with a stable `code` and a sentence in",
        "`title`.",
        "",
        "| address | method | what it does |",
        "|---|---|---|",
    ]
    for address, method, operation in _operations(description):
        sentence = " ".join(str(operation.get("description") or operation.get("summary") or "").split())
        lines.append(f"| `{address}` | {method} | {sentence} |")
    return "\n".join(lines) + "\n"


PAGES = {"cli.md": commands, "roles.md": roles, "api.md": api, "openapi.json": api_schema}


def out_of_step() -> list[str]:
    """Pages that differ from what the source says."""
    return [
        name
        for name, made in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != made()
    ]


def main(arguments: list[str]) -> int:
    scratch = tempfile.mkdtemp(prefix="alianza-reference-")
    os.environ |= {"ALIANZA_DIR": scratch, "ALIANZA_SECRET": "0" * 50, "DJANGO_SETTINGS_MODULE": "alianza.web.settings"}
    os.environ.pop("ALIANZA_DATABASE_URL", None)
    try:
        import django

        django.setup()
        if arguments == ["write"]:
            FOLDER.mkdir(parents=True, exist_ok=True)
            for name, made in PAGES.items():
                (FOLDER / name).write_text(made(), encoding="utf-8")
            return 0
        if arguments == ["check"]:
            wrong = out_of_step()
            for name in wrong:
                print(f"docs/reference/{name} is out of step with the source; run: just reference")
            return 1 if wrong else 0
        print(__doc__)
        return 2
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
