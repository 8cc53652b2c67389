"""The command `alianza population`."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alianza.cli import app

runner = CliRunner()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def run(*arguments: str) -> tuple[int, str, str]:
    answer = runner.invoke(app, ["population", *arguments])
    return answer.exit_code, answer.stdout, answer.stderr


def test_a_projection_has_every_sex_and_age_of_every_step(tmp_path: Path) -> None:
    out, report = tmp_path / "p.csv", tmp_path / "r.json"
    code, said, noted = run("project", "--country", "PHL", "--to", "2050", "--out", str(out), "--report", str(report))
    assert code == 0, noted
    found = rows(out)
    assert list(found[0]) == ["country", "scenario", "year", "sex", "age", "population"]
    assert len(found) == 6 * 2 * 21 and {row["scenario"] for row in found} == {"medium"}
    assert "2019" in noted and "rescaled" in noted and "PHL" in said
    told = json.loads(report.read_text(encoding="utf-8"))
    total = sum(float(row["population"]) for row in found if row["year"] == "2050")
    assert told["totals"][-1]["population"] == pytest.approx(total, abs=1)
    assert told["totals"][-1]["wpp2024_lower80"] < total < told["totals"][-1]["wpp2024_upper80"]
    assert len(told["inputs"]) == 8 and all(len(each["sha256"]) == 64 for each in told["inputs"])
    before, after = (told["totals"][at]["population"] for at in (0, 1))
    period = told["periods"][0]
    assert after == pytest.approx(before + period["births"] - period["deaths"] + period["net_migration"], abs=1)


def test_nobody_moves_in_the_closed_scenario(tmp_path: Path) -> None:
    out = tmp_path / "p.csv"
    code, said, _ = run(
        "project", "--country", "DE", "--to", "2033", "--migration", "none", "--out", str(out), "--json"
    )
    assert code == 0
    told = json.loads(said)
    assert [each["year"] for each in told["totals"]] == [2025, 2030, 2033]
    assert all(period["net_migration"] == 0 for period in told["periods"]) and len(told["periods"]) == 2


def test_the_users_migration_moves_those_listed(tmp_path: Path) -> None:
    moves, out = tmp_path / "m.csv", tmp_path / "p.csv"
    moves.write_text("age,sex,period,migrants\n20-24,female,2025-2030,100000\n", encoding="utf-8")
    code, said, _ = run(
        "project", "--country", "PHL", "--to", "2030", "--migration", str(moves), "--out", str(out), "--json"
    )
    told = json.loads(said)
    assert code == 0 and told["scenario"] == "file:m.csv"
    assert told["periods"][0]["net_migration"] == pytest.approx(100_000)
    assert told["inputs"][-1]["file"] == "m.csv"
    assert told["provenance"]["inputs"]["m.csv"] == told["inputs"][-1]["sha256"]
    assert told["provenance"]["parameters"]["migration"] == "file:m.csv"
    assert "population-age@2019" in told["provenance"]["inputs"]


def test_every_year_is_given_when_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "p.parquet"
    code, said, _ = run("project", "--country", "JPN", "--to", "2031", "--every-year", "--out", str(out), "--json")
    assert code == 0 and [each["year"] for each in json.loads(said)["totals"]] == list(range(2025, 2032))
    assert out.read_bytes()[:4] == b"PAR1"


def test_the_balance_says_what_is_missing() -> None:
    code, said, noted = run("balance", "--country", "Japan")
    assert code == 0 and said.startswith("year\twith migration") and "Migrants a year" in said
    assert "Not held for JPN: earnings" in noted


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--country", "Ruritania"), "not a country"),
        (("--country", "AND"), "age structure"),
        (("--country", "PHL", "--migration", "nowhere.csv"), "neither none nor medium"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_writes_nothing(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    out = tmp_path / "p.csv"
    code, _, said = run("project", *arguments, "--to", "2040", "--out", str(out))
    assert code == 2 and words in said and "Traceback" not in said and not out.exists()


def test_a_file_of_migration_with_a_wrong_row_is_refused_with_the_row(tmp_path: Path) -> None:
    moves, out = tmp_path / "m.csv", tmp_path / "p.csv"
    moves.write_text("period,sex,age,migrants\n2025-2030,female,20-64,5\n", encoding="utf-8")
    code, _, said = run("project", "--country", "PHL", "--to", "2030", "--migration", str(moves), "--out", str(out))
    assert code == 2 and said.startswith("row 2: '20-64'") and not out.exists()
