"""The scoring profile as data."""

import pytest

from alianza.engines.preselection import PROFILE_1, Profile, explain, pairs
from tests.engines.preselection import small_market as market
from tests.engines.preselection.test_search import ANA, WARD


def test_the_tables_of_profile_1_round_down():
    skill, experience, language, wage, wish = PROFILE_1.at
    points = PROFILE_1.points.tolist()
    assert points[skill : skill + 17] == [4500 * k // 16 for k in range(17)]
    assert points[experience : experience + 11] == [150 * k for k in range(11)]
    assert points[language : language + 5] == [0, 250, 500, 750, 1000]
    assert points[wage : wage + 501] == [3 * k for k in range(501)]
    assert points[wish:] == [1500, 1000, 600, 200]


def test_another_profile_moves_search_and_explanation_alike():
    profile = Profile(
        name="care", version=2, skill=1000, essential_weight=2, overlap_full=7, experience=900, years_full=7, language=300,
        levels_full=3, wage=100, wage_full=250, wish=(70, 50, 30, 10),
    )  # fmt: skip
    w, o = market.tables([ANA], [WARD])
    # overlap 2 * 2 + 2 = 6 of 7; 4 years of 7; levels 1 + 2 of 6; 250 of 250; second wish
    by_hand = 1 + 1000 * 6 // 7 + 900 * 4 // 7 + 300 * 3 // 6 + 100 + 50
    assert pairs(w, o, profile=profile, threads=1).score.tolist() == [by_hand]
    assert explain(w, o, 0, 0, profile=profile).parts.score == by_hand


@pytest.mark.parametrize(
    "wrong", [{"skill": -1}, {"overlap_full": 0}, {"skill": 32_000}, {"wish": (1, 2, 3, 4)}, {"essential_weight": 0}]
)
def test_a_profile_that_cannot_be_meant_is_refused(wrong):
    with pytest.raises(ValueError, match="profile 1"):
        Profile(**wrong)
