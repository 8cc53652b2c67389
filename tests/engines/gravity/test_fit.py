"""Known answers: statsmodels 0.15.0, GLM Poisson with a dummy for each origin and destination, tolerance 1e-13, on the
corridors of Korea; its HC0 errors times sqrt(n / (n - p)). Identities hold for any Poisson pseudo-likelihood."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.gravity import Collinear, crossed, fit
from tests.engines.gravity.corridors import corridors


def test_korea_agrees_with_statsmodels() -> None:
    c = corridors()
    found = fit(c.flow, c.x, c.effects, names=c.names, cluster=c.pair)
    assert found.status == "ok"
    np.testing.assert_allclose(found.coefficients, [-0.88665414, 0.62007356, 0.78641765], atol=5e-9)
    np.testing.assert_allclose(found.se_model, [0.00030219, 0.00369922, 0.00533223], atol=5e-9)
    np.testing.assert_allclose(found.se_hc1, [0.02332487, 0.17527101, 0.22478489], atol=5e-9)
    np.testing.assert_allclose(found.se_cluster, [0.06876887, 0.09158763, 0.13117766], atol=5e-9)
    assert found.deviance == pytest.approx(4756632.68869919, rel=1e-12)
    assert (found.observations, found.parameters, found.clusters) == (2448, 36, 272)
    assert not found.separated.any()


def test_one_year_of_korea_agrees_with_statsmodels() -> None:
    c = corridors()
    last = c.year == 8
    found = fit(c.flow[last], c.x[last][:, :1], [c.origin[last], c.destination[last]])
    assert found.coefficients == pytest.approx([-0.92015038], abs=5e-9)
    assert found.se_model == pytest.approx([0.00090972], abs=5e-9)
    assert found.deviance == pytest.approx(502172.6553297235, rel=1e-12)


@pytest.mark.parametrize("by_period", [False, True])
def test_fitted_totals_are_the_observed_totals(by_period: bool) -> None:
    c = corridors()
    codes = [crossed(c.year, each)[0] for each in c.effects] + [crossed(c.origin, c.destination)[0]]
    effects = codes if by_period else c.effects
    found = fit(c.flow, c.x[:, :0] if by_period else c.x, effects)
    for code in effects:
        np.testing.assert_allclose(np.bincount(code, found.fitted), np.bincount(code, c.flow), rtol=1e-8)


def test_the_parts_add_up_to_the_fitted_flow() -> None:
    c = corridors()
    found = fit(c.flow, c.x, c.effects)
    parts = c.x @ found.coefficients + found.effects[0][c.origin] + found.effects[1][c.destination]
    np.testing.assert_allclose(np.exp(parts), found.fitted, rtol=1e-10)
    assert found.effects[1].mean() == pytest.approx(0, abs=1e-12)
    # At other slopes the effects follow, so that what the effects take of the covariates has no say.
    np.testing.assert_allclose(
        sum(takes[code] for takes, code in zip(found.effects_of_covariates, c.effects, strict=True)).T @ found.fitted,
        c.x.T @ found.fitted,
        rtol=1e-10,
    )


def test_without_covariates_two_effects_are_independence() -> None:
    """On a whole table the fit is row total x column total / total."""
    table = np.array([[3.0, 0.0, 5.0], [2.0, 7.0, 1.0]])
    o, d = (each.ravel() for each in np.indices(table.shape))
    found = fit(table.ravel(), np.empty((6, 0)), [o, d])
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    np.testing.assert_allclose(found.fitted.reshape(2, 3), expected, rtol=1e-9)


def test_one_dummy_without_effects_is_the_log_ratio_of_means() -> None:
    found = fit([1.0, 3.0, 8.0, 12.0], [[0.0], [0.0], [1.0], [1.0]], [])
    assert found.coefficients == pytest.approx([np.log(10 / 2)])
    assert found.se_model == pytest.approx([np.sqrt(1 / 4 + 1 / 20)])


def test_many_levels_are_solved_without_a_dense_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    c = corridors()
    dense = fit(c.flow, c.x, c.effects)
    monkeypatch.setattr("alianza.engines.gravity._effects.DENSE_LEVELS", 3)
    iterated = fit(c.flow, c.x, c.effects)
    np.testing.assert_allclose(iterated.coefficients, dense.coefficients, rtol=1e-9)
    np.testing.assert_allclose(iterated.se_hc1, dense.se_hc1, rtol=1e-7)


def made_up(seed: int, places: int = 7, covariates: int = 2):
    rng = np.random.default_rng(seed)
    o, d = (each.ravel() for each in np.indices((places, places)))
    o, d = o[o != d], d[o != d]
    x = rng.normal(size=(len(o), covariates))
    flow = rng.poisson(np.exp(x @ rng.normal(size=covariates) + rng.normal(size=places)[o] + 1))
    return flow.astype(float), x, o, d


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1e-3, 7.0, 1e6]))
def test_order_and_units_do_not_matter(seed: int, unit: float) -> None:
    flow, x, o, d = made_up(seed)
    if fit(flow, x, [o, d]).omitted:
        return
    found = fit(flow, x, [o, d], cluster=o)
    order = np.random.default_rng(seed + 1).permutation(len(flow))
    shuffled = fit(flow[order] * unit, x[order] * [1, 100], [o[order], d[order]], cluster=o[order])
    np.testing.assert_allclose(shuffled.coefficients * [1, 100], found.coefficients, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(shuffled.se_hc1 * [1, 100], found.se_hc1, rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(shuffled.se_cluster * [1, 100], found.se_cluster, rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(shuffled.fitted / unit, found.fitted[order], rtol=1e-5, atol=1e-8)
    assert (shuffled.separated == found.separated[order]).all()


def test_what_the_effects_determine_is_refused_by_name() -> None:
    flow, x, o, d = made_up(1)
    population = np.arange(7.0)[o]
    with pytest.raises(Collinear, match="the covariate population is determined by the effects alone"):
        fit(flow, np.column_stack([x, population]), [o, d], names=["far", "near", "population"])


def test_what_other_covariates_determine_is_refused_by_name() -> None:
    flow, x, o, d = made_up(1)
    double = 2 * x[:, 0] + np.arange(7.0)[d]
    with pytest.raises(Collinear) as refusal:
        fit(flow, np.column_stack([x, double]), [o, d], names=["far", "near", "double"])
    assert {refusal.value.name, *refusal.value.others} == {"far", "double"}


@pytest.mark.parametrize(
    ("flow", "x", "said"),
    [
        ([1.0, np.nan], [[1.0], [2.0]], "flow is missing or infinite at observation 1"),
        ([1.0, 2.0], [[1.0], [np.inf]], "x0 is missing or infinite at observation 1"),
        ([1.0, -2.0], [[1.0], [2.0]], "observation 1 is negative"),
        ([0.0, 0.0], [[1.0], [2.0]], "no flow above zero"),
        ([0.0, 1.0], [[1.0]], "do not belong together"),
    ],
)
def test_what_cannot_be_fitted_is_refused(flow, x, said) -> None:
    with pytest.raises(ValueError, match=said):
        fit(flow, x, [])


def test_too_few_iterations_are_not_called_converged() -> None:
    c = corridors()
    assert fit(c.flow, c.x, c.effects, iterations=2).status == "not_converged"


def test_a_saturated_model_has_no_errors_rather_than_small_ones() -> None:
    found = fit([1.0, 2.0, 4.0, 9.0], np.empty((4, 0)), [np.arange(4)])
    assert found.status == "ok"
    assert found.deviance == pytest.approx(0, abs=1e-9)
    assert np.isnan(found.dispersion)
