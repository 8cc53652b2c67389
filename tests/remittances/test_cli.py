"""The commands `alianza remittances`."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alianza.cli import app

runner = CliRunner()


def run(*arguments: str) -> tuple[int, str, str]:
    answer = runner.invoke(app, ["remittances", *arguments])
    return answer.exit_code, answer.stdout, answer.stderr


def write(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, str]:
    return {
        "--stock": write(tmp_path / "s.csv", "host,home,stock\nB,A,300\nC,A,100\nA,B,50\nA,A,9000\n"),
        "--income": write(tmp_path / "y.csv", "place,income\nA,1000\nB,17000\nC,500\n"),
        "--inflow": write(tmp_path / "r.csv", "home,inflow\nA,80\nB,10\nC,7\n"),
    }


def given(inputs: dict[str, str]) -> list[str]:
    return [word for pair in inputs.items() for word in pair]


def amounts(file: Path) -> dict[tuple[str, str], float]:
    with file.open(newline="", encoding="utf-8") as handle:
        return {(row["host"], row["home"]): float(row["amount"]) for row in csv.DictReader(handle)}


def test_the_matrix_keeps_what_each_home_received_and_reports_the_rest(inputs: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    code, said, noted = run("matrix", *given(inputs), "--rule", "stock", "--out", str(out), "--json")
    assert code == 0
    assert amounts(out) == {("B", "A"): 60.0, ("C", "A"): 20.0, ("A", "B"): 10.0}
    assert out.read_text(encoding="utf-8").splitlines()[0] == "host,home,amount"
    told = json.loads(said)
    assert told["unallocated"] == {"C": {"amount": 7.0, "why": "no_stock"}} and told["allocated"] == 90.0
    assert told["own_hosts_left_out"] == 1 and "same were left out" in noted and "Unallocated: 7.000" in noted


def test_the_third_rule_weighs_by_income_and_beta(inputs: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    assert run("matrix", *given(inputs), "--rule", "ratha-shaw", "--out", str(out))[0] == 0
    weight = 1000 + 16000**0.75
    assert amounts(out)["B", "A"] == pytest.approx(80 * 300 * weight / (300 * weight + 100 * 1000))
    assert run("matrix", *given(inputs), "--rule", "ratha-shaw", "--beta", "0.5", "--out", str(out))[0] == 0
    weight = 1000 + 16000**0.5
    assert amounts(out)["B", "A"] == pytest.approx(80 * 300 * weight / (300 * weight + 100 * 1000))


def test_outflows_are_matched_when_given(inputs: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    sent = write(tmp_path / "o.csv", "host,outflow\nA,10\nB,40\nC,40\n")
    code, said, _ = run("matrix", *given(inputs), "--rule", "stock", "--outflow", sent, "--out", str(out), "--json")
    assert code == 0 and json.loads(said)["outflows"]["status"] == "converged"
    assert amounts(out)["B", "A"] == pytest.approx(40) and amounts(out)["C", "A"] == pytest.approx(40)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--stock": "host,home,stock\nB,A,-3\n"}, "row 2, column stock"),
        ({"--stock": "host,home,stock\nB,A,3\nB,A,3\n"}, "row 3: home 'A' and host 'B' stand twice"),
        ({"--stock": "host,stock\nB,3\n"}, "the column home is missing"),
        ({"--inflow": "home,inflow\nA,many\n"}, "row 2, column inflow"),
        ({"--income": "place,income\nA,1\nA,2\n"}, "stands twice"),
    ],
)
def test_a_wrong_table_is_refused_with_file_and_row(
    inputs: dict[str, str], change: dict[str, str], words: str, tmp_path: Path
) -> None:
    out = tmp_path / "m.csv"
    for option, text in change.items():
        Path(inputs[option]).write_text(text, encoding="utf-8")
    code, _, said = run("matrix", *given(inputs), "--rule", "host-income", "--out", str(out))
    assert code == 2 and words in said and "Traceback" not in said and not out.exists()


def test_a_rule_that_needs_incomes_and_a_beta_outside_are_refused(inputs: dict[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "m.csv")
    without = {name: file for name, file in inputs.items() if name != "--income"}
    assert "needs --income" in run("matrix", *given(without), "--rule", "ratha-shaw", "--out", out)[2]
    code, _, said = run("matrix", *given(inputs), "--rule", "ratha-shaw", "--beta", "1", "--out", out)
    assert code == 2 and "between 0 and 1" in said


HEAD = "corridor,provider,amount,fee,fx_margin,speed_days,accessible,fx_transparent"


def cost(tmp_path: Path, rows: str, *more: str, head: str = HEAD) -> tuple[int, dict[str, object], str]:
    file, out = write(tmp_path / "q.csv", f"{head}\n{rows}"), tmp_path / "c.json"
    code, _, noted = run("cost", "--quotes", file, "--out", str(out), *more)
    return code, json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}, noted


ROWS = """ARE-IND,One,200,4,1,1,1,1
ARE-IND,Two,200,6,1,0,1,1
ARE-IND,Three,200,2,3,5,1,1
ARE-IND,Four,200,0,1,6,1,1
ARE-IND,Five,200,1,,1,1,0
ARE-PHL,One,200,20,2,1,1,1
ARE-PHL,Two,500,20,2,1,1,1
"""


def test_costs_by_corridor_and_overall_with_flags(tmp_path: Path) -> None:
    """ARE-IND: 3, 4, 4 and 1 percent, one hidden; mean 3, SmaRT (3 + 4 + 4) / 3. ARE-PHL: 12. Overall 24 / 5."""
    code, told, _ = cost(tmp_path, ROWS)
    assert code == 0
    india, philippines = told["corridors"]["ARE-IND"], told["corridors"]["ARE-PHL"]  # type: ignore[index]
    assert india["mean"] == pytest.approx(3) and india["smart"] == pytest.approx(11 / 3)
    assert (india["services"], india["left_out"], india["qualifying"]) == (4, 1, 3)
    assert philippines["smart"] is None and philippines["weighted"] is None and philippines["above_5_percent"] is True
    overall, flags = told["overall"], told["flags"]
    assert overall["mean"] == pytest.approx(24 / 5) and overall["smart"] == pytest.approx(11 / 3)  # type: ignore[index]
    assert overall["weighted"] is None  # type: ignore[index]
    assert flags["mean_at_most_3_percent"] is False and flags["corridors_above_5_percent"] == ["ARE-PHL"]  # type: ignore[index]
    assert told["other_amounts_left_out"] == 1


def test_another_amount_can_be_asked_for_and_one_not_held_is_refused(tmp_path: Path) -> None:
    code, told, _ = cost(tmp_path, ROWS, "--amount", "500")
    assert code == 0 and list(told["corridors"]) == ["ARE-PHL"] and told["overall"]["mean"] == pytest.approx(6)  # type: ignore[index, call-overload]
    code, _, said = cost(tmp_path, ROWS, "--amount", "300")
    assert code == 2 and "there are quotes for 200, 500" in said


def test_weights_are_used_where_they_are_given(tmp_path: Path) -> None:
    rows = "A-B,One,200,4,0,1,1,1,3,100\nA-B,Two,200,8,0,1,1,1,1,100\nA-C,One,200,10,0,1,1,1,,300\n"
    _, told, _ = cost(tmp_path, rows, head=f"{HEAD},market_share,flow")
    assert told["corridors"]["A-B"]["weighted"] == pytest.approx(2.5)  # type: ignore[index]
    assert told["overall"]["weighted"] == pytest.approx((3 * 100 + 5 * 300) / 400)  # type: ignore[index]


def test_margins_written_as_shares_are_seen_and_said(tmp_path: Path) -> None:
    rows = "A-B,One,200,5,0.02,1,yes,yes\n"
    _, told, noted = cost(tmp_path, rows)
    assert told["corridors"]["A-B"]["mean"] == pytest.approx(4.5) and told["fx_margin_unit"] == "share"  # type: ignore[index]
    assert "taken as shares" in noted
    _, told, noted = cost(tmp_path, rows, "--fx-margin-unit", "percent")
    assert told["corridors"]["A-B"]["mean"] == pytest.approx(2.52) and "taken as shares" not in noted  # type: ignore[index]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("A-B,One,0,4,1,1,1,1\n", "row 2, column amount"),
        ("A-B,One,200,-4,1,1,1,1\n", "row 2, column fee"),
        ("A-B,One,200,4,1,1,perhaps,1\n", "neither yes nor no"),
        (",One,200,4,1,1,1,1\n", "column corridor: is empty"),
        ("", "no rows"),
    ],
)
def test_a_wrong_quote_is_refused_with_the_row(rows: str, words: str, tmp_path: Path) -> None:
    code, told, said = cost(tmp_path, rows)
    assert code == 2 and words in said and told == {}
