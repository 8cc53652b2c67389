"""`alianza profile`: the migration profile of a country as a document."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

SUFFIXES = (".html", ".pdf")


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


def register(app: typer.Typer) -> None:
    """Add `alianza profile`."""
    app.command("profile", epilog="Example: alianza profile PHL --lang es --out philippines.pdf")(profile)


def profile(
    country: Annotated[str, typer.Argument(help="PHL, PH or a name.", metavar="COUNTRY")],
    out: Annotated[Path, typer.Option(help="Where to write: .html or .pdf.", metavar="FILE")],
    lang: Annotated[Language, typer.Option(help="Language of the document.")] = Language.en,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")
    ] = None,
) -> None:
    """Write a country's migration profile: figures with numbered sources, charts, gaps and who could fill them.

    Without an instance it is made from what comes with the product; routes and job orders are then left out.
    """
    from alianza.observatory.shelf import instance_is_there, start
    from alianza.terminal import refuse, refusing, writable

    if out.suffix.lower() not in SUFFIXES:
        refuse(f"{out}: a profile is written as .html or .pdf; give the file one of these endings.")
    writable(out)
    there = instance_is_there(folder)
    start()
    from datetime import datetime

    from alianza.atlas import profile_document

    with refusing():
        code = _code(country)
        today = datetime.now().astimezone().date()
        if out.suffix.lower() == ".pdf":
            content = profile_document.pdf(code, lang.value, on=today, records=there)
        else:
            content = profile_document.html(code, lang.value, on=today, whole=True, records=there).encode()
        _write(out, content)
    typer.echo(f"Wrote {out}.")


def _code(text: str) -> str:
    """Alpha-3, or the code of an area of the statistics. Raises UnknownCountry."""
    from alianza.atlas.corridor_names import codes
    from alianza.vocabulary.places import find_country

    given = text.strip().upper()
    return given if given in codes() else find_country(text).alpha3


def _write(file: Path, content: bytes) -> None:
    """Written beside, then renamed."""
    from alianza.tabular import beside

    with beside(file) as part:
        part.write_bytes(content)
