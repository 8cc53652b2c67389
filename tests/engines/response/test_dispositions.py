"""Seven dispositions, and the rates that follow from them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.response import Disposition, classify, coverage, rates, rates_by

D = Disposition


def test_there_are_seven_dispositions():
    assert len(D) == 7
    assert {each.value for each in D} == {
        "complete",
        "partial",
        "break-off",
        "refused",
        "no contact",
        "not eligible",
        "pending",
    }


def test_the_reference_round_has_a_rate_of_0_611():
    found = rates(["complete"] * 118 + ["pending"] * 75)
    assert (found.invited, found.eligible, found.responded) == (193, 193, 118)
    assert found.rr == pytest.approx(0.611, abs=5e-4)
    assert found.rr_plus == found.rr


def test_partial_counts_in_rr_plus_alone_and_only_the_not_eligible_leave_the_denominator():
    found = rates([D.COMPLETE, D.COMPLETE, D.PARTIAL, D.BREAK_OFF, D.REFUSED, D.NO_CONTACT, D.PENDING, D.NOT_ELIGIBLE])
    assert (found.invited, found.eligible) == (8, 7)
    assert found.rr == 2 / 7
    assert found.rr_plus == 3 / 7
    assert found.counts == {each: 2 if each is D.COMPLETE else 1 for each in D}


@pytest.mark.parametrize("nobody", [[], ["not eligible"] * 3])
def test_a_rate_of_nobody_is_no_number_and_not_zero(nobody):
    found = rates(nobody)
    assert found.eligible == 0
    assert np.isnan(found.rr)
    assert np.isnan(found.rr_plus)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(D)), st.sampled_from(["Africa", "Asia", None])), max_size=40))
def test_groups_add_to_the_whole_and_each_is_counted_like_it(invited):
    dispositions = [each for each, _ in invited]
    groups = [group for _, group in invited]
    found = rates_by(dispositions, groups)
    assert set(found) == set(groups)
    whole = rates(dispositions)
    for each in D:
        assert sum(one.counts[each] for one in found.values()) == whole.counts[each] == dispositions.count(each)
    for group, one in found.items():
        alone = rates([each for each, its in invited if its == group])
        assert one.counts == alone.counts
        assert np.array_equal([one.rr, one.rr_plus], [alone.rr, alone.rr_plus], equal_nan=True)


def test_those_of_no_known_group_stand_last_under_none():
    assert list(rates_by(["complete"] * 3, ["B", None, "A"])) == ["A", "B", None]


@pytest.mark.parametrize(
    ("answered", "asked", "submitted", "closed", "wanted"),
    [
        (10, 10, True, True, D.COMPLETE),
        (10, 10, True, False, D.COMPLETE),
        (9, 10, True, True, D.PARTIAL),
        (5, 10, True, True, D.PARTIAL),
        (4, 10, True, True, D.BREAK_OFF),
        (3, 7, False, True, D.BREAK_OFF),  # 43 percent
        (4, 7, False, True, D.PARTIAL),  # 57 percent
        (10, 10, False, True, D.PARTIAL),  # nobody signed it
        (10, 10, False, False, D.PENDING),
        (0, 10, False, True, D.PENDING),
        (0, 10, True, True, D.BREAK_OFF),
        (0, 0, True, True, D.COMPLETE),
        (0, 0, False, True, D.PENDING),
    ],
)
def test_partial_is_at_least_half_of_what_is_required(answered, asked, submitted, closed, wanted):
    assert classify([answered], [asked], submitted=[submitted], closed=closed) == (wanted,)


def test_who_began_without_a_required_answer_broke_off():
    assert classify([0, 0], [4, 4], submitted=[False, False], started=[True, False], closed=True) == (
        D.BREAK_OFF,
        D.PENDING,
    )


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans()).map(lambda t: (min(t[:2]), max(t[:2]), t[2]))
    ),
    st.booleans(),
)
def test_one_more_answer_never_makes_a_disposition_worse(people, closed):
    order = [D.PENDING, D.BREAK_OFF, D.PARTIAL, D.COMPLETE]
    has, of, sent = (np.array([each[i] for each in people], dtype=t) for i, t in enumerate((int, int, bool)))
    before = classify(has, of, submitted=sent, closed=closed)
    after = classify(np.minimum(has + 1, of), of, submitted=sent, closed=closed)
    assert all(order.index(one) <= order.index(other) for one, other in zip(before, after, strict=True))


def test_coverage_is_over_known_sizes_and_says_how_many_are_not_known():
    found = coverage([True, True, False, False], [30.0, np.nan, 10.0, np.nan])
    assert (found.share, found.covered, found.total) == (0.75, 30.0, 40.0)
    assert (found.unknown_responded, found.unknown_silent) == (1, 1)
    assert np.isnan(coverage([True], [np.nan]).share)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: rates(["complete", "lost"]), "dispositions: 'lost' is none of complete, partial"),
        (lambda: rates([["complete"]]), "is none of complete, partial"),
        (lambda: rates_by(["complete"], []), "groups: needs one for each of 1 invited; it has 0"),
        (lambda: classify([1], [1, 2], submitted=[True], closed=True), "have 1 and 2 respondents"),
        (lambda: classify([2], [1], submitted=[True], closed=True), "from 0 to how many were asked"),
        (lambda: classify([float("nan")], [1], submitted=[True], closed=True), "from 0 to how many were asked"),
        (lambda: classify([0.5], [1], submitted=[True], closed=True), "whole number"),
        (lambda: classify([1], [1], submitted=[1], closed=True), "submitted: needs True or False"),
        (lambda: coverage([True], [-1.0]), "size: needs a number of 0 or more"),
        (lambda: coverage([True, False], [1.0]), "responded: needs True or False for each of 1"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()
