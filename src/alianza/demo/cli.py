"""`alianza demo`: the whole platform with an invented story, ready in one command; and the story as files."""

from pathlib import Path
from typing import Annotated

import typer

from alianza.terminal import refuse


def register(app: typer.Typer) -> None:
    @app.command()
    def demo(
        port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
        folder: Annotated[
            Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")
        ] = None,
        no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after preparing.")] = False,
    ) -> None:
        """Prepare the demonstration (first time only), then serve it. Example: alianza demo --port 8000"""
        from alianza.web.instance import choose, prepare

        instance = choose(folder)
        marker = instance / "DEMONSTRATION"
        if (instance / "alianza.sqlite3").exists() and not marker.exists():
            refuse(
                f"{instance} holds a real instance; the demonstration would mix invented people into it. "
                "Name another folder with --dir."
            )
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        marker.touch()
        prepare(folder)
        from alianza.demo.story import address_book, tell

        tell(progress=typer.echo)
        typer.echo(address_book(port=port))
        if not no_serve:
            from alianza.web.serve import run

            run(host="127.0.0.1", port=port, workers=1)

    @app.command("example-tables")
    def example_tables(
        out: Annotated[Path, typer.Option("--out", help="Folder for the files.", metavar="DIR", file_okay=False)],
    ) -> None:
        """Write an invented registry as tables to try `match` on. Example: alianza example-tables --out example"""
        from alianza.demo.tables import write

        try:
            written = write(out)
        except OSError as problem:
            reason = (problem.strerror or "it cannot be written").lower()
            refuse(f"{out}: {reason}; name a folder that can be written to with --out.")
        for path in written:
            typer.echo(str(path))
