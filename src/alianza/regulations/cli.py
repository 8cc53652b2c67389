"""Commands on the law: every route for one person, and the check of sheets."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alianza.regulations import cli_sheets
from alianza.terminal import refuse


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


def register(app: typer.Typer) -> None:
    """Add the commands of this context."""
    routes = typer.Typer(
        invoke_without_command=True, epilog="Example: alianza pathways --facts facts.yaml --on 2026-04-01 --json"
    )
    routes.callback()(pathways)
    app.add_typer(routes, name="pathways")
    sheets = typer.Typer(
        no_args_is_help=True,
        help="Regulatory sheets: check them before they are published, and see what held on a day.",
    )
    sheets.command("check", epilog="Example: alianza sheets check ./sheets")(check)
    cli_sheets.register(sheets)
    app.add_typer(sheets, name="sheets")


def pathways(
    context: typer.Context,
    facts: Annotated[
        Path | None,
        typer.Option(
            help="Answers in YAML or JSON: person.* at the top; what belongs to a place under destinations: {DE: ...}."
        ),
    ] = None,
    on: Annotated[str, typer.Option(help="The day asked about, such as 2026-04-01; today if left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of the texts.")] = Language.en,
) -> None:
    """Evaluate every lawful route for one person: what fits, what is missing, who can change it, what it costs."""
    if context.invoked_subcommand is not None:
        return
    if facts is None:
        refuse("Say whose routes: give the person's answers with --facts FILE, or see --help.")
    from alianza.regulations import report
    from alianza.regulations.answers import UnfitAnswers, read_answers
    from alianza.regulations.pathways import pathways_for, seed_law

    day = _day(on)
    law = seed_law(day)
    try:
        answers = read_answers(facts, places={sheet.jurisdiction for sheet in law.sheets.values()})
    except UnfitAnswers as unfit:
        refuse(*unfit.sentences)
    found = pathways_for(answers, law)
    if as_json:
        typer.echo(json.dumps(report.as_data(found, on=day, language=lang), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from alianza.regulations.wording import say
    from alianza.vocabulary.days import day_words

    console = Console(highlight=False, markup=False)
    console.print(say("report", "title", lang, day=day_words(day, lang)))
    console.print(say("report", "unconfirmed", lang), say("report", "no_promise", lang))
    for table in report.tables(found, lang):
        console.print()
        console.print(table)


def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with the sheets, one YAML file each.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Check sheets against the schema and what they refer to, and run their worked cases.

    `_facts.yaml`, `_groups.yaml` and `schema.json` in the folder are used instead of the packaged ones.
    Exit 1 when a sheet fails a check, 2 when something cannot be read.
    """
    from alianza.regulations.folder import check_folder
    from alianza.written import Unreadable

    try:
        checked = check_folder(folder)
    except Unreadable as unreadable:
        refuse(str(unreadable))
    if as_json:
        typer.echo(json.dumps([each.as_data() for each in checked], ensure_ascii=False, indent=2))
    else:
        for each in checked:
            if each.problems:
                typer.echo(f"{each.file}: {len(each.problems)} problem{'s' if len(each.problems) > 1 else ''}")
            else:
                typer.echo(f"{each.file}: sound; {each.cases} of {each.cases} worked cases come out as written")
    sentences = [f"{each.path}: {problem}" for each in checked for problem in each.problems]
    for sentence in sentences:
        typer.echo(sentence, err=True)
    unreadable_files = [each for each in checked if each.unreadable]
    if unreadable_files:
        raise typer.Exit(2)
    if sentences:
        raise typer.Exit(1)


def _day(written: str) -> date:
    if not written:
        return date.today()  # noqa: DTZ011  the day where the person sits
    from alianza.written import day_of

    day = day_of(written)
    if day is None:
        refuse(f"--on {written[:40]}: there is no such day; write it as 2026-04-01.")
    return day
