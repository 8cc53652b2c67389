from decimal import Decimal

import pytest

from alianza.vocabulary.facts import FactDictionary, Kind, Scope, UnfitAnswer

FACTS = FactDictionary.from_mapping(
    {
        "scales": {"cefr": ["none", "A1", "A2"], "clb": [0, 1, 2]},
        "sectors": ["care", "fishery"],
        "facts": [
            {"id": "age", "scope": "person", "type": "integer", "unit": "year", "ask": {"en": "How old are you?"}},
            {"id": "pay", "scope": "offer", "type": "money", "ask": {"en": "Pay?"}},
            {"id": "german", "scope": "person", "type": "scale", "scale": "cefr", "ask": {"en": "German?"}},
            {"id": "clb", "scope": "person", "type": "scale", "scale": "clb", "ask": {"en": "CLB?"}},
            {"id": "offer", "scope": "offer", "type": "boolean", "ask": {"en": "Offer?"}},
            {"id": "fit", "scope": "destination", "type": "boolean", "sensitive": True, "ask": {"en": "Fit?"}},
            {"id": "sector", "scope": "offer", "type": "code", "of": "sector", "ask": {"en": "Sector?"}},
            {"id": "lives", "scope": "person", "type": "code", "of": "iso3166-1-alpha2", "ask": {"en": "Where?"}},
            {
                "id": "nationalities",
                "scope": "person",
                "type": "set",
                "of": "iso3166-1-alpha2",
                "ask": {"en": "Which?"},
            },
        ],
    }
)


def test_the_dictionary_keeps_its_order_and_what_each_question_is():
    assert list(FACTS)[:3] == ["age", "pay", "german"]
    assert FACTS["fit"].sensitive
    assert not FACTS["age"].sensitive
    assert FACTS["fit"].scope is Scope.DESTINATION
    assert FACTS["pay"].kind is Kind.MONEY
    assert FACTS["clb"].steps == ("0", "1", "2")
    assert len(FACTS) == 9


@pytest.mark.parametrize(
    ("fact", "answer", "accepted"),
    [
        ("age", 30, 30),
        ("age", 30.0, 30),
        ("age", Decimal(30), 30),
        ("pay", Decimal("41041.80"), 41041.80),
        ("pay", 41041.80, 41041.80),
        ("pay", 0, 0),
        ("german", "A1", "A1"),
        ("clb", 2, "2"),
        ("clb", "2", "2"),
        ("offer", False, False),
        ("sector", "care", "care"),
        ("lives", "NO", "NO"),
        ("nationalities", ["PH", "NO", "PH"], frozenset({"PH", "NO"})),
        ("nationalities", [], frozenset()),
        ("nationalities", ("PH",), frozenset({"PH"})),
    ],
)
def test_an_answer_that_fits_is_accepted_in_one_form(fact, answer, accepted):
    found = FACTS[fact].accept(answer)
    assert found == accepted
    assert type(found) is type(accepted)


@pytest.mark.parametrize(
    ("fact", "answer", "says"),
    [
        ("age", "30", "whole number"),
        ("age", 30.5, "whole number"),
        ("age", True, "whole number"),
        ("age", -1, "from 0"),
        ("age", float("nan"), "from 0"),
        ("age", float("inf"), "from 0"),
        ("age", Decimal("NaN"), "from 0"),
        pytest.param("age", 10**5000, "from 0", id="thousands of digits"),
        ("pay", "1,000", "a number"),
        ("german", "B9", "none, A1, A2"),
        ("german", None, "none, A1, A2"),
        ("german", True, "none, A1, A2"),
        ("clb", True, "0, 1, 2"),
        ("clb", 1.0, "0, 1, 2"),
        ("offer", "yes", "true or false"),
        ("offer", 1, "true or false"),
        ("sector", "mining", "care, fishery"),
        ("lives", False, 'write "NO" in quotes'),
        ("lives", "Norway", "two-letter code"),
        ("lives", "no", "two-letter code"),
        ("nationalities", [False], 'write "NO" in quotes'),
        ("nationalities", "PH", "write a list"),
        ("nationalities", {"PH": 1}, "write a list"),
        ("nationalities", 3, "write a list"),
        ("nationalities", ["PH"] * 301, "too long"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_a_sentence(fact, answer, says):
    with pytest.raises(UnfitAnswer) as refused:
        FACTS[fact].accept(answer)
    assert says in refused.value.sentence
    assert refused.value.fact == fact
    assert len(refused.value.sentence) < 300


def test_i_do_not_know_is_left_out_and_an_unknown_question_is_refused():
    assert FACTS.accept({"age": None, "offer": True}) == {"offer": True}
    with pytest.raises(UnfitAnswer, match="no question of this name"):
        FACTS.accept({"agee": 3})


def test_a_closed_list_of_countries_refuses_a_code_that_is_none():
    closed = FactDictionary.from_mapping(
        {"facts": [{"id": "lives", "scope": "person", "type": "code", "of": "iso3166-1-alpha2", "ask": {"en": "?"}}]},
        domains={"iso3166-1-alpha2": {"PH"}},
    )
    assert closed["lives"].accept("PH") == "PH"
    with pytest.raises(UnfitAnswer, match="two-letter code"):
        closed["lives"].accept("XX")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "a list of questions"),
        ({"facts": "age"}, "a list of questions"),
        ({"facts": ["age"]}, r"facts\[0\]"),
        ({"facts": [{"scope": "person"}]}, "id is missing"),
        ({"facts": [{"id": "a", "scope": "moon", "type": "integer", "ask": {}}]}, "a: "),
        ({"facts": [{"id": "a", "scope": "person", "type": "colour", "ask": {}}]}, "a: "),
        ({"facts": [{"id": "a", "scope": "person", "type": "scale", "scale": "x", "ask": {}}]}, "scale 'x'"),
        ({"facts": [{"id": "a", "scope": "person", "type": "integer"}]}, "a.ask"),
        ({"scales": [1], "facts": []}, "scales"),
        ({"sectors": [True], "facts": []}, "sectors"),
        ({"facts": [{"id": "a", "scope": "person", "type": "integer", "ask": {"en": "?"}}] * 2}, "twice"),
    ],
)
def test_a_dictionary_that_is_none_says_where(data, says):
    with pytest.raises(ValueError, match=says):
        FactDictionary.from_mapping(data)
