"""Remittances for programs."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_corridor_carries_source_vintage_and_method(client: Client) -> None:
    answer = client.get("/api/v1/remittances/PHL/ARE").json()
    home = answer["home"]
    assert (home["sender"], home["receiver"]) == ("ARE", "PHL")
    assert home["world_bank"]["value"] > 0 and home["world_bank"]["vintage"] == "2021"
    assert set(home["rules"]) == {"stock", "host-income", "ratha-shaw"}
    assert all(each["source"] and each["method"] for each in home["rules"].values())
    assert home["cost_200"] and home["cost_source"] == "remittance-prices@2020"


def test_a_fall_lists_receivers(client: Client) -> None:
    answer = client.get("/api/v1/remittances/fall", {"sender": "RUS", "percent": 10}).json()
    receivers = {each["receiver"]: each for each in answer["effects"]}
    assert receivers["TJK"]["percent_of_gdp"] > 0.5
    total = sum(each["lost"] or 0 for each in answer["effects"])
    assert answer["total"]["value"] == pytest.approx(total)


def test_what_does_not_exist_is_404(client: Client) -> None:
    assert client.get("/api/v1/remittances/PHL/XXX").status_code == 404
    assert client.get("/api/v1/remittances/PHL/PHL").status_code == 404
    assert client.get("/api/v1/remittances/XKX/DEU").json()["home"]["receiver"] == "XKX"
    assert client.get("/api/v1/remittances/fall", {"sender": "XXX", "percent": 10}).status_code == 404
    assert client.get("/api/v1/remittances/fall", {"sender": "RUS", "percent": 101}).status_code == 422
