import numpy as np
import pytest
from scipy.stats import gamma, kstest, truncnorm

from alianza.engines.net_migration import _truncated as truncated


@pytest.mark.parametrize(("mean", "sd"), [(0.5, 0.3), (4.0, 0.5), (-3.0, 0.4), (0.2, 50.0)])
def test_a_cut_normal_has_its_law(mean: float, sd: float) -> None:
    u = np.random.default_rng(1).random(4000)
    found = truncated.normal(np.full(4000, mean), np.full(4000, sd), 0.0, 1.0, u)
    assert kstest(found, truncnorm(-mean / sd, (1 - mean) / sd, mean, sd).cdf).pvalue > 0.01


@pytest.mark.parametrize("side", [1, -1])
def test_a_hundred_deviations_out_it_hugs_the_bound_as_an_exponential(side: int) -> None:
    u = np.random.default_rng(2).random(4000)
    mean = 0.5 + side * 100.5
    found = truncated.normal(np.full(4000, mean), np.ones(4000), 0.0, 1.0, u)
    away = 1 - found if side > 0 else found
    assert kstest(away, "expon", args=(0, 1 / 100)).pvalue > 0.001


def test_a_cut_gamma_has_its_law() -> None:
    u = np.random.default_rng(3).random(4000)
    found = truncated.gamma_below(np.full(4000, 5.0), np.full(4000, 2.0), np.full(4000, 3.0), u)
    law = gamma(5, scale=0.5)
    assert found.max() <= 3
    assert kstest(law.cdf(found) / law.cdf(3), "uniform").pvalue > 0.01
