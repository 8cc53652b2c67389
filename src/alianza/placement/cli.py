"""Commands on matching: who fits which order, why, and who gets which place."""

from importlib import import_module
from importlib.util import find_spec

import typer


def register(app: typer.Typer) -> None:
    """Add the commands of this context."""
    for name in ("cli_match", "cli_shortlist"):
        path = f"alianza.placement.{name}"
        if find_spec(path) is not None:
            import_module(path).register(app)
