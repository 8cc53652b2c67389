"""What the pages rest on."""

import numpy as np
import pytest

from alianza.remittances import estimates, panels, prices, queries

pytestmark = pytest.mark.django_db


def test_the_matrix_has_the_published_total_and_indias_receipts() -> None:
    """World Bank-KNOMAD, December 2022: 781,075.7 million in all; India received 89,375 million in 2021."""
    made = estimates.estimates()
    world_bank = made.amount["world-bank"]
    assert float(np.nansum(world_bank)) == pytest.approx(781_075.7, abs=0.05)
    assert sum(amount for _, amount in made.of_receiver("IND")) == pytest.approx(89_375, abs=1)


def test_the_rules_share_what_each_country_received() -> None:
    made = estimates.estimates()
    india = made.at("IND")
    for rule in ("stock", "host-income", "ratha-shaw"):
        amounts = made.amount[rule][made.home == india]
        assert np.nansum(amounts) == pytest.approx(made.received[india], rel=1e-9)


def test_the_share_of_gdp_is_the_amount_over_the_receivers_gdp() -> None:
    way = queries.direction("RUS", "TJK")
    made = estimates.estimates()
    gdp = float(made.gdp[made.at("TJK")])
    assert way.world_bank.value is not None and way.of_gdp.value == pytest.approx(100 * way.world_bank.value / gdp)
    assert way.of_gdp.source.startswith("World Bank, World Development Indicators") and way.of_gdp.year == "2021"


def test_a_cost_stands_against_the_goals_by_its_last_quarter() -> None:
    found = prices.cost("ARE", "IND")
    assert found is not None and found.entry.vintage == "2020"
    assert found.last[0] <= "2020-Q3" and found.standing == (
        "above" if found.last[1] > 5 else "between" if found.last[1] > 3 else "met"
    )
    assert prices.cost("BRA", "PHL") is None


def test_no_services_are_compared_while_no_quotes_are_loaded() -> None:
    assert prices.amounts("ARE", "IND") == () and prices.comparison("ARE", "IND", 200.0) is None


def test_panels_have_something_to_show_or_say_none() -> None:
    offered = {panel.place: panel for panel in panels.panels()}
    assert set(offered) == {"country", "corridor"}
    assert offered["country"].build("PHL") is not None and offered["corridor"].build("PHL", "DEU") is not None
    assert offered["country"].build("XYZ") is None and offered["corridor"].build("PCN", "VAT") is None
    assert offered["corridor"].build("PHL", "PHL") is None


def test_panels_are_drawn_in_three_languages() -> None:
    from django.template.loader import render_to_string
    from django.utils.translation import override

    for language in ("en", "es", "fr"):
        with override(language):
            for panel in panels.panels():
                codes = ("PHL",) if panel.place == "country" else ("PHL", "DEU")
                drawn = render_to_string(panel.template, dict(panel.build(*codes) or {}))
                assert "answer__number" in drawn


def test_what_is_computed_here_carries_its_record_and_the_world_banks_amount_does_not() -> None:
    way = queries.direction("ARE", "PHL")
    assert way.world_bank.note.provenance is None
    for rule, found in way.rules.items():
        made = found.note.provenance
        assert made is not None and made.parameters["rule"] == rule
        income = set() if rule == "stock" else {"wdi-more@2024"}
        assert set(made.inputs) == {"migration-matrix@2021", "remittances@2023"} | income
    of_gdp = way.of_gdp.note.provenance
    assert of_gdp is not None and set(of_gdp.inputs) == {"remittance-matrix@2021", "wdi@2025"}
    found = queries.what_if("RUS", 10)
    assert found is not None and found.total.note.provenance is not None
    assert found.total.note.provenance.parameters == {"year": 2021, "sender": "RUS", "percent": 10}
