import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from alianza.cli import app

PLACES = ("AAA", "BBB", "CCC", "DDD", "EEE")
HEAD = "place,period,rate"
YEARS = range(1990, 2020, 5)


def run(*arguments):
    return CliRunner().invoke(app, ["net-migration", *[str(each) for each in arguments]])


@pytest.fixture
def rates(tmp_path):
    g = np.random.default_rng(1)
    lines = [f"{p},{y}-{y + 5},{g.normal(0, 0.02):.6f}" for p in PLACES for y in YEARS]
    file = tmp_path / "rates.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n")
    return file


@pytest.fixture
def population(tmp_path):
    lines = [f"{p},{y},{1e6 * (1 + at) + y}" for at, p in enumerate(PLACES) for y in range(2025, 2041, 5)]
    file = tmp_path / "population.csv"
    file.write_text("\n".join(["place,year,population", *lines]) + "\n")
    return file


def test_the_posterior_of_the_packaged_rates_has_the_reference_figures(tmp_path) -> None:
    """lam -0.0032 (sd 0.0011), tau2 5.7e-5, a 1.0025, b 7.0e-5: the method notes, WPP 2019."""
    out = tmp_path / "p.json"
    answer = run("fit", "--draws", 4000, "--seed", 1, "--out", out)
    assert answer.exit_code == 0, answer.output
    told = json.loads(out.read_text())
    hyper = told["hyper"]
    assert list(hyper) == ["lam", "tau2", "a", "b"]
    assert hyper["lam"]["mean"] == pytest.approx(-0.0032, abs=0.0002)
    assert hyper["lam"]["sd"] == pytest.approx(0.0011, abs=0.0002)
    assert hyper["tau2"]["mean"] == pytest.approx(5.7e-5, rel=0.15)
    assert hyper["a"]["mean"] == pytest.approx(1.0025, abs=0.0015)
    assert hyper["b"]["mean"] == pytest.approx(7.0e-5, rel=0.05)
    assert hyper["lam"]["q025"] < hyper["lam"]["mean"] < hyper["lam"]["q975"]
    assert told["status"] == "ok" and len(told["countries"]) == 201
    assert set(told["countries"]["PHL"]) == {"mu", "phi", "sigma"}
    assert set(told["countries"]["PHL"]["mu"]) == {"mean", "sd", "q025", "q975"}
    assert told["provenance"]["inputs"][0]["file"] == "net-migration-rates@2019"


def test_the_same_seed_writes_the_same_bytes(rates, tmp_path) -> None:
    files = [tmp_path / name for name in ("1.json", "2.json", "3.json")]
    for file, seed in zip(files, (1, 1, 2), strict=False):
        assert run("fit", "--rates", rates, "--draws", 800, "--seed", seed, "--out", file).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()


@pytest.mark.parametrize("first", [1990, 1993])
def test_periods_named_by_one_year_are_understood(rates, tmp_path, first) -> None:
    """By the first year; or by the middle one, as older revisions of WPP do: 1993 is 1990-1995."""
    out = tmp_path / "p.json"
    head, *lines = rates.read_text().splitlines()
    cells = [line.split(",") for line in lines]
    named = [f"{place},{int(period[:4]) + first - 1990},{rate}" for place, period, rate in cells]
    rates.write_text("\n".join([head, *named]) + "\n")
    assert run("fit", "--rates", rates, "--draws", 400, "--out", out).exit_code == 0
    assert json.loads(out.read_text())["periods"][0] == "1990-1995"


def test_a_projection_has_a_row_for_each_place_and_period(rates, population, tmp_path) -> None:
    out = tmp_path / "q.csv"
    answer = run(
        "project", "--rates", rates, "--population", population, "--to", 2050, "--draws", 800, "--trajectories", 400,
        "--seed", 3, "--out", out,
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [row["period"] for row in rows[:6]] == [f"{y}-{y + 5}" for y in range(2020, 2050, 5)]
    assert {row["place"] for row in rows} == set(PLACES)
    for row in rows:
        for kind in ("rate", "net"):
            levels = [float(row[f"{kind}_{name}"]) for name in ("low_95", "low_80", "median", "high_80", "high_95")]
            assert levels == sorted(levels)
        assert row["population_held"] == ("yes" if row["period"] > "2035-2040" else "no")
    assert "ends before 2045" in answer.stderr


def test_the_packaged_population_serves_the_packaged_rates(tmp_path) -> None:
    out = tmp_path / "q.csv"
    answer = run("project", "--to", 2030, "--draws", 400, "--trajectories", 200, "--out", out, "--json")
    assert answer.exit_code == 0, answer.output
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert len(rows) == 402
    # WPP 2019, medium variant: the Philippines in 2025, persons.
    assert float(next(row["population"] for row in rows if row["place"] == "PHL")) == pytest.approx(116.8e6, rel=0.01)
    told = json.loads(answer.stdout)
    assert told["population_held_from"] is None and told["provenance"]["population"] == "population-age@2019"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("FFF,1990-1995,many", "row 32, column rate: 'many' is not a number"),
        ("FFF,1990-1995,", "row 32, column rate: is empty; missing is not zero"),
        ("FFF,1990-1995,-1.5", "row 32, column rate: '-1.5' means that everybody left"),
        ("FFF,soon,0.1", "row 32, column period: 'soon' is no period"),
        ("FFF,1990-1994,0.1", "one length"),
        ("FFF,1992-1997,0.1", "overlaps"),
        (",1990-1995,0.1", "row 32, column place: is empty"),
        ("AAA,1990-1995,0.1", "row 32: 'AAA in 1990-1995' stands twice"),
        ("FFF,1990-1995,0.1", "FFF has no two periods in a row"),
    ],
)
def test_bad_rates_are_named_and_nothing_is_written(rates, tmp_path, line, said) -> None:
    rates.write_text(rates.read_text() + line + "\n")
    answer = run("fit", "--rates", rates, "--draws", 400, "--out", tmp_path / "p.json")
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert not (tmp_path / "p.json").exists()


def test_a_nul_byte_and_a_missing_column_are_refused(tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(b"place,period,rate\nA,1990-1995\0,1\n")
    assert "row 2: holds a NUL byte" in run("fit", "--rates", file, "--out", tmp_path / "p.json").stderr
    file.write_text("place,rate\nA,1\n")
    assert "the column period is missing" in run("fit", "--rates", file, "--out", tmp_path / "p.json").stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--to", 2020), "the rates end in 2020"),
        (("--to", 2048), "steps of 5 years"),
        (("--to", 2030, "--trajectories", 900), "raise --draws"),
        (("--to", 2030), "has no population of AAA"),
    ],
)
def test_projections_that_cannot_be_made_are_refused(rates, tmp_path, more, said) -> None:
    answer = run("project", "--rates", rates, "--draws", 400, "--trajectories", 200, "--out", tmp_path / "q.csv", *more)
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert not (tmp_path / "q.csv").exists()


def test_a_gap_in_the_population_is_refused_and_not_filled(rates, population, tmp_path) -> None:
    population.write_text("\n".join(x for x in population.read_text().splitlines() if not x.startswith("CCC,2030")))
    answer = run("project", "--rates", rates, "--population", population, "--to", 2040, "--draws", 400,
                 "--trajectories", 200, "--out", tmp_path / "q.csv")  # fmt: skip
    assert answer.exit_code == 2
    assert "has no population of CCC in 2030" in answer.stderr


def test_coverage_of_held_out_periods_is_told(rates, tmp_path) -> None:
    out = tmp_path / "p.json"
    assert run("fit", "--rates", rates, "--draws", 800, "--held-out", 2, "--out", out).exit_code == 0
    seen = json.loads(out.read_text())["coverage"]
    assert seen["observations"] == 10 and 0 <= seen["within_80"] <= seen["within_95"] <= 1
