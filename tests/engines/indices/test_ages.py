import numpy as np
import pytest

from alianza.engines.indices import RogersCastro, age_profile, survival_net

STANDARD = RogersCastro(a1=0.02, alpha1=0.1, a2=0.06, mu2=20, alpha2=0.1, lambda2=0.4, c=0.003)
"""The parameters that Rogers and Castro (1981) give as typical of a standard schedule, scaled."""


def test_a_standard_schedule_peaks_where_its_formula_says():
    """The labour peak alone is at mu2 - ln(alpha2 / lambda2) / lambda2 = 23.47; children's rates pull it little."""
    ages = np.arange(0, 91)
    found = age_profile(ages, STANDARD.rate(ages))
    assert found.peak_age == 23
    assert found.gmr == pytest.approx(STANDARD.rate(ages).sum())
    assert 15 <= found.murc_age <= 22
    assert 24 <= found.mdrc_age <= 35
    assert found.asymmetry == pytest.approx(found.murc_age / found.mdrc_age)


def test_breadth_goes_by_age_and_not_by_row():
    ages = np.arange(0, 91)
    rate = STANDARD.rate(ages)
    whole = age_profile(ages, rate)
    cut = age_profile(ages[10:], rate[10:])
    mixed = np.random.default_rng(1).permutation(len(ages))
    assert whole.breadth == pytest.approx(rate[18:29].sum())
    assert cut.breadth == pytest.approx(whole.breadth)
    assert age_profile(ages[mixed], rate[mixed]) == whole
    assert whole.share == pytest.approx(whole.breadth / whole.gmr)


def test_ties_go_to_the_youngest():
    assert age_profile([10, 20, 30, 40], [1, 5, 5, 1]).peak_age == 20


def test_ratios_of_the_model_schedule():
    assert STANDARD.child_dependency == pytest.approx(1 / 3)
    assert STANDARD.labour_asymmetry == pytest.approx(4)
    assert STANDARD.parental_shift == pytest.approx(1)


def test_retirement_adds_a_second_peak():
    late = RogersCastro(0.02, 0.1, 0.06, 20, 0.1, 0.4, 0.003, a3=0.02, mu3=65, alpha3=0.3, lambda3=0.3)
    ages = np.arange(50, 90)
    assert (late.rate(ages) - STANDARD.rate(ages)).argmax() + 50 == 65


@pytest.mark.parametrize(
    ("age", "rate", "said"),
    [([1, 1], [1, 1], "twice"), ([1, 2], [1, -1], "0 or more"), ([1, 2], [1, np.nan], "missing"), ([1], [1], "2 ages")],
)
def test_what_is_no_profile_is_refused(age, rate, said):
    with pytest.raises(ValueError, match=said):
        age_profile(age, rate)


def test_survival_forward_reverse_and_average():
    found = survival_net([1000.0], [950.0], [0.9])
    assert found.forward == pytest.approx([50])
    assert found.reverse == pytest.approx([950 / 0.9 - 1000])
    assert found.average == pytest.approx((found.forward + found.reverse) / 2)
    with pytest.raises(ValueError, match="share above 0"):
        survival_net([1], [1], [1.2])
