"""Regions weigh as among the invited; those with too few answers are joined, and named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.response import LEAST, region_weights

INVITED = {"Africa": 54, "Americas": 35, "Asia": 48, "Europe": 42, "Oceania": 14}
ANSWERED = {"Africa": 28, "Americas": 22, "Asia": 25, "Europe": 35, "Oceania": 8}

regions = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), min_size=1, max_size=7).map(
    lambda rows: [(N, min(N, n)) for N, n in rows]
)


def named(rows):
    return {f"r{i}": N for i, (N, _) in enumerate(rows)}, {f"r{i}": n for i, (_, n) in enumerate(rows)}


def test_weights_are_invited_over_answered():
    found = region_weights(INVITED, ANSWERED)
    assert found.collapsed == ()
    assert found.weight == {name: INVITED[name] / ANSWERED[name] for name in INVITED}
    assert found.classes == tuple((name,) for name in INVITED)
    w = np.repeat([found.weight[name] for name in INVITED], [ANSWERED[name] for name in INVITED])
    assert found.design_effect == pytest.approx(1 + w.var() / w.mean() ** 2)


def test_a_region_with_four_answers_joins_the_next_and_the_last_the_one_before():
    found = region_weights({"A": 10, "B": 20, "C": 30}, {"A": 4, "B": 10, "C": 4})
    assert found.collapsed == (("A", "B", "C"),)  # A to B, C to what B has become
    found = region_weights({"A": 10, "B": 20, "C": 30, "D": 8}, {"A": 4, "B": 10, "C": 12, "D": 2})
    assert found.collapsed == (("A", "B"), ("C", "D"))
    assert found.weight == {"A": 30 / 14, "B": 30 / 14, "C": 38 / 14, "D": 38 / 14}


def test_a_joined_class_goes_on_forward():
    found = region_weights({"A": 9, "B": 9, "C": 9, "D": 9}, {"A": 9, "B": 1, "C": 1, "D": 9})
    assert found.collapsed == (("B", "C", "D"),)


def test_five_answers_are_enough():
    assert region_weights({"A": 10, "B": 10}, {"A": LEAST, "B": 9}).collapsed == ()


def test_the_caller_says_who_is_whose_neighbour():
    found = region_weights(
        {"Africa": 10, "Asia": 20, "Oceania": 8},
        {"Africa": 8, "Asia": 10, "Oceania": 2},
        neighbours={"Oceania": "Africa"},
    )
    assert found.collapsed == (("Africa", "Oceania"),)
    assert found.weight["Oceania"] == 1.8
    assert found.weight["Asia"] == 2.0


def test_one_class_may_be_left_with_few():
    found = region_weights({"A": 5, "B": 5}, {"A": 1, "B": 0})
    assert found.classes == (("A", "B"),)
    assert found.weight == {"A": 10.0, "B": 10.0}
    assert found.design_effect == 1.0


@settings(deadline=None)
@given(regions)
def test_over_the_respondents_the_weights_add_to_the_invited(rows):
    invited, answered = named(rows)
    if not any(answered.values()):
        with pytest.raises(ValueError, match="nobody answered"):
            region_weights(invited, answered)
        return
    found = region_weights(invited, answered)
    assert sum(found.weight[name] * answered[name] for name in invited) == pytest.approx(sum(invited.values()))
    assert found.design_effect >= 1 - 1e-12


@settings(deadline=None)
@given(regions)
def test_every_class_has_enough_or_is_the_only_one_and_is_a_run(rows):
    invited, answered = named(rows)
    if not any(answered.values()):
        return
    found = region_weights(invited, answered)
    assert [name for each in found.classes for name in each] == list(invited)
    assert len(found.classes) == 1 or all(sum(answered[name] for name in each) >= LEAST for each in found.classes)
    assert found.collapsed == tuple(each for each in found.classes if len(each) > 1)
    for each in found.classes:
        weight = sum(invited[name] for name in each) / sum(answered[name] for name in each)
        assert all(found.weight[name] == weight for name in each)


@settings(deadline=None)
@given(regions)
def test_without_need_nothing_is_joined(rows):
    invited, answered = named([(N + 5, n + 5) for N, n in rows])
    assert region_weights(invited, answered).collapsed == ()


@pytest.mark.parametrize(
    ("given_", "more", "sentence"),
    [
        (({}, {}), {}, "names no group"),
        (({"A": 1}, {"B": 1}), {}, "only one of the two has A, B"),
        (({"A": 1}, {"A": 2}), {}, "in A, 2 answered of 1 invited"),
        (({"A": 0}, {"A": 0}), {}, "invited in A: needs a whole number of 1 or more"),
        (({"A": 1}, {"A": -1}), {}, "answered in A: needs a whole number of 0 or more"),
        (({"A": 1, "B": 9}, {"A": 1, "B": 9}), {"neighbours": {"A": "C"}}, "A to C does not lead"),
        (({"A": 1, "B": 9}, {"A": 1, "B": 9}), {"neighbours": {"A": "A"}}, "A to A does not lead"),
        (({"A": 1, "B": 9}, {"A": 1, "B": 9}), {"neighbours": {}}, "A need a neighbour outside to reach 5"),
        (
            ({"A": 1, "B": 1, "C": 9}, {"A": 1, "B": 1, "C": 9}),
            {"neighbours": {"A": "B", "B": "A"}},
            "A, B need a neighbour outside",
        ),
        (({"A": 1}, {"A": 1}), {"least": 0}, "least: needs a whole number of 1 or more"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(given_, more, sentence):
    with pytest.raises(ValueError, match=sentence):
        region_weights(*given_, **more)
