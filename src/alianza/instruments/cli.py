"""Commands on questionnaires: is one sound, and its exchange with XLSForm."""

from pathlib import Path
from typing import Annotated

import typer

from alianza.terminal import JSON, print_json, refuse, refusing, writable

FROM = Annotated[Path, typer.Argument(metavar="FILE", help="The instrument, in YAML (alianza.instrument/0.2).")]


def register(app: typer.Typer) -> None:
    """Add the commands of this context."""
    group = typer.Typer(no_args_is_help=True, help="Questionnaires: check one, and exchange it with XLSForm.")
    group.command("check", epilog="Example: alianza instruments check survey.yaml --json")(check)
    group.command("to-xlsform", epilog="Example: alianza instruments to-xlsform survey.yaml --out survey.xlsx")(
        to_xlsform
    )
    group.command("from-xlsform", epilog="Example: alianza instruments from-xlsform survey.xlsx --out survey.yaml")(
        from_xlsform
    )
    app.add_typer(group, name="instruments")


def check(file: FROM, as_json: JSON = False) -> None:
    """Check an instrument: that it can be read, that every condition can be evaluated, that its worked cases come out.

    Exit 1 when it is not sound, 2 when the file cannot be read.
    """
    from alianza.instruments.soundness import examine

    instrument, problems = examine(_document(file))
    if as_json:
        print_json(
            {
                "file": str(file),
                "urn": instrument.urn if instrument else None,
                "version": instrument.version if instrument else None,
                "sound": not problems,
                "items": sum(1 for _ in instrument.every_item()) if instrument else None,
                "cases": len(instrument.cases) if instrument else None,
                "problems": [{"path": each.path, "sentence": str(each.sentence)} for each in problems],
            }
        )
    elif instrument and not problems:
        items, cases = sum(1 for _ in instrument.every_item()), len(instrument.cases)
        typer.echo(
            f"{file}: sound; {items} item{'' if items == 1 else 's'}, "
            f"{cases} of {cases} worked cases come out as written"
        )
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise typer.Exit(1)


def to_xlsform(
    file: FROM,
    out: Annotated[Path, typer.Option(help="The workbook to write, ending in .xlsx.")],
) -> None:
    """Write an instrument as an XLSForm workbook, for tools of the field such as ODK and KoboToolbox.

    The workbook is written only when pyxform converts it without a warning.
    """
    from alianza.instruments.reading import NotAnInstrument, read_instrument
    from alianza.instruments.xlsform import NotAnXlsform, write_xlsform

    if out.suffix.lower() != ".xlsx":
        refuse(f"{out}: an XLSForm is a workbook; let its name end in .xlsx.")
    writable(out)
    document = _document(file)
    try:
        with refusing():
            write_xlsform(read_instrument(document), out)
    except NotAnInstrument as unfit:
        refuse(*(f"{file}, {problem}" for problem in unfit.problems))
    except NotAnXlsform as unfit:
        refuse(*map(str, unfit.problems))


def from_xlsform(
    file: Annotated[Path, typer.Argument(metavar="F.xlsx", help="The XLSForm workbook.")],
    out: Annotated[Path, typer.Option(help="The instrument to write, in YAML.")],
) -> None:
    """Read an XLSForm workbook as an instrument. What has no place in one is an error, and never dropped."""
    from alianza.instruments.xlsform import NotAnXlsform, read_xlsform
    from alianza.tabular import write_text
    from alianza.written import as_yaml

    writable(out)
    try:
        with refusing():
            write_text(out, as_yaml(read_xlsform(file)))
    except NotAnXlsform as unfit:
        refuse(*map(str, unfit.problems))


def _document(file: Path) -> object:
    from alianza.written import Unreadable, read_yaml

    try:
        return read_yaml(file)
    except Unreadable as unreadable:
        refuse(str(unreadable))
