"""The pages on remittances, on the packaged series."""

import os
import random
import re

import pytest

from tests.world import World

pytestmark = pytest.mark.django_db


def shown(world: World, address: str, language: str = "en") -> str:
    response = world.signed_in(None).get(address, headers={"accept-language": language})
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return str(response.content.decode())


def test_a_corridor_shows_both_ways_four_estimates_and_the_cost_against_the_goals(world: World) -> None:
    page = shown(world, "/remittances/IND/ARE/")
    assert "World Bank matrix" in page and "By migrants and income of host and home" in page
    assert "million US dollars went from United Arab Emirates to India in 2021" in page
    assert "limit of 5" in page or "goal of 3" in page
    assert "From United Arab Emirates home to India" in page and "The other way, from India" in page
    assert "Bilateral Remittance Matrix 2021" in page and "Remittance Prices Worldwide" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "less than 0.01 % of the gross domestic product there"),
        ("es", "menos de 0,01 % del producto interno bruto"),
        ("fr", "moins de 0,01\u00a0% du produit intérieur brut"),
    ],
)
def test_a_small_share_is_not_told_as_zero(world: World, language: str, said: str) -> None:
    page = shown(world, "/remittances/USA/PHL/", language)
    assert said in page
    assert not re.search(r"[^0-9.,]0[.,]0+ ?%", page)


def test_averages_never_stand_in_for_prices_of_services(world: World) -> None:
    page = shown(world, "/remittances/IND/ARE/")
    assert "No prices of single services are held" in page and "does not tell which service is cheap" in page
    unsurveyed = shown(world, "/remittances/PHL/BRA/")
    assert "does not cover this corridor" in unsurveyed


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_corridors_with_almost_no_data_are_shown(world: World, language: str) -> None:
    for pair in ("PCN/VAT", "ATA/BVT", "PHL/DEU", "DEU/PHL", "XKX/DEU", "SCG/XKX"):
        shown(world, f"/remittances/{pair}/", language)


def test_an_area_that_iso_does_not_list_has_its_page_and_its_name(world: World) -> None:
    """The atlas links there, and the World Bank estimates what Kosovo receives."""
    page = shown(world, "/remittances/XKX/DEU/")
    assert "Kosovo (UNSCR 1244)" in page and "923.3" in page
    assert not re.search(r">[^<]*\bXKX\b", page.partition("<main")[2])
    assert '<option value="XKX">' in shown(world, "/remittances/")
    assert "/remittances/XKX/DEU/" in shown(world, "/atlas/XKX/DEU/")


def test_addresses_in_small_letters_lead_on_and_unknown_ones_do_not_exist(world: World) -> None:
    client = world.signed_in(None)
    assert client.get("/remittances/phl/deu/").headers["Location"] == "/remittances/PHL/DEU/"
    for pair in ("PHL/PHL", "PHL/XXX", "900/DEU"):
        assert client.get(f"/remittances/{pair}/").status_code == 404


def test_choosing_a_corridor_leads_to_it_and_one_country_twice_is_corrected(world: World) -> None:
    client = world.signed_in(None)
    answer = client.get("/remittances/", {"origin": "NPL", "destination": "QAT"})
    assert answer.headers["Location"] == "/remittances/NPL/QAT/"
    again = client.get("/remittances/", {"origin": "NPL", "destination": "NPL"})
    assert "A corridor needs two countries" in again.content.decode()
    assert "The largest corridors" in shown(world, "/remittances/")


def test_a_fall_is_told_country_by_country_and_the_sum_is_that_of_the_table(world: World) -> None:
    from alianza.remittances.queries import what_if

    page = shown(world, "/remittances/fall/?sender=RUS&percent=20")
    assert "A fall of 20" in page and "Tajikistan" in page
    found = what_if("RUS", 20)
    assert found is not None
    assert found.total.value == pytest.approx(sum(row.lost or 0 for row in found.effects))
    assert all(row.least <= (row.lost or row.least) <= row.most for row in found.effects)


def test_a_fall_that_cannot_be_is_corrected(world: World) -> None:
    for asked in ("sender=RUS&percent=120", "sender=XXX&percent=10", "sender=RUS&percent=x", "sender="):
        page = shown(world, f"/remittances/fall/?{asked}")
        assert "Country by country" not in page


@pytest.mark.sweep
def test_any_corridor_is_shown_in_three_languages(world: World) -> None:
    from alianza.vocabulary.places import countries

    codes = [each.alpha3 for each in countries()]
    draw = random.Random(3)
    many = 200 if os.environ.get("ALIANZA_SWEEP") == "full" else 12
    for turn in range(many):
        origin, destination = draw.sample(codes, 2)
        shown(world, f"/remittances/{origin}/{destination}/", ("en", "es", "fr")[turn % 3])
