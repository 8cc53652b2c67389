"""What is missing: the way of least burden, and that curing it opens the door."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.eligibility import Eligibility, evaluate
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    Fix,
    Item,
    Literal,
    Operator,
    Parameter,
    Points,
    Test,
    Tier,
    facts_of,
    walk,
)
from tests.engines.eligibility.trees import ALL_PARAMETERS, DAY, EXAMPLES, GROUPS, answers, domain, trees


def run(tree, known):
    return evaluate(tree, known, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)


def cured(node, ids):
    """The tree with the named tests and points systems taken as met."""
    yes = Test(id=node.id, condition=Condition("always", Operator.IS, Literal(True)))
    if isinstance(node, All | Any | Count):
        return replace(node, parts=tuple(cured(part, ids) for part in node.parts))
    if node.id in ids:
        return yes
    return node


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_curing_the_nearest_miss_never_leaves_not_eligible(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    result = run(tree, known)
    if result.verdict is not Eligibility.NOT_ELIGIBLE:
        assert result.nearest_miss == ()
        assert result.burden == 0
        return
    assert result.unmet
    after = run(cured(tree, set(result.unmet)), {**known, "always": True})
    assert after.verdict is not Eligibility.NOT_ELIGIBLE


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_where_no_fact_is_tested_twice_answers_that_cure_every_miss_open_the_door(data):
    """The same, by changing answers and not the tree: what the miss says is needed is enough."""
    tree = data.draw(trees(once=True))
    known = data.draw(answers(tree))
    result = run(tree, known)
    if result.verdict is not Eligibility.NOT_ELIGIBLE:
        return
    known = dict(known)
    for miss in result.nearest_miss:
        if miss.condition is not None:
            fact = miss.condition.fact
            possible = [a for a in domain(fact) if run(Test(condition=miss.condition), {fact: a}).verdict == "eligible"]
            if not possible:
                return  # nothing could ever meet it, such as a group that is empty on the day
            known[fact] = possible[0]
        else:
            assert miss.shortfall > 0
            gained = 0
            best = {}
            for gain in miss.gains:
                fact = gain.condition.fact
                possible = [
                    a for a in domain(fact) if run(Test(condition=gain.condition), {fact: a}).verdict == "eligible"
                ]
                if possible and gain.points > best.get(gain.item, (0, "", None))[0]:
                    best[gain.item] = (gain.points, fact, possible[0])
            for gain_points, fact, answer in best.values():
                gained += gain_points
                known[fact] = answer
            if gained < miss.shortfall:
                return
    assert run(tree, known).verdict is not Eligibility.NOT_ELIGIBLE


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_other_way_of_the_tree_weighs_less(data):
    """Among all sets of failed leaves that open the tree, the nearest miss has the least burden."""
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    result = run(tree, known)
    if result.verdict is not Eligibility.NOT_ELIGIBLE:
        return
    failed = [
        traced.id
        for traced, node in zip(result.trace, walk(tree), strict=True)
        if traced.verdict == "not_met" and not isinstance(node, All | Any | Count)
    ]
    if len(failed) > 8:
        return
    by_id = {node.id: node for node in walk(tree)}

    def weight(name):
        return (by_id[name].fix or Fix.IMMUTABLE).burden + (result.shortfall or {}).get(name, 0)

    lightest = min(
        sum(weight(name) for name, taken in zip(failed, chosen, strict=True) if taken)
        for chosen in product([False, True], repeat=len(failed))
        if run(
            cured(tree, {name for name, taken in zip(failed, chosen, strict=True) if taken}),
            {**known, "always": True},
        ).verdict
        is not Eligibility.NOT_ELIGIBLE
    )
    assert result.burden == lightest


def flag(name, fix=Fix.SELF):
    return Test(id=name, label=f"Label of {name}", fix=fix, condition=Condition(name, Operator.IS, Literal(True)))


NO = {f"flag{number}": False for number in range(6)}


def test_all_takes_what_its_failed_parts_miss_together():
    tree = All(parts=(flag("flag1"), flag("flag2", Fix.STATE), flag("flag3")))
    result = run(tree, {"flag1": False, "flag2": False})
    assert result.unmet == ("flag1", "flag2")
    assert result.burden == 6
    assert [miss.label for miss in result.nearest_miss] == ["Label of flag1", "Label of flag2"]


def test_any_takes_the_lightest_and_keeps_the_others():
    tree = Any(
        parts=(flag("flag1", Fix.SELF_YEARS), All(parts=(flag("flag2"), flag("flag3"))), flag("flag4", Fix.STATE))
    )
    result = run(tree, NO)
    assert result.unmet == ("flag2", "flag3")
    assert [[miss.id for miss in way] for way in result.alternatives] == [["flag1"], ["flag4"]]


def test_of_equals_the_first_is_nearest():
    assert run(Any(parts=(flag("flag1"), flag("flag2"))), NO).unmet == ("flag1",)


def test_a_test_that_names_nobody_weighs_as_one_nobody_can_change():
    tree = Any(parts=(flag("flag1", None), flag("flag2", Fix.STATE)))
    assert run(tree, NO).unmet == ("flag2",)


def test_points_weigh_their_shortfall_and_say_what_would_add_to_them():
    item = Item(
        "p_german",
        (
            Tier(3, Condition("number1", Operator.GTE, Literal(3))),
            Tier(1, Condition("number1", Operator.GTE, Literal(1))),
        ),
        Fix.SELF,
    )
    other = Item("p_age", (Tier(2, Condition("flag1", Operator.IS, Literal(True))),), Fix.IMMUTABLE)
    points = Points(id="points", label="Four points", at_least=4, items=(item, other), fix=Fix.SELF)
    result = run(points, {"number1": 1, "flag1": True})
    assert result.shortfall == {"points": 1}
    (miss,) = result.nearest_miss
    assert (miss.burden, miss.shortfall, miss.condition) == (2, 1, None)
    assert [(gain.item, gain.points, gain.needed, gain.fix) for gain in miss.gains] == [("p_german", 2, 3, Fix.SELF)]
    unknown = run(points, {"number1": 0})
    assert unknown.shortfall == {"points": 2}, "what is missing even if the open answers are the best"
    tree = Any(parts=(points, flag("flag5", Fix.EMPLOYER)))
    result = run(tree, {"number1": 1, "flag1": False, "flag5": False})
    assert result.unmet == ("flag5",)
    assert result.shortfall == {"points": 3}
    assert [[miss.id for miss in way] for way in result.alternatives] == [["points"]]


def test_a_miss_says_the_value_that_holds_on_the_day():
    tree = Test(id="pay", fix=Fix.EMPLOYER, condition=Condition("number1", Operator.GTE, Parameter("known")))
    (miss,) = run(tree, {"number1": 1}).nearest_miss
    assert miss.needed == 2


def test_a_node_without_an_id_is_named_by_its_place():
    tree = All(parts=(Test(condition=Condition("flag1", Operator.IS, Literal(True))),))
    assert run(tree, NO).unmet == ("all[0]",)
    assert facts_of(tree) == ("flag1",)
