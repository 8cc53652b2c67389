from collections import Counter
from datetime import date

import pytest

from alianza.demo.orders import ORDERS, caps, employers, orders, quotas, sectors, shares
from alianza.demo.permits import BY_PERMIT, PROGRAMMES, ROUTES
from alianza.demo.trades import skill_pool
from alianza.engines.eligibility import Eligibility, bind, evaluate
from alianza.regulations.dictionary import facts, groups
from alianza.regulations.sheets import seed_sheets
from alianza.vocabulary.places import country_by_alpha2

STORY_DAY = date(2026, 11, 21)


def verdict(order, **changed):
    sheet = seed_sheets()[order.permit]
    answers = dict(order.offer) | {
        "offer.exists": True,
        "offer.posts": order.posts,
        "offer.salary_year": order.wage * 12,
    }
    bound = bind(sheet.tree, parameters=sheet.series(), groups=groups(), on=STORY_DAY)
    return evaluate(bound, facts().accept(answers | changed))


def test_there_are_four_hundred_orders_of_sixty_invented_employers():
    assert len(orders()) == ORDERS == 400
    assert len(employers()) == 60
    assert len({each.key for each in employers()}) == 60
    assert [each.order for each in orders()] == list(range(1, 401))
    assert {each.name for each in employers()} >= {"Finca Sol"}


def test_an_order_fits_its_permit_employer_and_programme():
    of = {each.key: each for each in employers()}
    for each in orders():
        route = BY_PERMIT[each.permit]
        assert each.destination == route.destination == of[each.employer].country
        assert of[each.employer].route == each.permit
        assert each.programme == route.programme
        assert each.isco in route.trades
        assert set(each.origins) <= set(route.origins)
        assert each.origins
        assert country_by_alpha2(seed_sheets()[each.permit].jurisdiction).alpha3 == each.destination


def test_an_order_can_be_matched():
    for each in orders():
        assert each.posts >= 1
        assert each.wage >= 1
        assert each.age_min <= each.age_max
        assert each.essential_min <= len(each.essential)
        assert not set(each.essential) & set(each.optional)
        assert {*each.essential, *each.optional} <= {*skill_pool(each.isco).essential, *skill_pool(each.isco).optional}
        assert (each.lang1 == "") == (each.lang1_min == 0)


@pytest.mark.parametrize("permit", [route.permit for route in ROUTES])
def test_sound_offers_hold_against_their_sheet_and_faulty_ones_do_not(permit):
    for each in orders():
        if each.permit != permit:
            continue
        found = verdict(each)
        by_employer = {miss.id for miss in found.nearest_miss}
        if not each.fault:
            assert found.verdict is not Eligibility.NOT_ELIGIBLE, (each.label, by_employer)
        elif each.fault in each.offer or each.fault in {"offer.posts", "offer.salary_year"}:
            assert found.verdict is Eligibility.NOT_ELIGIBLE, (each.label, each.fault)
        else:
            assert found.verdict is Eligibility.UNDETERMINED, (each.label, each.fault)


def test_some_offers_fail_and_some_leave_a_question_open():
    faulty = [each for each in orders() if each.fault]
    assert 20 <= len(faulty) <= 60
    assert any(each.fault not in each.offer for each in faulty)


def test_certified_and_uncertified_employers_ask():
    assert Counter(each.labelled for each in employers())[False] >= 8
    assert [each.key for each in PROGRAMMES if each.demands_label] == ["seasons"]


def test_limits_speak_of_corridors_that_have_orders_and_are_set_once():
    keys = [(each.origin, each.destination, each.permit) for each in quotas()]
    assert len(keys) == len(set(keys))
    assert any(each.places == 0 for each in quotas())
    open_to = {(origin, each.destination, each.permit) for each in orders() for origin in each.origins}
    assert set(keys) <= open_to | {("KEN", "ARE", "ae-work-permit")}
    assert len({(each.origin, each.sector) for each in caps()}) == len(caps())
    assert len({each.isco for each in sectors()}) == len(sectors())
    assert len({(each.programme, each.kind, each.scope) for each in shares()}) == len(shares())


def test_no_health_workers_are_sought_where_the_safeguards_list_speaks():
    health = {each.isco for each in sectors() if each.sector == "health"}
    assert not [each for each in orders() if each.isco in health and {"NPL", "SEN"} & set(each.origins)]
