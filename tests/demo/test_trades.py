import pytest

from alianza.demo.permits import ROUTES
from alianza.demo.trades import by_group, skill_pool, trades
from alianza.regulations.dictionary import facts
from alianza.vocabulary.occupations import occupation, skill


@pytest.mark.parametrize("isco", sorted(trades()))
def test_a_trade_is_an_occupation_of_isco_and_esco_with_skills(isco):
    trade = trades()[isco]
    assert occupation(isco).level == 4
    assert trade.esco.isco == isco
    pool = skill_pool(isco)
    assert len(pool.essential) >= 7
    assert not set(pool.essential) & set(pool.optional)
    assert skill(pool.essential[0]).label()
    assert 0 < trade.women < 1


def test_sectors_are_those_the_permits_ask_about():
    assert {trade.sector for trade in trades().values()} <= facts()["offer.sector"].members


def test_groups_hold_every_trade_once():
    assert sorted(isco for members in by_group().values() for isco in members) == sorted(trades())


def test_routes_ask_for_known_trades():
    assert {isco for route in ROUTES for isco in route.trades} <= set(trades())
