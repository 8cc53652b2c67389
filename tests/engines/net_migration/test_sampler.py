"""Known answer: the posterior that the reference chains give on the same 201 x 14 rates (WPP 2019, five years), as in
the method notes: lam -0.0032 (sd 0.0011), tau2 5.7e-5, a 1.0025, b 7.0e-5."""

import numpy as np
import pytest
from scipy.special import gammaln

from alianza.engines.net_migration import HYPER, effective, fit, r_hat
from tests.engines.net_migration.world import posterior, rates


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def made_up(seed: int, countries: int = 60, periods: int = 30):
    """Rates from the model itself, with the truth beside them."""
    g = rng(seed)
    mu, phi = g.normal(-0.002, 0.01, countries), g.random(countries)
    sigma = np.sqrt(1 / g.gamma(3.0, 1 / 4e-4, countries))
    found = np.empty((countries, periods))
    rate = mu
    for t in range(periods):
        rate = mu + phi * (rate - mu) + sigma * g.normal(size=countries)
        found[:, t] = rate
    return found, mu, phi, sigma


def test_the_world_has_the_reference_posterior() -> None:
    found = posterior()
    assert found.status == "ok"
    lam, tau2, a, b = found.hyper.mean((0, 1))
    assert HYPER == ("lam", "tau2", "a", "b")
    assert lam == pytest.approx(-0.0032, abs=0.0001)
    assert found.hyper[:, :, 0].std() == pytest.approx(0.0011, abs=0.0001)
    assert tau2 == pytest.approx(5.7e-5, rel=0.05)
    assert a == pytest.approx(1.0025, abs=0.001)  # its standard deviation is 0.003
    assert b == pytest.approx(7.0e-5, rel=0.02)
    assert (found.r_hat < 1.01).all() and found.worst_r_hat < 1.01
    assert (found.effective > 1000).all()
    assert found.mu.shape == (8, 2500, 201)


def test_the_shape_agrees_with_its_law_on_a_grid() -> None:
    """Given b and the variances, the law of `a` is one-dimensional: its mean by quadrature, averaged over draws."""
    found = posterior()
    means = []
    for chain in range(8):
        for draw in range(0, 2500, 100):
            b, logs = found.hyper[chain, draw, 3], np.log(found.sigma[chain, draw] ** 2).sum()
            x = np.linspace(np.log(b / 0.5), np.log(9), 2001)
            a = 1 + np.exp(x)
            density = 201 * (a * np.log(b) - gammaln(a)) - (a - 1) * logs
            weight = np.exp(density - density.max())
            means.append((weight * a).sum() / weight.sum())
    assert np.mean(means) == pytest.approx(found.hyper[:, :, 2].mean(), abs=2e-4)


def test_made_up_countries_are_found_again() -> None:
    """Over countries, the truth lies as often inside the 90 % intervals as it should."""
    data, mu, phi, sigma = made_up(7)
    found = fit(data, rng=rng(), draws=4000)
    for truth, draws in ((mu, found.mu), (phi, found.phi), (sigma, found.sigma)):
        low, high = np.quantile(draws, (0.05, 0.95), axis=(0, 1))
        assert 0.8 <= np.mean((truth >= low) & (truth <= high)) <= 0.99


def test_the_same_seed_gives_the_same_and_order_does_not_matter() -> None:
    data, *_ = made_up(8, countries=12)
    first, again = (fit(data, rng=rng(3), draws=800) for _ in range(2))
    assert (first.mu == again.mu).all() and (first.hyper == again.hyper).all()
    turned = fit(data[::-1], rng=rng(4), draws=8000)
    straight = fit(data, rng=rng(5), draws=8000)
    np.testing.assert_allclose(turned.mu.mean((0, 1))[::-1], straight.mu.mean((0, 1)), atol=2e-3)


def test_annual_rates_have_priors_of_a_year() -> None:
    """With rates and the length of a period divided by the same number, all but phi and a scale along."""
    data, *_ = made_up(9, countries=20)
    five = fit(data, rng=rng(1), draws=2000, step=5.0)
    one = fit(data / 5, rng=rng(1), draws=2000, step=1.0)
    np.testing.assert_allclose(one.phi.mean((0, 1)), five.phi.mean((0, 1)), atol=0.05)
    np.testing.assert_allclose(one.hyper[:, :, 0].mean() * 5, five.hyper[:, :, 0].mean(), atol=1e-3)


def test_missing_rates_leave_their_transitions_out() -> None:
    data, *_ = made_up(10, countries=15)
    gaps = data.copy()
    gaps[:, :10] = np.nan
    shorter = fit(data[:, 10:], rng=rng(2), draws=800)
    np.testing.assert_allclose(fit(gaps, rng=rng(2), draws=800).mu, shorter.mu, atol=1e-9)
    gaps[0, 20] = np.nan
    assert (fit(gaps, rng=rng(2), draws=800).mu != shorter.mu).any()


def test_a_history_of_zeros_does_not_become_certainty() -> None:
    data, *_ = made_up(11, countries=10)
    data[0] = 0.0
    found = fit(data, rng=rng(), draws=800)
    assert np.isfinite(found.hyper).all()
    assert found.sigma[:, :, 0].min() >= 1e-4


def test_an_exploding_history_keeps_phi_in_its_range() -> None:
    data, *_ = made_up(12, countries=10)
    data[0] = 1e-4 * 1.3 ** np.arange(30)
    found = fit(data, rng=rng(), draws=800)
    assert np.isfinite(found.phi).all() and found.phi.min() >= 0 and found.phi.max() <= 1
    assert found.phi[:, :, 0].mean() > 0.9


def test_chains_without_warm_up_are_not_called_converged() -> None:
    assert fit(rates()[1], rng=rng(), draws=100, warm_up=0).status == "not_converged"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (np.zeros((2, 5)), "three countries or more"),
        ([[0.1, np.nan, 0.1], [0.0, 0.1, 0.2], [0.0, 0.1, 0.2]], "country 0 has no two rates in a row"),
        ([[0.1, np.inf, 0.1], [0.0, 0.1, 0.2], [0.0, 0.1, 0.2]], "country 0 is infinite"),
        ([[0.1, 0.0, 0.1], [0.0, -1.0, 0.2], [0.0, 0.1, 0.2]], "country 1 lost everybody"),
    ],
)
def test_what_cannot_be_sampled_is_refused(data, said) -> None:
    with pytest.raises(ValueError, match=said):
        fit(data, rng=rng())


def test_r_hat_tells_chains_apart_and_effective_counts_independent_draws() -> None:
    same = rng().normal(size=(4, 2000))
    assert r_hat(same) == pytest.approx(1, abs=0.005)
    assert effective(same) == pytest.approx(8000, rel=0.1)
    assert r_hat(same + np.arange(4)[:, None]) > 1.3
    slow = np.zeros((4, 20_000))
    noise = rng(2).normal(size=slow.shape)
    for t in range(1, 20_000):
        slow[:, t] = 0.8 * slow[:, t - 1] + noise[:, t]
    assert effective(slow) == pytest.approx(80_000 * 0.2 / 1.8, rel=0.15)  # n (1 - rho) / (1 + rho)
