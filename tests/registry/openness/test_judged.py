"""Every row of a table is judged as the one-person engine judges the person: verdict, conditions, nearest miss."""

from collections import Counter

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.eligibility import Eligibility, bind, evaluate
from alianza.registry.openness import count, judge
from alianza.vocabulary.criterion import Any as AnyOf
from alianza.vocabulary.criterion import Condition, Count, Fix, Literal, Operator, Test
from tests.engines.eligibility.trees import ALL_PARAMETERS, DAY, FACTS, GROUPS, RELATIONS, answers, trees

KINDS = {"flag": "boolean", "number": "int64", "step": "string", "code": "string", "set": "array<string>"}
SCHEMA = {fact: KINDS[fact.rstrip("0123456789")] for fact in FACTS}


@pytest.fixture(scope="module")
def duckdb():
    return ibis.duckdb.connect(threads=1)


def table_of(people):
    rows = [
        {"row": number}
        | {fact: sorted(known[fact]) if isinstance(known.get(fact), frozenset) else known.get(fact) for fact in SCHEMA}
        for number, known in enumerate(people)
    ]
    return ibis.memtable(rows, schema={"row": "int64", **SCHEMA})


def check(tree, people, connection, *, table=None, literals=None):
    """Row by row the same verdict, values, nearest miss, burden and shortfall; and the counts are those of the rows."""
    bound = bind(tree, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)
    wanted = [evaluate(bound, {**known, **(literals or {})}) for known in people]
    judged = judge(
        tree,
        table_of(people) if table is None else table,
        parameters=ALL_PARAMETERS,
        groups=GROUPS,
        on=DAY,
        literals=literals,
        keep=("row",),
    )
    found = sorted(connection.to_pyarrow(judged.rows).to_pylist(), key=lambda row: row["row"])
    assert len(found) == len(people)
    for row, result in zip(found, wanted, strict=True):
        assert row["verdict"] is result.values[0]
        assert {each.index: row[each.value] for each in judged.conditions} == {
            each.index: result.values[each.index] for each in judged.conditions
        }
        assert [each.id for each in judged.conditions if row[each.nearest]] == list(result.unmet)
        assert row["burden"] == result.burden
        assert {each.id: row[each.short] for each in judged.conditions if each.is_points and row[each.short]} == dict(
            result.shortfall or {}
        ) or result.verdict is not Eligibility.NOT_ELIGIBLE
    told = count(judged, connection=connection)
    assert told.verdicts() == {each: sum(result.verdict is each for result in wanted) for each in Eligibility}
    nearest = Counter(name for result in wanted for name in result.unmet)
    assert {each.id: each.nearest for each in told.obstacles if each.nearest} == dict(nearest)
    if nearest:
        best = max(nearest.values())
        assert told.most_common is not None
        assert told.most_common.id == next(each.id for each in judged.conditions if nearest[each.id] == best)
    else:
        assert told.most_common is None
    return told


@given(st.data())
@settings(max_examples=RELATIONS, deadline=None)
def test_every_row_is_judged_as_the_engine_judges_the_person(duckdb, data):
    tree = data.draw(trees())
    people = data.draw(st.lists(answers(tree), min_size=1, max_size=8))
    check(tree, people, duckdb)


@given(st.data())
@settings(max_examples=RELATIONS // 2, deadline=None)
def test_what_is_the_same_for_everybody_may_enter_as_a_literal(duckdb, data):
    tree = data.draw(trees())
    people = data.draw(st.lists(answers(tree), min_size=1, max_size=4))
    offer = {fact: answer for fact, answer in data.draw(answers(tree)).items() if answer is not None}
    check(tree, people, duckdb, literals=offer)


def test_of_equal_ways_the_first_written_is_the_nearest_and_a_count_takes_as_many_as_it_lacks(duckdb):
    def number(name, at_least, fix=Fix.SELF):
        return Test(id=name, fix=fix, condition=Condition(f"number{at_least}", Operator.GTE, Literal(1)))

    one, two = number("one", 1), number("two", 2)
    flag = Test(id="flag", fix=Fix.STATE, condition=Condition("flag1", Operator.IS, Literal(True)))
    people = [{"number1": 0, "number2": 0, "flag1": False}, {"number1": 0, "flag1": False}, {}]
    told = check(AnyOf(parts=(flag, one, two)), people, duckdb)
    assert [(each.id, each.nearest) for each in told.obstacles] == [("flag", 0), ("one", 1), ("two", 0)]
    told = check(Count(at_least=2, parts=(flag, one, two)), people, duckdb)
    assert [(each.id, each.nearest) for each in told.obstacles] == [("flag", 0), ("one", 2), ("two", 1)]


def test_nobody_is_counted_as_nobody(duckdb):
    tree = Test(id="flag", condition=Condition("flag1", Operator.IS, Literal(True)))
    told = check(tree, [], duckdb)
    assert (told.people, told.most_common) == (0, None)
