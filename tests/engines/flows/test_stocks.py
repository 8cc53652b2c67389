import numpy as np
import pytest

from alianza.engines.flows import AccountError, drop_negative, growth_operator, natural_net, rates, reverse_negative
from tests.engines.flows.accounts import made_up


def test_falls_are_dropped_or_turned_into_returns():
    start, end = np.array([[9, 4, 0], [3, 9, 1], [0, 2, 9]]), np.array([[9, 6, 0], [1, 9, 1], [5, 2, 9]])
    assert drop_negative(start, end).tolist() == [[0, 2, 0], [0, 0, 0], [5, 0, 0]]
    assert reverse_negative(start, end).tolist() == [[0, 4, 0], [0, 0, 0], [5, 0, 0]]


def test_rates_spread_the_world_total_over_stocks():
    start, end, births, deaths = made_up(6)
    net = natural_net(start, end, births, deaths)
    flows = rates(start, net)
    assert flows.sum() == pytest.approx(np.abs(net).sum(), rel=1e-6)
    off = ~np.eye(6, dtype=bool)
    assert np.ptp(flows[off] / start[off]) < 1e-12


def test_rates_without_anybody_abroad_are_refused():
    with pytest.raises(AccountError, match="nobody lives abroad"):
        rates(np.eye(2), [1, -1])


def test_the_growth_operator_finds_what_made_the_end_and_says_how_sure_it_is():
    rng = np.random.default_rng(0)
    move = rng.dirichlet(np.ones(4), 4)
    start = np.diag([100.0, 200, 300, 400]) + rng.random((4, 4))
    made = growth_operator(start, start @ move)
    assert made.status == "ok"
    assert made.growth == pytest.approx(move)
    assert made.condition < 10
    assert growth_operator(np.ones((2, 2)), np.ones((2, 2))).status == "singular"


def test_the_growth_operator_tells_negative_flows():
    made = growth_operator([[10, 5], [5, 10]], [[10, 1], [5, 10]])
    assert made.status == "negative"
    assert (made.flows[tuple(made.negative.T)] < 0).all()
