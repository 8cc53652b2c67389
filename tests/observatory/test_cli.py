import csv
import gzip
import io
import json

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from alianza.observatory import cli

app = typer.Typer()
cli.register(app)


@app.command()
def other() -> None:
    """A second command, so that `data` keeps its name."""


def run(*words):
    return CliRunner().invoke(app, ["data", *words])


def test_list_names_every_data_set_with_vintage_and_licence():
    result = run("list")
    assert result.exit_code == 0
    header, *lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert header == ["id", "title", "rows", "vintage", "licence"]
    assert [line[0] for line in lines if line[0] in {"countries", "isco-08"}] == ["countries", "isco-08"]
    assert all(len(line) == 5 and all(line) for line in lines)


def test_list_speaks_three_languages_and_json():
    assert "Países y zonas" in run("list", "--lang", "es").stdout
    report = json.loads(run("list", "--json").stdout)
    assert {"id", "source", "licence", "vintage", "method", "sha256", "rows"} <= set(report["datasets"][0])


def test_show_says_source_vintage_licence_and_method_before_the_rows():
    result = run("show", "isco-08", "--rows", "3")
    assert result.exit_code == 0
    for word in ("Source: International Labour Organization", "Vintage: 2008", "Licence:", "Method:"):
        assert word in result.stdout
    assert "3 of 619 rows" in result.stdout


@pytest.mark.parametrize("given", ["NA", "NAM", "namibia"])
def test_show_one_country(given):
    report = json.loads(run("show", "countries", "--country", given, "--json").stdout)
    assert [row["alpha2"] for row in report["data"]] == ["NA"]


def test_show_what_is_no_table():
    result = run("show", "initiative")
    assert result.exit_code == 0
    assert "initiative.yaml" in result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "countris"), "Did you mean countries"),
        (("show", "zzz"), "alianza data list"),
        (("show", "countries", "--country", "DEX"), "Did you mean DEU"),
        (("show", "isco-08", "--country", "DEU"), "has no column of countries"),
        (("export", "land-110m"), "is not a table"),
        (("export", "countries", "--out", "/no/such/folder/c.csv"), "could not be written"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(words, sentence):
    result = run(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output


def test_export_writes_csv_to_the_standard_output():
    result = run("export", "countries")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 249
    assert [row["name_en"] for row in rows if row["alpha2"] == "NA"] == ["Namibia"]


def test_export_writes_csv_gz_and_parquet_by_ending(tmp_path):
    assert run("export", "isco-08", "--out", str(tmp_path / "isco.csv.gz")).exit_code == 0
    assert gzip.decompress((tmp_path / "isco.csv.gz").read_bytes()).decode() == run("export", "isco-08").stdout
    assert run("export", "esco-skills", "--out", str(tmp_path / "skills.parquet")).exit_code == 0
    assert pq.read_metadata(tmp_path / "skills.parquet").num_rows == 13939
    assert run("export", "countries", "--format", "parquet", "--out", str(tmp_path / "c")).exit_code == 0
    assert pq.read_metadata(tmp_path / "c").num_rows == 249


def test_export_of_one_country(tmp_path):
    run("export", "national-titles", "--country", "ES", "--out", str(tmp_path / "es.csv"))
    with (tmp_path / "es.csv").open(encoding="utf-8", newline="") as file:
        assert {row["country"] for row in csv.DictReader(file)} == {"ESP"}


@pytest.mark.parametrize("name", ["same.csv", "same.csv.gz", "same.parquet"])
def test_the_same_export_gives_the_same_bytes_and_leaves_nothing_beside(tmp_path, name):
    run("export", "currencies", "--out", str(tmp_path / name))
    first = (tmp_path / name).read_bytes()
    run("export", "currencies", "--out", str(tmp_path / name))
    assert (tmp_path / name).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("command", ["list", "show", "export"])
def test_help_gives_an_example(command):
    assert f"alianza data {command}" in run(command, "--help").stdout
