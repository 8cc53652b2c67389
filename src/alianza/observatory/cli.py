"""`alianza data`: what data the product and an instance hold, where they come from, and getting them out."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alianza.observatory import cli_flows, cli_net_migration, cli_population, cli_series
from alianza.observatory.packaged import Entry
from alianza.observatory.printing import print_table
from alianza.terminal import refuse

if TYPE_CHECKING:
    from alianza.observatory._export import Table
    from alianza.vocabulary.catalogue import DataSet


class Format(StrEnum):
    csv = "csv"
    parquet = "parquet"
    sdmx_csv = "sdmx-csv"
    sdmx_ml = "sdmx-ml"


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


Series = Annotated[
    str, typer.Argument(help="The id that `alianza data list` shows; ID@VINTAGE for another vintage.", metavar="SERIES")
]
Folder = Annotated[Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")]
CountryOption = Annotated[
    str, typer.Option("--country", help="Only this country: DEU, DE or a name.", metavar="C", show_default=False)
]
Lang = Annotated[Language, typer.Option(help="Language of the titles.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this context."""
    data = typer.Typer(
        no_args_is_help=True, help="Series and reference data: list, show, export, load; each with source."
    )
    data.command("list", epilog="Example: alianza data list --json")(list_)
    data.command("show", epilog="Example: alianza data show countries --country PHL")(show)
    data.command("export", epilog="Example: alianza data export isco-08 --format csv --out isco.csv")(export)
    cli_series.register(data)
    app.add_typer(data, name="data")
    cli_flows.register(app)
    cli_net_migration.register(app)
    cli_population.register(app)


def list_(lang: Lang = Language.en, as_json: AsJson = False, folder: Folder = None) -> None:
    """List the data sets and series, packaged and loaded, with rows, vintage, source and licence."""
    from alianza.observatory import shelf
    from alianza.vocabulary.catalogue import datasets

    series = shelf.entries(folder)
    if as_json:
        listed = [_described(each, lang) for each in datasets()]
        typer.echo(_json({"datasets": listed, "series": [_told(each, lang) for each in series]}))
        return
    print_table(
        ["id", "title", "rows", "vintage", "licence"],
        [
            *([each.id, str(each.title(lang)), f"{each.rows}", each.vintage, each.licence] for each in datasets()),
            *([_id(each), str(each.title(lang)), f"{each.rows}", each.vintage, each.licence] for each in series),
        ],
        right={"rows"},
    )


def show(
    series: Series,
    country: CountryOption = "",
    rows: Annotated[int, typer.Option(min=0, help="How many rows to show; 0 shows all.")] = 20,
    lang: Lang = Language.en,
    as_json: AsJson = False,
    folder: Folder = None,
) -> None:
    """Show a data set or series: what it is, where it comes from, and its first rows."""
    found = _found(series, folder)
    table = _rows(found, country, rows or None)
    if as_json:
        told = _told(found, lang) if isinstance(found, Entry) else _described(found, lang)
        whole = _rows(found, country, None)
        typer.echo(_json({**told, "columns": list(whole.columns), "data": whole.records()}))
        return
    typer.echo(found.title(lang))
    for name, text in _facts(found):
        typer.echo(f"{name}: {text}")
    if not isinstance(found, Entry) and not found.is_table:
        typer.echo(f"File: {found.path}")
        return
    typer.echo("")
    shown = table.rows[: rows or None]
    print_table(list(table.columns), [[_cell(value) for value in row] for row in shown])
    if len(shown) < table.height:
        typer.echo(f"{len(shown)} of {table.height} rows. All of them: add --rows 0.")


def export(
    series: Series,
    form: Annotated[Format | None, typer.Option("--format", help="Else by the ending of --out, else csv.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; .csv, .csv.gz, .parquet or .xml.", metavar="FILE")
    ] = None,
    country: CountryOption = "",
    folder: Folder = None,
) -> None:
    """Write a whole data set or series to a file, or to the standard output."""
    from alianza.observatory._export import as_csv, as_parquet, write

    found = _found(series, folder)
    if not isinstance(found, Entry) and not found.is_table:
        refuse(f"{found.id} is not a table and cannot be exported as one. Its file is {found.path}.")
    endings = {".parquet": Format.parquet, ".xml": Format.sdmx_ml}
    chosen = form or (endings.get(out.suffix, Format.csv) if out is not None else Format.csv)
    if chosen in {Format.sdmx_csv, Format.sdmx_ml} and not isinstance(found, Entry):
        refuse(f"{found.id} is a list and no series: SDMX holds observations. Export it as csv or parquet.")
    if out is None and chosen is Format.parquet and sys.stdout.isatty():
        refuse("Parquet is not text. Name a file with --out, or send the output into a pipe.")
    table = _rows(found, country, None)
    if chosen is Format.parquet:
        content = as_parquet(table)
    elif chosen is Format.csv or not isinstance(found, Entry):
        content = as_csv(table)
    else:
        from alianza.observatory import sdmx_out

        written = sdmx_out.as_csv if chosen is Format.sdmx_csv else sdmx_out.as_ml
        content = written(found, table.columns, table.rows)
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        write(out, content)
    except OSError as problem:
        refuse(f"{out} could not be written: {problem.strerror or problem}. Choose another place with --out.")


def _id(each: Entry) -> str:
    return each.id if each.current else each.name


def _found(series: str, folder: Path | None) -> "DataSet | Entry":
    """A series, else a data set of the vocabulary; a name that is neither is told what comes near in both."""
    from alianza.observatory import shelf
    from alianza.vocabulary.catalogue import UnknownDataSet, datasets
    from alianza.vocabulary.refusal import Refusal

    for each in datasets():
        if each.id == series:
            return each
    known = shelf.entries(folder)
    try:
        found = shelf.find(series, known)
        if found is None:
            names = {each.id: [str(each.title())] for each in datasets()}
            names |= {each.id: [str(each.title())] for each in known if each.current}
            raise UnknownDataSet.among(names, series)
    except Refusal as refusal:
        refuse(str(refusal))
    return found


def _rows(found: "DataSet | Entry", country: str, most: int | None) -> "Table":
    """The table; of a series at most so many rows, with `height` telling how many there are."""
    from alianza.observatory._export import Table, table_of
    from alianza.vocabulary.places import find_country
    from alianza.vocabulary.refusal import Refusal

    try:
        chosen = find_country(country).alpha3 if country else None
    except Refusal as refusal:
        refuse(str(refusal))
    if isinstance(found, Entry):
        from alianza.observatory.reading import of_country

        if chosen is not None and not found.areas:
            refuse(f"{found.id} has no column of countries. Leave --country out.")
        names, rows, height = of_country(found.sha256, found.path, found.areas, chosen, most=most)
        return Table(names, rows, height)
    if chosen is None:
        return table_of(found)
    if found.country_column is None:
        refuse(f"{found.id} has no column of countries. Leave --country out.")
    return table_of(found, country=chosen)


def _facts(found: "DataSet | Entry") -> list[tuple[str, str]]:
    facts = [("Source", found.source), ("Vintage", found.vintage), ("Licence", found.licence), ("Method", found.method)]
    if isinstance(found, Entry):
        scale = f" (times 10 to the power of {found.unit_multiplier})" if found.unit_multiplier else ""
        facts += [
            ("Kind", found.kind),
            ("Unit", f"{found.unit}{scale}"),
            ("Cite as", found.citation),
            ("Address", found.url),
        ]
        if found.loaded_at:
            facts.append(("Loaded", found.loaded_at))
    return [
        (name, text)
        for name, text in (*facts, ("Found in", found.found_in), *(("Note", note) for note in found.notes))
        if text
    ]


def _told(found: Entry, lang: str) -> dict[str, object]:
    from alianza.observatory.describing import described

    return described(found, lang)


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
