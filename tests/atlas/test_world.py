"""The world: sums are those of the published series, and the page says the same without script as with it."""

import csv
import io
import json

import pytest
from django.test import Client

from alianza.atlas import world
from alianza.atlas.world import ELSEWHERE, Choice
from alianza.vocabulary.places import countries


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choice", "total"),
    [
        (Choice("stock", 2024), 304_021_813),  # UN DESA, International Migrant Stock 2024
        (Choice("flow", 2015), 101_176_337),  # Abel and Cohen, 2015-2020
    ],
)
def test_a_picture_adds_up_to_the_published_total(choice: Choice, total: int) -> None:
    shown = world.picture(choice)
    assert shown.total == total
    assert sum(shown.between_regions.values()) == total
    assert sum(each.left + each.inside for each in shown.regions) == total
    assert sum(each.came + each.inside for each in shown.regions) == total


@pytest.mark.django_db
def test_the_chord_of_a_region_holds_all_that_touches_it() -> None:
    shown = world.picture(Choice("flow", 2015))
    row = next(each for each in shown.regions if each.code == "419")
    order, matrix = shown.chord("419")
    assert sum(map(sum, matrix)) == row.left + row.came + row.inside
    assert len(order) == len(matrix) == len(set(order))


@pytest.mark.django_db
def test_the_chord_of_the_world_leaves_out_only_what_has_no_region() -> None:
    shown = world.picture(Choice("stock", 2024))
    _order, matrix = shown.chord()
    unplaced = sum(value for pair, value in shown.between_regions.items() if ELSEWHERE in pair)
    assert sum(map(sum, matrix)) == shown.total - unplaced


def test_every_country_but_antarctica_is_in_a_region() -> None:
    assert {each.alpha3 for each in countries() if world.region_of(each.alpha3) == ELSEWHERE} == {"ATA"}


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["en", "es", "fr"])
@pytest.mark.parametrize("query", ["", "?show=stock-2024", "?show=minimum-2020&region=419", "?show=nonsense&region=0"])
def test_the_page_says_its_finding_and_its_tables_without_script(client: Client, lang: str, query: str) -> None:
    response = client.get(f"/atlas/{query}", headers={"accept-language": lang})
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<table") == (1 if "419" in query else 2)
    assert 'data-world="/atlas/world.json' in page
    assert "<script>" not in page
    assert " style=" not in page


@pytest.mark.django_db
def test_drawings_and_tables_tell_the_same(client: Client) -> None:
    drawn = json.loads(client.get("/atlas/world.json?show=stock-2024").content)
    rows = list(csv.DictReader(io.StringIO(client.get("/atlas/world.csv?show=stock-2024").content.decode())))
    assert sum(int(row["value"]) for row in rows) == 304_021_813
    largest = drawn["arcs"][0]
    assert largest["url"] == "/atlas/MEX/USA/"
    assert largest["value"] == int(rows[1]["value"] if rows[0]["origin"] == "OOO" else rows[0]["value"])
    assert len(drawn["nodes"]) == len(drawn["matrix"]) == len(drawn["words"])
    assert all(each["name"] for each in drawn["nodes"])


@pytest.mark.django_db
def test_shapes_are_sent_packed_and_once(client: Client) -> None:
    packed = client.get("/atlas/land.json", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < 45_000
    again = client.get("/atlas/land.json", headers={"if-none-match": packed["ETag"]})
    assert again.status_code == 304
    assert "countries" in client.get("/atlas/land.json").json()["objects"]


@pytest.mark.django_db
def test_home_leads_into_the_atlas(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "304.0 million people lived outside the country they were born in" in page
    assert 'action="/atlas/search/"' in page
