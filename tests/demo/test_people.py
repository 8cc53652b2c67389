from collections import Counter

import pytest

from alianza.demo.distributions import DESTINATIONS, ORIGINS, rows
from alianza.demo.people import RATES_OF, WORKERS, workers
from alianza.demo.trades import skill_pool, trades
from alianza.vocabulary.languages import language
from alianza.vocabulary.rates import rate


@pytest.fixture(scope="module")
def everybody():
    return workers()


def test_there_are_ten_thousand_and_their_first_hundred_do_not_depend_on_the_rest(everybody):
    assert len(everybody) == WORKERS == 10_000
    assert workers(100) == everybody[:100]
    assert [each.worker for each in everybody] == list(range(1, 10_001))


def test_another_seed_gives_other_people(everybody):
    assert workers(20, seed=7) != everybody[:20]


def test_every_worker_can_be_matched(everybody):
    for each in everybody:
        assert each.origin in ORIGINS
        assert each.isco in trades()
        assert 0 <= each.years <= each.age - 15
        assert (each.isco2 == "") == (each.years2 is None)
        assert each.isco2 != each.isco
        assert 0 <= each.education <= 6
        assert set(each.wishes) <= set(each.accepts) <= set(DESTINATIONS)
        assert 1 <= len(each.wishes) == len(set(each.wishes)) <= 3
        assert set(each.recognised_in) <= set(each.accepts)
        assert all(1 <= level <= 6 for level in each.languages.values())
        assert len(set(each.skills)) == len(each.skills) <= 60
        assert len(each.languages) <= 12
        assert each.min_pay.minor > 0
        assert 1 <= each.region <= 5


def test_minimum_pay_is_stated_in_a_currency_that_has_a_rate(everybody):
    for code in {each.min_pay.currency for each in everybody}:
        assert rate(code, RATES_OF)
    assert "FJD" not in {each.min_pay.currency for each in everybody}


def test_languages_are_known_to_the_vocabulary(everybody):
    assert all(language(code).code == code for each in everybody for code in each.languages)


def test_ages_follow_the_published_table(everybody):
    published = {row["from"]: row["people"] for row in rows("age")}
    for first, people in published.items():
        found = sum(first <= each.age <= first + 4 for each in everybody) / WORKERS
        assert found == pytest.approx(people / sum(published.values()), abs=0.02)


def test_corridors_with_more_people_counted_have_more_workers(everybody):
    first = Counter((each.origin, each.wishes[0]) for each in everybody)
    assert first["IND", "ARE"] > first["KEN", "ARE"]
    assert first["MAR", "ESP"] > first["PER", "ITA"] > first["SEN", "ZAF"]


def test_there_is_something_to_explain(everybody):
    def share(condition):
        return sum(map(condition, everybody)) / WORKERS

    nurses = [each for each in everybody if each.isco == "2221"]
    assert 0.07 < share(lambda each: each.medical == "pending") < 0.15
    assert 0.05 < share(lambda each: each.passport_months < 6) < 0.13
    missing = sum(len(each.accepts) - len(each.recognised_in) for each in nurses)
    assert 0.3 < missing / sum(len(each.accepts) for each in nurses) < 0.65
    assert 0.25 < share(lambda each: bool(each.isco2)) < 0.35
    assert 0.35 < share(lambda each: each.woman) < 0.5


def test_people_know_skills_of_their_own_occupation(everybody):
    for each in everybody[:500]:
        pool = skill_pool(each.isco)
        own = {*pool.essential, *pool.optional}
        assert set(each.skills) & own or not each.skills
