import numpy as np
import pytest

from alianza.demo.draws import Draws


def stream(seed=1):
    return Draws(np.random.Generator(np.random.PCG64(seed)))


def test_the_same_seed_gives_the_same_choices():
    one, other = stream(), stream()
    assert [one.share() for _ in range(600)] == [other.share() for _ in range(600)]


def test_both_ends_of_a_range_come_up():
    draw = stream()
    assert {draw.between(2, 4) for _ in range(200)} == {2, 3, 4}


def test_weights_are_kept_and_zero_never_comes_up():
    draw = stream()
    drawn = [draw.weighted({"a": 3.0, "b": 1.0, "c": 0.0}) for _ in range(4000)]
    assert "c" not in drawn
    assert 0.72 < drawn.count("a") / 4000 < 0.78


def test_nothing_to_choose_from_is_said():
    with pytest.raises(ValueError, match="every weight is zero"):
        stream().weighted({"a": 0.0})


def test_some_are_different_and_at_most_all():
    draw = stream()
    assert sorted(draw.some([1, 2, 3], 9)) == [1, 2, 3]
    assert len(set(draw.some(range(100), 50))) == 50


def test_a_normal_law_has_its_mean_and_spread():
    draw = stream()
    values = np.array([draw.normal(10, 2) for _ in range(5000)])
    assert abs(values.mean() - 10) < 0.1
    assert abs(values.std() - 2) < 0.1
