import csv
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from alianza.cli import app
from alianza.demo.orders import orders
from alianza.demo.people import workers
from alianza.demo.tables import write

WORKERS = [
    "worker",
    "origin",
    "region",
    "isco",
    "years",
    "isco2",
    "years2",
    "woman",
    "age",
    "disadvantaged",
    "education",
    "recognised_in",
    "medical",
    "security",
    "passport_months",
    "wish1",
    "wish2",
    "wish3",
    "accepts",
    "min_wage",
    "available_month",
    "skills",
]
ORDERS = [
    "order",
    "dest",
    "isco",
    "related_ok",
    "posts",
    "permit",
    "certified",
    "wage",
    "min_years",
    "lang1",
    "lang1_min",
    "lang2",
    "lang2_min",
    "min_education",
    "regulated",
    "age_min",
    "age_max",
    "origins",
    "start_month",
    "passport_min",
    "essential",
    "essential_min",
    "optional",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("example")
    write(path)
    return path


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_six_files_with_the_columns_of_the_methods(folder):
    found = read(folder / "workers.csv")
    assert [name for name in found[0] if not name.startswith("cefr_")] == WORKERS
    assert list(read(folder / "orders.csv")[0]) == ORDERS
    assert list(read(folder / "quotas.csv")[0]) == ["origin", "dest", "permit", "quota"]
    assert list(read(folder / "caps.csv")[0]) == ["origin", "sector", "cap"]
    assert list(read(folder / "sectors.csv")[0]) == ["isco", "sector"]
    assert list(read(folder / "shares.csv")[0]) == ["kind", "scope", "per_mille"]


def test_every_worker_and_order_is_there_and_every_language_has_a_column(folder):
    people, asked = read(folder / "workers.csv"), read(folder / "orders.csv")
    assert len(people) == len(workers())
    assert len(asked) == len(orders())
    assert {row[name] for row in asked for name in ("lang1", "lang2")} - {""} <= {
        name.removeprefix("cefr_") for name in people[0]
    }


def test_wages_are_positive_whole_dollars_and_limits_are_listed_once(folder):
    assert all(int(row["min_wage"]) >= 1 for row in read(folder / "workers.csv"))
    assert all(int(row["wage"]) >= 1 for row in read(folder / "orders.csv"))
    shares = [(row["kind"], row["scope"]) for row in read(folder / "shares.csv")]
    assert len(shares) == len(set(shares))


def test_only_programmes_that_demand_the_label_mind_it(folder):
    certified = {int(row["order"]): row["certified"] for row in read(folder / "orders.csv")}
    assert {certified[each.order] for each in orders() if each.programme != "seasons"} == {"1"}
    assert {certified[each.order] for each in orders() if each.programme == "seasons"} == {"0", "1"}


def test_the_command_writes_the_same_bytes_and_nothing_else(folder, tmp_path):
    done = CliRunner().invoke(app, ["example-tables", "--out", str(tmp_path / "new" / "folder")])
    assert done.exit_code == 0
    written = sorted((tmp_path / "new" / "folder").iterdir())
    assert [path.name for path in written] == sorted(path.name for path in folder.iterdir())
    for path in written:
        assert sha256(path.read_bytes()).digest() == sha256((folder / path.name).read_bytes()).digest()


def test_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(app, ["example-tables", "--out", str(tmp_path / "file" / "below")])
    assert done.exit_code == 2
    assert "name a folder that can be written to" in done.stderr
    assert "Traceback" not in done.output
