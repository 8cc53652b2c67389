import numpy as np
import pytest

from alianza.engines.gravity import drift, fit, forecast, held_out
from tests.engines.gravity.corridors import corridors


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_carried_forward_the_mean_is_the_fitted_flow() -> None:
    c = corridors()
    model = fit(c.flow, c.x, c.effects)
    found = forecast(model, c.x, c.effects, rng=rng(), draws=50)
    np.testing.assert_allclose(found.mean, model.fitted, rtol=1e-10)


def test_bands_are_ordered_and_the_same_seed_gives_the_same() -> None:
    c = corridors()
    model = fit(c.flow, c.x, c.effects, cluster=c.pair)
    first, again, other = (forecast(model, c.x, c.effects, rng=rng(seed), draws=200) for seed in (1, 1, 2))
    assert (np.diff(first.quantiles, axis=0) >= 0).all()
    assert (first.quantiles == again.quantiles).all()
    assert (first.quantiles != other.quantiles).any()


def test_wider_slopes_do_not_move_the_whole_table() -> None:
    """Effects follow the slopes drawn, so an origin's forecast total hardly depends on them."""
    c = corridors()
    last = c.year == 8
    model = fit(c.flow[last], c.x[last][:, :1], [c.origin[last], c.destination[last]])
    totals = []
    for slope in (model.coefficients, model.coefficients * 1.02):
        shift = slope - model.coefficients
        x = c.x[last][:, :1]
        within = x - sum(takes[code[last]] for takes, code in zip(model.effects_of_covariates, c.effects, strict=True))
        totals.append(np.bincount(c.origin[last], model.fitted * np.exp(within @ shift)))
    np.testing.assert_allclose(totals[1], totals[0], rtol=1e-3)


def test_a_level_without_any_flow_is_forecast_as_zero_and_an_unknown_one_refused() -> None:
    o, d = (each.ravel() for each in np.indices((4, 4)))
    flow = np.where(o == 1, 0, 5.0 + d)
    model = fit(flow, np.empty((16, 0)), [o, d])
    found = forecast(model, np.empty((2, 0)), [[0, 1], [2, 2]], rng=rng(), draws=20)
    assert found.mean[0] == pytest.approx(7) and found.mean[1] == 0 and found.quantiles[4, 1] == 0
    with pytest.raises(ValueError, match="level 9 of effect 0"):
        forecast(model, np.empty((1, 0)), [[9], [0]], rng=rng(), draws=20)


def test_a_balance_is_applied_to_the_point_and_to_every_draw() -> None:
    c = corridors()
    last = c.year == 8
    model = fit(c.flow[last], c.x[last][:, :1], [c.origin[last], c.destination[last]])
    effects = [c.origin[last], c.destination[last]]
    found = forecast(
        model, c.x[last][:, :1], effects, rng=rng(), draws=40, balance=lambda flows: flows * 1e6 / flows.sum()
    )
    assert found.mean.sum() == pytest.approx(1e6)


def test_carried_effects_spread_with_the_root_of_time_and_returning_ones_come_back() -> None:
    history = np.cumsum(rng(3).normal(0, 0.2, (30, 40)), axis=0)
    carried = drift(history, steps=9, draws=4000, rng=rng())
    assert (carried.point == 0).all()
    assert carried.innovation == pytest.approx(0.2, rel=0.05)
    spread = carried.draws.std(axis=0).mean(axis=1)
    assert spread[8] / spread[0] == pytest.approx(3, rel=0.03)
    returning = drift(history, steps=400, draws=50, rng=rng(), how="ar1")
    assert 0 < returning.persistence < 1
    np.testing.assert_allclose(history[-1] + returning.point[-1], history.mean(axis=0), atol=0.02)


def test_one_period_teaches_no_innovation_and_two_no_return() -> None:
    assert drift([[1.0, 2.0]], steps=2, draws=10, rng=rng()).innovation == 0
    with pytest.raises(ValueError, match="three periods"):
        drift([[1.0, 2.0], [1.0, 3.0]], steps=2, draws=10, rng=rng(), how="ar1")


def test_effects_that_are_absent_or_without_flow_do_not_count_as_history() -> None:
    past = [[0.0, 1.0], [-np.inf, 1.5], [np.nan, 1.0]]
    assert drift(past, steps=1, draws=5, rng=rng()).innovation == pytest.approx(0.5)


def test_on_korea_persistence_beats_the_gravity_model_without_pair_effects() -> None:
    """Origin and destination effects explain the cross-section; the last value knows more (Beyer et al. 2022)."""
    c = corridors()
    judged = held_out(c.flow, c.x, c.origin, c.destination, c.year, rng=rng(), held=2, draws=100)
    gravity, persistence, mean = judged.scores
    assert [each.method for each in judged.scores] == ["gravity", "persistence", "period mean"]
    assert persistence.skill == 0
    assert gravity.skill < 0 < mean.skill
    assert gravity.correlation > 0.9
    assert judged.observations == 544 and judged.unseen == 0
    assert 0.5 < gravity.within_80 <= gravity.within_95 <= 1


def test_effects_by_period_and_pair_forecast_about_as_well_as_persistence() -> None:
    c = corridors()
    judged = held_out(
        c.flow, c.x[:, :0], c.origin, c.destination, c.year, rng=rng(), held=2, by_period=True, pair=True, draws=100
    )
    assert judged["gravity"].skill == pytest.approx(0.03, abs=0.02)
    # The last effects reproduce the total of the last period learned from.
    assert judged["gravity"].total == pytest.approx(judged["persistence"].total, rel=1e-8)


def test_a_corridor_twice_in_a_period_and_nothing_to_learn_from_are_refused() -> None:
    c = corridors()
    with pytest.raises(ValueError, match="twice"):
        held_out(c.flow, c.x, c.origin, c.destination, c.year // 2, rng=rng())
    with pytest.raises(ValueError, match="cannot be held out"):
        held_out(c.flow, c.x, c.origin, c.destination, c.year, rng=rng(), held=9)
