"""`alianza data load`, `diff` and `use`: vintages of series in an instance."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alianza.terminal import refuse

SHOWN = 20


class Layouts(StrEnum):
    csv = "csv"
    un_stock = "un-stock"
    wpp = "wpp"
    rpw = "rpw"
    normlex = "normlex"
    sdmx_csv = "sdmx-csv"
    sdmx_ml = "sdmx-ml"


Folder = Annotated[Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")]


def register(data: typer.Typer) -> None:
    """Add the commands to the group `alianza data`."""
    data.command(
        "load", epilog="Example: alianza data load stock.xlsx --format un-stock --dataflow migrant-stock --vintage 2026"
    )(load)
    data.command("diff", epilog="Example: alianza data diff migrant-stock 2020 2024")(diff)
    data.command("use", epilog="Example: alianza data use migrant-stock 2024")(use)


def _start(folder: Path | None) -> None:
    from alianza.observatory.shelf import instance_is_there, start

    there = instance_is_there(folder)
    start()
    from django.conf import settings

    if not there and not str(settings.DATABASES["default"]["NAME"]).startswith("file:"):
        refuse("There is no prepared instance here; make one with: alianza manage migrate --dir PATH")


def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV (also .gz), Parquet, XLSX or XML.")],
    layout: Annotated[Layouts, typer.Option("--format", help="What the file is laid out as.")],
    vintage: Annotated[str, typer.Option(help="The name of this state of knowledge, beginning with its year.")],
    dataflow: Annotated[
        str, typer.Option(help="The series it belongs to; else as the file or mapping says.", show_default=False)
    ] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="For --format csv: which column is what (YAML).", metavar="M.yaml")
    ] = None,
    dimensions: Annotated[
        str, typer.Option(help="For a new SDMX series: its dimensions, with commas.", show_default=False)
    ] = "",
    source: Annotated[str, typer.Option(help="Who published it.", show_default=False)] = "",
    licence: Annotated[str, typer.Option(help="Under which terms.", show_default=False)] = "",
    citation: Annotated[str, typer.Option(help="How to cite it.", show_default=False)] = "",
    url: Annotated[str, typer.Option(help="Where it was found.", show_default=False)] = "",
    released: Annotated[str, typer.Option(help="When it was released.", show_default=False)] = "",
    beside: Annotated[bool, typer.Option("--beside", help="Keep the present vintage current.")] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Load a file as a vintage of a series: whole, or refused with row and reason. Older vintages stay."""
    if not file.is_file():
        refuse(f"{file}: there is no such file.")
    _start(folder)
    from django.db import DatabaseError

    from alianza.audit.actions import PLATFORM
    from alianza.observatory.actions import load_vintage
    from alianza.observatory.importing.brought import UnfitFile
    from alianza.observatory.importing.formats import Layout
    from alianza.vocabulary.refusal import Refusal

    try:
        done = load_vintage(
            file,
            layout=Layout(layout.value),
            dataflow=dataflow,
            vintage=vintage,
            mapping=mapping,
            dimensions=[name.strip() for name in dimensions.split(",") if name.strip()],
            about={"source": source, "licence": licence, "citation": citation, "url": url, "released": released},
            make_current=not beside,
            by=PLATFORM,
        )
    except UnfitFile as wrong:
        told = [f"{file.name}: {problem}" for problem in wrong.problems[:SHOWN]]
        more = len(wrong.problems) - SHOWN
        refuse(*told, *([f"{file.name}: {more} more problems."] if more > 0 else []))
    except Refusal as refusal:
        refuse(f"{file.name}: {refusal}")
    except DatabaseError:
        refuse("There is no prepared instance here; make one with: alianza manage migrate --dir PATH")
    held = done.vintage
    report = {
        "series": held.dataflow.name,
        "vintage": held.name,
        "loaded": done.is_new,
        "rows": held.rows,
        "current": held.current,
        "sha256": held.digest,
    }
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    elif done.is_new:
        typer.echo(f"{held}: {held.rows:,} rows loaded.")
    else:
        typer.echo(f"{held} holds this file already; nothing was done.")


def diff(
    dataflow: Annotated[str, typer.Argument(help="The series.", metavar="DATAFLOW")],
    first: Annotated[str, typer.Argument(help="The vintage before.", metavar="V1")],
    second: Annotated[str, typer.Argument(help="The vintage after.", metavar="V2")],
    rows: Annotated[int, typer.Option(min=0, help="How many of the largest changes to show.")] = 10,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two vintages: rows added, dropped, changed, and the largest changes."""
    from alianza.observatory import differences, shelf
    from alianza.observatory.packaged import UnknownDataflow
    from alianza.vocabulary.refusal import Refusal

    try:
        known = shelf.entries(folder)
        one, two = (shelf.find(f"{dataflow}@{vintage}", known) for vintage in (first, second))
        if one is None or two is None:
            raise UnknownDataflow.among({each.id: [] for each in known}, dataflow)
        found = differences.between(one, two, most=rows)
    except Refusal as refusal:
        refuse(str(refusal))
    if as_json:
        report = {
            "series": dataflow,
            "first": first,
            "second": second,
            "measure": found.measure,
            "rows": {
                "same": found.same,
                "changed": found.changed_rows,
                "only_first": found.only_first,
                "only_second": found.only_second,
            },
            "total": {"first": found.total_first, "second": found.total_second},
            "changed": [
                {**dict(zip(found.keys, row, strict=False)), "before": row[-2], "after": row[-1]}
                for row in found.changed
            ],
        }
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
        return
    typer.echo(
        f"{one.name} and {two.name}: {found.same:,} rows the same, {found.changed_rows:,} changed, "
        f"{found.only_first:,} only in {first}, {found.only_second:,} only in {second}."
    )
    from alianza.observatory.printing import print_table

    if found.changed:
        shown = [[str(cell) if cell is not None else "" for cell in row] for row in found.changed]
        print_table([*found.keys, first, second], shown, right={first, second})


def use(
    dataflow: Annotated[str, typer.Argument(help="The series.", metavar="DATAFLOW")],
    vintage: Annotated[str, typer.Argument(help="The vintage that is to be current.", metavar="V")],
    folder: Folder = None,
) -> None:
    """Choose the vintage that is meant when none is named."""
    _start(folder)
    from django.db import DatabaseError

    from alianza.audit.actions import PLATFORM
    from alianza.observatory.actions import choose_current
    from alianza.vocabulary.refusal import Refusal

    try:
        choose_current(dataflow, vintage, by=PLATFORM)
    except Refusal as refusal:
        refuse(str(refusal))
    except DatabaseError:
        refuse("There is no prepared instance here; make one with: alianza manage migrate --dir PATH")
    print(f"{dataflow}@{vintage} is current.", file=sys.stdout)  # noqa: T201
