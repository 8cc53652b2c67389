"""Where the days of a state end."""

import pytest

from alianza.instruments.frame import SEATS, united_nations, zone_of, zones_by_country
from alianza.vocabulary.places import country


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("BRA", "America/Sao_Paulo"), ("AUS", "Australia/Sydney"), ("CAN", "America/Toronto"),
        ("RUS", "Europe/Moscow"), ("UKR", "Europe/Kyiv"), ("USA", "America/New_York"), ("PHL", "Asia/Manila"),
    ],
)  # fmt: skip
def test_deadlines_fall_in_the_zone_of_the_seat_of_government(code: str, zone: str) -> None:
    assert zone_of(country(code)) == zone


def test_every_state_with_several_zones_has_its_seat_named_among_them() -> None:
    zones = zones_by_country()
    several = {each.alpha2 for each in united_nations() if len(zones.get(each.alpha2, ())) > 1}
    assert several == set(SEATS)
    assert all(zone in zones[code] for code, zone in SEATS.items())


def test_every_state_has_a_zone() -> None:
    assert {each.alpha3 for each in united_nations() if zone_of(each) == "UTC"} == set()
