import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.scaling import CONVERGED, INFEASIBLE, feasibility, scale, scale_many, scale_one_margin


def swept(seed, rows, columns, sweeps=20000):
    """Plain iterative proportional fitting, as the textbooks have it."""
    table = np.array(seed, float)
    for _ in range(sweeps):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
    return table


@st.composite
def solvable(draw, most=7):
    """A seed with holes, and the totals of some table with the same holes: there is a solution."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    seed = rng.lognormal(0, 2, (n, m)) * (rng.random((n, m)) < 0.7)
    true = seed * rng.lognormal(0, 1, (n, m)) * 1000
    return seed, true.sum(axis=1), true.sum(axis=0)


def test_known_table_of_deming_and_stephan_form():
    """A 3 x 3 table worked by hand: rank one seeds give rows times columns over the total."""
    made = scale(np.ones((3, 3)), [10, 20, 30], [15, 15, 30])
    assert np.allclose(made.table, np.outer([10, 20, 30], [15, 15, 30]) / 60)


def test_it_is_the_fixed_point_of_plain_sweeps():
    rng = np.random.default_rng(3)
    seed, true = rng.lognormal(0, 2, (12, 9)), rng.lognormal(3, 2, (12, 9))
    made = scale(seed, true.sum(axis=1), true.sum(axis=0))
    assert made.converged
    assert np.allclose(made.table, swept(seed, true.sum(axis=1), true.sum(axis=0)), rtol=1e-8)


@given(solvable())
@settings(deadline=None, max_examples=60)
def test_totals_are_met_zeros_stay_and_factors_make_the_table(case):
    seed, rows, columns = case
    made = scale(seed, rows, columns)
    assert made.status == CONVERGED
    assert max(made.row_error, made.column_error) <= 1e-9 * max(rows.max(), 1e-300)
    assert not made.table[seed == 0].any()
    assert np.array_equal(made.table, (made.row_factor[:, None] * seed) * made.column_factor)


@given(solvable(), st.floats(1e-6, 1e6), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_neither_unit_nor_order_matters(case, unit, shuffle):
    seed, rows, columns = case
    order = list(range(len(rows)))
    shuffle.shuffle(order)
    made = scale(seed, rows, columns).table
    other = scale(seed[order] * 7, rows[order] * unit, columns * unit).table
    assert np.allclose(other, made[order] * unit, rtol=1e-6, atol=1e-8 * unit * max(rows.max(), 1e-300))


def test_a_total_of_zero_empties_its_row():
    made = scale([[1, 2], [3, 4]], [0, 7], [3, 4])
    assert made.table.tolist() == [[0, 0], [3, 4]]
    assert scale([[1.0]], [0], [0]).status == CONVERGED


def test_totals_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="contradict each other"):
        scale([[1, 1], [1, 1]], [1, 2], [1, 1])


@pytest.mark.parametrize(
    ("seed", "rows", "said"),
    [([[1, -1]], [2], "negative"), ([[1, np.nan]], [2], "missing"), ([[1, 1]], [1, 1], "shape")],
)
def test_what_cannot_be_scaled_is_refused(seed, rows, said):
    with pytest.raises(ValueError, match=said):
        scale(seed, rows, [1, 1])


def test_infeasible_is_proved_with_the_rows_that_are_stuck():
    made = scale([[1, 1, 1], [1, 1, 0], [1, 1, 0]], [10, 40, 50], [20, 30, 50])
    assert made.status == INFEASIBLE
    assert made.blocked.rows.tolist() == [1, 2]
    assert made.blocked.columns.tolist() == [0, 1]
    assert made.blocked.shortfall == pytest.approx(40)
    assert np.isfinite(made.table).all()


def test_an_empty_row_that_should_hold_something_is_infeasible():
    assert scale([[0, 0], [1, 1]], [1, 1], [1, 1]).status == INFEASIBLE


def test_a_table_on_the_brink_converges_with_a_cell_going_to_zero():
    """Rows 1 and 2 fill columns 0 and 1 to the brim, so that row 0 has to leave them."""
    made = scale([[1, 1, 1], [1, 1, 0], [1, 1, 0]], [50, 20, 30], [20, 30, 50])
    assert made.converged
    assert made.table[0] == pytest.approx([0, 0, 50], abs=1e-6)


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 6))
@settings(deadline=None, max_examples=60)
def test_feasibility_agrees_with_a_linear_programme(number, n, m):
    from scipy.optimize import linprog

    rng = np.random.default_rng(number)
    support = rng.random((n, m)) < 0.5
    rows = rng.integers(0, 9, n) * 1.0
    columns = rng.multinomial(int(rows.sum()), np.ones(m) / m) * 1.0
    cells = np.argwhere(support)
    equal = np.zeros((n + m, len(cells)))
    for at, (i, j) in enumerate(cells):
        equal[i, at] = equal[n + j, at] = 1
    if len(cells):
        found = linprog(np.zeros(len(cells)), A_eq=equal, b_eq=[*rows, *columns]).status == 0
    else:
        found = rows.sum() == 0
    answer = feasibility(support, rows, columns)
    assert answer.feasible == found
    if not found:
        reached = support[answer.rows].any(axis=0)
        assert np.flatnonzero(reached).tolist() == answer.columns.tolist()
        assert rows[answer.rows].sum() - columns[answer.columns].sum() == pytest.approx(answer.shortfall)
        assert answer.shortfall > 0


def test_a_small_lack_in_a_large_total_is_seen():
    rows, columns = np.array([5e9, 100.0]), np.array([5e9 + 1, 99.0])
    answer = feasibility([[0, 1], [1, 1]], rows[::-1], columns)
    assert not answer.feasible or answer.shortfall < 1
    answer = feasibility([[1, 0], [0, 1]], rows, columns)
    assert not answer.feasible
    assert answer.shortfall == pytest.approx(1)


def test_one_margin_takes_one_step():
    assert scale_one_margin([[2, 2], [0, 0]], [8, 0]).table.tolist() == [[4, 4], [0, 0]]
    assert scale_one_margin([[0, 0]], [1]).status == INFEASIBLE


def test_many_tables_at_once_are_those_one_by_one():
    rng = np.random.default_rng(5)
    W = rng.lognormal(0, 1, (6, 6)) * (1 - np.eye(6))
    true = W * rng.lognormal(0, 1.5, (4, 6, 6))
    rows, columns = true.sum(axis=2), true.sum(axis=1)
    made = scale_many(W, rows, columns)
    assert made.status == (CONVERGED,) * 4
    for k in range(4):
        alone = scale(W, rows[k], columns[k])
        assert np.allclose(made.row_factor[k][:, None] * W * made.column_factor[k], alone.table, rtol=1e-6)


def test_among_many_the_impossible_one_is_named():
    made = scale_many([[0, 1], [1, 0]], [[1, 1], [1, 2]], [[1, 1], [1, 2]])
    assert made.status == (CONVERGED, INFEASIBLE)
    assert made.failed.tolist() == [1]
