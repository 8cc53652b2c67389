import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.people import as_csv, row

pytestmark = pytest.mark.slow

ALIANZA = Path(sys.executable).with_name("alianza")
PREPARE = (
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
    "call_command('migrate', verbosity=0)\n"
    "from alianza.network.models import Organisation\n"
    "Organisation.objects.create(name='Ministry of Labour', actor_type='state', country='PHL')\n"
)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("instance")
    surroundings = {**os.environ, "ALIANZA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "alianza.web.settings"}
    surroundings.pop("ALIANZA_DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", PREPARE], env=surroundings, check=True)
    return folder


def run(instance: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    surroundings = {key: value for key, value in os.environ.items() if key != "ALIANZA_DATABASE_URL"}
    return subprocess.run(
        [ALIANZA, "registry", "import", *arguments, "--dir", str(instance)],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_file_is_checked_saved_and_corrected(instance: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(as_csv(row(1), row(2)))
    service = ("--registrar", "ministry of labour")
    checked = run(instance, str(file), *service, "--check")
    assert checked.returncode == 0, checked.stderr
    assert "2 rows, no problem" in checked.stdout
    saved = run(instance, str(file), *service, "--signed", "matching", "--json")
    assert json.loads(saved.stdout)["new"] == 2
    again = run(instance, str(file), *service)
    assert "0 new profiles, 2 corrected, 0 left out." in again.stdout
    assert again.stderr == ""
    file.write_bytes(as_csv(row(3), row(4, passport="P0000001B")))
    asked = run(instance, str(file), *service)
    assert asked.returncode == 2
    assert "row 3 shows the same passport as W-" in asked.stderr
    assert "--duplicates leave-out or --duplicates add" in asked.stderr
    left = run(instance, str(file), *service, "--duplicates", "leave-out")
    assert "1 new profiles, 0 corrected, 1 left out." in left.stdout


def test_problems_are_told_by_row_and_written_to_a_report(instance: Path, tmp_path: Path) -> None:
    file, report = tmp_path / "bad.csv", tmp_path / "report.csv"
    file.write_bytes(as_csv(*[row(number, isco="99x") for number in range(10, 40)]))
    told = run(instance, str(file), "--registrar", "Ministry of Labour", "--report", str(report))
    assert told.returncode == 2
    lines = told.stderr.splitlines()
    assert lines[0].startswith("bad.csv: row 2, column isco: 99x is not a unit group of ISCO-08.")
    assert lines[-1] == "bad.csv: 30 of 30 rows have a problem. Nothing was saved."
    assert "10 more problems" in lines[-2]
    assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 31
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == [file, report] or set(tmp_path.iterdir()) == {file, report}


@pytest.mark.parametrize(
    ("content", "name", "arguments", "sentence"),
    [
        (b"", "a.csv", (), "has no rows of people"),
        (b"worker,origin\na\0,PHL\n", "a.csv", (), "Line 2 of this file holds a NUL"),
        (b"x", "a.ods", (), "ends in none of"),
        (b"PK\x03\x04", "a.xlsx", (), "cannot be read as a table"),
        (as_csv(row(1)), "a.csv", ("--registrar", "Nobody"), "No organisation is called 'Nobody'"),
        (as_csv(row(1)), "a.csv", ("--report", "/nowhere/at/all/r.csv"), "cannot be written here"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(
    instance: Path, tmp_path: Path, content: bytes, name: str, arguments: tuple[str, ...], sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    told = run(
        instance,
        str(file),
        *(("--registrar", "Ministry of Labour") if "--registrar" not in arguments else ()),
        *arguments,
    )
    assert told.returncode == 2
    assert sentence in told.stderr
    assert "Traceback" not in told.stderr


def test_a_missing_file_or_instance_is_told(instance: Path, tmp_path: Path) -> None:
    assert "there is no such file" in run(instance, str(tmp_path / "none.csv"), "--registrar", "x").stderr
    file = tmp_path / "people.csv"
    file.write_bytes(as_csv(row(1)))
    told = run(tmp_path / "empty", str(file), "--registrar", "x")
    assert told.returncode == 2 and "no prepared instance" in told.stderr
