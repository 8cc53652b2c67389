"""Running the platform: serve, work, look after it."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from alianza.terminal import refuse

Folder = Annotated[Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")]


def register(app: typer.Typer) -> None:
    @app.command()
    def serve(
        port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
        host: Annotated[str, typer.Option()] = "127.0.0.1",
        workers: Annotated[int, typer.Option(min=1, max=64)] = 1,
        folder: Folder = None,
    ) -> None:
        """Serve the instance. Example: alianza serve --dir /srv/alianza --port 8000"""
        from alianza.web.instance import prepare
        from alianza.web.serve import run

        prepare(folder)
        run(host=host, port=port, workers=workers)

    @app.command()
    def worker(folder: Folder = None) -> None:
        """Run background jobs beside the web server. Example: alianza worker --dir /srv/alianza"""
        from alianza.web.instance import open_instance

        open_instance(folder)
        from alianza.web.queue import work_until_stopped

        work_until_stopped()

    @app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
    def manage(context: typer.Context) -> None:
        """Django's own commands. Example: ALIANZA_DIR=/srv/alianza alianza manage migrate"""
        arguments = list(context.args)
        if "--dir" in arguments:
            at = arguments.index("--dir")
            os.environ["ALIANZA_DIR"] = str(Path(arguments[at + 1]).resolve())
            del arguments[at : at + 2]
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
        from django.core.management import execute_from_command_line

        execute_from_command_line(["alianza manage", *arguments])

    @app.command()
    def check(folder: Folder = None) -> None:
        """Verify every invariant of the records; exit 1 with the list if any is broken. Example: alianza check"""
        from alianza.web.instance import choose, open_instance

        if not choose(folder).exists():
            refuse(f"There is no instance at {choose(folder)}; make one with: alianza demo --no-serve --dir PATH")
        open_instance(folder)
        from alianza.web.contexts import offered

        problems = [sentence for _name, module in offered("checks") for sentence in module.problems()]
        for sentence in problems:
            typer.echo(sentence)
        if problems:
            raise typer.Exit(1)
        typer.echo("Every check holds.")

    @app.command()
    def backup(target: Annotated[Path, typer.Argument(metavar="PATH")], folder: Folder = None) -> None:
        """Write a consistent copy while the platform runs. Example: alianza backup /backups/today.tar.gz"""
        from alianza.web.instance import open_instance

        open_instance(folder)
        from alianza.web.copies import CopyProblem, back_up

        try:
            typer.echo(back_up(target))
        except CopyProblem as problem:
            refuse(str(problem))

    @app.command()
    def appoint(
        email: Annotated[str, typer.Argument(metavar="EMAIL")],
        secretariat: Annotated[
            str, typer.Option(help="Name of the secretariat, if none is entered yet.", metavar="NAME")
        ] = "Secretariat",
        folder: Folder = None,
    ) -> None:
        """Make an account the first administrator. Example: alianza appoint me@example.org --dir /srv/alianza"""
        from alianza.web.instance import open_instance

        open_instance(folder)
        from alianza.web.upkeep import CannotAppoint
        from alianza.web.upkeep import appoint as make_administrator

        try:
            typer.echo(make_administrator(email, secretariat=secretariat))
        except CannotAppoint as problem:
            refuse(str(problem))

    @app.command(name="rotate-keys")
    def rotate_keys(folder: Folder = None) -> None:
        """Seal personal data with a fresh key. Example: alianza rotate-keys --dir /srv/alianza"""
        from alianza.web.instance import open_instance

        open_instance(folder)
        from alianza.web.upkeep import rotate_keys as rotate

        typer.echo(rotate())

    @app.command()
    def restore(source: Annotated[Path, typer.Argument(metavar="PATH")], folder: Folder = None) -> None:
        """Put a copy back into an empty folder. Example: alianza restore /backups/today.tar.gz --dir /srv/new"""
        from alianza.web.copies import CopyProblem, put_back
        from alianza.web.instance import choose

        try:
            typer.echo(put_back(source, choose(folder)))
        except CopyProblem as problem:
            refuse(str(problem))

    if not sys.stdout.isatty():
        os.environ.setdefault("NO_COLOR", "1")
