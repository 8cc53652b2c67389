"""Two contents compared: every value that differs, nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.fund.versions import differences, words

WORD = st.text("ab 1", max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | WORD
CONTENT = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "id", "minor", "currency"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(CONTENT)
def test_a_content_does_not_differ_from_itself(content: Any) -> None:
    assert differences(content, content) == ()


@given(CONTENT, CONTENT)
def test_it_differs_one_way_as_it_differs_the_other(one: Any, other: Any) -> None:
    there = {(each.path, str(each.before), str(each.after)) for each in differences(one, other)}
    back = {(each.path, str(each.after), str(each.before)) for each in differences(other, one)}
    assert there == back


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_words_give_both_texts_back(one: str, other: str) -> None:
    parts = words(one, other)
    assert "".join(text for what, text in parts if what != "in") == one
    assert "".join(text for what, text in parts if what != "out") == other


def test_results_are_told_apart_by_their_number_and_amounts_are_one_value() -> None:
    before = {
        "expected": [{"number": 1, "target": "40"}, {"number": 2, "target": "5"}],
        "total": {"minor": 1, "currency": "USD"},
    }
    after = {
        "expected": [{"number": 2, "target": "5"}, {"number": 1, "target": "50"}],
        "total": {"minor": 2, "currency": "USD"},
    }
    found = [(each.path, each.before, each.after) for each in differences(before, after)]
    assert found == [
        (("expected", "1", "target"), "40", "50"),
        (("total",), {"minor": 1, "currency": "USD"}, {"minor": 2, "currency": "USD"}),
    ]


@pytest.mark.parametrize(("before", "after", "change"), [({}, {"a": 1}, "added"), ({"a": 1}, {}, "removed")])
def test_what_came_and_what_went(before: dict[str, int], after: dict[str, int], change: str) -> None:
    (found,) = differences(before, after)
    assert (found.path, found.change) == (("a",), change)
