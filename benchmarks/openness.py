"""For how many of a million registered people is each route open, and how long does the answer take?

    python -m benchmarks.openness                          1,000,000 invented profiles, DuckDB, the engine on a sample
    python -m benchmarks.openness --spark                  Spark in local[2] too (needs the extra `spark` and Java)
    python -m benchmarks.openness --people 100000 --sheet de-eu-blue-card

The same profiles (seeded) and the same day for all. The one-person engine judges a sample of the same rows, verdict and
nearest miss as the expression gives them, and its time is extrapolated; that both agree on the sample is checked before
anything is told. Seconds are the wall's; memory is the peak of each process (Spark's own lives in Java's). Table and
session are ready before the clock starts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date
from multiprocessing import get_context
from typing import Any

import numpy as np
import pyarrow as pa

from alianza.engines.eligibility import bind, evaluate
from alianza.registry.openness import engines
from alianza.registry.openness.people import People, arrow_type, column_of
from alianza.registry.openness.routes import Route, count_routes, judge_route
from alianza.regulations import dictionary
from alianza.regulations.openness import REFERENCE_OFFER, with_reference_offer
from alianza.regulations.sheets import Sheet, seed_sheets
from alianza.terminal import peak_mib
from alianza.vocabulary.facts import Kind, Scope

DAY = date(2025, 6, 1)
SEED = 20250601
NATIONS = ("PH", "IN", "NP", "KE", "MX", "BR", "FJ", "VN", "NG", "DE")
FOR_PLACES = ("person.qualification.recognised",)


def invented(people: int, sheets: Iterable[Sheet]) -> People:
    """Profiles with every fact of a person that the sheets test; one answer in ten is missing."""
    chance = np.random.default_rng(SEED)
    facts = dictionary.facts()
    everywhere, by_place, columns = {}, {}, {}
    for fact in facts.values():
        if fact.scope is Scope.OFFER or not fact.id.startswith("person."):
            continue
        places = [sheet.jurisdiction for sheet in sheets] if fact.id in FOR_PLACES else [""]
        for place in dict.fromkeys(places):
            column = column_of(fact.id, place)
            missing = chance.random(people) < 0.1
            columns[column] = _column(fact, chance, people, missing)
            (by_place.setdefault(place, {}) if place else everywhere)[fact.id] = column
    return People(pa.table(columns), everywhere, by_place)


def _column(fact: Any, chance: np.random.Generator, people: int, missing: np.ndarray) -> pa.Array:
    if fact.kind is Kind.BOOLEAN:
        values: Any = chance.random(people) < 0.7
    elif fact.kind.is_number:
        top = {"year": 60 if fact.id == "person.age" else 15, "month": 24, "point": 100}.get(fact.unit, 3000)
        values = chance.integers(0, top, people)
    else:
        choices = fact.steps or NATIONS
        codes = pa.array(np.where(missing, 0, chance.integers(0, len(choices), people)), mask=missing)
        held = pa.array([[each] for each in choices] if fact.kind is Kind.SET else list(choices), arrow_type(fact))
        return held.take(codes)
    return pa.array(values, mask=missing).cast(arrow_type(fact))


def relational(engine: str, people: int, names: tuple[str, ...], told: Any) -> None:
    sheets = [seed_sheets()[name] for name in names]
    held = invented(people, sheets)
    run: Callable[[People], AbstractContextManager[Any]] = engines.duckdb if engine == "duckdb" else engines.spark
    with run(held) as (connection, table):
        if engine == "spark":
            table = table.cache()
            table.count().execute()
        seconds, routes = {}, []
        for sheet in sheets:
            begun = time.perf_counter()
            routes += count_routes([sheet], held, table, on=DAY, connection=connection)
            seconds[sheet.id] = time.perf_counter() - begun
    told.put((engine, seconds, [_plain(route) for route in routes], peak_mib()))


def _plain(route: Route) -> tuple[str, int, int, int, str]:
    found = route.openness
    common = found.most_common
    return route.sheet.id, found.eligible, found.not_eligible, found.undetermined, common.id if common else ""


def person_by_person(people: int, sample: int, names: tuple[str, ...], told: Any) -> None:
    """The engine over the first rows; each must be what the expression says of it."""
    sheets = [seed_sheets()[name] for name in names]
    held = invented(people, sheets)
    first = People(held.answers.slice(0, sample), held.everywhere, held.by_place)
    rows = first.answers.to_pylist()
    seconds = 0.0
    with engines.duckdb(first) as (connection, table):
        for sheet in sheets:
            bound = bind(
                with_reference_offer(sheet.tree), parameters=sheet.series(), groups=dictionary.groups(), on=DAY
            )
            columns = first.columns_at(sheet.jurisdiction)
            answers = [
                REFERENCE_OFFER
                | {
                    fact: frozenset(row[column]) if isinstance(row[column], list) else row[column]
                    for fact, column in columns.items()
                    if fact in bound.facts and row[column] is not None
                }
                for row in rows
            ]
            begun = time.perf_counter()
            results = [evaluate(bound, each) for each in answers]
            seconds += time.perf_counter() - begun
            if sheet.side == "origin":  # judged for its nationals alone
                continue
            judged = judge_route(sheet, first, table, on=DAY)
            found = connection.to_pyarrow(judged.rows).to_pylist()
            for row, result in zip(found, results, strict=True):
                nearest = tuple(each.id for each in judged.conditions if row[each.nearest])
                assert (row["verdict"], nearest, row["burden"]) == (result.values[0], result.unmet, result.burden)
    told.put(("engine", {"all": seconds * people / sample}, [], peak_mib()))


def _apart(work: Callable[..., None], *arguments: Any) -> tuple[str, dict[str, float], list[Any], float]:
    """In a process of its own, so that its peak is its own."""
    context = get_context("spawn")
    told = context.Queue()
    process = context.Process(target=work, args=(*arguments, told))
    process.start()
    found = told.get()
    process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=20_000, help="rows for the one-person engine")
    parser.add_argument("--sheet", action="append", help="repeatable; all that have conditions if left out")
    parser.add_argument("--spark", action="store_true", help="run on Spark in local[2] too")
    asked = parser.parse_args()
    names = tuple(asked.sheet or (name for name, sheet in seed_sheets().items() if sheet.tree is not None))
    sample = min(asked.sample, asked.people)

    duck = _apart(relational, "duckdb", asked.people, names)
    one = _apart(person_by_person, asked.people, sample, names)
    spark = _apart(relational, "spark", asked.people, names) if asked.spark else None
    if spark is not None:
        assert spark[2] == duck[2], "Spark and DuckDB count alike"

    print(f"{asked.people:,} invented profiles, {len(names)} routes, {DAY}")
    print(f"{'route':32}{'open':>10}{'closed':>10}{'unknown':>10}  {'most common obstacle':22}{'DuckDB s':>9}", end="")
    print(f"{'Spark s':>9}" if spark else "")
    for name, opened, closed, unknown, common in duck[2]:
        print(f"{name:32}{opened:>10,}{closed:>10,}{unknown:>10,}  {common:22}{duck[1][name]:>9.2f}", end="")
        print(f"{spark[1][name]:>9.2f}" if spark else "")
    total = sum(duck[1].values())
    engine = one[1]["all"]
    print(f"DuckDB, all routes        {total:9.1f} s   {duck[3]:7.0f} MiB")
    if spark is not None:
        print(
            f"Spark local[2]            {sum(spark[1].values()):9.1f} s   {sum(spark[1].values()) / total:7.1f} x DuckDB"
        )
    print(
        f"one person at a time      {engine:9.1f} s   {engine / total:7.1f} x DuckDB (of {sample:,} people, extrapolated)"
    )


if __name__ == "__main__":
    main()
