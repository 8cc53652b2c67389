import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from alianza.engines.flows import AccountError, account, closed
from alianza.engines.flows._repair import Cut, nearest


def cut(inside, most):
    return Cut("start", np.array(inside, bool), np.ones(1, bool), most)


def test_one_limit_lowers_those_inside_and_lifts_the_others_in_proportion():
    assert nearest(np.array([10.0, 20, 30, 40]), [cut([1, 1, 0, 0], 15)]) == pytest.approx(
        [5, 10, 30 * 85 / 70, 40 * 85 / 70]
    )


def test_several_limits_are_kept_at_once():
    wanted = np.array([10.0, 20, 30, 40])
    made = nearest(wanted, [cut([1, 1, 0, 0], 12), cut([0, 1, 1, 0], 30), cut([0, 0, 0, 1], 70)])
    assert made.sum() == pytest.approx(100)
    assert made[:2].sum() == pytest.approx(12)
    assert made[1:3].sum() == pytest.approx(30)
    assert made[3] < 70


def test_a_limit_of_nothing_leaves_nothing():
    assert nearest(np.array([10.0, 20]), [cut([1, 0], 0)]).tolist() == [0, 30]


def test_limits_that_contradict_each_other_have_no_counts():
    assert nearest(np.array([10.0, 20]), [cut([1, 0], 5), cut([0, 1], 5)]) is None


def carried(A, C):
    """Whether any counts will do, by a linear programme over all cells of both tables."""
    k, n = A.shape
    cells = [*(("A", *at) for at in np.argwhere(A > 0)), *(("C", *at) for at in np.argwhere(C > 0))]
    equal = np.zeros((k + 2 * n, len(cells)))
    for number, (table, row, column) in enumerate(cells):
        equal[row, number] = 1 if table == "A" else -1
        equal[k + column + (n if table == "C" else 0), number] = 1
    right = np.concatenate([np.zeros(k), A.sum(axis=0), C.sum(axis=0)]) / A.sum()
    return linprog(np.zeros(len(cells)), A_eq=equal, b_eq=right).status == 0


@given(st.integers(0, 10**6), st.integers(2, 7), st.sampled_from([0.1, 0.3, 0.8]))
@settings(deadline=None, max_examples=60, derandomize=True)
def test_whatever_can_be_carried_is_and_what_cannot_is_said(number, n, density):
    rng = np.random.default_rng(number)
    tables = []
    for _ in range(2):
        table = rng.lognormal(4, 2, (n, n)) * (rng.random((n, n)) < density)
        table[np.arange(n), np.arange(n)] = rng.lognormal(9, 1, n)
        tables.append(table)
    try:
        held = account(*tables, np.zeros(n), np.zeros(n))
    except AccountError:
        return
    margins = closed(held)
    if margins.status == "converged":
        assert margins.before.sum(axis=1) == pytest.approx(margins.after.sum(axis=1), rel=1e-6, abs=1e-6)
        assert margins.before.sum(axis=0) == pytest.approx(held.before.sum(axis=0))
        assert not margins.before[held.before == 0].any()
    else:
        assert margins.infeasible
    if not carried(held.before, held.after):
        assert margins.status == "not_converged"
