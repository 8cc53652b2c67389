import copy

import pytest

from alianza.vocabulary.criterion import (
    All,
    Any,
    Count,
    Fix,
    Group,
    Literal,
    Operator,
    Parameter,
    Points,
    Test,
    facts_of,
    walk,
)
from alianza.vocabulary.criterion_form import DEEPEST_TREE, LARGEST_TREE, UnreadableCriterion, read_criterion
from tests.vocabulary.test_facts import FACTS

TREE = {
    "all": [
        {
            "id": "outside",
            "label": "Not a national",
            "test": {"fact": "nationalities", "op": "disjoint", "value": {"group": "EU"}},
            "fix": "immutable",
            "cite": ["s1"],
            "proof": ["d1"],
            "note": "n",
        },
        {
            "any": [
                {"id": "pay", "test": {"fact": "pay", "op": "gte", "value": {"param": "threshold"}}, "fix": "employer"},
                {"id": "sector", "test": {"fact": "sector", "op": "in", "value": ["care", "fishery"]}},
                {
                    "id": "points",
                    "points": {
                        "at_least": 3,
                        "items": [
                            {
                                "id": "p_german",
                                "fix": "self",
                                "best_of": [
                                    {"pts": 2, "test": {"fact": "german", "op": "gte", "value": "A2"}},
                                    {"pts": 1, "test": {"fact": "german", "op": "gte", "value": "A1"}},
                                ],
                            },
                            {"id": "p_age", "best_of": [{"pts": 2, "test": {"fact": "age", "op": "lte", "value": 35}}]},
                        ],
                    },
                    "fix": "self",
                },
            ]
        },
    ]
}


def read(tree, **given):
    return read_criterion(tree, FACTS, **({"parameters": ["threshold"], "groups": ["EU"]} | given))


def test_a_tree_is_read_into_values_that_can_be_compared_and_hashed():
    tree = read(TREE)
    assert isinstance(tree, All)
    assert isinstance(tree.parts[1], Any)
    outside, choice = tree.parts
    assert isinstance(outside, Test)
    assert outside.condition.value == Group("EU")
    assert outside.fix is Fix.IMMUTABLE
    assert outside.cite == ("s1",)
    assert outside.proof == ("d1",)
    pay, sector, points = choice.parts
    assert pay.condition.value == Parameter("threshold")
    assert sector.condition.value == Literal(frozenset({"care", "fishery"}))
    assert sector.condition.op is Operator.IN
    assert isinstance(points, Points)
    assert points.at_least == 3
    assert points.items[0].tiers[0].condition.steps == ("none", "A1", "A2")
    assert facts_of(tree) == ("nationalities", "pay", "sector", "german", "age")
    assert len(list(walk(tree))) == 6
    assert hash(tree) == hash(read(copy.deepcopy(TREE)))
    assert tree == read(copy.deepcopy(TREE))


def leaf(fact="age", op="gte", value=18, **more):
    return {"test": {"fact": fact, "op": op, "value": value}, **more}


@pytest.mark.parametrize(
    ("tree", "path", "says"),
    [
        ("age", "eligibility", "a node is a mapping"),
        ([], "eligibility", "not a list"),
        (None, "eligibility", "a node is a mapping"),
        ({}, "eligibility", "has none"),
        ({"all": [], "any": []}, "eligibility", "all and any"),
        ({"all": []}, "eligibility.all", "at least one node"),
        ({"all": {"test": 1}}, "eligibility.all", "at least one node"),
        ({"any": [3]}, "eligibility.any[0]", "a node is a mapping"),
        (leaf(colour="red"), "eligibility", "'colour' does not belong"),
        (leaf(op="matches"), "eligibility.test.op", "'matches' is not an operator"),
        (leaf(op=True), "eligibility.test.op", "True is not an operator"),
        (leaf(op=["is"]), "eligibility.test.op", "is not an operator"),
        (leaf(fact="height"), "eligibility.test.fact", "'height' is not in the dictionary"),
        (leaf(fact=["age"]), "eligibility.test.fact", "is not in the dictionary"),
        (leaf(op="overlaps"), "eligibility.test.op", "cannot be compared with overlaps"),
        (leaf(op="in", value=[1]), "eligibility.test.op", "cannot be compared with in"),
        (leaf(fact="offer", op="gte", value=True), "eligibility.test.op", "cannot be compared with gte"),
        (leaf(fact="nationalities", op="in", value=["PH"]), "eligibility.test.op", "cannot be compared"),
        (leaf(value="18"), "eligibility.test.value", "'18' does not fit"),
        (leaf(value=[18]), "eligibility.test.value", "not with a list"),
        (leaf(value=True), "eligibility.test.value", "whole number"),
        (leaf(fact="german", value="B9"), "eligibility.test.value", "choose one of none, A1, A2"),
        (leaf(fact="offer", op="is", value="yes"), "eligibility.test.value", "true or false"),
        (leaf(fact="sector", op="in", value="care"), "eligibility.test.value", "write it in brackets"),
        (leaf(fact="sector", op="in", value=["mining"]), "eligibility.test.value[0]", "choose one of"),
        (leaf(fact="nationalities", op="overlaps", value=[False]), "eligibility.test.value", 'write "NO" in quotes'),
        (leaf(fact="lives", op="in", value=["PH", False]), "eligibility.test.value[1]", 'write "NO" in quotes'),
        (leaf(value={"param": "unknown"}), "eligibility.test.value", "not among the parameters"),
        (leaf(value={"param": ["x"]}), "eligibility.test.value", "not among the parameters"),
        (leaf(value={"param": "threshold", "group": "EU"}), "eligibility.test.value", "a reference is"),
        (leaf(value={}), "eligibility.test.value", "a reference is"),
        (leaf(value={"group": "EU"}), "eligibility.test.value", "fits a list of countries"),
        (
            leaf(fact="nationalities", op="overlaps", value={"group": "MOON"}),
            "eligibility.test.value",
            "country groups",
        ),
        (leaf(fact="lives", op="in", value={"param": "threshold"}), "eligibility.test.value", "not with a parameter"),
        ({"test": {"fact": "age", "op": "gte"}}, "eligibility.test", "the value is missing"),
        ({"test": {"fact": "age", "op": "gte", "value": 1, "unit": "y"}}, "eligibility.test", "'unit' does not belong"),
        ({"test": "age >= 18"}, "eligibility.test", "a test is a mapping"),
        (leaf(fix="luck"), "eligibility.fix", "'luck'"),
        (leaf(id=3), "eligibility.id", "an id is text"),
        (leaf(id="x" * 61), "eligibility.id", "1 to 60"),
        (leaf(label=True), "eligibility.label", "text is expected"),
        (leaf(cite="s1"), "eligibility.cite", "in brackets"),
        ({"all": [leaf(id="a"), leaf(id="a")]}, "eligibility.all[1].id", "used twice"),
        ({"points": 3}, "eligibility.points", "`at_least` and `items`"),
        ({"points": {"at_least": 3, "items": []}}, "eligibility.points.items", "at least one item"),
        ({"points": {"at_least": 3, "items": [3]}}, "eligibility.points.items[0]", "an item is a mapping"),
        (
            {"points": {"at_least": 3, "items": [{"id": "a", "best_of": [leaf(), 3]}]}},
            "eligibility.points.items[0].best_of[1]",
            "a tier is a mapping",
        ),
        (
            {"points": {"at_least": True, "items": [{"id": "a", "best_of": [{"pts": 1, **leaf()}]}]}},
            "eligibility.points.at_least",
            "whole number of points",
        ),
        (
            {"points": {"at_least": 1, "items": [{"id": "a", "best_of": [{"pts": -1, **leaf()}]}]}},
            "eligibility.points.items[0].best_of[0].pts",
            "above 0",
        ),
        (
            {"points": {"at_least": 3, "items": [{"id": "a", "best_of": [{"pts": 2, **leaf()}]}]}},
            "eligibility.points",
            "no answers could reach 3 points; the items give 2",
        ),
        ({"points": {"at_least": 3, "items": [{"best_of": []}]}}, "eligibility.points.items[0]", "needs an id"),
        ({"count": [leaf()]}, "eligibility.count", "`at_least` and `of`"),
        ({"count": {"at_least": 0, "of": [leaf()]}}, "eligibility.count.at_least", "above 0"),
        ({"count": {"at_least": 3, "of": [leaf(), leaf()]}}, "eligibility.count", "3 of 2 nodes can never be met"),
        ({"count": {"at_least": 1, "of": []}}, "eligibility.count.of", "at least one node"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tree, path, says):
    with pytest.raises(UnreadableCriterion) as refused:
        read(tree)
    assert any(problem.path == path and says in problem.sentence for problem in refused.value.problems), str(
        refused.value
    )


def test_a_count_says_how_many_of_its_nodes_are_enough():
    tree = read({"count": {"at_least": 2, "of": [leaf(), leaf(), leaf()]}})
    assert isinstance(tree, Count)
    assert (tree.at_least, len(tree.parts)) == (2, 3)


def test_every_problem_is_reported_and_not_only_the_first():
    with pytest.raises(UnreadableCriterion) as refused:
        read({"all": [leaf(fact="height"), leaf(op="matches"), {"any": []}]})
    assert len(refused.value.problems) == 3


def test_a_tree_without_end_is_refused_quickly():
    deep = leaf()
    for _ in range(DEEPEST_TREE + 5000):
        deep = {"all": [deep]}
    with pytest.raises(UnreadableCriterion, match="too large"):
        read(deep)
    with pytest.raises(UnreadableCriterion, match="too large"):
        read({"all": [leaf()] * (LARGEST_TREE + 1)})
    tiers = [{"pts": 1, **leaf()}] * (LARGEST_TREE + 1)
    with pytest.raises(UnreadableCriterion, match="too large"):
        read({"points": {"at_least": 1, "items": [{"id": "a", "best_of": tiers}]}})
