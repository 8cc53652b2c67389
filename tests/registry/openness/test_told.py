"""Small numbers are kept back, and so is what would give them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.engines.eligibility import Eligibility
from alianza.registry.openness import Obstacle, Openness
from alianza.registry.openness.told import LEAST, kept_back, tell

ELIGIBLE, CLOSED, OPEN = Eligibility.ELIGIBLE, Eligibility.NOT_ELIGIBLE, Eligibility.UNDETERMINED


def openness(eligible, closed, undetermined, nearest=0):
    obstacle = Obstacle("degree", "Degree", None, closed, undetermined, nearest)
    return Openness(eligible + closed + undetermined, eligible, closed, undetermined, (obstacle,))


@given(st.tuples(*[st.integers(0, 12)] * 3))
def test_what_is_kept_back_cannot_be_worked_out_from_the_sum(numbers):
    hidden = kept_back(dict(enumerate(numbers)))
    if sum(numbers) < LEAST:  # nothing at all is told then
        return
    assert all(number == 0 or number >= LEAST for place, number in enumerate(numbers) if place not in hidden)
    together = sum(numbers[place] for place in hidden)
    assert not hidden or (len(hidden) > 1 and together >= LEAST) or sum(1 for each in numbers if each) == 1


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((100, 50, 7), (100, 50, 7)),
        ((100, 50, 3), (100, None, None)),
        ((100, 0, 3), (None, 0, None)),
        ((3, 3, 100), (None, None, 100)),
        ((1, 1, 100), (None, None, None)),
        ((2, 1, 0), (None, None, None)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_known_answers(numbers, told):
    found = tell(openness(*numbers), small_numbers=False)
    assert tuple(found.verdicts[each] for each in (ELIGIBLE, CLOSED, OPEN)) == told


def test_an_obstacle_of_too_few_is_not_named():
    assert tell(openness(100, 40, 0, nearest=4), small_numbers=False).most_common is None
    assert tell(openness(100, 40, 0, nearest=40), small_numbers=False).most_common.id == "degree"
    assert tell(openness(1, 1, 0, nearest=1), small_numbers=True).most_common.id == "degree"
