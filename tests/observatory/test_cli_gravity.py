import json

import pytest
from typer.testing import CliRunner

from alianza.cli import app
from tests.engines.gravity.corridors import corridors

ASKED = ("--outcome", "flow", "--log", "km", "--origin", "orig", "--destination", "dest")


def run(*arguments):
    return CliRunner().invoke(app, ["flows", "fit", *[str(each) for each in arguments]])


@pytest.fixture
def table(tmp_path):
    """Korea's corridors, 2018-2020."""
    rows = [row for row in corridors().rows if row[2] >= 2018]
    lines = [f"{o},{d},{year},{flow},{km},{km / 100},{km / 50}" for o, d, year, flow, km in rows]
    file = tmp_path / "corridors.csv"
    file.write_text("\n".join(["orig,dest,year,flow,km,wide,twice", *lines]) + "\n")
    return file


def broken(table, row, old, new):
    lines = table.read_text().splitlines()
    assert old in lines[row - 1]
    lines[row - 1] = lines[row - 1].replace(old, new, 1)
    table.write_text("\n".join(lines) + "\n")


def test_the_file_holds_what_the_contract_says(table, tmp_path) -> None:
    out = tmp_path / "c.json"
    answer = run("--table", table, *ASKED, "--covariates", "wide", "--cluster", "pair", "--out", out)
    assert answer.exit_code == 0, answer.output
    told = json.loads(out.read_text())
    assert list(told["coefficients"]) == ["wide", "log_km"]
    for kind in ("se_model", "se_hc1", "se_cluster"):
        assert list(told[kind]) == ["wide", "log_km"]
        assert all(value > 0 for value in told[kind].values())
    assert told["status"] == "ok" and told["separated"] == 0 and told["deviance"] > 0
    assert told["observations"] == 816 and told["clusters"] == 272
    assert set(told["effects"]["origin"]) == {row[0] for row in corridors().rows}
    assert len(told["provenance"]["inputs"][0]["sha256"]) == 64
    assert "log_km" in answer.stdout


def test_without_clusters_there_are_no_clustered_errors_and_the_order_of_rows_does_not_matter(table, tmp_path) -> None:
    out = tmp_path / "c.json"
    assert run("--table", table, *ASKED, "--out", out).exit_code == 0
    told = json.loads(out.read_text())
    assert told["se_cluster"] is None
    head, *rows = table.read_text().splitlines()
    table.write_text("\n".join([head, *rows[::-1]]) + "\n")
    assert run("--table", table, *ASKED, "--out", out).exit_code == 0
    again = json.loads(out.read_text())
    assert again["coefficients"]["log_km"] == pytest.approx(told["coefficients"]["log_km"], rel=1e-10)
    assert again["effects"]["origin"]["Seoul"] == pytest.approx(told["effects"]["origin"]["Seoul"], rel=1e-10)


def test_held_out_periods_stand_beside_persistence(table, tmp_path) -> None:
    out = tmp_path / "c.json"
    answer = run("--table", table, *ASKED, "--held-out", 1, "--pair-effects", "--log", "", "--out", out)
    assert answer.exit_code == 0, answer.output
    scores = json.loads(out.read_text())["held_out"]["scores"]
    assert [each["method"] for each in scores] == ["gravity", "persistence", "period mean"]
    assert "held out, persistence" in answer.stdout


@pytest.mark.parametrize(
    ("row", "old", "new", "said"),
    [
        (3, ",201.502305904972", "", "row 3"),
        (3, "201.502305904972", "0", "row 3, column km: '0' is not above 0 and has no logarithm"),
        (4, "Busan", "", "row 4, column orig: is empty"),
        (5, "250.583451767263", "far", "row 5, column km: 'far' is not a number"),
        (5, "250.583451767263", "", "row 5, column km: is empty"),
        (2, "2018", "2019", "row 3: this pair in this year stands in row 2 already"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_written(table, tmp_path, row, old, new, said) -> None:
    broken(table, row, old, new)
    out = tmp_path / "c.json"
    answer = run("--table", table, *ASKED, "--out", out)
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--covariates", "nothing"), "the column nothing is missing"),
        (("--covariates", "flow"), "flow is the outcome and cannot explain itself"),
        (("--covariates", "wide,twice"), "the covariate"),
        (("--cluster", "region"), "the column region is missing"),
        (("--held-out", "99"), "99 of 3 periods cannot be held out"),
    ],
)
def test_what_cannot_be_asked_is_refused(table, tmp_path, more, said) -> None:
    answer = run("--table", table, *ASKED, *more, "--out", tmp_path / "c.json")
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert not (tmp_path / "c.json").exists()


def test_a_pair_twice_without_periods_is_refused(tmp_path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("origin,destination,flow\nA,B,1\nB,A,2\nA,B,3\n")
    answer = run("--table", file, "--outcome", "flow", "--out", tmp_path / "c.json")
    assert answer.exit_code == 2
    assert "row 4: this pair stands in row 2 already; keep one row, or name the column of periods" in answer.stderr


def test_a_nul_byte_is_refused(tmp_path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"origin,destination,flow\nA,B\0,1\n")
    answer = run("--table", file, "--outcome", "flow", "--out", tmp_path / "c.json")
    assert answer.exit_code == 2
    assert "row 2: holds a NUL byte" in answer.stderr


def test_separated_corridors_are_counted_and_a_slope_only_they_would_tell_is_null(tmp_path) -> None:
    names = "ABCDEF"
    lines = ["origin,destination,flow,far,closed"]
    for at, o in enumerate(names):
        for to, d in enumerate(names):
            closed = (at, to) in {(0, 3), (2, 5)}
            lines.append(
                f"{o},{d},{0 if closed or o == 'E' else 3 + (at * 7 + to * 5) % 11},{(at * to) % 5},{int(closed)}"
            )
    file, out = tmp_path / "t.csv", tmp_path / "c.json"
    file.write_text("\n".join(lines) + "\n")
    answer = run("--table", file, "--outcome", "flow", "--covariates", "far,closed", "--out", out)
    assert answer.exit_code == 0, answer.output
    told = json.loads(out.read_text())
    assert told["separated"] == 8 and told["observations"] == 28
    assert told["coefficients"]["closed"] is None and told["omitted"] == ["closed"]
    assert told["effects"]["origin"]["E"] is None
    assert "closed: no slope" in answer.stdout
