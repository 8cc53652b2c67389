"""The seven methods on 200 countries, against the figures published for them; and what must hold of every account."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.flows import METHODS, AccountError, estimate
from tests.engines.flows.accounts import countries, made_up

PUBLISHED = {
    # millions; UN migrant stock 2019 revision with WPP 2019, own run of the published methods (Abel and Cohen 2019)
    "drop-negative": (22.5, 34.7, 31.5),
    "reverse-negative": (35.6, 40.8, 37.2),
    "minimum-open": (32.0, 40.4, 38.4),
    "minimum": (40.4, 46.4, 44.4),
    "pseudo-bayes": (70.6, 87.8, 92.5),
    "independence": (273, 365, 414),
}
PERIODS = ("1990-1995", "2005-2010", "2010-2015")


@pytest.mark.parametrize("at", range(3), ids=PERIODS)
@pytest.mark.parametrize("method", PUBLISHED)
def test_world_totals_are_those_published(method, at):
    _, start, end, births, deaths, _ = countries(PERIODS[at])
    made = estimate(start, end, births, deaths, method=method)
    wanted = PUBLISHED[method][at]
    assert made.status == "ok"
    assert made.total / 1e6 == pytest.approx(wanted, abs=0.5 if method == "independence" else 0.05)


@pytest.mark.parametrize("method", ["minimum", "independence", "pseudo-bayes"])
def test_south_sudan_cannot_be_carried_in_1990_and_says_so(method):
    """Nobody from abroad is recorded there, so the native cell has to hold the population: 96,327 above half-way."""
    places, start, end, births, deaths, _ = countries("1990-1995")
    made = estimate(start, end, births, deaths, method=method)
    assert [places[each] for each in made.infeasible] == ["SSD"]
    (lift,) = made.lifts
    assert lift.table == "start"
    assert lift.shortfall == pytest.approx(96327, abs=0.5)
    assert [each.code for each in made.cautions] == ["infeasible_birthplace"]


@pytest.mark.parametrize("period", PERIODS[1:])
def test_other_periods_need_no_repair(period):
    _, start, end, births, deaths, _ = countries(period)
    assert estimate(start, end, births, deaths).infeasible == ()


@pytest.mark.parametrize(("method", "least", "most"), [("minimum", 0.992, 0.9995), ("minimum-open", 0.87, 0.96)])
def test_implied_net_migration_goes_with_that_of_the_population_division(method, least, most):
    for period in PERIODS:
        _, start, end, births, deaths, net = countries(period)
        made = estimate(start, end, births, deaths, method=method).flows
        assert least < np.corrcoef(made.sum(axis=0) - made.sum(axis=1), net)[0, 1] < most


@pytest.mark.parametrize("method", METHODS[3:])
@pytest.mark.parametrize("period", PERIODS)
def test_the_account_closes_to_a_millionth_of_a_person_per_person(method, period):
    _, start, end, births, deaths, _ = countries(period)
    made = estimate(start, end, births, deaths, method=method)
    found = made.residuals
    assert max(found.start, found.end, found.net_largest, abs(found.births), abs(found.deaths)) < 1e-4
    assert made.flows.min() >= 0
    assert np.allclose(made.outward + made.returning + made.transit, made.flows)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_deterministic(method):
    account = made_up(12)
    one, two = (estimate(*account, method=method).flows for _ in range(2))
    assert np.array_equal(one, two)


@given(st.integers(0, 10**6), st.integers(3, 12), st.sampled_from(METHODS), st.floats(1e-3, 1e3))
@settings(deadline=None, max_examples=50)
def test_neither_unit_nor_order_of_places_matters(number, n, method, unit):
    start, end, births, deaths = made_up(n, number)
    order = np.random.default_rng(number).permutation(n)
    made = estimate(start, end, births, deaths, method=method)
    again = estimate(
        start[np.ix_(order, order)] * unit, end[np.ix_(order, order)] * unit, births[order] * unit,
        deaths[order] * unit, method=method,
    )  # fmt: skip
    assert np.allclose(again.flows, made.flows[np.ix_(order, order)] * unit, rtol=1e-6, atol=1e-7 * unit)


@given(st.integers(0, 10**6), st.integers(3, 12), st.sampled_from(["minimum", "independence", "pseudo-bayes"]))
@settings(deadline=None, max_examples=40)
def test_a_closed_account_keeps_every_population(number, n, method):
    start, end, births, deaths = made_up(n, number)
    end = end * np.random.default_rng(number).uniform(0.97, 1.03, n)  # an unbalanced world, and rows that differ
    made = estimate(start, end, births, deaths, method=method)
    assert made.status == "ok"
    assert made.residuals.net_largest < 1e-6 * start.sum()
    # the balance moves each place's net migration by its share of the imbalance alone, so that all of it sums to 0
    assert abs((made.flows.sum(axis=0) - made.flows.sum(axis=1)).sum()) < 1e-6
    assert made.residuals.net_given.sum() == pytest.approx(made.residuals.imbalance, rel=1e-6, abs=1e-3)


def test_the_smallest_account_by_hand():
    """50 natives of the first place have moved to the second, nothing else happened."""
    for method in ("drop-negative", "minimum-open", "minimum"):
        made = estimate([[1000, 100], [50, 500]], [[950, 150], [50, 500]], [0, 0], [0, 0], method=method)
        assert made.flows == pytest.approx(np.array([[0, 50], [0, 0]]))
        assert made.outward.sum() == pytest.approx(50)


def test_pseudo_bayes_lies_between_and_its_weight_is_kept():
    account = made_up(8)
    low, high = (estimate(*account, method=each).flows for each in ("minimum", "independence"))
    made = estimate(*account, method="pseudo-bayes", weight=0.25)
    assert np.allclose(made.flows, 0.75 * low + 0.25 * high)
    assert made.parameters["weight"] == 0.25


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"method": "guess"}, "not known"),
        ({"method": "rates", "stayers": 0.5}, "neither a seed"),
        ({"method": "drop-negative", "seed": np.ones((5, 5))}, "neither a seed"),
        ({"method": "independence", "stayers": 0.5}, "leave stayers out"),
        ({"weight": 2.0, "method": "pseudo-bayes"}, "share between 0 and 1"),
        ({"balance": "none"}, "balanced world"),
        ({"method": "minimum-open", "leavers": "both"}, "start-row, end-row"),
    ],
)
def test_what_means_nothing_is_refused(changed, said):
    start, end, births, deaths = made_up(5)
    with pytest.raises(AccountError, match=said):
        estimate(start, end * 1.1, births, deaths, **changed)
