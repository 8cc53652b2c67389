"""The page of a corridor: any of them renders, and what it says is what the series hold."""

import os
import random
import re

import pytest
from django.test import Client
from django.utils import translation

from alianza.accounts.models import User
from alianza.atlas import corridor_figures, corridor_wording
from alianza.atlas.corridor_charts import MAKERS
from alianza.atlas.corridor_figures import Corridor, Gap, Ways
from alianza.atlas.corridor_names import codes, place
from alianza.atlas.corridor_work import Work, work
from alianza.observatory import packaged
from alianza.observatory.queries import one_catalogue
from alianza.placement.actions import places
from tests.placement import scene
from tests.world import World

EXHAUSTIVE = os.environ.get("ALIANZA_SWEEP") == "full"
SAMPLE = [("PHL", "DEU", "es"), ("MEX", "USA", "en"), ("TUV", "NZL", "fr"), ("ATA", "XKX", "en"), ("SCG", "AND", "es")]


def _corridors(count: int, seed: int = 3) -> list[tuple[str, str, str]]:
    """Random pairs of the places of the stock, each in one language."""
    table = packaged.table("migrant-stock")
    known = sorted(set(table["ORIGIN"].to_pylist()) - {"OOO"})
    rng = random.Random(seed)
    return [(*rng.sample(known, 2), rng.choice(("en", "es", "fr"))) for _ in range(count)]


def _page(client: Client, origin: str, destination: str, lang: str) -> str:
    response = client.get(f"/atlas/{origin}/{destination}/", headers={"accept-language": lang})
    assert response.status_code == 200, (origin, destination, lang)
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "origin", "destination", "lang"),
    [(at, *each) for at, each in enumerate([*SAMPLE, *_corridors(2000 if EXHAUSTIVE else 12)])],
)
def test_any_corridor_renders(
    client: Client, monkeypatch: pytest.MonkeyPatch, number: int, origin: str, destination: str, lang: str
) -> None:
    if EXHAUSTIVE and number % 8:  # drawing is most of the time: every chart is made, those of each eighth are drawn
        monkeypatch.setattr("alianza.charts.templatetags.charts.svg", lambda *_: "<svg></svg>")
    page = _page(client, origin, destination, lang)
    assert f'<html lang="{lang}"' in page
    assert place(origin).code in page
    for wrong in ("None", "nan", "%(", "Infinity"):
        assert not re.search(rf"[> ]{re.escape(wrong)}[< ,.]", page), (wrong, origin, destination)


@pytest.mark.django_db
def test_what_is_no_corridor_does_not_exist(client: Client) -> None:
    for address in ("/atlas/PHL/PHL/", "/atlas/PHL/ZZZ/", "/atlas/OOO/PHL/", "/atlas/phl/phl/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/atlas/phl/deu/")["Location"] == "/atlas/PHL/DEU/"


@pytest.mark.django_db
def test_the_opening_sentence_and_the_table_are_the_published_stock(client: Client) -> None:
    page = _page(client, "MEX", "USA", "en")
    assert "In 2024, 11,279,561 people born in Mexico lived in the United States of America" in page
    rows = client.get("/atlas/MEX/USA/charts/stock.csv").content.decode().splitlines()
    assert "2024,11279561," in rows[-1] + ","


@pytest.mark.django_db
def test_both_ways_are_of_one_revision() -> None:
    with one_catalogue():
        older, current = corridor_figures.stock("PHL", "DEU"), corridor_figures.stock("MEX", "USA")
    assert older.older
    assert older.entry.vintage == "2020"
    assert older.forth[2020] == 62_408
    assert older.back[2020] == 4_029  # the current revision would say 1,551
    assert not current.older
    assert current.entry.vintage == "2024"
    assert Corridor("PHL", "DEU").estimates is None  # they rest on the current revision


@pytest.mark.django_db
def test_flows_are_those_of_abel_and_cohen_and_the_way_back_mirrors() -> None:
    there, back = corridor_figures.flows("PHL", "DEU"), corridor_figures.flows("DEU", "PHL")
    assert dict(there.forth) == {1990: 7746, 1995: 2725, 2000: 21304, 2005: 24249, 2010: 13925, 2015: 7390}
    assert there.forth == back.back
    assert there.back == back.forth


@pytest.mark.django_db
def test_methods_stand_between_their_least_and_most() -> None:
    with one_catalogue():
        held = Corridor("MEX", "USA").estimates
    assert held is not None
    for period in held.periods:
        low, high = held.range_forth(period)
        assert low <= held.forth["pseudo-bayes"].get(period, 0) <= high
        assert held.forth["minimum"].get(period, 0) <= held.forth["pseudo-bayes"].get(period, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("key", list(MAKERS))
@pytest.mark.parametrize("form", ["csv", "svg", "png"])
def test_every_chart_is_a_file(client: Client, key: str, form: str) -> None:
    response = client.get(f"/atlas/MEX/USA/charts/{key}.{form}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="MEX-USA-{key}.{form}"'
    assert response.content


@pytest.mark.django_db
def test_a_chart_that_is_not_there_does_not_exist(client: Client) -> None:
    for name in ("nothing.csv", "stock.exe"):
        assert client.get(f"/atlas/MEX/USA/charts/{name}").status_code == 404
    assert client.get("/atlas/ATA/XKX/charts/stock.csv").status_code == 404


@pytest.mark.django_db
def test_a_short_stay_is_never_told_as_work(client: Client) -> None:
    page = _page(client, "DEU", "FRA", "en")
    assert "A short stay is not work" in page


def test_few_placements_are_hidden_and_orders_are_counted_by_origin(world: World) -> None:
    nothing = work("PHL", "ESP")
    assert (nothing.orders, nothing.posts, nothing.placed, nothing.few) == (0, 0, 0, False)
    order = scene.opened(scene.strawberries(world.finca_sol), world.luc)
    for taken, (placed, few) in enumerate([(None, True)] * 4 + [(5, False)], start=1):
        worker = User.objects.create(email=f"worker{taken}@example.org", password="")
        place_of = places.offer_place(order, scene.profile(worker), by=world.luc)
        before = work("PHL", "ESP")
        assert (before.placed, before.few) == (None if taken > 1 else 0, taken > 1), "an offer is not a placement"
        places.answer_place(place_of, take=True, by=worker)
        found = work("PHL", "ESP")
        assert (found.placed, found.few) == (placed, few)
        assert (found.orders, found.posts) == (1, 12 - taken)
        assert str(taken) not in corridor_wording.placed_sentence(found) or not few
    assert work("MAR", "ESP") == Work(orders=1, posts=7, placed=0, few=False)
    assert work("IND", "ESP") == work("PHL", "DEU") == nothing


def test_places_stand_in_sentences_as_each_language_has_them() -> None:
    said = {
        "en": ("in the Philippines", "in Germany", "in the United States of America"),
        "es": ("en Filipinas", "en Alemania", "en los Estados Unidos de América"),
        "fr": ("aux Philippines", "en Allemagne", "aux États-Unis d’Amérique"),
    }
    for lang, expected in said.items():
        with translation.override(lang):
            assert tuple(place(code).located for code in ("PHL", "DEU", "USA")) == expected
    with translation.override("fr"):
        assert place("CUB").located == "à Cuba"
        assert place("CAN").located == "au Canada"
        assert place("IMN").located == "sur l’Île de Man"


def test_every_code_has_a_name_in_three_languages() -> None:
    for lang in ("en", "es", "fr"):
        with translation.override(lang):
            assert all(place(code).name != code for code in codes())


def test_a_ratio_needs_a_common_year() -> None:
    entry = packaged.entry("wages")
    assert Gap(entry, {2020: 10.0}, {2021: 20.0}).ratio is None
    assert Gap(entry, {2020: 10.0, 2021: 10.0}, {2021: 20.0}).ratio == 2
    assert Gap(entry, {2021: 0.0}, {2021: 20.0}).ratio is None
    assert corridor_wording.gap_sentence(Gap(entry, {}, {}), "PHL", "DEU", "wages")


def test_small_estimates_are_not_told_as_zero() -> None:
    entry = packaged.entry("flows-abel-cohen")
    with translation.override("en"):
        said = corridor_wording.flow_sentence(Ways(entry, {2015: 3}, {2015: 0}), "TUV", "NZL")
    assert "fewer than 10 people moved" in said
    assert "0 the other way" in said


@pytest.mark.django_db
def test_programs_get_the_same_numbers(client: Client) -> None:
    told = client.get("/api/v1/atlas/corridors/PHL/DEU").json()
    assert told["older_revision"] is True
    assert told["stock"]["forth"]["2020"] == 62408
    assert told["flows"]["source"]["series"] == "flows-abel-cohen@2022"
    assert client.get("/api/v1/atlas/corridors/PHL/PHL").status_code == 404
