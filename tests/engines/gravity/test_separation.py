"""Separation against its definition: a linear programme looks for the combination that is zero wherever people move."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from alianza.engines.gravity import fit


def certain_zeros(flow, x, codes):
    """Observations at which some combination of columns is above 0, while it is 0 at every flow and nowhere below."""
    columns = np.column_stack([x, *[np.eye(code.max() + 1)[code] for code in codes]])
    zero = flow == 0
    answer = linprog(
        np.concatenate([np.zeros(columns.shape[1]), -np.ones(zero.sum())]),
        A_ub=np.block([-columns[zero], np.eye(zero.sum())]),  # z <= combination, 0 <= z <= 1
        b_ub=np.zeros(zero.sum()),
        A_eq=np.hstack([columns[~zero], np.zeros(((~zero).sum(), zero.sum()))]),
        b_eq=np.zeros((~zero).sum()),
        bounds=[(None, None)] * columns.shape[1] + [(0, 1)] * int(zero.sum()),
    )
    found = np.zeros(len(flow), bool)
    found[np.flatnonzero(zero)] = answer.x[columns.shape[1] :] > 1e-6
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 3), st.floats(0.2, 0.75))
def test_the_separated_are_those_that_the_definition_names(seed: int, covariates: int, zeros: float) -> None:
    rng = np.random.default_rng(seed)
    o, d = (each.ravel() for each in np.indices((5, 5)))
    x = rng.integers(-1, 2, (25, covariates)).astype(float)
    flow = np.where(rng.random(25) < zeros, 0.0, rng.integers(1, 9, 25))
    if not flow.any():
        return
    try:
        found = fit(flow, x, [o, d])
    except ValueError:  # collinear covariates are refused before anything is dropped
        return
    assert found.status != "separation_unresolved"
    assert (found.separated == certain_zeros(flow, x, [o, d])).all()
    assert (found.fitted[found.separated] == 0).all()


def test_a_place_without_any_flow_is_separated_and_fitted_as_zero() -> None:
    rng = np.random.default_rng(3)
    o, d = (each.ravel() for each in np.indices((6, 6)))
    flow = rng.poisson(9, 36) * (o != 2)
    x = rng.normal(size=(36, 1))
    found = fit(flow, x, [o, d])
    assert found.separated.tolist() == (o == 2).tolist()
    assert found.effects[0][2] == -np.inf
    others = o != 2
    again = fit(flow[others], x[others], [np.unique(o[others], return_inverse=True)[1], d[others]])
    assert again.coefficients == pytest.approx(found.coefficients)
    assert again.deviance == pytest.approx(found.deviance)


def test_a_covariate_that_only_separated_corridors_have_gets_no_slope() -> None:
    rng = np.random.default_rng(4)
    o, d = (each.ravel() for each in np.indices((6, 6)))
    flow = rng.poisson(9, 36) + 1
    closed = np.zeros(36)
    closed[[3, 17]] = 1
    flow[[3, 17]] = 0
    found = fit(flow, np.column_stack([rng.normal(size=36), closed]), [o, d], names=["far", "closed"])
    assert np.flatnonzero(found.separated).tolist() == [3, 17]
    assert found.omitted == ("closed",)
    assert np.isnan(found.se_hc1[1]) and found.se_hc1[0] > 0


def test_separation_is_found_with_three_effects() -> None:
    o, d, t = (each.ravel() for each in np.indices((4, 4, 3)))
    rng = np.random.default_rng(5)
    flow = rng.poisson(5, 48) + 1
    gone = (o == 1) & (d == 2)
    flow[gone] = 0
    found = fit(flow, rng.normal(size=(48, 1)), [o * 3 + t, d * 3 + t, o * 4 + d])
    assert found.separated.tolist() == gone.tolist()
