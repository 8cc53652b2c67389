"""`alianza registry import`: bring a file of workers on the command line."""

import json
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alianza.registry import cli_openness as counting
from alianza.terminal import refuse

if TYPE_CHECKING:
    from alianza.network.models import Organisation
    from alianza.registry.intake.examining import Examination

SHOWN = 20


class Duplicates(StrEnum):
    ask = "ask"
    leave_out = "leave-out"
    add = "add"


class Signed(StrEnum):
    matching = "matching"
    named = "named"
    statistics = "statistics"


def register(app: typer.Typer) -> None:
    """Add the commands of this context."""
    registry = typer.Typer(no_args_is_help=True, help="Workers' profiles: bring a file of an employment service.")
    registry.command(
        "import",
        epilog='Example: alianza registry import workers.csv --registrar "Ministry of Labour" --signed matching',
    )(import_)
    registry.callback()(lambda: None)  # a group, also while it has one command
    app.add_typer(registry, name="registry")
    _beside_pathways(app).command("count", epilog=f"Example: {counting.EXAMPLE}")(counting.count)


def _beside_pathways(app: typer.Typer) -> typer.Typer:
    """The group `pathways`, which the law brings: routes for many people are counted beside the routes for one."""
    for group in app.registered_groups:
        if group.name == "pathways" and group.typer_instance is not None:
            return group.typer_instance
    alone = typer.Typer()
    alone.callback()(lambda: None)
    app.add_typer(alone, name="pathways")
    return alone


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV (also .gz), Parquet or XLSX.")],
    registrar: Annotated[str, typer.Option(help="Name or code of the service that keeps these workers' data.")],
    signed: Annotated[
        list[Signed] | None, typer.Option(help="What each person in the file signed that they agree to; repeatable.")
    ] = None,
    duplicates: Annotated[
        Duplicates, typer.Option(help="Rows that may be people the registry, or the file, has already.")
    ] = Duplicates.ask,
    report: Annotated[Path | None, typer.Option(metavar="R.csv", help="Write every problem here.")] = None,
    check_only: Annotated[bool, typer.Option("--check", help="Examine the file and save nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")
    ] = None,
) -> None:
    """Examine a file of workers and save it, whole or not at all; exit 2 with the problems if there are any."""
    if not file.is_file():
        refuse(f"{file}: there is no such file.")
    if folder is not None:
        os.environ["ALIANZA_DIR"] = str(folder.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    import django

    django.setup()
    from django.db import DatabaseError
    from django.utils import timezone

    from alianza.audit.actions import PLATFORM
    from alianza.registry.actions.intakes import keep_people
    from alianza.registry.intake.examining import examine
    from alianza.vocabulary.refusal import Refusal

    today = timezone.localdate()
    try:
        service = _service(registrar)
        with file.open("rb") as content:
            found = examine(content, file.name, registrar=service, today=today)
    except Refusal as refusal:
        refuse(f"{file.name}: {refusal}")
    except DatabaseError:
        refuse("There is no prepared instance here; make one with: alianza manage migrate --dir PATH")
    outcome = {"rows": found.people, "problems": found.problems.height, "known": len(found.known)}
    outcome["duplicates"] = found.twins.height
    if report is not None:
        _write(report, found)
    if found.problems.height:
        if as_json:
            typer.echo(json.dumps({**outcome, "saved": False}))
        refuse(*_told(file.name, found))
    if found.twins.height and duplicates is Duplicates.ask and not check_only:
        refuse(*_twins(file.name, found))
    if check_only:
        typer.echo(
            json.dumps({**outcome, "saved": False}) if as_json else f"{file.name}: {found.people} rows, no problem."
        )
        return
    saved = keep_people(
        found,
        service,
        leave_out=duplicates is not Duplicates.add,
        signed=[each.value for each in signed or ()],
        today=today,
        by=PLATFORM,
        progress=_progress(found.people),
    )
    outcome |= {"new": saved.new, "known": saved.known, "left_out": saved.left_out}
    if as_json:
        typer.echo(json.dumps({**outcome, "saved": True}))
    else:
        typer.echo(f"{service}: {saved.new} new profiles, {saved.known} corrected, {saved.left_out} left out.")


def _service(wanted: str) -> "Organisation":
    from uuid import UUID

    from alianza.network.models import Organisation

    try:
        found = Organisation.objects.filter(code=UUID(wanted))
    except ValueError:
        found = Organisation.objects.filter(name__iexact=wanted)
    services = list(found[:2])
    if len(services) != 1:
        what = "No organisation" if not services else "More than one organisation"
        refuse(f"{what} is called {wanted[:80]!r}; give the code that stands in the address of its page.")
    return services[0]


def _told(name: str, found: "Examination") -> list[str]:
    from alianza.registry.intake.problems import sentences

    lines = []
    for row in found.problems.head(SHOWN).iter_rows(named=True):
        wrong, remedy = sentences(row)
        lines.append(f"{name}: row {row['row']}, column {row['column'] or '–'}: {wrong} {remedy}")
    more = found.problems.height - SHOWN
    if more > 0:
        lines.append(f"{name}: {more:,} more problems; write them all with --report R.csv.")
    return [*lines, f"{name}: {found.bad_rows:,} of {found.people:,} rows have a problem. Nothing was saved."]


def _twins(name: str, found: "Examination") -> list[str]:
    said = f"{name}: {found.twins.height:,} rows may be people who are there already. Nothing was saved; "
    lines = [
        f"{name}: row {row['row']} shows the same {row['trait']} as {row['other']}."
        for row in found.twins.head(SHOWN).iter_rows(named=True)
    ]
    return [*lines, said + "say --duplicates leave-out or --duplicates add."]


def _write(path: Path, found: "Examination") -> None:
    """The whole report, written beside and then renamed."""
    from alianza.registry.actions.intakes import report_lines

    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as stream:
            stream.writelines(report_lines(found.problems))
        beside.replace(path)
    except OSError as problem:
        refuse(f"{path}: the report cannot be written here: {problem.strerror}.")
    finally:
        beside.unlink(missing_ok=True)


def _progress(people: int) -> Callable[[int], object]:
    def show(done: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done:,} of {people:,}" + ("\n" if done >= people else ""))
            sys.stderr.flush()

    return show
