"""`alianza pathways count`: for how many people a route is open, and what stands in the way of the others."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, peak_mib, phase, refuse, refusing

if TYPE_CHECKING:
    from alianza.registry.openness.people import People
    from alianza.registry.openness.routes import Route
    from alianza.regulations.pathways import Answers
    from alianza.regulations.sheets import Sheet

EXAMPLE = "alianza pathways count --profiles nurses.parquet --sheet de-eu-blue-card --occupation 2221 --on 2025-06-01"


class Engine(StrEnum):
    duckdb = "duckdb"
    spark = "spark"


def count(
    profiles: Annotated[
        Path | None,
        typer.Option(
            help="Profiles: CSV, .csv.gz or .parquet, a column for each fact; the instance's registry if left out."
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None, typer.Option(help="Id of a sheet; repeatable. All with conditions if left out.")
    ] = None,
    occupation: Annotated[str, typer.Option(help="Only people of this ISCO-08 group, such as 2221.")] = "",
    offer: Annotated[
        Path | None,
        typer.Option(
            help="What the offer is, as in --facts of `alianza pathways`. Left out: an offer that meets whatever the "
            "route asks of offers."
        ),
    ] = None,
    on: Annotated[str, typer.Option(help="The day asked about, such as 2026-04-01; today if left out.")] = "",
    engine: Annotated[Engine, typer.Option(help="Where the expression runs.")] = Engine.duckdb,
    as_json: JSON = False,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")
    ] = None,
) -> None:
    """Count for how many people each route is open, and name the most common obstacle.

    Among those to whom a route is closed, that is the condition which lies most often on the way of least burden. From
    the registry, numbers of fewer than five people are not told.
    """
    seconds: dict[str, float] = {}
    with refusing():
        if occupation:
            _known(occupation)
        day = _day(on)
        if profiles is None:
            sheets = _chosen(_of_instance(folder), sheet)
            given = None if offer is None else _offer(offer, sheets)
            with phase("read", seconds):
                people = _registered(day, sheets, occupation)
        else:
            from alianza.regulations.sheets import seed_sheets

            sheets = _chosen(seed_sheets().values(), sheet)
            given = None if offer is None else _offer(offer, sheets)
            with phase("read", seconds):
                people = _from_file(profiles, sheets, occupation)
        routes: list[Route] = []
        with phase("count", seconds) as tell, _table(people, engine) as (connection, table):
            from alianza.registry.openness.routes import count_routes

            for route in count_routes(
                sheets, people, table, on=day, offer=given, occupation=occupation, connection=connection
            ):
                routes.append(route)
                tell(route.sheet.id)
    source = "registry" if profiles is None else profiles.name
    data = _data(routes, source, people, day, occupation, given=given is not None, engine=engine)
    if as_json:
        data["seconds"] = {name: round(each, 3) for name, each in seconds.items()}
        data["peak_mib"] = peak_mib()
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _show(data, routes)


def _day(written: str) -> date:
    if not written:
        return date.today()  # noqa: DTZ011  the day where the person sits
    from alianza.written import day_of

    day = day_of(written)
    if day is None:
        refuse(f"--on {written[:40]}: there is no such day; write it as 2026-04-01.")
    return day


def _known(code: str) -> None:
    from alianza.vocabulary.occupations import occupation

    occupation(code)


def _chosen(held: "Iterable[Sheet]", names: list[str] | None) -> "list[Sheet]":
    sheets = {each.id: each for each in held if each.tree is not None}
    for name in names or ():
        if name not in sheets:
            near = get_close_matches(name, list(sheets), n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sheets) or 'none'}."
            refuse(f"--sheet {name[:60]}: no sheet with conditions has this id; {hint}")
    return [sheets[name] for name in dict.fromkeys(names)] if names else list(sheets.values())


def _offer(file: Path, sheets: "list[Sheet]") -> "Answers":
    from alianza.regulations import dictionary
    from alianza.regulations.answers import UnfitAnswers, read_answers
    from alianza.vocabulary.facts import Scope

    try:
        found = read_answers(file, places={sheet.jurisdiction for sheet in sheets})
    except UnfitAnswers as unfit:
        refuse(*unfit.sentences)
    facts = dictionary.facts()
    for name in found.everywhere:
        if facts[name].scope is Scope.PERSON:
            refuse(f"{file}: {name}: this is said by each profile, not by the offer; leave it out here.")
    return found


def _of_instance(folder: Path | None) -> "Iterable[Sheet]":
    if folder is not None:
        os.environ["ALIANZA_DIR"] = str(folder.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from alianza.regulations.queries import sheets_in_force

    try:
        return sheets_in_force()
    except DatabaseError:
        refuse("There is no prepared instance here; give --profiles FILE, or make one with: alianza manage migrate.")


def _registered(day: date, sheets: "list[Sheet]", occupation: str) -> "People":
    from alianza.registry.openness.held import countable, held_people

    places = frozenset(sheet.jurisdiction for sheet in sheets)
    return held_people(countable(day), on=day, places=places, occupation=occupation)


def _from_file(file: Path, sheets: "list[Sheet]", occupation: str) -> "People":
    from alianza.registry.openness.files import read_people

    people = read_people(file, places={sheet.jurisdiction for sheet in sheets}, occupations=bool(occupation))
    return people.of_occupation(occupation) if occupation else people


@contextmanager
def _table(people: "People", engine: Engine) -> Iterator[tuple[Any, Any]]:
    from alianza.registry.openness import engines

    run = engines.duckdb if engine is Engine.duckdb else engines.spark
    try:
        with run(people) as found:
            yield found
    except engines.NotInstalled as missing:
        refuse(str(missing))


def _data(
    routes: "list[Route]", source: str, people: "People", day: date, occupation: str, *, given: bool, engine: Engine
) -> dict[str, Any]:
    from alianza.registry.openness.told import LEAST, most_open_first, route_data
    from alianza.regulations.wording import say

    own = source != "registry"
    number = len(people)
    notice = [say("report", "no_promise", "en")]
    if not all(route.sheet.is_confirmed for route in routes):
        notice.insert(0, say("report", "unconfirmed", "en"))
    return {
        "on": day.isoformat(),
        "source": source,
        "occupation": occupation or None,
        "people": number if own or number == 0 or number >= LEAST else None,
        "offer": "given" if given else "reference",
        "engine": str(engine),
        "notice": " ".join(notice),
        "routes": [route_data(route, small_numbers=own) for route in most_open_first(routes)],
    }


def _show(data: dict[str, Any], routes: "list[Route]") -> None:
    from rich.console import Console
    from rich.table import Table

    def said(number: int | None) -> str:
        return "<5" if number is None else f"{number:,}"

    console = Console(highlight=False, markup=False)
    whom = f" of ISCO-08 group {data['occupation']}" if data["occupation"] else ""
    offer = "the offer given" if data["offer"] == "given" else "an offer that meets what each route asks of offers"
    console.print(f"{said(data['people'])} people{whom} ({data['source']}) on {data['on']}, with {offer}.")
    console.print(data["notice"])
    table = Table(show_lines=False)
    for heading in ("Route", "Open", "Closed", "Undetermined", "Most common obstacle", "For"):
        table.add_column(heading, overflow="fold", justify="left" if heading.startswith(("R", "M")) else "right")
    gaps = {route.sheet.id: route for route in routes}
    for each in data["routes"]:
        obstacle = next((held for held in each["obstacles"] if held["id"] == each["most_common_obstacle"]), None)
        lacking = gaps[each["id"]].openness.missing_parameters
        table.add_row(
            each["id"] + (f"\nno figure for the day: {', '.join(lacking)}" if lacking else ""),
            said(each["eligible"]),
            said(each["not_eligible"]),
            said(each["undetermined"]),
            obstacle["label"] if obstacle else "-",
            said(obstacle["nearest"]) if obstacle else "-",
        )
    console.print(table)
    if any(each["kept_back"] for each in data["routes"]):
        console.print("<5: kept back; fewer than five people, or a number from which fewer than five would follow.")
