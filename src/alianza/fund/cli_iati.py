"""`alianza fund iati`: the fund's files for IATI."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alianza.terminal import JSON, print_json, refuse, refusing

Folder = Annotated[Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")]


def register(group: typer.Typer) -> None:
    """Add `iati` to `alianza fund`."""
    group.command("iati", epilog="Example: alianza fund iati --out published --check")(iati)


def iati(
    out: Annotated[
        Path, typer.Option("--out", help="Folder to write activities.xml and organisation.xml to.", metavar="DIR")
    ],
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Check schema, codelists, rules and the sums against the books; write nothing if any fails."
        ),
    ] = False,
    as_json: JSON = False,
    folder: Folder = None,
) -> None:
    """Write the fund and all it pays as IATI 2.03: the file of activities and that of the organisation, as of today.

    With --check, an error ends with 1 and the files that were there stay as they were.
    """
    if out.exists() and not out.is_dir():
        refuse(f"{out}: is a file; give the name of a folder.")
    if not out.absolute().parent.is_dir():
        refuse(f"{out}: there is no folder {out.absolute().parent}; create it or write elsewhere.")
    from alianza.fund.cli import _open

    _open(folder)
    from django.utils import timezone

    from alianza.fund import publishing

    with refusing():
        files = publishing.settled(timezone.localdate())
        faults = list(files.faults()) if check else []
        if not faults:
            publishing.written(files, out)
    if as_json:
        print_json(
            {
                "on": files.on.isoformat(),
                "seal": files.seal,
                "checked": check,
                "passed": not faults if check else None,
                "errors": faults,
                "warnings": files.warnings if check else None,
                "written": []
                if faults
                else [str(out / name) for name in (publishing.ACTIVITIES, publishing.ORGANISATION)],
            }
        )
    for sentence in faults:
        typer.echo(sentence, err=True)
    if faults:
        raise typer.Exit(1)
    if not as_json:
        told = f"; checked, {files.warnings} warnings" if check else ""
        typer.echo(f"Written to {out}: the books of {files.on} up to journal {files.seal}{told}.")
