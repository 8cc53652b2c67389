import csv
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from alianza.observatory import cli
from alianza.observatory.packaged import table

app = typer.Typer()
cli.register(app)

START = "birthplace,residence,stock\nA,A,1000\nA,B,100\nB,A,50\nB,B,500\n"
END = "birthplace,residence,stock\nA,A,950\nA,B,150\nB,A,50\nB,B,500\n"
VITAL = "place,births,deaths\nA,0,0\nB,0,0\n"


def run(*words):
    return CliRunner().invoke(app, ["flows", *map(str, words)])


@pytest.fixture
def small(tmp_path):
    for name, text in (("start", START), ("end", END), ("vital", VITAL)):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def estimate(folder, *more, method="minimum", **files):
    at = {name: files.get(name, folder / f"{name}.csv") for name in ("start", "end", "vital", "out")}
    words = [word for name, file in at.items() for word in (f"--{name}", file)]
    return run("estimate", *words, "--method", method, *more)


def rows(file):
    return list(csv.DictReader(file.read_text().splitlines()))


def test_a_small_account_is_estimated_and_reported(small):
    done = estimate(small, "--report", small / "report.json")
    assert done.exit_code == 0, done.output
    (row,) = rows(small / "out.csv")
    assert (row["origin"], row["destination"], float(row["flow"])) == ("A", "B", pytest.approx(50))
    report = json.loads((small / "report.json").read_text())
    assert report["status"] == "ok"
    assert report["totals"]["flows"] == pytest.approx(50)
    assert report["outward"] == pytest.approx(50)
    assert report["return"] == report["transit"] == 0
    assert report["infeasible"] == []
    assert max(abs(value) for value in report["account_residuals"].values()) < 1e-6
    assert [len(each["sha256"]) for each in report["inputs"]] == [64, 64, 64]


@pytest.mark.parametrize(
    "method",
    ["drop-negative", "reverse-negative", "rates", "minimum-open", "minimum", "independence", "pseudo-bayes"],
)
def test_every_method_of_the_contract_runs(small, method):
    done = estimate(small, "--json", method=method)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["method"] == method


def test_other_names_other_order_and_other_columns_are_understood(small):
    plain = estimate(small)
    first = (small / "out.csv").read_bytes()
    for name in ("start", "end"):
        file = small / f"{name}.csv"
        lines = [line.split(",") for line in file.read_text().splitlines()]
        lines[0][0] = "birth"
        file.write_text("\ufeff" + "\n".join(f"{s},note,{r},{b}" for b, r, s in lines[:1] + lines[:0:-1]) + "\n")
    (small / "vital.csv").write_text("deaths,iso3,births\n0,B,0\n0,A,0\n")
    again = estimate(small)
    assert plain.exit_code == again.exit_code == 0, again.output
    assert (small / "out.csv").read_bytes() == first


def test_parquet_and_gzip_go_in_and_come_out(small):
    with gzip.open(small / "start.csv.gz", "wt") as file:
        file.write(START)
    lines = list(csv.DictReader(END.splitlines()))
    pq.write_table(
        pa.table({
            "birthplace": [row["birthplace"] for row in lines],
            "residence": [row["residence"] for row in lines],
            "stock": [float(row["stock"]) for row in lines],
        }),
        small / "end.parquet",
    )  # fmt: skip
    done = estimate(small, start=small / "start.csv.gz", end=small / "end.parquet", out=small / "out.parquet")
    assert done.exit_code == 0, done.output
    assert pq.read_table(small / "out.parquet").to_pylist() == [
        {"origin": "A", "destination": "B", "flow": pytest.approx(50)}
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("start", "birthplace,stock\nA,1\n", "the column residence is missing"),
        ("start", START + "A,B,7\n", "start.csv, row 6: the pair 'A, B' stands twice"),
        ("start", START.replace("A,B,100", "A,B,-1"), "start.csv, row 3, column stock: '-1' is negative"),
        ("start", START.replace("A,B,100", "A,B,many"), "start.csv, row 3, column stock: 'many' is not a number"),
        ("start", START.replace("A,B,100", "A,B,"), "start.csv, row 3, column stock: is empty; missing is not zero"),
        ("start", START.replace("A,B,100", "A,B,nan"), "row 3, column stock: 'nan' is not a finite number"),
        ("start", START.replace("A,B,100", "A,B,1e999"), "row 3, column stock: '1e999' is not a finite number"),
        ("start", START.replace("A,B,100", "X,B,100"), "start.csv, row 3, column birthplace: 'X' is not among the"),
        ("start", START.replace("A,B,100", ",B,100"), "start.csv, row 3, column birthplace: is empty"),
        ("start", START.replace("A,B,100", "A,B,1\0"), "start.csv, row 3: holds a NUL byte"),
        ("start", "birthplace,residence,stock\nA,A,1000\nB,A,50\n", "start.csv: has nobody living in B"),
        ("start", START.replace(",", ";"), "are missing"),
        ("start", "", "start.csv: is empty"),
        ("start", "birthplace,residence,stock\n", "has a header but no rows"),
        ("end", END + "C,C,5\n", "end.csv, row 6, column residence: 'C' is not among the places"),
        ("vital", VITAL + "B,1,1\n", "vital.csv, row 4: the place 'B' stands twice"),
        ("vital", VITAL.replace("B,0,0", "B,0,-3"), "vital.csv, row 3, column deaths: '-3' is negative"),
        ("vital", VITAL + "C,0,0\n", "has nobody living in C"),
        ("vital", VITAL.replace("A,0,0", "A,99999,0"), "world's net migration is off by 99999"),
    ],
)
def test_what_cannot_be_an_account_is_refused_with_row_and_reason(small, name, text, said):
    (small / "out.csv").write_text("old")
    (small / f"{name}.csv").write_text(text)
    done = estimate(small)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (small / "out.csv").read_text() == "old"
    assert not list(small.glob(".*part"))


def test_wrong_use_is_refused(small):
    assert "belongs to --method pseudo-bayes" in estimate(small, "--weight", "0.2").stderr
    assert estimate(small, method="guess").exit_code == 2
    assert "there is no such file" in estimate(small, start=small / "none.csv").stderr
    assert "there is no folder" in estimate(small, out=small / "none" / "out.csv").stderr
    assert "neither a seed" in estimate(small, "--stayers", "0.5", method="rates").stderr


def test_a_seed_is_read_and_what_it_forbids_is_told(small):
    (small / "seed.csv").write_text("orig,dest,seed\nB,A,1\n")
    done = estimate(small, "--seed-table", small / "seed.csv", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["status"] == "not_converged"
    assert "Not converged for A" in done.stderr


def test_countries_with_south_sudan_that_cannot_be_carried(tmp_path):
    stocks = [row for row in table("stock-accounts", "2019").to_pylist() if row["period"] == "1990-1995"]
    for name in ("start", "end"):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["birthplace", "residence", "stock"])
            writer.writerows(
                [row["birthplace"], row["residence"], row[name]] for row in stocks if row[name] is not None
            )
    with (tmp_path / "vital.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["place", "births", "deaths"])
        writer.writerows(
            [row["place"], row["births"], row["deaths"]]
            for row in table("vital-accounts", "2019").to_pylist()
            if row["period"] == "1990-1995"
        )
    done = estimate(tmp_path, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["infeasible"] == ["SSD"]
    assert report["totals"]["flows"] / 1e6 == pytest.approx(40.4, abs=0.05)
    assert "(SSD)" in done.stderr
    assert sum(float(row["flow"]) for row in rows(tmp_path / "out.csv")) == pytest.approx(report["totals"]["flows"])


FLOWS = "origin,destination,flow\nA,B,30\nB,A,10\nA,A,999\n"
POPULATION = "place,population\nA,600\nB,400\n"


def indices(folder, flows=FLOWS, population=POPULATION):
    (folder / "flows.csv").write_text(flows)
    (folder / "population.csv").write_text(population)
    return run(
        "indices", "--flows", folder / "flows.csv", "--population", folder / "population.csv",
        "--out", folder / "indices.json",
    )  # fmt: skip


def test_indices_by_hand(tmp_path):
    done = indices(tmp_path)
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "indices.json").read_text())
    assert (found["cmi"], found["mei"], found["anmr"], found["connectivity"]) == (4, 50, 2, 1)
    assert found["inequality"] == 0.25
    assert found["gini_total"] == 0.5
    assert found["net"] == {"A": -20, "B": 20}
    assert found["effectiveness"] == {"A": -50, "B": 50}
    assert found["places"]["A"] == {"net": -20, "effectiveness": -50}


def test_what_has_no_value_is_null(tmp_path):
    done = indices(tmp_path, flows="origin,destination,flow\nA,B,0\n")
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "indices.json").read_text())
    assert found["cmi"] == 0
    assert found["mei"] is found["gini_total"] is found["effectiveness"]["A"] is None


@pytest.mark.parametrize(
    ("flows", "population", "said"),
    [
        (FLOWS + "A,C,1\n", POPULATION, "row 5, column destination: 'C' is not among the places"),
        (FLOWS + "A,B,1\n", POPULATION, "row 5: the pair 'A, B' stands twice"),
        (FLOWS.replace("30", "-3"), POPULATION, "row 2, column flow: '-3' is negative"),
        (FLOWS, "place,people\nA,1\n", "the column population is missing"),
        (FLOWS, POPULATION.replace("400", "0"), "row 3, column population: '0' is not above 0"),
        (FLOWS, "place,population\nA,1\n", "one place alone"),
        (FLOWS.replace("30", "3\0"), POPULATION, "row 2: holds a NUL byte"),
    ],
)
def test_indices_refuse_with_row_and_reason(tmp_path, flows, population, said):
    done = indices(tmp_path, flows, population)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "indices.json").exists()


def test_more_moves_than_people_is_noted(tmp_path):
    assert "same unit" in indices(tmp_path, population="place,population\nA,6\nB,4\n").stderr
