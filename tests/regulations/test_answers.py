import pytest

from alianza.regulations.answers import UnfitAnswers, answers_from, read_answers


def read(content, places=("MERCOSUR",)):
    return answers_from(content, where="facts.yaml", places=places)


def test_answers_for_a_place_go_before_those_for_everywhere():
    answers = read(
        {
            "person.age": 29,
            "offer.exists": False,
            "destinations": {"DE": {"offer.exists": True, "offer.months": None}, "GB": None, "MERCOSUR": {}},
        }
    )
    assert answers.at("DE") == {"person.age": 29, "offer.exists": True}
    assert answers.at("GB") == {"person.age": 29, "offer.exists": False}
    assert answers.at("US") == {"person.age": 29, "offer.exists": False}


@pytest.mark.parametrize("content", [None, {}, {"destinations": None}, {"destinations": {}}])
def test_nothing_answered_is_no_fault(content):
    assert read(content).at("DE") == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([1], "answers are written as `name: value`"),
        ("junk", "answers are written as `name: value`"),
        ({"person.agee": 3}, "person.agee: no question of this name exists; did you mean person.age?"),
        ({"zzz": 3}, "look it up in docs/reference/sheets.md"),
        ({"person.age": "29"}, "person.age: '29' does not fit; write a whole number"),
        ({"person.nationalities": [False]}, 'write "NO" in quotes'),
        ({"person.nationalities": ["ZZ"]}, "two-letter code"),
        ({"destinations": ["DE"]}, "destinations: write places"),
        ({"destinations": {"DEU": {}}}, "destinations.DEU: this is neither a country"),
        ({"destinations": {"DE": [1]}}, "destinations.DE: write answers"),
        ({"destinations": {"DE": {"person.age": 3}}}, "holds everywhere; write it at the top"),
        ({"destinations": {"DE": {"offer.exists": "yes"}}}, "destinations.DE: offer.exists: 'yes' does not fit"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(content, says):
    with pytest.raises(UnfitAnswers) as refused:
        read(content)
    (sentence,) = refused.value.sentences
    assert sentence.startswith("facts.yaml")
    assert says in sentence


def test_every_fault_is_reported():
    with pytest.raises(UnfitAnswers) as refused:
        read({"person.age": -1, "x": 1, "destinations": {"QQ": {}, "DE": {"offer.months": 1.5}}})
    assert len(refused.value.sentences) == 4


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_bytes(b"\x80\x81\x82")
    with pytest.raises(UnfitAnswers, match=r"facts\.yaml: byte 0 is not UTF-8"):
        read_answers(path)
    path.write_text('{"person.age": 30, "destinations": {"DE": {"offer.exists": true}}}', "utf-8")
    assert read_answers(path).at("DE") == {"person.age": 30, "offer.exists": True}
