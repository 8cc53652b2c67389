"""Few questions: what decides most comes first, each is put once, sensitive ones last."""

from alianza.engines.eligibility import Candidate, Eligibility, bind, evaluate, order_of_questions
from alianza.vocabulary.criterion import All, Any, Condition, Literal, Operator, Parameter, Test
from alianza.vocabulary.facts import FactDictionary
from tests.engines.eligibility.trees import ALL_PARAMETERS, DAY, GROUPS

FACTS = FactDictionary.from_mapping(
    {
        "scales": {"cefr": ["none", "A1", "A2"]},
        "facts": [
            {"id": "age", "scope": "person", "type": "integer", "ask": {"en": "?"}},
            {"id": "german", "scope": "person", "type": "scale", "scale": "cefr", "ask": {"en": "?"}},
            {"id": "nations", "scope": "person", "type": "set", "of": "iso3166-1-alpha2", "ask": {"en": "?"}},
            {"id": "lives", "scope": "person", "type": "code", "of": "iso3166-1-alpha2", "ask": {"en": "?"}},
            {"id": "offer", "scope": "offer", "type": "boolean", "ask": {"en": "?"}},
            {"id": "record", "scope": "destination", "type": "boolean", "sensitive": True, "ask": {"en": "?"}},
            {"id": "quota", "scope": "destination", "type": "boolean", "ask": {"en": "?"}},
        ],
    }
)


def yes(fact):
    return Test(id=fact, condition=Condition(fact, Operator.IS, Literal(True)))


AGE = Test(id="age", condition=Condition("age", Operator.GTE, Literal(18)))
GERMAN = Test(id="german", condition=Condition("german", Operator.GTE, Literal("A2"), ("none", "A1", "A2")))
NATIONS = Test(id="nations", condition=Condition("nations", Operator.OVERLAPS, Literal(frozenset({"PH", "ID"}))))


def candidate(name, tree, place="DE", job="", **answers):
    bound = bind(tree, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)
    return Candidate(name, bound, answers, place, job)


def order(*candidates, without=()):
    return [(question.fact, question.about) for question in order_of_questions(candidates, FACTS, without=without)]


def test_the_question_that_decides_most_comes_first():
    first = candidate("a", All(parts=(AGE, NATIONS)))
    second = candidate("b", All(parts=(AGE, GERMAN)))
    third = candidate("c", GERMAN)
    questions = order_of_questions([first, second, third], FACTS)
    assert questions[0].fact == "german", "it alone closes the third, and two of its three answers close the second"
    assert questions[0].waiting == ("b", "c")
    assert questions[0].closes == 5 / 3


def test_what_is_decided_or_answered_is_not_asked():
    decided = candidate("a", All(parts=(AGE, NATIONS)), age=12)
    assert order(decided) == []
    assert order(candidate("a", All(parts=(AGE, NATIONS)), age=20)) == [("nations", "")]


def test_a_question_put_before_is_not_put_again():
    tree = All(parts=(AGE, NATIONS))
    assert order(candidate("a", tree), without={("age", "")}) == [("nations", "")]


def test_a_person_is_asked_once_and_a_destination_once_for_each():
    tree = All(parts=(AGE, yes("quota"), yes("offer")))
    asked = order(candidate("a", tree, "DE", "x"), candidate("b", tree, "GB", "x"), candidate("c", tree, "GB", "y"))
    assert sorted(asked) == [("age", ""), ("offer", "x"), ("offer", "y"), ("quota", "DE"), ("quota", "GB")]


def test_sensitive_questions_come_last_and_only_for_routes_still_in_play():
    tree = All(parts=(AGE, yes("record")))
    assert order(candidate("a", tree), candidate("b", yes("record"))) == [("age", ""), ("record", "DE")]
    assert order(candidate("a", tree, age=3)) == []


def test_equals_follow_the_order_of_the_dictionary():
    tree = Any(parts=(yes("quota"), yes("offer")))
    assert order(candidate("a", tree)) == [("offer", ""), ("quota", "DE")]


def test_a_figure_the_law_lacks_is_not_asked_about():
    tree = Test(id="x", condition=Condition("age", Operator.GTE, Parameter("gone")))
    assert order(candidate("a", tree)) == []


def test_a_test_on_one_code_and_a_list_are_told_apart():
    tree = All(
        parts=(
            Test(id="in", condition=Condition("lives", Operator.IN, Literal(frozenset({"PH", "ID"})))),
            Test(id="not", condition=Condition("lives", Operator.NOT_IN, Literal(frozenset({"ID"})))),
        )
    )
    (question,) = order_of_questions([candidate("a", tree)], FACTS)
    assert question.closes == 1


def test_asking_in_this_order_ends_with_every_result_closed():
    people = [
        {"age": 30, "german": "A1", "nations": frozenset({"PH"}), "offer": True, "record": True, "quota": False},
        {"age": 12, "german": "A2", "nations": frozenset({"MX"}), "offer": False, "record": True, "quota": True},
    ]
    routes = {
        "a": All(parts=(AGE, NATIONS, yes("record"))),
        "b": Any(parts=(GERMAN, All(parts=(yes("offer"), yes("quota"))))),
    }
    for person in people:
        known, put = {}, []
        while questions := order_of_questions(
            [candidate(name, tree, **known) for name, tree in routes.items()], FACTS, without=put
        ):
            put.append((questions[0].fact, questions[0].about))
            known[questions[0].fact] = person[questions[0].fact]
        assert len({fact for fact, _ in put}) == len(put)
        for tree in routes.values():
            result = evaluate(tree, known, on=DAY)
            assert result.verdict is not Eligibility.UNDETERMINED
            assert result.verdict is evaluate(tree, person, on=DAY).verdict
