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


def test_intervals_are_the_same_each_time_and_rest_on_what_is_packaged() -> None:
    first, again = (own_flows.interval((2020, 2024), draws=3) for _ in range(2))
    assert first.failed == 0
    assert np.array_equal(first.total, again.total)
    assert np.array_equal(first.inflows, again.inflows)
    entry = packaged.entry("flows-estimates-interval")
    assert entry.provenance is not None
    assert entry.provenance["inputs"] == own_flows.interval_provenance()["inputs"]
    assert entry.provenance["parameters"]["draws"] == own_flows.DRAWS
    assert entry.provenance["parameters"]["stock_error"] == own_flows.STOCK_ERROR


def test_packaged_intervals_hold_nearly_every_estimate_and_of_every_country() -> None:
    rows = packaged.table("flows-estimates-interval").to_pylist()
    assert all(0 <= row["LOW"] <= row["HIGH"] for row in rows)
    bounds = {(row["ORIGIN"], row["DESTINATION"], row["TIME_PERIOD"]): (row["LOW"], row["HIGH"]) for row in rows}
    arrivals: dict[tuple[str, int], int] = {}
    pairs = inside = 0
    for row in packaged.table("flows-estimates").to_pylist():
        if row["METHOD"] == own_flows.CENTRAL:
            key = (row["ORIGIN"], row["DESTINATION"], row["TIME_PERIOD"])
            arrivals[key[1], key[2]] = arrivals.get((key[1], key[2]), 0) + row["OBS_VALUE"]
            if row["OBS_VALUE"] >= own_flows.LEAST_SHOWN:
                pairs += 1
                inside += bounds[key][0] <= row["OBS_VALUE"] <= bounds[key][1]
    assert inside / pairs > 0.99
    assert all(("_T", *key) in bounds for key in arrivals)
    held = [bounds["_T", *key][0] <= value <= bounds["_T", *key][1] for key, value in arrivals.items()]
    assert sum(held) / len(held) > 0.95
