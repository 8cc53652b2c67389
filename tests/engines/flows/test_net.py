import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.flows import AccountError, flows_from_net, zero_sum


def coordinatewise(m, net, rounds=5000):
    """The other way to the same point: one factor at a time, the positive root of p a^2 + net a - q = 0."""
    a = np.ones(len(net))
    for _ in range(rounds):
        for i in range(len(net)):
            p, q = (m[i] / a).sum(), (m[:, i] * a).sum()
            a[i] = (-net[i] + np.sqrt(net[i] ** 2 + 4 * p * q)) / (2 * p)
    return m * a[:, None] / a


def case(n, seed):
    rng = np.random.default_rng(seed)
    m = rng.lognormal(3, 1.5, (n, n))
    np.fill_diagonal(m, 0)
    true = m * rng.lognormal(0, 1, (n, n))
    return m, true.sum(axis=0) - true.sum(axis=1)


@pytest.mark.parametrize("n", [4, 9])
def test_newton_finds_what_the_coordinate_method_finds(n):
    m, net = case(n, n)
    made = flows_from_net(m, net)
    assert made.status == "converged"
    assert np.allclose(made.flows, coordinatewise(m, net), rtol=1e-8)
    assert made.steps < 15


def test_it_takes_a_handful_of_steps_for_232_places():
    m, net = case(232, 1)
    made = flows_from_net(m, net)
    assert made.status == "converged"
    assert made.steps <= 15
    assert np.abs(made.flows.sum(axis=0) - made.flows.sum(axis=1) - net).max() <= 1e-9 * np.abs(net).max()


@given(st.integers(0, 10**6), st.integers(2, 8), st.sampled_from(["divergence", "squares", "absolute"]))
@settings(deadline=None, max_examples=40)
def test_net_totals_are_met_at_every_distance_and_nothing_is_negative(seed, n, distance):
    m, net = case(n, seed)
    made = flows_from_net(m, net, distance=distance)
    assert made.status == "converged"
    assert made.flows.min() >= 0
    assert np.allclose(made.flows.sum(axis=0) - made.flows.sum(axis=1), net, atol=1e-6 * np.abs(net).max())


def test_each_distance_is_least_in_its_own_measure():
    m, net = case(6, 2)
    made = {each: flows_from_net(m, net, distance=each).flows for each in ("divergence", "squares", "absolute")}
    squares = {name: ((n - m) ** 2).sum() for name, n in made.items()}
    absolute = {name: np.abs(n - m).sum() for name, n in made.items()}
    assert min(squares, key=squares.get) == "squares"
    assert absolute["absolute"] <= min(absolute.values()) * (1 + 1e-9)


def test_a_known_total_is_met_with_the_net_totals():
    m, net = case(7, 3)
    made = flows_from_net(m, net, total=3 * m.sum())
    assert made.status == "converged"
    assert made.flows.sum() == pytest.approx(3 * m.sum(), rel=1e-8)
    assert np.allclose(made.flows.sum(axis=0) - made.flows.sum(axis=1), net, atol=1e-6 * np.abs(net).max())
    a = made.flows / np.where(m > 0, m, 1)
    assert a[0, 1] * a[1, 2] * a[2, 0] == pytest.approx(a[1, 0] * a[2, 1] * a[0, 2])


def test_what_no_flow_along_the_seed_can_do_is_infeasible():
    assert flows_from_net([[0, 1, 0], [1, 0, 0], [0, 0, 0]], [0, -1, 1]).status == "infeasible"
    assert flows_from_net([[0, 1], [1, 0]], [1, -1], total=0.5).status == "infeasible"


@pytest.mark.parametrize(
    ("seed", "net", "said"), [([[0, 1], [1, 0]], [1, 1], "sum to"), ([[0, -1], [1, 0]], [0, 0], "0 or more")]
)
def test_what_makes_no_sense_is_refused(seed, net, said):
    with pytest.raises(AccountError, match=said):
        flows_from_net(seed, net)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20))
def test_zero_sum_sums_to_zero_and_may_keep_signs(net):
    free = zero_sum(net, signs="free")
    assert abs(free.sum()) <= 1e-6
    if max(net) > 1e-3 and min(net) < -1e-3:
        kept = zero_sum(net)
        assert abs(kept.sum()) <= 1e-6 * np.abs(net).sum()
        assert (np.sign(kept) == np.sign(net)).all()


def test_totals_of_one_sign_cannot_be_kept():
    with pytest.raises(AccountError, match="one sign"):
        zero_sum([1, 2])
