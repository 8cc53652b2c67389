import numpy as np
import pytest

from alianza.engines.flows import AccountError, bootstrap, estimate, spread
from tests.engines.flows.accounts import made_up


def test_the_spread_holds_each_method_and_its_bounds():
    account = made_up(8)
    made = spread(*account)
    assert list(made.totals) == ["minimum-open", "minimum", "pseudo-bayes"]
    for each in made.estimates:
        assert np.array_equal(each.flows, estimate(*account, method=each.method).flows)
        assert (made.low <= each.flows).all() and (each.flows <= made.high).all()


def test_the_bootstrap_is_the_same_for_the_same_generator_and_orders_its_quantiles():
    account = made_up(6)
    one, two = (bootstrap(*account, rng=np.random.default_rng(5), draws=30) for _ in range(2))
    assert np.array_equal(one.flows, two.flows)
    assert (np.diff(one.flows, axis=0) >= 0).all()
    assert (np.diff(one.total) >= 0).all()
    assert one.failed == 0


def test_without_error_the_bootstrap_is_the_estimate():
    account = made_up(6)
    made = bootstrap(*account, rng=np.random.default_rng(1), error=0.0, draws=3)
    assert np.allclose(made.flows[0], estimate(*account).flows, rtol=1e-9, atol=1e-6)


def test_larger_errors_give_wider_bands_and_persistent_ones_move_nobody():
    account = made_up(6)

    def width(**options):
        found = bootstrap(*account, rng=np.random.default_rng(7), draws=40, **options).total
        return found[-1] - found[0]

    assert width(error=0.02) < width(error=0.2)
    start, _, births, _ = account
    still = (start, start, births * 0, births * 0)
    for persistence, moved in ((1.0, False), (0.0, True)):
        found = bootstrap(*still, rng=np.random.default_rng(7), draws=5, persistence=persistence)
        assert (found.total[0] > 1) == moved


def test_what_makes_no_sense_is_refused():
    with pytest.raises(AccountError, match="correlation"):
        bootstrap(*made_up(4), rng=np.random.default_rng(1), persistence=2)
