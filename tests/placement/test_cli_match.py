"""The command on files: a proved placement, limits kept, a proof that anybody re-adds, one sentence per fault."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from alianza.cli import app

DATA = Path(__file__).parent / "data"
MARKET = ["--workers", str(DATA / "workers.csv"), "--orders", str(DATA / "orders.csv")]


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def limits(tmp_path: Path) -> list[str]:
    """One quota per corridor and permit in the example, caps on one sector, women's share of a destination."""
    import csv

    orders = list(csv.DictReader((DATA / "orders.csv").read_text(encoding="utf-8").splitlines()))
    workers = list(csv.DictReader((DATA / "workers.csv").read_text(encoding="utf-8").splitlines()))
    keys = {
        (w["origin"], o["dest"], o["permit"]) for o in orders for w in workers if w["origin"] in o["origins"].split()
    }
    (tmp_path / "quotas.csv").write_text(
        "origin,dest,permit,quota\n" + "".join(f"{a},{b},{c},1\n" for a, b, c in sorted(keys)), encoding="utf-8"
    )
    occupations = sorted({w["isco"] for w in workers})
    (tmp_path / "sectors.csv").write_text(
        "isco,sector\n" + "".join(f"{isco},{'care' if at % 2 else 'other'}\n" for at, isco in enumerate(occupations))
    )
    origins = sorted({w["origin"] for w in workers})
    (tmp_path / "caps.csv").write_text("origin,sector,cap\n" + "".join(f"{each},care,2\n" for each in origins))
    (tmp_path / "shares.csv").write_text(
        f"kind,scope,per_mille\nwomen,{orders[0]['dest']},500\ndisadvantaged,all,100\n"
    )
    return [
        text
        for name in ("quotas", "caps", "sectors", "shares")
        for text in (f"--{name}", str(tmp_path / f"{name}.csv"))
    ]


@pytest.mark.slow
def test_progress_is_told_on_a_terminal_and_nowhere_else(tmp_path: Path, limits: list[str]) -> None:
    program = f"from alianza.cli import app; app({['match', *MARKET, *limits, '--out', str(tmp_path / 'p.csv')]!r})"
    piped = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert piped.stderr == ""
    outer, inner = pty.openpty()
    subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=inner, check=True)
    os.close(inner)
    shown = b""
    while b"Writing: " not in shown:
        shown += os.read(outer, 100_000)
    os.close(outer)
    for words in (b"Reading", b"Placing: auction ...", b"Placing: shadow prices 1/", b"Checking"):
        assert words in shown


def test_without_limits_the_placement_is_proved_best(tmp_path: Path) -> None:
    out, report, proof = tmp_path / "p.csv", tmp_path / "r.json", tmp_path / "c.csv"
    answer = run("match", *MARKET, "--out", out, "--report", report, "--certificate", proof)
    assert answer.exit_code == 0, answer.output
    told = json.loads(report.read_text())
    assert told["status"] == "optimal"
    assert told["objective"] == told["upper_bound"] > 0
    assert told["gap"] == 0
    rows = out.read_text().splitlines()
    assert rows[0] == "worker,order,score"
    assert sum(int(row.rsplit(",", 1)[1]) for row in rows[1:]) == told["objective"]
    assert len(rows) - 1 == told["placed"]
    checked = run("verify-match", *MARKET, "--placement", out, "--certificate", proof, "--json")
    assert checked.exit_code == 0
    assert json.loads(checked.output)["upper_bound"] == told["upper_bound"]


def test_limits_are_kept_and_the_proof_holds_when_re_added(tmp_path: Path, limits: list[str]) -> None:
    out, proof = tmp_path / "p.csv", tmp_path / "c.csv"
    answer = run("match", *MARKET, *limits, "--out", out, "--certificate", proof, "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert told["objective"] <= told["upper_bound"]
    assert told["binding"]
    checked = run("verify-match", *MARKET, *limits, "--placement", out, "--certificate", proof)
    assert checked.exit_code == 0, checked.output
    free = json.loads(run("match", *MARKET, "--out", tmp_path / "free.csv", "--json").output)
    assert free["objective"] > told["objective"]


def test_a_placement_that_breaks_a_limit_is_found_out(tmp_path: Path, limits: list[str]) -> None:
    free, proof = tmp_path / "free.csv", tmp_path / "c.csv"
    run("match", *MARKET, "--out", free)
    run("match", *MARKET, *limits, "--out", tmp_path / "p.csv", "--certificate", proof)
    checked = run("verify-match", *MARKET, *limits, "--placement", free, "--certificate", proof)
    assert checked.exit_code == 1
    assert "allows" in checked.output


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, limits: list[str]) -> None:
    written = []
    for name in ("a", "b"):
        out, proof = tmp_path / f"{name}.csv.gz", tmp_path / f"{name}-proof.csv"
        assert run("match", *MARKET, *limits, "--out", out, "--certificate", proof).exit_code == 0
        written.append((out.read_bytes(), proof.read_bytes()))
    assert written[0] == written[1]


def test_the_stable_matching_has_no_blocking_pair_and_a_price(tmp_path: Path) -> None:
    told = json.loads(run("match", *MARKET, "--stable", "--out", tmp_path / "s.csv", "--json").output)
    assert told["blocking_pairs"] == 0
    assert told["price_of_stability"] >= 0


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--stable", "--quotas", "nowhere.csv"], "--stable knows no quotas"),
        (["--caps", "nowhere.csv"], "--sectors"),
        (["--quotas", "nowhere.csv"], "nowhere.csv"),
        (["--out", "no/such/folder/p.csv"], "no folder"),
    ],
)
def test_bad_usage_is_one_sentence_and_nothing_is_written(tmp_path: Path, extra: list[str], words: str) -> None:
    out = tmp_path / "p.csv"
    answer = run("match", *MARKET, "--out", out, *extra)
    assert answer.exit_code == 2
    assert words in answer.stderr
    assert "Traceback" not in answer.output
    assert not out.exists()


def test_a_quota_of_nonsense_names_its_row(tmp_path: Path) -> None:
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("origin,dest,permit,quota\nPHL,DEU,any,-3\nXX,DEU,any,2\n")
    answer = run("match", *MARKET, "--quotas", quotas, "--out", tmp_path / "p.csv")
    assert answer.exit_code == 2
    assert "quotas.csv, row 2, column quota" in answer.stderr
    assert "quotas.csv, row 3, column origin" in answer.stderr
