"""What a command says and writes: refusals in one sentence, progress, places to write to, JSON whole or not at all.

It stands low on the map, since every context brings commands of its own; it knows tables (`tabular`) and nothing else.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

LINE = 60
"""Columns that a line of progress covers, so that a shorter one hides the longer before it."""
JSON = Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")]


@contextmanager
def refusing() -> Iterator[None]:
    """What is wrong with the input: one sentence each on stderr, exit 2, no traceback."""
    from alianza.tabular import InputProblems
    from alianza.vocabulary.refusal import Refusal

    try:
        yield
    except (InputProblems, Refusal) as problem:
        refuse(str(problem))
    except OSError as error:
        refuse(f"{error.filename or 'The file'}: cannot be written ({error.strerror or error}); check the path.")


def refuse(*sentences: str) -> NoReturn:
    """Say what is wrong with the input, one sentence a line on stderr, and end with 2."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(2)


def writable(file: Path) -> None:
    """Refuse a place to write to before the work, not after it."""
    if not file.parent.is_dir():
        refuse(f"{file}: there is no folder {file.parent}; create it or write elsewhere.")
    if file.is_dir():
        refuse(f"{file}: is a folder; give the name of a file.")


@contextmanager
def phase(name: str, seconds: dict[str, float]) -> Iterator[Callable[[str], None]]:
    """Time a phase, and say on a terminal that it is under way; what is yielded says which step it is at."""
    begun = time.perf_counter()
    terminal = sys.stderr.isatty()

    def tell(step: str) -> None:
        if terminal:
            sys.stderr.write(f"\r{name.capitalize()}: {step} ..."[:LINE].ljust(LINE))
            sys.stderr.flush()

    if terminal:
        sys.stderr.write(f"{name.capitalize()} ...")
        sys.stderr.flush()
    yield tell
    seconds[name] = time.perf_counter() - begun
    if terminal:
        sys.stderr.write("\r" + f"{name.capitalize()}: {seconds[name]:.1f} s".ljust(LINE) + "\n")


def print_json(report: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2))


def write_json(file: Path, told: Mapping[str, Any]) -> None:
    from alianza.tabular import write_text

    write_text(file, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def one_thread() -> None:
    """Tables of some hundred places gain nothing from threads in linear algebra, and lose much on a busy machine."""
    if "numpy" not in sys.modules:
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")


def peak_mib() -> float:
    """The most memory this process has held, in MiB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
