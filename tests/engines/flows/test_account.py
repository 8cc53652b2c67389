import numpy as np
import pytest

from alianza.engines.flows import AccountError, account, closed, estimate, opened
from tests.engines.flows.accounts import made_up


def test_births_are_natives_and_deaths_in_proportion():
    held = account([[90, 10], [0, 50]], [[100, 10], [0, 50]], [10, 0], [0, 6], balance="none")
    assert held.births.tolist() == [[10, 0], [0, 0]]
    assert held.deaths.tolist() == [[0, 1], [0, 5]]
    assert held.before.tolist() == [[90, 9], [0, 45]]


def test_births_beyond_natives_fall_on_all_residents_with_a_caution():
    held = account([[5, 0], [95, 100]], [[5, 0], [95, 100]], [10, 0], [10, 0])
    assert held.births[:, 0] == pytest.approx([0.5, 9.5])
    assert [(each.code, each.places) for each in held.cautions] == [("births_exceed_natives", (0,))]


def test_relative_risk_moves_deaths_between_cells_and_keeps_their_sum():
    start, end, births, deaths = made_up(6)
    risk = np.full(start.shape, 0.5)
    np.fill_diagonal(risk, 1.0)
    held = account(start, end, births, deaths, relative_risk=risk)
    plain = account(start, end, births, deaths)
    assert held.deaths.sum(axis=0) == pytest.approx(deaths)
    assert (np.diagonal(held.deaths) > np.diagonal(plain.deaths)).all()


def test_deaths_by_accounting_close_every_birthplace():
    start, end, births, deaths = made_up(6)
    held = account(start, end, births, deaths, death_rule="accounting")
    assert held.deaths.sum(axis=0) == pytest.approx(deaths)
    assert held.before.sum(axis=1) == pytest.approx(held.after.sum(axis=1))
    assert closed(held).before == pytest.approx(held.before)


def test_deaths_by_accounting_refuse_a_birthplace_that_grew_by_more_than_its_births():
    with pytest.raises(AccountError, match="grown by more than its births") as refused:
        account([[100, 5], [5, 100]], [[100, 5], [15, 100]], [0, 0], [5, 5], death_rule="accounting", balance="none")
    assert refused.value.places == (1,)


@pytest.mark.parametrize("balance", ["before", "after"])
def test_the_world_is_balanced_in_floating_point_by_natives_alone(balance):
    start, end, births, deaths = made_up(7)
    end = end * 1.01
    held = account(start, end, births, deaths, balance=balance)
    assert held.before.sum() == pytest.approx(held.after.sum(), rel=1e-14)
    off = ~np.eye(7, dtype=bool)
    assert np.array_equal(held.start[off], start[off])
    assert held.imbalance == pytest.approx((births - deaths).sum() - end.sum() + start.sum())


def test_negative_natives_become_0_and_the_place_keeps_its_population():
    held = account([[-10, 0], [110, 100]], [[50, 0], [50, 100]], [0, 0], [0, 0])
    assert held.start[:, 0].sum() == pytest.approx(100)
    assert held.cautions[0].code == "negative_natives"
    assert held.cautions[0].places == (0,)


@pytest.mark.parametrize(
    ("start", "births", "deaths", "said", "places"),
    [
        ([[10, -1], [0, 10]], [0, 0], [0, 0], "negative", (1,)),
        ([[10, np.nan], [0, 10]], [0, 0], [0, 0], "missing", (1,)),
        ([[10, 0], [0, 10]], [0, -1], [0, 0], "births: is missing or negative", (1,)),
        ([[10, 0], [0, 10]], [0, 0], [np.nan, 0], "deaths: is missing or negative", (0,)),
        ([[10, 0], [0, 10]], [99, 0], [0, 0], "more were born", (0,)),
        ([[10, 0], [0, 10]], [0, 0], [99, 0], "deaths exceed", (0,)),
        ([[10, 0, 1], [0, 10, 1]], [0, 0], [0, 0], "birthplaces by places", ()),
        ([[0, 0], [0, 10]], [0, 0], [1, 0], "died where nobody lived", (0,)),
    ],
)
def test_what_no_account_can_hold_is_refused_with_the_place(start, births, deaths, said, places):
    with pytest.raises(AccountError, match=said) as refused:
        account(start, [[10, 0], [0, 10]], births, deaths, balance="none")
    assert refused.value.places == places


def test_people_of_unknown_origin_are_an_extra_row_and_the_account_stays_exact():
    start, end, births, deaths = made_up(6, extra=1)
    made = estimate(start, end, births, deaths)
    assert made.flows.shape == (6, 6)
    assert made.residuals.net_largest < 1e-6
    assert made.status == "ok"


def test_the_open_account_lets_people_leave_and_enter_in_proportion():
    held = account([[100, 20], [0, 50]], [[90, 6], [0, 80]], [0, 0], [0, 0], balance="none")
    margins = opened(held)
    assert margins.out_of_system == pytest.approx(np.array([[20, 4], [0, 0]]))
    assert margins.into_system == pytest.approx(np.array([[0, 0], [0, 30]]))
    assert margins.before.sum(axis=1) == pytest.approx(margins.after.sum(axis=1))


def test_the_opposite_weights_can_fall_below_0_and_say_so():
    held = account([[100, 0], [0, 50]], [[30, 30], [0, 50]], [0, 0], [0, 0], balance="none")
    assert opened(held).cautions == ()
    margins = opened(held, leavers="end-row")
    assert margins.before.min() < 0
    assert [each.code for each in margins.cautions] == ["negative_margins"]


def test_a_birthplace_that_vanishes_is_repaired_and_reported():
    """Nobody of the third birthplace is there at the end, so it cannot count half-way between."""
    start = [[1000, 10, 50], [20, 900, 50], [0, 30, 700]]
    end = [[1000, 10, 400], [20, 930, 400], [0, 0, 0]]
    made = estimate(start, end, [0, 0, 0], [0, 0, 0])
    assert made.status == "ok"
    assert made.infeasible == (2,)
    assert made.residuals.net_largest < 1e-3


def test_where_the_two_tables_contradict_each_other_no_repair_helps_and_that_is_said():
    """At the start nobody but natives fills the third place, at the end there are none of them anywhere."""
    start = [[1000, 10, 0], [20, 900, 0], [0, 30, 800]]
    end = [[1000, 10, 400], [20, 930, 400], [0, 0, 0]]
    made = estimate(start, end, [0, 0, 0], [0, 0, 0])
    assert made.status == "not_converged"
    assert made.infeasible == (2,)
    assert {lift.table for lift in made.lifts} == {"start", "end"}


def test_the_report_says_what_a_repair_gave_and_every_population_is_kept():
    start = [[500, 0, 0], [200, 900, 100], [100, 50, 800]]
    end = [[300, 100, 100], [250, 850, 100], [150, 50, 800]]
    held = account(np.array(start)[:, [0, 1, 2]], end, [0, 0, 0], [0, 0, 0], balance="before")
    margins = closed(held)
    assert margins.before.sum(axis=0) == pytest.approx(held.before.sum(axis=0))
    assert margins.after.sum(axis=0) == pytest.approx(held.after.sum(axis=0))
