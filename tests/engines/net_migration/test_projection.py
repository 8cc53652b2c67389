import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alianza.engines.net_migration import age_split, coverage, project, schedule, zero_sum
from tests.engines.net_migration.world import posterior, rates


def rng(seed: int = 2) -> np.random.Generator:
    return np.random.default_rng(seed)


PEOPLE = np.tile(np.geomspace(1e5, 1e9, 201), (4, 1))


@pytest.mark.parametrize("zero", ["population", "half-way"])
def test_every_path_sums_to_zero_in_every_period(zero) -> None:
    found = project(posterior(), periods=4, rng=rng(), population=PEOPLE, trajectories=200, zero=zero)
    assert np.abs(found.counts.sum(axis=2)).max() < 1e-6 * PEOPLE[0].sum() / 1e6
    assert found.left_over > 0
    # Rates and counts say the same: M = r P / (1 + r).
    np.testing.assert_allclose(found.rates * PEOPLE / (1 + found.rates), found.counts, rtol=1e-9, atol=1e-6)


def test_one_step_ahead_has_the_mean_and_variance_of_the_model() -> None:
    """E = mu + phi (r - mu), Var = sigma^2 given a draw; compared over all draws for a quiet large country."""
    held = posterior()
    found = project(held, periods=1, rng=rng(), trajectories=20_000)
    at = int(np.argmin(held.sigma.mean((0, 1)) + (held.sigma.mean((0, 1)) < 2e-3)))
    mu, phi, sigma = (each[:, at] for each in held.thinned(20_000))
    middle = mu + phi * (held.last[at] - mu)
    assert found.rates[:, 0, at].mean() == pytest.approx(middle.mean(), abs=4 * sigma.mean() / np.sqrt(20_000))
    assert found.rates[:, 0, at].var() == pytest.approx(middle.var() + (sigma**2).mean(), rel=0.1)


def test_far_ahead_the_world_comes_to_rest_and_bands_do_not_cross() -> None:
    bands = project(posterior(), periods=12, rng=rng(), trajectories=500).rate_quantiles()
    assert bands.shape == (5, 12, 201)
    assert (np.diff(bands, axis=0) >= 0).all()
    width = bands[4] - bands[0]
    assert np.median(width[-1] / width[0]) > 1.1
    assert np.median(width[11] / width[9]) == pytest.approx(1, abs=0.1)


def test_bounds_keep_every_run_of_periods_within_the_history_of_the_group() -> None:
    places, past = rates()
    group = np.isin(places, ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]).astype(int)
    found = project(posterior(), periods=6, rng=rng(), trajectories=300, history=past, group=group)
    assert 0 < found.cut < 0.05
    growth = np.concatenate([np.zeros((300, 1, 201)), np.cumsum(np.log1p(found.rates), axis=1)], axis=1)
    seen = np.concatenate([np.zeros((201, 1)), np.cumsum(np.log1p(past), axis=1)], axis=1)
    for each in (0, 1):
        for run in range(1, 7):
            ours = (growth[:, run:] - growth[:, :-run])[:, :, group == each]
            theirs = (seen[:, run:] - seen[:, :-run])[group == each]
            assert ours.min() >= theirs.min() - 1e-9
            assert ours.max() <= theirs.max() + 1e-9


def test_the_same_seed_gives_the_same() -> None:
    first, again = (project(posterior(), periods=2, rng=rng(5), trajectories=100).rates for _ in range(2))
    assert (first == again).all()


def test_populations_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="complete and above 0"):
        project(posterior(), periods=4, rng=rng(), population=PEOPLE[:3])
    with pytest.raises(ValueError, match="complete and above 0"):
        project(posterior(), periods=4, rng=rng(), population=np.where(PEOPLE > 2e8, np.nan, PEOPLE))
    with pytest.raises(ValueError, match="no population"):
        project(posterior(), periods=1, rng=rng(), trajectories=10).count_quantiles()


@given(
    arrays(float, (3, 6), elements=st.floats(-1e6, 1e6)),
    arrays(float, 6, elements=st.floats(1, 1e9)),
    st.sampled_from(["population", "half-way"]),
)
def test_the_zero_sum_step_leaves_nothing_over(counts, population, how) -> None:
    found = zero_sum(counts, population, how=how)
    assert np.abs(found.sum(axis=1)).max() <= 1e-9 * max(1.0, np.abs(counts).sum())
    order = [3, 1, 5, 0, 2, 4]
    np.testing.assert_allclose(zero_sum(counts[:, order], population[order], how=how), found[:, order], atol=1e-6)


@given(arrays(float, 6, elements=st.floats(-1e6, 1e6)))
def test_scaling_half_way_changes_no_sign(counts) -> None:
    if (counts > 0).any() and (counts < 0).any():
        found = zero_sum(counts, np.ones(6), how="half-way")
        assert (found * counts >= 0).all()


def test_held_out_periods_lie_inside_the_bands_about_as_often_as_they_should() -> None:
    """One period held out; the median also beats the last rate and the country's mean."""
    _, past = rates()
    found = coverage(past, held=1, rng=rng(3), draws=4000, trajectories=1000)
    assert found.observations == 201
    assert 0.8 < found.within_80 < 0.97
    assert 0.9 < found.within_95 <= 1
    assert found.error < found.error_of_persistence < found.error_of_mean


def test_ages_sum_to_the_count_and_peak_among_young_adults() -> None:
    counts = np.array([[1000.0, -500.0]])
    split = age_split(counts, female=0.4)
    assert split.shape == (1, 2, 2, 21)
    np.testing.assert_allclose(split.sum(axis=(2, 3)), counts)
    np.testing.assert_allclose(split[0, 0].sum(axis=1), [400, 600])
    assert split[0, 0, 0].argmax() == 4
    assert schedule(0.0) == pytest.approx(0.02 + 0.003, abs=1e-6)  # a1 + c: nobody of age 0 moves for work
    with pytest.raises(ValueError, match="between 0 and 1"):
        age_split(1.0, female=1.2)
