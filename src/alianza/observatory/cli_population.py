"""`alianza population`: cohort-component projections of a country, and its labour balance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, refuse, refusing, writable, write_json

if TYPE_CHECKING:
    from alianza.engines.population import Projection

COUNTRY = Annotated[str, typer.Option("--country", help="DEU, DE or a name.", metavar="CODE")]


def register(app: typer.Typer) -> None:
    """Add `alianza population`."""
    population = typer.Typer(no_args_is_help=True, help="Projections of a population by sex and age, and of its work.")
    population.command("project", epilog="Example: alianza population project --country DEU --to 2050 --out deu.csv")(
        project
    )
    population.command("balance", epilog="Example: alianza population balance --country DEU --json")(balance)
    app.add_typer(population, name="population")


def project(
    country: COUNTRY,
    to: Annotated[int, typer.Option(min=2025, max=2055, help="The last year; inputs end in 2055.", metavar="YEAR")],
    out: Annotated[
        Path,
        typer.Option(help="Where to write: country,scenario,year,sex,age,population. CSV, .csv.gz or .parquet."),
    ],
    migration: Annotated[
        str,
        typer.Option(
            help="none; medium, the UN's; or a file with period,sex,age,migrants: net, persons, of the whole period "
            "(2025-2030 ... 2050-2055), five-year ages; what is not listed does not move.",
            metavar="none|medium|FILE",
        ),
    ] = "medium",
    every_year: Annotated[
        bool, typer.Option("--every-year", help="All years, on a straight line between the five-year steps.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Where to write the report, JSON.", metavar="FILE")] = None,
    as_json: JSON = False,
) -> None:
    """Project a country's population by sex and five-year age from 2025, with the UN's mortality and fertility.

    Years are 2025, 2030 and so on, and the last year asked for. Persons at mid-year. The report holds births, deaths,
    migration, the UN's own totals with their bounds, and what the result rests on.
    """
    with refusing():
        for file in (out, report):
            if file is not None:
                writable(file)
        told = _projected(country, to, migration, out, every_year=every_year)
        if report is not None:
            write_json(report, told)
    if told["status"] != "ok":
        gone = sum(step["shortfall"] for step in told["periods"])
        typer.echo(
            f"More people were to leave some age groups than there are: {gone:,.0f} stay who should have left.",
            err=True,
        )
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    first, last = told["totals"][0], told["totals"][-1]
    typer.echo(
        f"{told['country']}, migration {told['scenario']}: {first['population']:,.0f} people in {first['year']}, "
        f"{last['population']:,.0f} in {last['year']}; wrote {out}."
    )
    typer.echo(f"Note: {told['notes'][0]}", err=True)


def balance(
    country: COUNTRY,
    to: Annotated[
        int, typer.Option(min=2030, max=2055, help="The last year, in steps of five.", metavar="YEAR")
    ] = 2050,
    as_json: JSON = False,
) -> None:
    """Compare people of working age (20-64) with and without migration, and count who would replace those who age."""
    from dataclasses import asdict

    from alianza.observatory.labour_balance import labour_balance

    with refusing():
        found = labour_balance(_code(country), to - to % 5)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    rows = zip(found.years, found.with_migration, found.without, found.change_with, found.change_without, strict=True)
    typer.echo("year\twith migration\twithout\tchange with, %\tchange without, %")
    for year, with_, without, change, change_without in rows:
        typer.echo(f"{year}\t{with_:.0f}\t{without:.0f}\t{change:.1f}\t{change_without:.1f}")
    needed = ", ".join(
        f"{year}-{year + 5} {'no number' if value is None else format(value, ',.0f')}"
        for year, value in zip(found.years[:-1], found.needed_a_year, strict=True)
    )
    typer.echo(f"Migrants a year that would keep working age: {needed}.")
    for name in ("participation", "education", "sectors", "earnings"):
        part = getattr(found, name)
        if part.status != "ok":
            typer.echo(f"Not held for {found.country}: {name} ({part.series}).", err=True)


def _code(country: str) -> str:
    from alianza.vocabulary.places import find_country

    return find_country(country).alpha3


def _projected(country: str, to: int, migration: str, out: Path, *, every_year: bool) -> dict[str, Any]:
    import numpy as np

    from alianza.engines.population import AGES, SEXES, STEP, between
    from alianza.observatory import population
    from alianza.tabular import write_table

    code = _code(country)
    held = population.inputs()
    at = held.at(code)
    steps = -(-(to - population.FIRST) // STEP)
    scenario, found, made_from = _scenario(at, migration, steps)
    first = population.FIRST
    wanted = range(first, to + 1) if every_year else sorted({*range(first, to + 1, STEP), to})
    years = list(wanted)
    people = between(found.population[:, 0], years, first) * 1000
    cells = len(SEXES) * len(AGES)
    write_table(
        out,
        {
            "country": np.full(len(years) * cells, code),
            "scenario": np.full(len(years) * cells, scenario),
            "year": np.repeat(np.array(years), cells),
            "sex": np.tile(np.repeat(np.array(SEXES), len(AGES)), len(years)),
            "age": np.tile(np.array(AGES), len(years) * len(SEXES)),
            "population": people.round(3).ravel(),
        },
    )
    return _report(code, at, scenario, found, dict(zip(years, people.sum((1, 2)), strict=True)), made_from)


def _scenario(at: int, migration: str, steps: int) -> tuple[str, Projection, list[dict[str, str]]]:
    """Name, projection and further inputs of what `--migration` says."""
    import hashlib

    from alianza.engines.population import project as carried
    from alianza.observatory import population

    base, components = population.inputs().of(at)
    components = components.between(0, steps)
    if migration == "medium":
        return "medium", carried(base, components), []
    if migration == "none":
        return "none", carried(base, components.without_migration()), []
    file = Path(migration)
    if not file.exists():
        refuse(f"{migration[:80]!r} is neither none nor medium, and there is no such file; check the path.")
    moved = population.migration_from(_rows(file))
    content = hashlib.sha256(file.read_bytes()).hexdigest()
    made = carried(base, components.with_migration(moved[:steps, None]))
    return f"file:{file.name}", made, [{"file": file.name, "sha256": content}]


def _rows(file: Path) -> list[tuple[int, str, str, str, str]]:
    from alianza.tabular import Problems, read_table

    problems = Problems()
    table = read_table(file, ("period", "sex", "age", "migrants"), problems)
    problems.stop_if_any()
    if table is None:
        return []
    columns = [table.raw(name).to_pylist() for name in ("period", "sex", "age", "migrants")]
    return list(zip(table.row.tolist(), *columns, strict=True))


def _report(
    code: str,
    at: int,
    scenario: str,
    found: Projection,
    totals: dict[int, float],
    made_from: list[dict[str, str]],
) -> dict[str, Any]:
    from alianza import __version__
    from alianza.observatory import population
    from alianza.observatory.packaged import entry

    official = population.published(code)
    factor = population.inputs().factor[at]
    return {
        "country": code,
        "scenario": scenario,
        "status": found.status[0],
        "unit": "persons at mid-year",
        "totals": [
            {"year": year, "population": round(float(people), 3)}
            | {f"wpp2024_{name}": round(value * 1000, 3) for name, value in official.get(year, {}).items()}
            for year, people in totals.items()
        ],
        "periods": [
            {
                "period": period,
                "births": round(float(found.births[step, 0].sum()) * 1000, 3),
                "deaths": round(float(found.deaths[step, 0].sum()) * 1000, 3),
                "net_migration": round(float(found.migration[step, 0].sum()) * 1000, 3),
                "shortfall": round(float(found.shortfall[step, 0]) * 1000, 3),
            }
            for step, period in enumerate(population.PERIODS[: len(found.births)])
        ],
        "method": population.METHOD,
        "notes": [
            (
                "The age structure is that of World Population Prospects 2019, carried from 2020 and rescaled to the "
                f"2024 revision's totals of mid-2025 (men by {factor[0]:.4f}, women by {factor[1]:.4f})."
            ),
            (
                "The bounds and variants beside the totals are those of the 2024 revision, for its own medium "
                "projection with migration."
            ),
            "Years between two steps lie on a straight line.",
        ],
        "inputs": [
            {"series": f"{name}@{vintage}", "sha256": entry(name, vintage).sha256} for name, vintage in population.USED
        ]
        + made_from,
        "source": "UN DESA, Population Division, World Population Prospects 2024 and 2019. Licence CC BY 3.0 IGO",
        "version": __version__,
        "provenance": population.provenance(
            files={each["file"]: each["sha256"] for each in made_from}, country=code, migration=scenario, to=max(totals)
        ).as_data(),
    }
