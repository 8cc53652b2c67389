"""`alianza sheets show`: what a sheet tells of a day, and what in it should be looked at again."""

import json
import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import refuse
from alianza.vocabulary.refusal import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from alianza.regulations.point_in_time import Reach
    from alianza.regulations.sheets import Sheet
    from alianza.regulations.staleness import Finding


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


def register(sheets: typer.Typer) -> None:
    """Add `alianza sheets show`."""
    sheets.command("show", epilog="Example: alianza sheets show es-gecco-circular --on 2024-06-01")(show)


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The id of a sheet, such as es-gecco-circular.")],
    on: Annotated[str, typer.Option(help="The day asked about, such as 2024-06-01; today if left out.")] = "",
    folder: Annotated[
        Path | None,
        typer.Option("--dir", metavar="PATH", help="An instance's folder; without it the packaged sheets are read."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of the texts.")] = Language.en,
) -> None:
    """What held on a day: the version that tells of it, its dated figures, what is unknown and what is stale."""
    from alianza.regulations import point_in_time
    from alianza.regulations.staleness import findings, in_words
    from alianza.written import day_of

    day = day_of(on) if on else date.today()  # noqa: DTZ011  the day where the person sits
    if day is None:
        refuse(f"--on {on[:40]}: there is no such day; write it as 2024-06-01.")
    translate = _translator(lang, folder)
    sheet, shown, reached, points = _of_instance(name, day) if folder is not None else _packaged(name, day)
    if points is None:
        points = findings(sheet, day)
    data = point_in_time.as_data(sheet, day, shown=shown, reached=reached, language=lang, translate=translate)
    data |= {
        "name": sheet.name.in_language(lang)[0],
        "stale_points": [
            {
                "kind": str(each.kind),
                "where": each.where,
                "weight": each.weight,
                "says": in_words(each, lang, translate),
            }
            for each in points
        ],
    }
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _print(data, day, lang, translate)


def _print(data: dict[str, Any], day: date, lang: str, translate: "Callable[[str], str]") -> None:
    from alianza.regulations.wording import pair, say
    from alianza.vocabulary.days import day_words

    then = data["in_force_here_then"]
    typer.echo(f"{data['name']} ({data['sheet']}, {data['version']}), {day_words(day, lang)}")
    if not data["confirmed"]:
        typer.echo(say("report", "unconfirmed", lang))
    if data["written_for_the_day"] is False:
        first, last = data["effective_from"] or "?", data["effective_to"] or "..."
        sentence = marked(
            "Written for other days (%(first)s to %(last)s): of this day only figures with dates are told."
        )
        typer.echo(translate(sentence) % {"first": first, "last": last})
    elif data["written_for_the_day"] is None:
        typer.echo(translate(marked("It does not say when its rules began: whether they held on that day is unknown.")))
    if then is not None and then != data["version"]:
        typer.echo(translate(marked("On that day version %(number)s was in force here.")) % {"number": then})
    for figure in data["figures"]:
        typer.echo(pair(figure["label"], figure["says"], lang))
    if data["undecided"]:
        sentence = marked("Conditions that cannot be decided for that day: %(names)s")
        typer.echo(translate(sentence) % {"names": ", ".join(data["undecided"])})
    if data["stale_points"]:
        typer.echo(translate(marked("To look at (%(count)s):")) % {"count": len(data["stale_points"])})
        for point in data["stale_points"]:
            typer.echo(f"- {point['says']}")


def _packaged(name: str, day: date) -> "tuple[Sheet, int | None, Reach, tuple[Finding, ...] | None]":
    from alianza.regulations.point_in_time import Stood, reach
    from alianza.regulations.sheets import seed_sheets

    sheet = seed_sheets().get(name)
    if sheet is None:
        near = [each for each in seed_sheets() if each.startswith(name[:2])]
        hint = f"; near: {', '.join(near)}" if name and near else ""
        refuse(f"{name[:80]}: no packaged sheet has this id{hint}. For an instance's own, give its folder with --dir.")
    stood = Stood(sheet.version, sheet.is_confirmed, sheet.effective_from, sheet.effective_to, entered=date.min)
    return sheet, None, reach(stood, day), None


def _of_instance(name: str, day: date) -> "tuple[Sheet, int | None, Reach, tuple[Finding, ...] | None]":
    from django.db import DatabaseError

    from alianza.regulations import history, queries, upkeep

    try:
        told = history.sheet_told_on(name, day)
        current = queries.sheet_in_force(name)
        marks = upkeep.marks([current], day) if current is not None else {}
    except DatabaseError:
        refuse("There is no prepared instance here; make one with: alianza manage migrate --dir PATH")
    if told is None:
        refuse(f"{name[:80]}: no version of such a sheet tells of {day.isoformat()} in this instance.")
    points = marks[name].findings if current is not None and current.version == told.number else None
    return told.sheet, told.shown, told.reach, points


def _translator(lang: str, folder: Path | None) -> "Callable[[str], str]":
    """How sentences of the catalogue are said; Django is started only where it is needed."""
    if folder is None and lang == "en":
        return str
    if folder is not None:
        if not folder.is_dir():
            refuse(f"{folder}: there is no instance here; make one with: alianza demo --no-serve --dir PATH")
        os.environ["ALIANZA_DIR"] = str(folder.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    import django

    django.setup()
    from django.utils.translation import activate, gettext

    activate(lang)
    return gettext
