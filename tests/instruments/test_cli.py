"""The commands on questionnaires, as people in a terminal and scripts call them."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from alianza.cli import app
from alianza.tabular import write_text
from alianza.written import as_yaml, parse_yaml, read_yaml
from tests.instruments.forms import item, label


def run(*words):
    return CliRunner().invoke(app, ["instruments", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    write_text(tmp_path / "label.yaml", as_yaml(label()))
    return tmp_path / "label.yaml"


def test_a_sound_instrument_is_said_to_be_sound(file):
    answer = run("check", file)
    assert answer.exit_code == 0
    assert answer.stdout == f"{file}: sound; 3 items, 0 of 0 worked cases come out as written\n"


def test_an_unsound_one_names_each_problem_and_ends_with_1(file):
    form = label(cases=[{"name": "x", "answers": {"FEE1": "met"}, "expect": {"outcome": "declared"}}])
    write_text(file, as_yaml(form))
    answer = run("check", file)
    assert answer.exit_code == 1
    assert answer.stderr == "cases[0]: the outcome is incomplete and not declared.\n"
    item(form, "FEE1")["relevant"] = {"test": {"fact": "FEE9", "op": "is", "value": "met"}}
    item(form, "FEE2")["list"] = "met5"
    write_text(file, as_yaml(form))
    answer = run("check", file)
    assert answer.exit_code == 1
    assert "items[1].list: 'met5' is not one of the lists." in answer.stderr
    assert len(answer.stderr.splitlines()) == 2


def test_the_report_as_json(file):
    answer = run("check", file, "--json")
    assert json.loads(answer.stdout) == {
        "file": str(file),
        "urn": "urn:alianza:instrument:small-label",
        "version": 1,
        "sound": True,
        "items": 3,
        "cases": 0,
        "problems": [],
    }
    write_text(file, as_yaml(label(version=0)))
    answer = run("check", file, "--json")
    assert answer.exit_code == 1
    report = json.loads(answer.stdout)
    assert report["problems"] == [{"path": "version", "sentence": "a whole number from 1 is missing."}]
    assert (report["sound"], report["urn"]) == (False, None)


@pytest.mark.parametrize("content", [None, b"a: [", b"\xff\xfe", b"a: 1\na: 2\n"])
def test_what_cannot_be_read_ends_with_2_and_one_sentence(tmp_path, content):
    file = tmp_path / "bad.yaml"
    if content is not None:
        file.write_bytes(content)
    for command in (["check", file], ["to-xlsform", file, "--out", tmp_path / "x.xlsx"]):
        answer = run(*command)
        assert answer.exit_code == 2
        assert answer.stderr.startswith(str(file)) and len(answer.stderr.splitlines()) == 1
    assert not (tmp_path / "x.xlsx").exists()


def test_there_and_back(file, tmp_path):
    book, back = tmp_path / "label.xlsx", tmp_path / "back.yaml"
    assert run("to-xlsform", file, "--out", book).exit_code == 0
    assert run("from-xlsform", book, "--out", back).exit_code == 0
    assert read_yaml(back) == label()
    assert {path.name for path in tmp_path.iterdir()} == {"label.yaml", "label.xlsx", "back.yaml"}


def test_what_is_refused_leaves_no_file_and_no_traceback(file, tmp_path):
    out = tmp_path / "out.yaml"
    answer = run("from-xlsform", file, "--out", out)
    assert answer.exit_code == 2
    assert answer.stderr == "label.yaml: this is no .xlsx workbook; save the form as .xlsx.\n"
    assert not out.exists()
    assert run("from-xlsform", tmp_path / "no.xlsx", "--out", out).stderr.endswith("check the path.\n")
    assert run("to-xlsform", file, "--out", tmp_path / "label.csv").stderr.endswith("let its name end in .xlsx.\n")
    answer = run("to-xlsform", file, "--out", tmp_path / "no" / "label.xlsx")
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    write_text(file, as_yaml(label(version="x")))
    answer = run("to-xlsform", file, "--out", tmp_path / "label.xlsx")
    assert answer.exit_code == 2
    assert answer.stderr == f"{file}, version: a whole number from 1 is missing.\n"


VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x7f\ufffe\uffff")) | st.booleans() | st.none()
    | st.integers(-(10**15), 10**15) | st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6))
    | st.sampled_from(["NO", "no", "yes", "Y", "off", "null", "~", "1", "1.5", "2026-01-01", "a\nb", " x", "x ", "- a", "=1", "é: ü"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["en", "no", "a b", "y"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["title", "lists", "NO"]), VALUES))
def test_yaml_reads_again_as_what_was_written(document):
    assert parse_yaml(as_yaml(document).encode(), "x") == (document or {})


def test_norway_stands_in_quotes():
    assert as_yaml({"to": ["NO", "PHL"]}) == 'to:\n  - "NO"\n  - PHL\n'
