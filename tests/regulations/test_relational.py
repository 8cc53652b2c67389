"""A whole registry at once says what the engine says person by person: on every row, for all three values."""

from datetime import date

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.eligibility import bind
from alianza.regulations import dictionary
from alianza.regulations.relational import to_relation
from alianza.regulations.sheets import seed_sheets
from alianza.vocabulary.criterion import Condition, Literal, Operator, Parameter, Test, facts_of
from alianza.vocabulary.facts import COUNTRY, Kind, UnfitAnswer
from tests.engines.eligibility.trees import ALL_PARAMETERS, DAY, FACTS, GROUPS, RELATIONS, answers, trees

KINDS = {"flag": "boolean", "number": "int64", "step": "string", "code": "string", "set": "array<string>"}
SCHEMA = {fact: KINDS[fact.rstrip("0123456789")] for fact in FACTS}


@pytest.fixture(scope="module")
def duckdb():
    return ibis.duckdb.connect()


def row(known):
    return {fact: sorted(known[fact]) if isinstance(known.get(fact), frozenset) else known.get(fact) for fact in SCHEMA}


def values(duckdb, expression):
    return [None if value is None else bool(value) for value in duckdb.to_pyarrow(expression).to_pylist()]


@given(st.data())
@settings(max_examples=RELATIONS, deadline=None)
def test_the_relation_and_the_engine_agree_on_every_row_and_all_three_values(duckdb, data):
    tree = data.draw(trees())
    people = data.draw(st.lists(answers(tree), min_size=1, max_size=8))
    table = ibis.memtable([row(known) for known in people], schema=SCHEMA)
    bound = bind(tree, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)
    relation = to_relation(tree, table, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)
    column = table.mutate(value=relation).value  # a tree that tests no column is a scalar, with no rows of its own
    assert values(duckdb, column) == [bound.truth(known) for known in people]


@given(st.data())
@settings(max_examples=RELATIONS // 2, deadline=None)
def test_what_is_the_same_for_every_row_may_enter_as_a_literal(duckdb, data):
    tree = data.draw(trees())
    people = data.draw(st.lists(answers(tree), min_size=1, max_size=4))
    order = {fact: answer for fact, answer in data.draw(answers(tree)).items() if answer is not None}
    table = ibis.memtable([row(known) for known in people], schema=SCHEMA)
    bound = bind(tree, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY)
    relation = to_relation(tree, table, parameters=ALL_PARAMETERS, groups=GROUPS, on=DAY, literals=order)
    column = table.mutate(value=relation).value
    assert values(duckdb, column) == [bound.truth({**known, **order}) for known in people]


def _example(fact, number):
    if fact.kind is Kind.BOOLEAN:
        return number % 2 == 0
    if fact.kind is Kind.SCALE:
        return fact.steps[number % len(fact.steps)]
    if fact.kind.is_number:
        return (0, 2, 9, 18, 36, 41, 1300, 45000)[number % 8]
    if fact.of == COUNTRY:
        codes = ("PH", "NP", "DE", "MX", "AF", "TO", "BO")
        return frozenset({codes[number % 7]}) if fact.kind is Kind.SET else codes[number % 7]
    return sorted(fact.members)[number % len(fact.members)]


@pytest.mark.parametrize("name", [name for name, sheet in seed_sheets().items() if sheet.tree])
def test_every_sheet_says_the_same_of_a_registry_as_of_each_person(duckdb, name):
    sheet, known_facts, on = seed_sheets()[name], dictionary.facts(), date(2025, 8, 1)
    facts = [known_facts[fact] for fact in facts_of(sheet.tree)]
    types = {Kind.BOOLEAN: "boolean", Kind.SCALE: "string", Kind.CODE: "string", Kind.SET: "array<string>"}
    schema = {fact.id: types.get(fact.kind, "float64") for fact in facts}
    people = [dict(case.facts) for case in sheet.cases]
    people += [
        {
            fact.id: _example(fact, person * 7 + place * (person % 5 + 1))
            for place, fact in enumerate(facts)
            if (person + place) % 4
        }
        for person in range(40)
    ]
    rows = [
        {
            fact.id: sorted(known[fact.id]) if isinstance(known.get(fact.id), frozenset) else known.get(fact.id)
            for fact in facts
        }
        for known in people
    ]
    table = ibis.memtable(rows, schema=schema)
    bound = bind(sheet.tree, parameters=sheet.series(), groups=dictionary.groups(), on=on)
    relation = to_relation(sheet.tree, table, parameters=sheet.series(), groups=dictionary.groups(), on=on)
    assert values(duckdb, table.mutate(value=relation).value) == [bound.truth(known) for known in people]


def test_a_column_may_have_another_name_and_a_fact_without_one_is_unknown(duckdb):
    adult = Test(condition=Condition("person.age", Operator.GTE, Literal(18)))
    table = ibis.memtable({"age": [17, 18, None]}, schema={"age": "int64"})
    relation = to_relation(adult, table, on=DAY, columns={"person.age": "age"})
    assert values(duckdb, relation) == [False, True, None]
    nothing = table.mutate(value=to_relation(adult, table, on=DAY)).value
    assert values(duckdb, nothing) == [None, None, None]


def test_what_the_engine_refuses_the_relation_refuses():
    adult = Test(condition=Condition("person.age", Operator.GTE, Parameter("age")))
    table = ibis.memtable({"age": [17]}, schema={"age": "int64"})
    with pytest.raises(KeyError):
        to_relation(adult, table, on=DAY)
    with pytest.raises(UnfitAnswer):
        to_relation(
            Test(condition=Condition("person.age", Operator.GTE, Literal(18))),
            table,
            on=DAY,
            literals={"person.age": "old"},
        )
