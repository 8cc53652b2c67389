"""Profiles from a file: what it may say, and one sentence for what it may not."""

import gzip

import pytest

from alianza.registry.openness.files import read_people
from alianza.tabular import InputProblems


@pytest.fixture
def written(tmp_path):
    def write(text, name="people.csv"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


def refused(path, **more):
    with pytest.raises(InputProblems) as caught:
        read_people(path, **more)
    return str(caught.value)


HEADER = "worker,isco,person.age,person.nationalities,person.lang.de,person.experience.farm,person.experience.total\n"


def test_each_fact_is_read_in_its_own_type_and_an_empty_cell_is_unknown(written):
    people = read_people(written(HEADER + "A,2221,30,PH KE,B1,yes,2.5\nB,,,,,false,\n"))
    assert people.answers.select(list(people.everywhere.values())).to_pylist() == [
        {
            "person_age": 30,
            "person_nationalities": ["KE", "PH"],
            "person_lang_de": "B1",
            "person_experience_farm": True,
            "person_experience_total": 2.5,
        },
        {
            "person_age": None,
            "person_nationalities": None,
            "person_lang_de": None,
            "person_experience_farm": False,
            "person_experience_total": None,
        },
    ]
    assert "worker" not in people.answers.column_names


def test_parquet_and_packed_files_say_the_same(written, tmp_path):
    import polars as pl

    frame = pl.DataFrame({"isco": [2221, None], "person.age": [30, None], "person.experience.farm": [True, None]})
    frame.write_parquet(tmp_path / "people.parquet")
    packed = written("isco,person.age,person.experience.farm\n2221,30,true\n,,\n", "people.csv.gz")
    both = [read_people(path).answers.to_pylist() for path in (tmp_path / "people.parquet", packed)]
    assert both[0] == both[1]
    assert both[0][0] == {"isco": "2221", "person_age": 30, "person_experience_farm": True}


def test_an_answer_for_one_place_goes_before_the_one_for_everywhere(written):
    people = read_people(written("person.qualification.recognised,person.qualification.recognised@DE\nnone,full\n"))
    fact = "person.qualification.recognised"
    assert people.columns_at("DE")[fact] == "person_qualification_recognised__DE"
    assert people.columns_at("GB")[fact] == "person_qualification_recognised"


def test_an_occupation_is_the_first_or_the_second_one(written):
    people = read_people(written("isco,isco2,person.age\n2221,,30\n5321,2221,31\n7212,,32\n,,33\n"), occupations=True)
    assert people.of_occupation("2221").answers.column("person_age").to_pylist() == [30, 31]
    assert people.of_occupation("53").answers.column("person_age").to_pylist() == [31]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("person.agee\n3\n", "people.csv, column 'person.agee': no fact is called so; did you mean person.age?"),
        ("person.age\n30\nold\n", "people.csv, row 3, column person.age: 'old' does not fit; write a whole number."),
        ("person.age\n-3\n", "row 2, column person.age: -3 does not fit; write a number from 0 to 1000000000000."),
        ("person.age\nnan\n", "row 2, column person.age: 'nan' does not fit"),
        ("person.lang.de\nD9\n", "row 2, column person.lang.de: 'D9' does not fit; choose one of none, A1"),
        ("person.nationalities\nPH XX\n", "row 2, column person.nationalities: 'XX' does not fit"),
        ("person.experience.farm\nmaybe\n", "column person.experience.farm: 'maybe' does not fit; answer true or false."),
        ("offer.salary_year\n5\n", "column 'offer.salary_year': this is said of an offer and not of a person"),
        ("person.age@DE\n5\n", "column 'person.age@DE': this holds everywhere; leave out what follows the @."),
        ("person.medical_fit@de\ntrue\n", "after the @ stands a country's two-letter code in capitals, such as DE."),
        ("isco,person.age\nnurse,3\n", "row 2, column isco: 'nurse' is no ISCO-08 code"),
        ("name,age\nA,3\n", "people.csv: no column is called as a fact, such as person.age"),
    ],
    ids=[
        "misspelt", "no-number", "negative", "nan", "no-step", "no-country", "no-boolean", "of-an-offer",
        "place-too-many", "no-place", "no-occupation", "no-fact",
    ],
)  # fmt: skip
def test_a_bad_column_or_value_is_refused_in_one_sentence(written, text, sentence):
    said = refused(written(text))
    assert sentence in said
    assert "\n" not in said


def test_an_occupation_can_be_asked_only_of_a_file_that_says_occupations(written):
    assert "the column isco is missing" in refused(written("person.age\n3\n"), occupations=True)
