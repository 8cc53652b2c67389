"""The command `alianza`: each context brings its own commands in `cli.py` as `register(app)`.

Kept light: nothing here imports Django, so that `alianza --help` and the commands on files start at once.
"""

import os
import sys
from typing import Annotated

import typer

from alianza import __version__
from alianza.web.contexts import COMMANDS, offered

app = typer.Typer(
    name="alianza",
    help="Alianza: lawful routes, job orders and placements for an international alliance on migration.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def alianza(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Alianza on the command line. Each command explains itself with --help."""


for _context, _module in offered("cli", by=COMMANDS):
    _module.register(app)


def main() -> None:
    """Run the command; a broken pipe (`| head`) or an interrupt ends quietly."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
