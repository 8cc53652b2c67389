"""Our own estimates of flows: the account behind them, and that what is packaged is what the program makes."""

import numpy as np
import pytest

from alianza.observatory import own_flows, packaged


def test_the_account_of_the_last_period_holds_the_published_people() -> None:
    held = own_flows.accounts()[-1]
    assert held.period == (2020, 2024)
    germany = held.places.index("DEU")
    # mid-2020 as published; the end of 2024 (84.409 million) less half of that year's change
    assert held.start[:, germany].sum() == pytest.approx(83_628_700, rel=2e-3)
    assert held.end[:, germany].sum() == pytest.approx(84_552_000, rel=2e-3)
    # four years between two middles: half of 2020 and 2024 and all of 2021 to 2023, about 750,000 births a year
    assert held.births[germany] == pytest.approx(4 * 750_000, rel=0.03)


def test_foreign_born_are_those_of_the_stock_and_natives_the_rest() -> None:
    held = own_flows.accounts()[-1]
    at = held.places.index
    rows = packaged.table("migrant-stock", "2024").to_pylist()
    between = sum(
        row["OBS_VALUE"]
        for row in rows
        if (row["ORIGIN"], row["DESTINATION"], row["TIME_PERIOD"]) == ("PHL", "DEU", 2024)
    )
    assert held.end[at("PHL"), at("DEU")] == between
    foreign = sum(row["OBS_VALUE"] for row in rows if (row["DESTINATION"], row["TIME_PERIOD"]) == ("DEU", 2024))
    assert held.end[:, at("DEU")].sum() - held.end[at("DEU"), at("DEU")] == pytest.approx(foreign)


def test_the_packaged_estimates_are_what_the_program_makes() -> None:
    entry = packaged.entry("flows-estimates", "2024")
    assert entry.provenance is not None
    assert entry.provenance["inputs"] == {
        packaged.entry(*each).name: packaged.entry(*each).sha256 for each in own_flows.USED
    }
    kept = {
        (row["ORIGIN"], row["DESTINATION"], row["METHOD"]): row["OBS_VALUE"]
        for row in packaged.table("flows-estimates", "2024").to_pylist()
        if row["TIME_PERIOD"] == 2020
    }
    places = own_flows.accounts()[-1].places
    for method, made in own_flows.estimates((2020, 2024)):
        assert made.status == "ok"
        assert made.residuals.net_largest < 1e-3
        flows = made.flows[: len(places), : len(places)]
        table = np.array([[kept.get((i, j, method), 0) for j in places] for i in places])
        assert np.abs(table - flows).max() <= 0.5 + 1e-6


def test_the_methods_differ_as_published_ones_do() -> None:
    total = {"minimum-open": 0.0, "minimum": 0.0, "pseudo-bayes": 0.0}
    for row in packaged.table("flows-estimates", "2024").to_pylist():
        if row["TIME_PERIOD"] == 2015:
            total[row["METHOD"]] += row["OBS_VALUE"]
    # Abel and Cohen, on the 2020 revision: 101.2 million in 2015-20 by the last of them
    assert total["pseudo-bayes"] == pytest.approx(101_176_337, rel=0.1)
    assert total["minimum-open"] < total["minimum"] < total["pseudo-bayes"]
