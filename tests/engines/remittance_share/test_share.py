"""Indicator 17.3.2."""

import numpy as np
import pytest

from alianza.engines.remittance_share import group_share, share_of_gdp


def test_both_parts_count_and_a_missing_one_is_not_zero() -> None:
    found = share_of_gdp(
        [30.0, 30.0, np.nan, 30.0], [400.0, 400.0, 400.0, np.nan], compensation=[10.0, np.nan, 1.0, 0.0]
    )
    assert found[0] == 10.0 and np.isnan(found[1:]).all()


def test_the_unit_does_not_matter() -> None:
    assert share_of_gdp(3e9, 1e11) == pytest.approx(share_of_gdp(3.0, 100.0))


def test_a_group_is_weighted_by_gdp_over_the_countries_known() -> None:
    found = group_share([10.0, np.nan, 0.0], [100.0, 900.0, 100.0])
    assert (found.percent, found.known, found.of) == (5.0, 2, 3)
    assert np.isnan(group_share([np.nan], [1.0]).percent)


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        share_of_gdp(-1.0, 10.0)
