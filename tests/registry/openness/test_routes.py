"""Routes counted with known answers: three nurses and the German Blue Card."""

from datetime import date

import pytest

from alianza.engines.eligibility import evaluate
from alianza.registry.openness import engines
from alianza.registry.openness.files import read_people
from alianza.registry.openness.routes import count_routes
from alianza.regulations.answers import answers_from
from alianza.regulations.dictionary import groups
from alianza.regulations.openness import REFERENCE_OFFER, with_reference_offer
from alianza.regulations.sheets import seed_sheets

DAY = date(2025, 6, 1)
NURSES = """isco,person.age,person.nationalities,person.qualification,person.qualification.recognised@DE,person.graduated_years_ago,person.it_specialist
2221,30,PH,bachelor,full,9,false
2221,31,PH,bachelor,none,2,false
2221,32,PH,bachelor,none,3,false
2221,,KE,secondary,none,,false
2221,,IN,bachelor,,4,false
2221,33,PH DE,bachelor,full,1,false
"""


@pytest.fixture
def counted(tmp_path):
    def run(*names, day=DAY, run=engines.duckdb, text=NURSES, **more):
        file = tmp_path / "nurses.csv"
        file.write_text(text)
        people = read_people(file)
        with run(people) as (connection, table):
            sheets = [seed_sheets()[name] for name in names]
            return list(count_routes(sheets, people, table, on=day, connection=connection, **more))

    return run


def test_the_blue_card_for_six_nurses(counted):
    """One has all; two lack the recognition, one lacks it and the degree, one did not say, one needs no card."""
    (route,) = counted("de-eu-blue-card")
    found = route.openness
    assert (found.people, found.eligible, found.not_eligible, found.undetermined) == (6, 1, 4, 1)
    assert {each.id: each.nearest for each in found.obstacles if each.nearest} == {
        "qual_recognised": 3,
        "qual": 1,
        "outside_union": 1,
    }
    assert found.most_common.id == "qual_recognised"
    assert {each.id: each.unknown for each in found.obstacles}["qual_recognised"] == 1
    assert route.assumed == ()


def test_the_reference_offer_reaches_figures_that_nobody_knows_and_says_so(counted):
    (route,) = counted("de-eu-blue-card", day=date(2026, 6, 1))
    assert route.assumed == ("salary_standard", "salary_reduced")
    assert route.openness.eligible == 1


def test_an_offer_that_is_given_is_taken_as_it_is_and_what_it_leaves_out_is_unknown(counted):
    facts = {"destinations": {"DE": {"offer.exists": True, "offer.matches_qualification": True}}}
    (silent,) = counted("de-eu-blue-card", offer=answers_from(facts, where="offer"))
    assert silent.openness.eligible == 0
    assert silent.openness.undetermined == 2
    facts["destinations"]["DE"]["offer.salary_year"] = 40_000
    (low,) = counted("de-eu-blue-card", offer=answers_from(facts, where="offer"))
    assert (low.openness.eligible, low.openness.not_eligible) == (0, 6)
    facts["destinations"]["DE"]["offer.salary_year"] = 60_000
    (high,) = counted("de-eu-blue-card", offer=answers_from(facts, where="offer"))
    assert high.openness.eligible == 1
    (gap,) = counted("de-eu-blue-card", offer=answers_from(facts, where="offer"), day=date(2026, 6, 1))
    assert gap.openness.eligible == 0
    assert gap.openness.missing_parameters == ("salary_standard", "salary_reduced")


def test_an_offer_in_another_line_of_work_opens_nothing_to_a_nurse(counted):
    farm, care = counted("us-h2a", "gb-health-care-worker", occupation="2221")
    assert farm.openness.most_common.id == "sector"
    assert farm.openness.not_eligible == 6
    assert care.openness.not_eligible == 0
    (anybody,) = counted("us-h2a")
    assert anybody.openness.eligible == 6


def test_the_gate_of_departure_concerns_its_own_nationals(counted):
    (gate,) = counted("ph-exit-clearance")
    assert (gate.openness.people, gate.openness.undetermined) == (4, 4)


@pytest.mark.parametrize("name", [name for name, sheet in seed_sheets().items() if sheet.tree is not None])
def test_the_reference_offer_leaves_only_what_concerns_the_person(name):
    sheet = seed_sheets()[name]
    tree = with_reference_offer(sheet.tree)
    result = evaluate(tree, REFERENCE_OFFER, parameters=sheet.series(), groups=groups(), on=DAY)
    assert all(fact.startswith("person.") for fact in result.ask)
    assert not result.unmet


@pytest.mark.filterwarnings("ignore")  # PySpark and Ibis warn of one another, of pandas and of sockets left open
def test_spark_in_local_mode_counts_as_duckdb_does(counted):
    """The same expression on Spark: verdicts, obstacles and shortfalls. Slow: it starts a session of its own."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    import shutil

    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    names = ("de-eu-blue-card", "de-opportunity-card", "za-general-work", "ph-exit-clearance")
    assert [each.openness for each in counted(*names)] == [each.openness for each in counted(*names, run=engines.spark)]


def test_the_expression_can_be_written_for_spark():
    import ibis

    from alianza.registry.openness import judge
    from alianza.registry.openness.counted import counting

    sheet = seed_sheets()["de-eu-blue-card"]
    table = ibis.table({"person_qualification": "string", "person_nationalities": "array<string>"}, name="people")
    judged = judge(
        with_reference_offer(sheet.tree),
        table,
        on=DAY,
        parameters=sheet.series(),
        groups=groups(),
        columns={name.replace("_", ".", 1): name for name in table.columns},
        literals=REFERENCE_OFFER,
    )
    try:
        sql = ibis.to_sql(counting(judged), dialect="pyspark")
    except ModuleNotFoundError:
        pytest.skip("Ibis needs PySpark to write for Spark")
    assert "ARRAY_CONTAINS" in str(sql).upper()


def test_the_count_of_a_page_is_that_of_the_expression(counted, tmp_path):
    """Every packaged route; people who answer alike are judged once."""
    from alianza.registry.openness.grouped import count_grouped

    names = [name for name, sheet in seed_sheets().items() if sheet.tree is not None]
    counted(names[0])  # writes the file
    people = read_people(tmp_path / "nurses.csv")
    for occupation in ("", "2221"):
        wanted = counted(*names, occupation=occupation)
        sheets = [seed_sheets()[name] for name in names]
        assert list(count_grouped(sheets, people, on=DAY, occupation=occupation)) == wanted
