"""`alianza data`: what data the product holds, where they come from, and getting them out."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from alianza.observatory import cli_flows, cli_net_migration, cli_population

if TYPE_CHECKING:
    from alianza.observatory._export import Table
    from alianza.vocabulary.catalogue import DataSet


class Format(StrEnum):
    csv = "csv"
    parquet = "parquet"


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


Series = Annotated[str, typer.Argument(help="The data set's id, as `alianza data list` shows it.", metavar="SERIES")]
CountryOption = Annotated[
    str, typer.Option("--country", help="Only this country: DEU, DE or a name.", metavar="C", show_default=False)
]
Lang = Annotated[Language, typer.Option(help="Language of the titles.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this context."""
    data = typer.Typer(no_args_is_help=True, help="Reference data: list, show and export them, each with its source.")
    data.command("list", epilog="Example: alianza data list --json")(list_)
    data.command("show", epilog="Example: alianza data show countries --country PHL")(show)
    data.command("export", epilog="Example: alianza data export isco-08 --format csv --out isco.csv")(export)
    app.add_typer(data, name="data")
    cli_flows.register(app)
    cli_net_migration.register(app)
    cli_population.register(app)


def list_(lang: Lang = Language.en, as_json: AsJson = False) -> None:
    """List the packaged data sets with rows, vintage, source and licence."""
    from alianza.vocabulary.catalogue import datasets

    if as_json:
        typer.echo(_json({"datasets": [_described(each, lang) for each in datasets()]}))
        return
    _print_table(
        ["id", "title", "rows", "vintage", "licence"],
        [[each.id, str(each.title(lang)), f"{each.rows}", each.vintage, each.licence] for each in datasets()],
        right={"rows"},
    )


def show(
    series: Series,
    country: CountryOption = "",
    rows: Annotated[int, typer.Option(min=0, help="How many rows to show; 0 shows all.")] = 20,
    lang: Lang = Language.en,
    as_json: AsJson = False,
) -> None:
    """Show a data set: what it is, where it comes from, and its first rows."""
    found = _dataset(series)
    table = _table(found, country)
    if as_json:
        report = {**_described(found, lang), "columns": list(table.columns), "data": table.records()}
        typer.echo(_json(report))
        return
    typer.echo(found.title(lang))
    for name, text in (
        ("Source", found.source),
        ("Vintage", found.vintage),
        ("Licence", found.licence),
        ("Method", found.method),
        ("Found in", found.found_in),
        *(("Note", note) for note in found.notes),
    ):
        typer.echo(f"{name}: {text}")
    if not found.is_table:
        typer.echo(f"File: {found.path}")
        return
    typer.echo("")
    shown = table.rows[: rows or None]
    _print_table(list(table.columns), [[_cell(value) for value in row] for row in shown])
    if len(shown) < len(table.rows):
        typer.echo(f"{len(shown)} of {len(table.rows)} rows. All of them: add --rows 0.")


def export(
    series: Series,
    form: Annotated[Format | None, typer.Option("--format", help="Else by the ending of --out, else csv.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; .csv, .csv.gz or .parquet.", metavar="FILE")
    ] = None,
    country: CountryOption = "",
) -> None:
    """Write a whole data set to a file, or CSV to the standard output."""
    from alianza.observatory._export import as_csv, as_parquet, write

    found = _dataset(series)
    if not found.is_table:
        _refuse(f"{found.id} is not a table and cannot be exported as one. Its file is {found.path}.")
    chosen = form or (Format.parquet if out is not None and out.suffix == ".parquet" else Format.csv)
    table = _table(found, country)
    if out is None and chosen is Format.parquet and sys.stdout.isatty():
        _refuse("Parquet is not text. Name a file with --out, or send the output into a pipe.")
    content = as_parquet(table) if chosen is Format.parquet else as_csv(table)
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        write(out, content)
    except OSError as problem:
        _refuse(f"{out} could not be written: {problem.strerror or problem}. Choose another place with --out.")


def _dataset(series: str) -> "DataSet":
    from alianza.vocabulary.catalogue import dataset
    from alianza.vocabulary.refusal import Refusal

    try:
        return dataset(series)
    except Refusal as refusal:
        _refuse(str(refusal))


def _table(found: "DataSet", country: str) -> "Table":
    from alianza.observatory._export import table_of
    from alianza.vocabulary.places import find_country
    from alianza.vocabulary.refusal import Refusal

    if not country:
        return table_of(found)
    if found.country_column is None:
        _refuse(f"{found.id} has no column of countries. Leave --country out.")
    try:
        return table_of(found, country=find_country(country).alpha3)
    except Refusal as refusal:
        _refuse(str(refusal))


def _described(found: "DataSet", lang: str) -> dict[str, object]:
    title = found.title(lang)
    return {
        "id": found.id,
        "title": str(title),
        "title_language": title.language,
        "rows": found.rows,
        "source": found.source,
        "licence": found.licence,
        "vintage": found.vintage,
        "method": found.method,
        "found_in": found.found_in,
        "notes": list(found.notes),
        "file": found.file,
        "bytes": found.bytes,
        "sha256": found.sha256,
    }


def _json(report: object) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _print_table(columns: list[str], rows: list[list[str]], right: frozenset[str] | set[str] = frozenset()) -> None:
    """A table on a terminal; in a pipe the same with tabs between the cells."""
    if not sys.stdout.isatty():
        for row in [columns, *rows]:
            typer.echo("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn

    drawn = Drawn(box=box.SIMPLE_HEAD)
    for name in columns:
        drawn.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    Console(markup=False, highlight=False).print(drawn)


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
