"""The verdict against a second, plain reading of the rules, and the laws it must obey."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.eligibility import Bound, Eligibility, bind, evaluate
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    Criterion,
    Fix,
    Group,
    Literal,
    Operator,
    Parameter,
    Points,
    Test,
    Verdict,
    facts_of,
    value_on,
    walk,
)
from alianza.vocabulary.facts import UnfitAnswer
from tests.engines.eligibility.trees import (
    ALL_PARAMETERS,
    DAY,
    EXAMPLES,
    GROUPS,
    STEPS,
    answers,
    condition,
    domain,
    trees,
)


def run(tree: Criterion, known: dict):
    return evaluate(tree, known, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)


def plain_test(test: Condition, known: dict):
    answer = known.get(test.fact)
    if isinstance(test.value, Literal):
        needed = test.value.value
    elif isinstance(test.value, Parameter):
        needed = value_on(ALL_PARAMETERS[test.value.name], DAY)
    else:
        needed = GROUPS[test.value.name].on(DAY)
    if answer is None or needed is None:
        return None
    if test.steps:
        answer, needed = STEPS.index(answer), STEPS.index(needed)
    return {
        Operator.IS: lambda: answer == needed,
        Operator.GTE: lambda: answer >= needed,
        Operator.LTE: lambda: answer <= needed,
        Operator.IN: lambda: answer in needed,
        Operator.NOT_IN: lambda: answer not in needed,
        Operator.OVERLAPS: lambda: bool(answer & needed),
        Operator.DISJOINT: lambda: not answer & needed,
    }[test.op]()


def plain(node: Criterion, known: dict):
    """The published rules, word for word."""
    if isinstance(node, Test):
        return plain_test(node.condition, known)
    if isinstance(node, Points):
        sure = most = 0
        for item in node.items:
            values = [(tier.points, plain_test(tier.condition, known)) for tier in item.tiers]
            sure += max([points for points, value in values if value is True], default=0)
            most += max([points for points, value in values if value is not False], default=0)
        return True if sure >= node.at_least else False if most < node.at_least else None
    values = [plain(part, known) for part in node.parts]
    if isinstance(node, Count):
        met, failed = values.count(True), values.count(False)
        return True if met >= node.at_least else False if failed > len(values) - node.at_least else None
    if isinstance(node, All):
        return False if False in values else None if None in values else True
    return True if True in values else None if None in values else False


VERDICTS = {True: Eligibility.ELIGIBLE, False: Eligibility.NOT_ELIGIBLE, None: Eligibility.UNDETERMINED}


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_verdict_is_that_of_a_plain_reading_of_the_rules(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    result = run(tree, known)
    assert result.verdict is VERDICTS[plain(tree, known)]
    for traced, node in zip(result.trace, walk(tree), strict=True):
        assert traced.id == node.id
        expected = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}[plain(node, known)]
        assert traced.verdict is expected


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_one_answer_more_never_turns_a_decided_result(data):
    tree = data.draw(trees())
    known = {fact: answer for fact, answer in data.draw(answers(tree)).items() if answer is not None}
    before = run(tree, known).verdict
    left = [fact for fact in facts_of(tree) if fact not in known]
    if left:
        fact = data.draw(st.sampled_from(left))
        after = run(tree, {**known, fact: data.draw(st.sampled_from(domain(fact)))}).verdict
        assert before is Eligibility.UNDETERMINED or after is before


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_order_of_parts_does_not_matter_to_the_verdict(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))

    def turned(node):
        if isinstance(node, All | Any | Count):
            return replace(node, parts=tuple(turned(part) for part in reversed(node.parts)))
        return node

    assert run(turned(tree), known).verdict is run(tree, known).verdict


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_three_valued_laws_hold(data):
    """Idempotence, absorption, De Morgan by opposite tests."""
    a, b = data.draw(trees()), data.draw(trees())
    known = data.draw(answers(a)) | data.draw(answers(b))
    value = plain(a, known)
    for form in (
        All(parts=(a, a)),
        Any(parts=(a, a)),
        All(parts=(a, Any(parts=(a, b)))),
        Any(parts=(a, All(parts=(a, b)))),
    ):
        assert run(form, known).verdict is VERDICTS[value]
    flag = data.draw(st.sampled_from([True, False, None]))
    yes = Test(condition=Condition("flag1", Operator.IS, Literal(True)))
    no = Test(condition=Condition("flag1", Operator.IS, Literal(False)))
    verdicts = {run(All(parts=(yes, no)), {"flag1": flag}).verdict, run(Any(parts=(yes, no)), {"flag1": flag}).verdict}
    expected = {Eligibility.UNDETERMINED} if flag is None else {Eligibility.NOT_ELIGIBLE, Eligibility.ELIGIBLE}
    assert verdicts == expected


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_i_do_not_know_is_the_same_as_no_answer(data):
    tree = data.draw(trees())
    known = data.draw(answers(tree))
    without = {fact: answer for fact, answer in known.items() if answer is not None}
    one, other = run(tree, known), run(tree, without)
    assert (one.verdict, one.unmet, one.ask, one.shortfall) == (other.verdict, other.unmet, other.ask, other.shortfall)


def test_a_parameter_without_a_value_on_the_day_leaves_the_result_open_whatever_is_answered():
    tree = Test(id="posts", condition=Condition("number1", Operator.GTE, Parameter("gone")), fix=Fix.EMPLOYER)
    for known in ({}, {"number1": 3}):
        result = run(tree, known)
        assert result.verdict is Eligibility.UNDETERMINED
        assert result.ask == ()
        assert result.missing_parameters == ("gone",)
    past = evaluate(tree, {"number1": 3}, parameters=ALL_PARAMETERS, on=date(2024, 5, 1))
    assert past.verdict is Eligibility.ELIGIBLE


def test_a_missing_parameter_is_named_only_where_it_keeps_the_result_open():
    gone = Test(id="gone", condition=Condition("number1", Operator.GTE, Parameter("gone")))
    flag = Test(id="flag", condition=Condition("flag1", Operator.IS, Literal(True)))
    assert run(Any(parts=(gone, flag)), {"flag1": True}).missing_parameters == ()
    assert run(All(parts=(gone, flag)), {"flag1": False}).missing_parameters == ()
    assert run(All(parts=(gone, flag)), {"flag1": True}).missing_parameters == ("gone",)
    inner = All(parts=(flag, gone))
    met = Test(id="met", condition=Condition("number2", Operator.LTE, Literal(3)))
    other = Test(id="other", condition=Condition("flag2", Operator.IS, Literal(True)))
    tree = All(parts=(Any(parts=(inner, met)), other))
    assert run(tree, {"number2": 1, "flag1": True}).missing_parameters == ()


def test_a_group_outside_its_dates_is_empty():
    barred = Test(id="open", condition=Condition("set1", Operator.DISJOINT, Group("past")), fix=Fix.STATE)
    known = {"set1": frozenset({"PH"})}
    assert run(barred, known).verdict is Eligibility.ELIGIBLE
    before = evaluate(barred, known, groups=GROUPS, on=date(2024, 5, 1))
    assert before.verdict is Eligibility.NOT_ELIGIBLE
    assert run(barred, {}).verdict is Eligibility.UNDETERMINED, "an unanswered fact is unknown even then"


def test_a_bound_tree_gives_the_same_and_a_day_must_be_stated():
    tree = Test(id="adult", condition=Condition("number1", Operator.GTE, Literal(2)))
    bound = bind(tree, on=DAY)
    assert isinstance(bound, Bound)
    assert evaluate(bound, {"number1": 2}).verdict is Eligibility.ELIGIBLE
    assert bound.facts == ("number1",)
    with pytest.raises(TypeError, match="State the day"):
        evaluate(tree, {})


def test_a_parameter_or_group_that_nobody_gives_is_an_error_and_not_unknown():
    with pytest.raises(KeyError):
        bind(Test(condition=Condition("number1", Operator.GTE, Parameter("known"))), on=DAY)
    with pytest.raises(KeyError):
        bind(Test(condition=Condition("set1", Operator.OVERLAPS, Group("two"))), on=DAY)
    with pytest.raises(UnfitAnswer, match="no step"):
        bind(
            Test(condition=Condition("step1", Operator.GTE, Parameter("known"), STEPS)),
            parameters=ALL_PARAMETERS,
            on=DAY,
        )


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("number1", "2"),
        ("number1", True),
        ("flag1", 1),
        ("flag1", "true"),
        ("step1", "Z"),
        ("step1", False),
        ("code1", False),
        ("set1", ["PH"]),
        ("set1", "PH"),
    ],
)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_an_answer_that_was_not_accepted_against_its_question_is_refused(fact, answer, data):
    test = data.draw(condition(fact).filter(lambda each: not isinstance(each.value, Parameter)))
    with pytest.raises(UnfitAnswer):
        run(Test(condition=test), {fact: answer})


def test_a_points_system_traces_what_is_sure_and_what_is_possible():
    from alianza.vocabulary.criterion import Item, Tier

    item = Item(
        "p",
        (
            Tier(1, Condition("number1", Operator.GTE, Literal(1))),
            Tier(3, Condition("flag1", Operator.IS, Literal(True))),
        ),
    )
    tree = Points(id="points", at_least=2, items=(item,))
    assert run(tree, {"number1": 2}).trace[0].points == (1, 3)
    assert run(tree, {"number1": 2, "flag1": False}).trace[0].points == (1, 1)
    assert run(tree, {"number1": 2, "flag1": False}).shortfall == {"points": 1}
