import csv
import gzip
import io
import json

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from alianza.observatory import cli
from tests.observatory import files

pytestmark = pytest.mark.django_db  # an instance is looked into where there is one
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
    assert {"id", "source", "licence", "vintage", "method", "sha256", "rows", "citation"} <= set(report["series"][0])


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


def test_series_are_listed_and_shown_beside_the_data_sets():
    lines = [line.split("\t") for line in run("list").stdout.splitlines()]
    assert {"migrant-stock", "migrant-stock@2020", "isco-08"} <= {line[0] for line in lines}
    shown = run("show", "migrant-stock@2020", "--country", "Namibia", "--rows", "2").stdout
    assert "Cite as: United Nations" in shown
    assert "Vintage: 2020" in shown
    assert "2 of " in shown
    report = json.loads(run("show", "sdg-10-c-1", "--country", "NA", "--json").stdout)
    assert [(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in report["data"]] == [(2017, 27.6), (2018, 26.9)]


def test_a_vintage_that_is_not_held_is_told_with_those_that_are():
    result = run("show", "migrant-stock@2021")
    assert (result.exit_code, "Did you mean migrant-stock@2020" in result.stderr) == (2, True)
    result = run("show", "migrant-stok")
    assert (result.exit_code, "Did you mean migrant-stock" in result.stderr) == (2, True)


def test_a_series_is_exported_in_four_formats(tmp_path):
    for form, name in (("csv", "a.csv"), ("parquet", "a.parquet"), ("sdmx-csv", "a.sdmx.csv"), ("sdmx-ml", "a.xml")):
        out = tmp_path / name
        assert run("export", "sdg-10-c-1", "--format", form, "--out", str(out)).exit_code == 0
        first = out.read_bytes()
        run("export", "sdg-10-c-1", "--format", form, "--out", str(out))
        assert out.read_bytes() == first, f"{form} is not the same twice"
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert len(rows) == 414 == pq.read_metadata(tmp_path / "a.parquet").num_rows
    coded = list(csv.DictReader(io.StringIO((tmp_path / "a.sdmx.csv").read_text())))
    assert coded[0]["STRUCTURE_ID"] == "UNSD:SDG_10_C_1(2020.0)"
    assert [row["OBS_VALUE"] for row in coded] == [row["OBS_VALUE"] for row in rows]


def test_what_is_exported_as_sdmx_is_read_again_by_pysdmx_and_by_the_importer(tmp_path):
    from pysdmx.io import get_datasets

    from alianza.audit.actions import PLATFORM
    from alianza.observatory import differences, queries
    from alianza.observatory.actions import load_vintage
    from alianza.observatory.importing.formats import Layout

    for form, layout in (("sdmx-csv", Layout.SDMX_CSV), ("sdmx-ml", Layout.SDMX_ML)):
        out = tmp_path / f"{form}.{'csv' if form == 'sdmx-csv' else 'xml'}"
        run("export", "sdg-10-c-1", "--format", form, "--out", str(out))
        assert len(get_datasets(str(out), validate=True)[0].data) == 414
        again = {"source": "round trip", "licence": "as found"}
        load_vintage(out, layout=layout, dataflow="sdg-10-c-1", vintage=f"2020-{form}", about=again, by=PLATFORM)
        found = differences.between(queries.entry("sdg-10-c-1", "2020"), queries.entry("sdg-10-c-1", f"2020-{form}"))
        assert (found.same, found.changed_rows, found.only_first, found.only_second) == (414, 0, 0, 0)


def test_lists_are_not_exported_as_sdmx():
    result = run("export", "isco-08", "--format", "sdmx-csv")
    assert (result.exit_code, "no series" in result.stderr) == (2, True)


def test_load_diff_and_use(tmp_path):
    permits, mapping = files.text(tmp_path, "permits.csv", files.PERMITS), files.mapping(tmp_path)
    words = ("load", str(permits), "--format", "csv", "--mapping", str(mapping))
    result = run(*words, "--vintage", "2024")
    assert result.stdout == "labour-permits@2024: 3 rows loaded.\n", result.output
    assert "nothing was done" in run(*words, "--vintage", "2024").stdout
    changed = files.PERMITS.replace(",120,", ",150,") + "FRA,2024,3,2024\n"
    files.text(tmp_path, "permits.csv", changed)
    assert json.loads(run(*words, "--vintage", "2024-2", "--json").stdout)["rows"] == 4
    report = json.loads(run("diff", "labour-permits", "2024", "2024-2", "--json").stdout)
    assert report["rows"] == {"same": 2, "changed": 1, "only_first": 0, "only_second": 1}
    assert report["changed"] == [{"REF_AREA": "NAM", "TIME_PERIOD": "2023", "before": 120, "after": 150}]
    assert report["total"] == {"first": 1020, "second": 1053}
    assert "1 changed" in run("diff", "labour-permits", "2024", "2024-2").stdout
    assert run("use", "labour-permits", "2024").stdout == "labour-permits@2024 is current.\n"
    assert "labour-permits@2024-2" in run("list").stdout


def test_a_file_with_problems_is_told_row_by_row_and_leaves_exit_2(tmp_path):
    wrong = files.PERMITS.replace(",120,", ",many,").replace(",900,", ",-900,")
    path, mapping = files.text(tmp_path, "permits.csv", wrong), files.mapping(tmp_path)
    result = run("load", str(path), "--format", "csv", "--mapping", str(mapping), "--vintage", "2024")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "permits.csv: row 2, column OBS_VALUE: 'many' is no number. Leave the cell empty where it is missing.",
    ]
    assert "labour-permits" not in run("list").stdout


@pytest.mark.parametrize("command", ["list", "show", "export", "load", "diff", "use"])
def test_help_gives_an_example(command):
    assert f"alianza data {command}" in run(command, "--help").stdout
