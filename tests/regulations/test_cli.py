"""The commands through the door people use: the installed program's own entry."""

import json
import shutil
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from alianza.regulations.cli import register
from alianza.regulations.dictionary import DATA
from alianza.regulations.sheets import SHEETS, seed_documents, seed_sheets

app = typer.Typer()
register(app)


def run(*arguments, **kwargs):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **kwargs)


@pytest.fixture
def facts(tmp_path):
    def write(text):
        path = tmp_path / "facts.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


NURSE = """
person.age: 29
person.nationalities: [PH]
person.qualification: bachelor
person.qualification.recognised: none
person.qualification.valid_at_origin: true
person.lang.de: A1
person.lang.en: B2
person.experience.last5: 3
person.experience.last7: 3
person.means_month_eur: 1100
offer.shortage: false
person.prior_stay_months: 0
person.partner_also_qualifies: false
destinations:
  AE: {offer.exists: true, employer.approval: true, person.medical_fit: true}
  GB: {offer.exists: false}
"""


def report(*arguments):
    result = run("pathways", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_report_says_for_every_sheet_what_holds_what_is_missing_and_what_is_left(facts):
    data = report("--facts", facts(NURSE), "--on", "2026-04-01")
    assert data["on"] == "2026-04-01"
    assert "No focal point has confirmed" in data["notice"]
    sheets = {sheet["id"]: sheet for sheet in data["sheets"]}
    assert len(sheets) == 25
    assert "eu-blue-card-directive" not in sheets
    assert data["second_gates"] == ["ph-exit-clearance"]
    emirates = sheets["ae-work-permit"]
    assert emirates["verdict"] == "eligible"
    assert emirates["says"] == "would fit, unconfirmed"
    assert emirates["days"] == 5
    assert emirates["unmet"] == emirates["ask"] == emirates["nearest_miss"] == []
    card = sheets["de-opportunity-card"]
    assert card["verdict"] == "not_eligible"
    assert card["unmet"] == ["skilled_worker"]
    assert card["alternatives"] == [["points"]]
    assert card["shortfall"] == {"points": 2}
    (miss,) = card["nearest_miss"]
    assert (miss["who"], miss["fix"], miss["needed"]) == ("worker", "self", "full")
    assert miss["cure"] == "Recognition in the destination: Fully recognised"
    britain = sheets["gb-skilled-worker"]
    assert britain["unmet"] == ["offer"]
    fee = next(fee for fee in britain["fees"] if fee["key"] == "health_surcharge_year")
    assert (fee["payer"], fee["flag"], fee["forbidden_on_worker"]) == ("worker", "related_cost", True)
    assert {"id": "s1", "kind": "official"}.items() <= britain["citations"][0].items()
    assert britain["documents"][0]["by"] == "employer"
    assert [step["n"] for step in britain["steps"]] == [1, 2, 3]
    assert sheets["jp-specified-skilled-worker-1"]["verdict"] == "undetermined"
    asked = sheets["jp-specified-skilled-worker-1"]["ask"]
    assert set(asked) == {
        "offer.exists",
        "offer.skill_ok",
        "person.titp2_completed",
        "person.test.skill_jp",
        "person.test.ja",
    }
    assert data["questions"]["person.test.ja"].startswith("Have you passed")


def test_a_gap_in_the_law_is_told_and_nothing_is_asked(facts):
    answers = "person.outside_destination: true\noffer.exists: true\noffer.posts: 6\noffer.months: 8\n"
    answers += "offer.housing: true\nperson.return_commitment: true\n"
    data = report("--facts", facts(answers), "--on", "2025-03-01")
    spain = next(sheet for sheet in data["sheets"] if sheet["id"] == "es-gecco-circular")
    assert spain["verdict"] == "undetermined"
    assert spain["ask"] == []
    assert spain["missing_parameters"] == ["posts_min"]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_table_speaks_three_languages_and_promises_nothing(facts, language):
    result = run("pathways", "--facts", facts(NURSE), "--on", "2026-04-01", "--lang", language)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert {"en": "does not mean that a permit", "es": "no significa que el permiso", "fr": "ne signifie pas que"}[
        language
    ] in shown
    assert "de-opportunity-card" in shown
    assert {"en": "Second gate", "es": "Segunda puerta", "fr": "Seconde porte"}[language] in shown


def test_the_same_answers_give_the_same_bytes(facts):
    path = facts(NURSE)
    outputs = {run("pathways", "--facts", path, "--on", "2026-04-01", "--json").stdout for _ in range(3)}
    assert len(outputs) == 1


def test_without_a_day_today_is_meant(facts):
    from datetime import date

    assert report("--facts", facts("person.age: 30"))["on"] == date.today().isoformat()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("person.nationalities: [NO]", 'write "NO" in quotes'),
        ("person.height: 180", "no question of this name exists"),
        ("person.age: old", "write a whole number"),
        ("person.age: -1", "from 0"),
        ("destinations: {NO: {offer.exists: true}}", "put it in quotes"),
        ("person.age: 30\nperson.age: 31", "a second time"),
        ("- person.age", "answers are written as"),
        (b"\x93\x00\xff\xfe junk", "not UTF-8"),
        (b"a: \x00", "NUL"),
        (b"[" * 100_000, "40 levels"),
        ("{", "not YAML"),
    ],
)
def test_a_file_that_does_not_fit_ends_with_two_and_a_plain_sentence(facts, text, says):
    result = run("pathways", "--facts", facts(text), "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr
    assert "facts.yaml" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("day", ["2025-02-30", "tomorrow", "20250101", "2025-1-1", "2025-W01-1"])
def test_a_day_that_does_not_exist_is_refused(facts, day):
    result = run("pathways", "--facts", facts("person.age: 3"), "--on", day)
    assert result.exit_code == 2
    assert "there is no such day" in result.stderr


def test_bad_usage_ends_with_two(facts, tmp_path):
    assert run("pathways").exit_code == 2
    assert run("pathways", "--facts", tmp_path / "absent.yaml").exit_code == 2
    assert run("pathways", "--facts", tmp_path).exit_code == 2
    assert run("pathways", "--facts", facts("person.age: 3"), "--lang", "ar").exit_code == 2


@pytest.mark.parametrize("arguments", [("pathways",), ("sheets", "check")])
def test_help_carries_an_example(arguments):
    result = run(*arguments, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output


def test_the_packaged_sheets_are_sound():
    result = run("sheets", "check", SHEETS)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "gb-skilled-worker.yaml: sound; 5 of 5 worked cases come out as written" in result.stdout


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "sheets"
    path.mkdir()
    for name in ("nz-rse.yaml", "es-gecco-circular.yaml"):
        shutil.copy(SHEETS / name, path)
    for name in ("_facts.yaml", "_groups.yaml", "_elements.yaml", "schema.json"):
        shutil.copy(DATA / name, path)
    return path


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_folder_with_its_own_dictionary_is_checked_against_it(folder):
    assert run("sheets", "check", folder).exit_code == 0
    edit(folder / "_facts.yaml", "offer.posts", "offer.postes")
    result = run("sheets", "check", folder)
    assert result.exit_code == 1
    assert "'offer.posts' is not in the dictionary of facts" in result.stderr


def test_a_failing_check_ends_with_one_and_names_file_and_place(folder):
    edit(folder / "es-gecco-circular.yaml", "unmet: [posts]", "unmet: [season]")
    edit(folder / "nz-rse.yaml", "src: [s1, s3]", "src: [s1, s33]")
    result = run("sheets", "check", folder)
    assert result.exit_code == 1
    assert "es-gecco-circular.yaml: cases[2]" in result.stderr
    assert "nz-rse.yaml: elements.permit.say[0].src: 's33' is not among the sources." in result.stderr
    data = json.loads(run("sheets", "check", folder, "--json").stdout)
    assert [entry["sound"] for entry in data] == [False, False]
    assert data[0]["problems"][0].startswith("cases[2]")


def test_a_file_called_otherwise_than_its_sheet_is_told(folder):
    (folder / "nz-rse.yaml").rename(folder / "rse.yaml")
    result = run("sheets", "check", folder)
    assert result.exit_code == 1
    assert "'nz-rse' is not the name of the file" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bad.yaml", b"\x00\x01\xff", "not UTF-8"),
        ("bad.yaml", b"a: [", "not YAML"),
        ("_facts.yaml", b"\xff", "_facts.yaml"),
        ("_groups.yaml", b"groups: {A: {members: [NO]}}", 'write "NO" in quotes'),
        ("schema.json", b"{", "schema.json"),
        ("schema.json", b'{"type": 3}', "not a JSON Schema"),
        ("schema.json", b'{"$ref": "http://example.org/none"}', "refers to"),
    ],
)
def test_what_cannot_be_read_ends_with_two(folder, name, content, says):
    (folder / name).write_bytes(content)
    result = run("sheets", "check", folder)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_without_sheets_or_no_folder_at_all_ends_with_two(tmp_path):
    for path in (tmp_path, tmp_path / "absent", SHEETS / "nz-rse.yaml"):
        result = run("sheets", "check", path)
        assert result.exit_code == 2
        assert str(path) in result.stderr


def test_the_commands_start_without_django():
    code = (
        "import sys, typer; from alianza.regulations.cli import register; register(typer.Typer());"
        "from alianza.regulations import report, answers, folder;"
        "from alianza.regulations.pathways import seed_law; from datetime import date; seed_law(date(2026, 4, 1));"
        "heavy = {'django', 'ninja', 'ibis', 'polars', 'duckdb', 'pandas'} & set(sys.modules); print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def cases():
    for name, sheet in seed_sheets().items():
        for number in range(len(sheet.cases)):
            yield pytest.param(name, number, id=f"{name}-{number}")


@pytest.mark.parametrize(("name", "number"), list(cases()))
def test_a_worked_case_comes_out_of_the_command_as_the_sheet_says(facts, name, number):
    case = seed_documents()[name]["cases"][number]
    data = report("--facts", facts(json.dumps(case["facts"])), "--on", case["date"])
    found = next(sheet for sheet in data["sheets"] if sheet["id"] == name)
    assert found["verdict"] == case["expect"]
    assert set(case.get("unmet", found["unmet"])) == set(found["unmet"])
    assert set(case.get("ask", found["ask"])) == set(found["ask"])
    assert case.get("shortfall", found["shortfall"]) == found["shortfall"]
    assert case.get("alternatives", found["alternatives"]) == found["alternatives"]
