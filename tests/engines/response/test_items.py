"""Missing is not zero, and not asked is not missing."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from alianza.engines.response import MISSING, NOT_ASKED, choice, classify, item_response, rates, required_items

tables = arrays(np.int16, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=6), elements=st.integers(-2, 3))


def test_a_hidden_question_lowers_no_rate():
    found = item_response([[0, MISSING, NOT_ASKED], [1, 2, NOT_ASKED], [0, NOT_ASKED, NOT_ASKED]])
    assert found.asked.tolist() == [3, 2, 0]
    assert found.not_asked.tolist() == [0, 1, 3]
    assert found.rate[:2].tolist() == [1.0, 0.5]
    assert np.isnan(found.rate[2])


@settings(deadline=None)
@given(tables)
def test_counts_are_those_of_counting_cell_by_cell(table):
    found = item_response(table)
    for question in range(table.shape[1]):
        column = table[:, question].tolist()
        assert found.missing[question] == column.count(-1)
        assert found.not_asked[question] == column.count(-2)
        assert found.answered[question] == sum(each >= 0 for each in column)
        assert found.asked[question] == found.answered[question] + found.missing[question]


@settings(deadline=None)
@given(tables, st.data())
def test_required_questions_are_counted_by_respondent(table, data):
    required = np.array(data.draw(st.lists(st.booleans(), min_size=table.shape[1], max_size=table.shape[1])))
    found = required_items(table, required)
    for row, answered, asked in zip(table[:, required].tolist(), found.answered, found.asked, strict=True):
        assert answered == sum(each >= 0 for each in row)
        assert asked == sum(each != -2 for each in row)


@settings(deadline=None)
@given(tables)
def test_the_order_of_respondents_does_not_matter(table):
    one, other = item_response(table), item_response(table[::-1])
    assert np.array_equal(one.rate, other.rate, equal_nan=True)


def test_nobody_has_no_rate():
    found = item_response(np.empty((0, 2), dtype=np.int16))
    assert found.asked.tolist() == [0, 0]
    assert np.isnan(found.rate).all()


def test_ten_thousand_respondents_and_five_hundred_questions_take_seconds():
    chance = np.random.default_rng(5)
    table = chance.integers(-2, 10, (10_000, 500), dtype=np.int16)
    weights = np.full(10_000, 1.25)
    began = time.process_time()
    whole = item_response(table)
    found = required_items(table, np.ones(500, dtype=bool))
    rates(classify(found.answered, found.asked, submitted=np.ones(10_000, dtype=bool), closed=True))
    each = [choice(table[:, q], options=10, invited=12_500, weights=weights) for q in range(500)]
    assert time.process_time() - began < 5
    assert [one.answered for one in each] == whole.answered.tolist()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([[0, -3]], "holds -3; below 0 there are only -1"),
        ([[0.0, 1.0]], "holds float64 where whole numbers are needed"),
        ([0, 1], "has 1 dimensions where 2 are needed"),
    ],
)
def test_a_table_of_anything_else_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        item_response(wrong)


def test_what_is_required_is_said_of_every_question():
    with pytest.raises(ValueError, match="required: needs True or False for each of 2"):
        required_items([[0, 1]], [True])
