"""The questions left are those that could still change the result: none is forgotten, and none is idle."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alianza.engines.eligibility import Eligibility, bind, evaluate
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Item,
    Literal,
    Operator,
    Parameter,
    Points,
    Test,
    Tier,
    facts_of,
)
from tests.engines.eligibility.trees import ALL_PARAMETERS, DAY, EXAMPLES, GROUPS, answers, completions, domain, trees


def bound(tree):
    return bind(tree, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)


def open_facts(tree, known):
    return [fact for fact in facts_of(tree) if known.get(fact) is None]


def matters(ready, fact, others, known):
    """By trying everything: some further answers leave the result open without the fact, and closed with it."""
    for more in completions(others, known):
        more = {name: answer for name, answer in more.items() if answer is not None}
        if ready.truth(more) is None and any(
            ready.truth({**more, fact: answer}) is not None for answer in domain(fact)
        ):
            return True
    return False


def small(tree, known, limit=700):
    size = 1
    for fact in open_facts(tree, known):
        size *= len(domain(fact)) + 1
    return size <= limit


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_fact_that_could_change_an_open_result_is_forgotten(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    assume(small(tree, known))
    ready = bound(tree)
    result = evaluate(ready, known)
    left = open_facts(tree, known)
    if result.verdict is not Eligibility.UNDETERMINED:
        assert result.ask == ()
        return
    for fact in left:
        if fact not in result.ask:
            others = [other for other in left if other != fact]
            assert not matters(ready, fact, others, known)


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_where_no_fact_is_tested_twice_no_idle_question_is_asked(data):
    tree = data.draw(trees(once=True))
    known = data.draw(answers(tree))
    assume(small(tree, known))
    ready = bound(tree)
    result = evaluate(ready, known)
    left = open_facts(tree, known)
    expected = {
        fact
        for fact in left
        if result.verdict is Eligibility.UNDETERMINED
        and matters(ready, fact, [other for other in left if other != fact], known)
    }
    assert set(result.ask) == expected


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_changing_what_is_not_asked_never_changes_an_open_result(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    ready = bound(tree)
    result = evaluate(ready, known)
    assume(result.verdict is Eligibility.UNDETERMINED)
    idle = [fact for fact in open_facts(tree, known) if fact not in result.ask]
    more = {fact: data.draw(st.sampled_from(domain(fact))) for fact in idle}
    assert evaluate(ready, {**known, **more}).verdict is Eligibility.UNDETERMINED


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_answering_everything_asked_closes_the_result_unless_the_law_has_a_gap(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    ready = bound(tree)
    for _ in range(len(facts_of(tree)) + 1):
        result = evaluate(ready, known)
        if not result.ask:
            break
        assert known.get(result.ask[0]) is None
        known = {**known, result.ask[0]: data.draw(st.sampled_from(domain(result.ask[0])))}
    assert result.verdict is not Eligibility.UNDETERMINED or result.missing_parameters


def flag(name):
    return Test(id=name, condition=Condition(name, Operator.IS, Literal(True)))


GONE = Test(id="gone", condition=Condition("number1", Operator.GTE, Parameter("gone")))


def ask(tree, **known):
    return evaluate(bound(tree), known).ask


def test_a_test_whose_parameter_is_missing_is_never_asked_about():
    assert ask(GONE) == ()
    assert ask(All(parts=(GONE, flag("flag1")))) == ("flag1",), "a no still decides"
    assert ask(All(parts=(GONE, Any(parts=(GONE, flag("flag1")))))) == (), "neither answer decides anything"
    assert ask(Any(parts=(GONE, All(parts=(GONE, flag("flag1")))))) == ()


def test_a_test_that_no_answer_can_fail_is_asked_only_where_meeting_it_decides():
    sure = Test(id="sure", condition=Condition("step1", Operator.GTE, Literal("none"), ("none", "A", "B")))
    assert ask(sure) == ("step1",)
    assert ask(Any(parts=(sure, GONE))) == ("step1",)
    assert ask(All(parts=(sure, GONE))) == ()


def points(at_least, *items):
    return Points(
        id="points",
        at_least=at_least,
        items=tuple(
            Item(f"p{number}", tuple(Tier(pts, Condition(fact, op, value)) for pts, fact, op, value in tiers))
            for number, tiers in enumerate(items)
        ),
    )


def worth(pts, fact):
    return (pts, fact, Operator.IS, Literal(True))


def test_an_item_too_small_to_carry_the_sum_over_the_mark_is_not_asked_about():
    # 4 known; 5 needed: each of the two alone is enough to reach it, the points of the third can never matter.
    tree = points(5, [worth(4, "flag1")], [worth(2, "flag2")], [worth(1, "flag3")])
    assert ask(tree, flag1=True) == ("flag2", "flag3")
    # 10 needed, items of 6, 6 and 1: the sum is 12 with both large ones, 7 at most with one.
    tree = points(10, [worth(6, "flag1")], [worth(6, "flag2")], [worth(1, "flag3")])
    assert ask(tree) == ("flag1", "flag2")


def test_the_lower_tier_of_an_item_that_is_met_higher_up_is_not_asked_about():
    tree = points(4, [worth(3, "flag1"), worth(2, "flag2")], [worth(1, "flag3")])
    assert ask(tree, flag1=True) == ("flag3",)


def test_a_missing_parameter_in_a_points_system_can_make_a_question_idle():
    lost = (3, "number1", Operator.GTE, Parameter("gone"))
    # 3 needed. The lost item may be worth 3, so nothing else can end it as not met; only reaching 3 without it counts.
    assert ask(points(3, [lost], [worth(1, "flag1")])) == ()
    assert ask(points(3, [lost], [worth(3, "flag1")])) == ("flag1",)
    assert ask(points(4, [lost], [worth(1, "flag1")])) == ("flag1",), "a no puts four out of reach"


def test_a_fact_that_stands_in_several_items_moves_them_all_at_once():
    # 7 needed: 2 and 3 by flag1, and 2 by the number, where flag1 alone would give 1.
    tree = points(
        7,
        [worth(2, "flag1")],
        [worth(3, "flag1")],
        [(2, "number1", Operator.GTE, Literal(1)), worth(1, "flag1")],
    )
    assert ask(tree) == ("flag1", "number1")
    assert ask(tree, number1=1) == ("flag1",)
    assert ask(tree, number1=0) == ()
