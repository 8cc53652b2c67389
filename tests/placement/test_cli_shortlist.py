"""The commands `shortlist` and `explain`, called as a person or a script calls them."""

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from alianza.placement import cli_shortlist
from alianza.vocabulary.occupations import skills_of_group
from tests.engines.preselection import small_market
from tests.engines.preselection.test_search import ANA, WARD

DATA = Path(__file__).parent / "data"
TABLES = ["--workers", str(DATA / "workers.csv"), "--orders", str(DATA / "orders.csv")]


@pytest.fixture
def alianza():
    app = typer.Typer(pretty_exceptions_enable=False)
    cli_shortlist.register(app)

    def run(*arguments: object):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


def rows(path: Path) -> list[dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode())))


def by_definition(top: int) -> list[tuple[str, str, str, str]]:
    """The shortlist from the files by the plainest reading of the definitions."""
    workers, orders = rows(DATA / "workers.csv"), rows(DATA / "orders.csv")
    listed = []
    for order in orders:
        scored = [(-score[0], int(w["worker"])) for w in workers if (score := small_market.score(w, order))]
        listed += [
            (order["order"], str(rank), str(worker), str(-negative))
            for rank, (negative, worker) in enumerate(sorted(scored)[:top], 1)
        ]
    return listed


@pytest.mark.parametrize("name", ["s.csv", "s.csv.gz"])
def test_a_shortlist_is_what_the_definitions_say(alianza, tmp_path, name):
    done = alianza("shortlist", *TABLES, "--top", 4, "--out", tmp_path / name)
    assert (done.exit_code, done.stderr) == (0, "")
    written = rows(tmp_path / name)
    assert list(written[0]) == ["order", "rank", "worker", "score"]
    assert [tuple(row.values()) for row in written] == by_definition(4)
    assert len(written) > 15


def test_the_same_command_writes_the_same_bytes(alianza, tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        alianza("shortlist", *TABLES, "--top", 9, "--out", tmp_path / name)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


def test_the_report_is_one_json_object(alianza, tmp_path):
    done = alianza("shortlist", *TABLES, "--top", 3, "--out", tmp_path / "s.csv", "--json")
    report = json.loads(done.stdout)
    assert (report["workers"], report["orders"], report["top"]) == (200, 20, 3)
    assert report["listed"] == len(by_definition(3))
    assert set(report["seconds"]) == {"reading", "matching", "writing"}
    assert report["peak_mib"] > 0


def test_an_eligible_pair_is_explained(alianza):
    order, _, worker, score = by_definition(1)[0]
    done = alianza("explain", *TABLES, "--worker", worker, "--order", order)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == f"Worker {worker} is eligible for order {order}."
    assert sum(line.startswith("  met ") for line in lines) == 15
    assert lines[-1].startswith(f"Score {score}: 1 + skill ")
    data = json.loads(alianza("explain", *TABLES, "--worker", worker, "--order", order, "--json").stdout)
    assert (data["worker"], data["order"], data["eligible"]) == (int(worker), int(order), True)
    assert data["score"]["score"] == int(score)
    assert data["changes"] == []


@pytest.fixture
def pair(tmp_path):
    """Files with one worker and one order that differ from Ana and the ward as told."""

    def written(worker: dict | None = None, order: dict | None = None) -> list[object]:
        for name, row in (("workers", ANA | (worker or {})), ("orders", WARD | (order or {}))):
            lines = csv.DictWriter(stream := io.StringIO(), list(row))
            lines.writeheader()
            lines.writerow(row)
            (tmp_path / f"{name}.csv").write_text(stream.getvalue())
        return ["--workers", tmp_path / "workers.csv", "--orders", tmp_path / "orders.csv"]

    return written


def test_a_near_miss_says_who_can_change_what(alianza, pair):
    tables = pair({"cefr_de": "A1", "recognised_in": "", "medical": "pending"})
    done = alianza("explain", *tables, "--worker", 7, "--order", 3)
    assert done.stdout == (
        "Worker 7 is not eligible for order 3.\n"
        "\n"
        "  met      occupation (of the worker)               asked 2261; has 2261 3221\n"
        "  met      corridor (origins the order is open to)  asked MAR PHL; has PHL\n"
        "  met      certified employer                       yes\n"
        "  met      country (the worker would go to)         asked CAN DEU; has DEU\n"
        "  met      wage (the worker's least)                asked 1500; has 2000\n"
        "  met      years of experience                      asked 2; has 6\n"
        "  not met  languages                                asked de A2 en B1; has de A1 en C1\n"
        "  met      education                                asked 5; has 5\n"
        "  not met  qualification recognised in              asked DEU; has none\n"
        "  unknown  medical examination                      asked fit; has pending\n"
        "  met      security clearance                       asked clear; has clear\n"
        "  met      months left on the passport              asked 12; has 40\n"
        "  met      age                                      asked 18 to 60; has 31\n"
        "  met      month (of the start)                     asked 4; has 2\n"
        "  met      essential skills (how many)              asked 2; has 2\n"
        "\n"
        "What would change the answer, all of it together:\n"
        "  the worker: cefr_de from A1 to A2\n"
        "  the worker: medical from pending to fit\n"
        "  a state: recognised_in from none to DEU\n"
        "Then the score would be 5101: 1 + skill 2250 + experience 600 + language 500 + wage 750 + wish 1000\n"
    )


def test_months_are_written_as_months_and_skills_by_their_label_and_only_those_missing(alianza, pair):
    known = next(need.skill for need in skills_of_group("2221") if need.essential)
    tables = pair(
        {"skills": "s0 s7 s8 s9", "available_month": str(2027 * 12 + 3)},
        {"essential": f"s0 {known.id} nowhere", "essential_min": "3", "start_month": str(2026 * 12 + 11)},
    )
    told = alianza("explain", *tables, "--worker", 7, "--order", 3).stdout
    assert "month (of the start)                     asked 2026-12; has 2027-04\n" in told
    assert "essential skills (how many)              asked 3; has 1\n" in told
    assert f"  the worker: skills to add: {known.label_en}, nowhere\n" in told
    assert "  the employer: start_month from 2026-12 to 2027-04\n" in told
    assert "s9" not in told
    data = json.loads(alianza("explain", *tables, "--worker", 7, "--order", 3, "--json").stdout)
    start, skills = (next(c for c in data["conditions"] if c["name"] == name) for name in ("start", "essential_skills"))
    assert (start["asked"], start["has"], skills["has"]) == (24323, 24327, ["s0"])
    assert next(c for c in data["changes"] if c["column"] == "skills")["now"] == ["s0", "s7", "s8", "s9"]


def test_what_nobody_can_change_is_said_so(alianza, pair):
    tables = pair({"age": "70", "isco": "9111", "isco2": ""}, {"lang1": "", "lang2": "", "regulated": "0"})
    told = alianza("explain", *tables, "--worker", 7, "--order", 3).stdout
    assert "nobody can change age: it is 70" in told
    assert "years of experience                      asked 2; has nothing to judge by" in told
    assert "qualification recognised in              not asked" in told
    assert "Then the score" not in told


def test_an_order_without_a_worker_named_says_what_each_condition_costs(alianza):
    order = next(row["order"] for row in rows(DATA / "orders.csv") if row["certified"] == "1")
    told = alianza("explain", *TABLES, "--order", order).stdout
    assert told.startswith(f"Order {order}: ")
    assert "fail it alone" in told
    data = json.loads(alianza("explain", *TABLES, "--order", order, "--json").stdout)
    assert data["eligible"] == len([row for row in by_definition(999) if row[0] == order])
    assert data["workers_in_minor_group"] >= data["eligible"]
    assert len(data["failed_alone"]) == 15


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--worker", "999999", "--order", "1"], "workers.csv: no row has the worker '999999'; give an id from the column worker."),
        (["--worker", "1", "--order", "x"], "orders.csv: no row has the order 'x'; give an id from the column order."),
        (["--worker", "9" * 40, "--order", "1"], "no row has the worker"),
    ],
)  # fmt: skip
def test_an_id_that_no_row_has_is_refused(alianza, arguments, says):
    done = alianza("explain", *TABLES, *arguments)
    assert done.exit_code == 2
    assert says in done.stderr


def test_bad_tables_get_sentences_and_nothing_is_written(alianza, pair, tmp_path):
    tables = pair({"age": "old"}, {"wage": "0"})
    before = sorted(tmp_path.iterdir())
    done = alianza("shortlist", *tables, "--top", 3, "--out", tmp_path / "s.csv")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == (
        "workers.csv, row 2, column age: 'old' is not a whole number; write one, without points, commas or spaces.\n"
        "orders.csv, row 2, column wage: 0 is too low; the least is 1.\n"
    )
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("out", "says"), [("absent/s.csv", "there is no folder"), (".", "is a folder; give the name of a file.")]
)
def test_a_place_that_cannot_be_written_to_is_refused(alianza, tmp_path, out, says):
    done = alianza("shortlist", *TABLES, "--out", tmp_path / out)
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.parametrize("arguments", [["--top", "0"], ["--top", "many"], []])
def test_bad_usage_ends_with_two(alianza, tmp_path, arguments):
    out = ["--out", tmp_path / "s.csv"] if arguments else []
    assert alianza("shortlist", *TABLES, *arguments, *out).exit_code == 2


def test_the_commands_do_not_import_django_and_help_needs_no_engine():
    program = (
        "import sys, typer; from alianza.placement import cli; app = typer.Typer(); cli.register(app);"
        "print(sorted({'django', 'numba', 'numpy', 'pyarrow', 'polars'} & set(sys.modules)))"
    )
    seen = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert seen.stdout == "[]\n"
