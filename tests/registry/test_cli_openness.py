"""`alianza pathways count` through the command line, beside `alianza pathways`."""

import json

import pytest
import typer
from typer.testing import CliRunner

from alianza.registry.cli import register
from alianza.regulations.cli import register as register_law

app = typer.Typer()
register_law(app)
register(app)

NURSES = """isco,person.nationalities,person.qualification,person.qualification.recognised@DE,person.it_specialist
2221,PH,bachelor,full,false
2221,PH,bachelor,none,false
2221,KE,secondary,full,false
7212,PH,bachelor,none,false
"""


@pytest.fixture
def nurses(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(NURSES)
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["pathways", "count", *map(str, arguments)])


def test_for_how_many_nurses_the_route_is_open_and_what_the_most_common_obstacle_is(nurses):
    asked = ("--profiles", nurses, "--sheet", "de-eu-blue-card", "--occupation", "2221", "--on", "2025-06-01")
    result = run(*asked, "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert (data["people"], data["source"], data["offer"], data["engine"]) == (3, "people.csv", "reference", "duckdb")
    assert "No focal point has confirmed" in data["notice"]
    (route,) = data["routes"]
    assert (route["eligible"], route["not_eligible"], route["undetermined"]) == (1, 2, 0)
    assert route["most_common_obstacle"] == "qual"  # one each: the first written of equals
    assert {each["id"]: each["nearest"] for each in route["obstacles"] if each["nearest"]} == {
        "qual": 1,
        "qual_recognised": 1,
    }
    shown = run(*asked)
    assert shown.exit_code == 0
    assert "3 people of ISCO-08 group 2221 (people.csv) on 2025-06-01" in shown.stdout.replace("\n", " ")


def test_without_a_sheet_every_route_is_counted_and_gates_of_departure_come_last(nurses):
    data = json.loads(run("--profiles", nurses, "--on", "2025-06-01", "--json").stdout)
    assert len(data["routes"]) == 25
    assert data["routes"][-1]["id"] == "ph-exit-clearance"


def test_an_offer_can_be_given(nurses, tmp_path):
    offer = tmp_path / "offer.yaml"
    offer.write_text(
        "offer.exists: true\noffer.matches_qualification: true\ndestinations: {DE: {offer.salary_year: 60000}}"
    )
    asked = ("--profiles", nurses, "--sheet", "de-eu-blue-card", "--on", "2025-06-01", "--offer", offer, "--json")
    data = json.loads(run(*asked).stdout)
    assert data["offer"] == "given"
    assert data["routes"][0]["eligible"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--sheet", "de-blue-card"), "no sheet with conditions has this id; did you mean de-eu-blue-card?"),
        (("--occupation", "9999"), "9999"),
        (("--on", "2025-02-30"), "there is no such day"),
        (("--offer", "none.yaml"), "none.yaml"),
    ],
    ids=["sheet", "occupation", "day", "offer"],
)
def test_nonsense_is_refused_in_one_sentence(nurses, arguments, sentence):
    result = run("--profiles", nurses, *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_what_a_person_says_is_no_offer(nurses, tmp_path):
    offer = tmp_path / "offer.yaml"
    offer.write_text("person.age: 30")
    result = run("--profiles", nurses, "--offer", offer)
    assert result.exit_code == 2
    assert "person.age: this is said by each profile" in result.stderr


def test_a_bad_cell_is_named_by_file_row_and_column(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("person.age\n30\nold\n")
    result = run("--profiles", path)
    assert result.exit_code == 2
    assert "people.csv, row 3, column person.age: 'old' does not fit" in result.stderr


def test_the_routes_of_one_person_are_asked_as_before(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("person.age: 30")
    result = CliRunner().invoke(app, ["pathways", "--facts", str(facts), "--on", "2025-06-01", "--json"])
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["sheets"]) == 25
    nobody = CliRunner().invoke(app, ["pathways"])
    assert nobody.exit_code == 2
    assert "--facts FILE" in nobody.stderr
