import numpy as np
import pytest

from alianza.engines.scaling import CONVERGED, NOT_CONVERGED, scale, scale_to_margins


def test_three_margins_of_origin_destination_and_type_are_met():
    rng = np.random.default_rng(1)
    true = rng.lognormal(2, 1, (5, 5, 3))
    wanted = {(0, 1): true.sum(axis=2), (0, 2): true.sum(axis=1), (1, 2): true.sum(axis=0)}
    made = scale_to_margins(rng.lognormal(0, 1, (5, 5, 3)), wanted)
    assert made.status == CONVERGED
    assert np.allclose(made.table.sum(axis=2), wanted[0, 1])
    assert np.allclose(made.table.sum(axis=1), wanted[0, 2])
    assert np.allclose(made.table.sum(axis=0), wanted[1, 2])


def test_bartletts_table_is_unchanged_in_its_odds_of_three_factors():
    """No-three-way-interaction: the odds ratio of the odds ratios stays that of the seed (Bartlett 1935)."""
    seed = np.array([[[156, 84], [84, 156]], [[107, 133], [31, 209]]], float)
    flat = np.ones((2, 2, 2))
    wanted = {(0, 1): seed.sum(axis=2), (0, 2): seed.sum(axis=1), (1, 2): seed.sum(axis=0)}
    fitted = scale_to_margins(flat, wanted).table
    # the fitted counts in Bishop, Fienberg and Holland (1975), chapter 3
    assert fitted[0, 0, 0] == pytest.approx(161.1, abs=0.05)
    assert fitted[0, 1, 0] == pytest.approx(78.9, abs=0.05)
    assert fitted[1, 1, 0] == pytest.approx(36.1, abs=0.05)


def test_two_margins_agree_with_the_two_way_scaling():
    seed = [[1.0, 2, 3], [4, 5, 6]]
    made = scale_to_margins(seed, {(0,): [10, 20], (1,): [5, 10, 15]})
    assert np.allclose(made.table, scale(seed, [10, 20], [5, 10, 15]).table)


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ({(0,): [1, 1], (1,): [1, 2]}, "contradict"),
        ({(1, 0): np.ones((2, 2))}, "rising order"),
        ({(0,): [1, 1, 1]}, "shape"),
        ({(0,): [1, -1]}, "negative"),
    ],
)
def test_margins_that_make_no_sense_are_refused(margins, said):
    with pytest.raises(ValueError, match=said):
        scale_to_margins(np.ones((2, 2)), margins)


def test_a_total_without_cells_is_refused_and_no_end_is_told():
    with pytest.raises(ValueError, match="every cell"):
        scale_to_margins([[0, 0], [1, 1]], {(0,): [1, 1], (1,): [1, 1]})
    assert scale_to_margins([[0, 1], [1, 1]], {(0,): [3, 1], (1,): [3, 1]}).status == NOT_CONVERGED
