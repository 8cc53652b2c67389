"""The forms in matrices of two dimensions against the iterated table of three."""

import numpy as np
import pytest

from alianza.engines.flows import AccountError, account, closed, independence, minimum, pseudo_bayes
from alianza.engines.scaling import scale, scale_to_margins
from tests.engines.flows.accounts import made_up


def margins_of(n, seed=0, extra=0):
    return closed(account(*made_up(n, seed, extra=extra)))


def three_way(margins, W, *, diagonal):
    """Flows y[i, j, k] by cyclic scaling of the whole table of three dimensions."""
    A, C = margins.before, margins.after
    seed = np.repeat(W[:, :, None], len(A), axis=2)
    stay = np.zeros(A.shape) if diagonal else np.minimum(A, C)
    if not diagonal:
        seed[np.arange(len(W)), np.arange(len(W))] = 0.0
    out, inn = (A - stay).T, (C - stay).T
    inn = inn * (out.sum(axis=0) / inn.sum(axis=0))
    return scale_to_margins(seed, {(0, 2): out, (1, 2): inn}, tolerance=1e-13, most_sweeps=3000).table


def by_role(y):
    n = y.shape[0]
    off = ~np.eye(n, dtype=bool)
    outward = np.array([[y[i, j, i] for j in range(n)] for i in range(n)]) * off
    returning = np.array([[y[i, j, j] for j in range(n)] for i in range(n)]) * off
    return y.sum(axis=2) * off, outward, returning


@pytest.mark.parametrize("n", [4, 20])
@pytest.mark.parametrize("rule", [minimum, independence])
def test_closed_forms_equal_the_iterated_table_to_a_billionth(n, rule):
    margins = margins_of(n)
    made = rule(margins)
    table, outward, returning = by_role(three_way(margins, np.ones((n, n)), diagonal=rule is independence))
    scale_ = margins.before.max()
    assert np.abs(made.table - table).max() <= 1e-9 * max(1.0, table.max())
    assert np.abs(made.outward - outward).max() <= 1e-9 * max(1.0, table.max())
    assert np.abs(made.returning - returning).max() <= 1e-9 * max(1.0, table.max())
    assert made.error <= 1e-9 * scale_


@pytest.mark.parametrize("rule", [minimum, independence])
def test_seeded_flows_equal_the_iterated_table(rule):
    margins = margins_of(8, 3)
    W = np.random.default_rng(9).lognormal(0, 1, (8, 8))
    made = rule(margins, seed=W)
    table, outward, returning = by_role(three_way(margins, W, diagonal=rule is independence))
    assert made.failed == ()
    for one, other in ((made.table, table), (made.outward, outward), (made.returning, returning)):
        assert np.allclose(one, other, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("rule", [minimum, independence, pseudo_bayes])
def test_a_seed_of_ones_changes_nothing_and_one_per_birthplace_is_the_same_as_one_for_all(rule):
    margins = margins_of(7, 1, extra=1)
    W = np.random.default_rng(2).lognormal(0, 1, (7, 7))
    assert np.allclose(rule(margins, seed=np.ones((7, 7))).table, rule(margins).table, rtol=1e-6, atol=1e-6)
    one = rule(margins, seed=W)
    many = rule(margins, seed=np.repeat(W[None], 8, axis=0))
    for name in ("table", "outward", "returning", "stayers"):
        assert np.allclose(getattr(one, name), getattr(many, name), rtol=1e-5, atol=1e-5)


def test_no_unit_of_the_seed_matters():
    margins = margins_of(6)
    W = np.random.default_rng(4).lognormal(0, 1, (6, 6))
    assert np.allclose(minimum(margins, seed=W).table, minimum(margins, seed=W * 1e-7).table, rtol=1e-6, atol=1e-6)


def test_a_seed_that_forbids_what_must_move_is_told():
    margins = margins_of(5)
    W = np.ones((5, 5))
    W[:, 2] = 0.0
    made = minimum(margins, seed=W)
    assert made.status == "not_converged"
    assert made.failed


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 0.999])
def test_with_fewer_stayers_both_margins_still_hold(share):
    margins = margins_of(6)
    made = minimum(margins, stayers=share)
    assert made.failed == ()
    least = minimum(margins)
    assert made.table.sum() >= least.table.sum() - 1e-6
    leave = margins.before.sum(axis=0) - made.stayers.sum(axis=0)
    assert made.table.sum(axis=1) == pytest.approx(leave, rel=1e-6)
    arrive = margins.after.sum(axis=0) - made.stayers.sum(axis=0)
    assert made.table.sum(axis=0) == pytest.approx(arrive, rel=1e-6)
    if share < 0.9:  # natives who leave cannot all find somebody else's place to go to
        assert [each.code for each in made.cautions] == ["more_stayers"]


def test_fewer_stayers_without_a_hub_equal_a_scaling_with_an_empty_diagonal():
    A = np.array([[30.0, 30, 40], [10, 20, 30], [20, 20, 20]])
    C = np.array([[35.0, 30, 35], [20, 20, 20], [25, 15, 20]])
    held = closed(account(A, C, [0, 0, 0], [0, 0, 0], balance="after"))
    made = minimum(held, stayers=0.1)
    W = 1 - np.eye(3)
    total = np.zeros((3, 3))
    for k in range(3):
        stay = 0.1 * np.minimum(held.before[k], held.after[k])
        out, inn = held.before[k] - stay, held.after[k] - stay
        total += scale(W, out, inn * out.sum() / inn.sum()).table
    assert made.cautions == ()
    assert np.allclose(made.table, total, rtol=1e-6)


@pytest.mark.parametrize(
    ("seed", "said"),
    [(np.ones((2, 2)), "shape"), (-np.ones((5, 5)), "0 or more"), (np.full((5, 5), np.nan), "0 or more")],
)
def test_a_seed_that_is_none_is_refused(seed, said):
    with pytest.raises(AccountError, match=said):
        minimum(margins_of(5), seed=seed)
