"""The page of a country: in three languages, also with almost no data; its files; its manners."""

import csv
import io
import json
import os
import re

import pytest

from alianza.atlas.corridor_names import codes
from alianza.network.models import Mandate, Subject
from tests.world import World

LANGUAGES = ("en", "es", "fr")
ALL = sorted(codes())


def page(world: World, code: str, lang: str = "en") -> str:
    response = world.signed_in(None).get(f"/atlas/{code}/", headers={"Accept-Language": lang})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "lang"), [("PHL", "es"), ("TUV", "fr"), ("ATA", "en"), ("XKX", "es")])
def test_a_country_renders_also_with_almost_no_data(code: str, lang: str, world: World) -> None:
    found = page(world, code, lang)
    assert f'<html lang="{lang}"' in found
    assert not re.search(r"\bNone\b|\bnan\b|%\(", found)
    assert "style=" not in found
    assert len(re.findall(r"<h1\b", found)) == 1
    names = re.findall(r' id="([^"]+)"', found)
    assert sorted(set(names)) == sorted(names)


@pytest.mark.sweep
@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_country_renders(world: World, lang: str) -> None:
    """In a full pass all of them, in the languages by turns; else a sample in each language."""
    turn = LANGUAGES.index(lang)
    codes = ALL[turn :: len(LANGUAGES)] if os.environ.get("ALIANZA_SWEEP") == "full" else ALL[turn::60]
    wrong = []
    for code in codes:
        response = world.signed_in(None).get(f"/atlas/{code}/", headers={"Accept-Language": lang})
        if response.status_code != 200 or re.search(rb"\bNone\b|\bnan\b|%\(", response.content):
            wrong.append(code)
    assert wrong == []


@pytest.mark.django_db
def test_the_page_opens_with_a_computed_sentence_and_leads_every_number_to_its_series(world: World) -> None:
    found = page(world, "MEX")
    assert re.search(r"In 2024, 11\.\d million people born in Mexico lived in another country", found)
    assert "/observatory/migrant-stock/?vintage=2024&amp;country=MEX" in found
    assert "who could say" in found
    assert "National statistics office" in found


@pytest.mark.django_db
def test_other_spellings_lead_to_the_one_address_and_unknown_codes_to_none(world: World) -> None:
    client = world.signed_in(None)
    for given in ("ph", "PH", "phl"):
        response = client.get(f"/atlas/{given}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/atlas/PHL/")
    for given in ("XXX", "ZZ", "QQQ"):
        assert client.get(f"/atlas/{given}/").status_code == 404
    assert client.get("/atlas/NA/").headers["Location"] == "/atlas/NAM/"


@pytest.mark.django_db
def test_a_chart_can_be_taken_away_and_its_table_is_the_one_on_the_page(world: World) -> None:
    client = world.signed_in(None)
    told = client.get("/atlas/PHL/charts/destinations.csv")
    lines = told.content.decode().splitlines()
    assert lines[1] == "United States of America,2263697"  # UN DESA, 2024 revision
    shown = page(world, "PHL")
    assert "2,263,697" in shown
    assert sum(int(line.rpartition(",")[2]) for line in lines[1:]) == 6_988_383
    assert "6,988,383" in shown
    assert client.get("/atlas/PHL/charts/stock.svg").content.startswith(b"<svg")
    assert client.get("/atlas/PHL/charts/stock.png").content.startswith(b"\x89PNG")
    assert client.get("/atlas/PHL/charts/nothing.csv").status_code == 404
    assert client.get("/atlas/ATA/charts/stock.csv").status_code == 404


@pytest.mark.django_db
def test_the_core_list_as_a_table_names_gaps(world: World) -> None:
    rows = world.signed_in(None).get("/atlas/PHL/indicators.csv").content.decode().splitlines()
    assert rows[0].startswith("country,indicator,name")
    assert any(row.startswith("PHL,S01,") and "87212" in row for row in rows)
    assert any(row.startswith("PHL,S11,") and ",gap," in row and "Immigration authority" in row for row in rows)


@pytest.mark.django_db
def test_the_list_names_every_country_once(world: World) -> None:
    found = world.signed_in(None).get("/atlas/countries/").content.decode()
    assert len(re.findall(r'href="/atlas/[A-Z0-9]{3}/"', found)) == len(ALL)


@pytest.mark.django_db(transaction=True)
def test_a_focal_point_adds_a_profile_made_elsewhere_and_everybody_reads_it(world: World) -> None:
    from datetime import date, timedelta

    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.atlas.routes import PDF

    imani = world.signed_in(world.imani)
    assert imani.get("/atlas/PHL/papers/add/").status_code == 404
    Mandate.objects.create(
        user=world.imani, organisation=world.secretariat, country="PHL", subject=Subject.OBSERVATORY,
        begins_on=date.today() - timedelta(days=1), ends_on=date.today() + timedelta(days=9),
    )  # fmt: skip
    imani = world.signed_in(world.imani)
    told = {"title": "Country profile 2013", "author": "Scalabrini", "year": "2013", "language": "en"}
    address = "/atlas/PHL/papers/add/"
    bad = imani.post(address, {**told, "file": SimpleUploadedFile("x.pdf", b"<html>")})
    assert bad.status_code == 400
    sent = imani.post(address, {**told, "file": SimpleUploadedFile("x.pdf", PDF)})
    assert sent.status_code == 302
    twice = imani.post(address, {**told, "file": SimpleUploadedFile("x.pdf", PDF)})
    assert twice.status_code == 400
    shown = page(world, "PHL")
    assert "Country profile 2013" in shown
    (file,) = re.findall(r'"(/atlas/PHL/papers/[0-9a-f-]{36}/)"', shown)
    read = world.signed_in(None).get(file)
    assert b"".join(read.streaming_content) == PDF
    assert read.headers["Content-Disposition"].startswith("attachment")
    assert world.signed_in(world.mara).post(f"{file}remove/").status_code == 404
    assert world.signed_in(world.luc).post(f"{file}remove/").status_code == 302
    assert world.signed_in(None).get(file).status_code == 404
    assert imani.get("/atlas/DEU/papers/add/").status_code == 404


@pytest.mark.django_db
def test_programs_get_the_figures_with_where_they_are_from(world: World) -> None:
    client = world.signed_in(None)
    listed = client.get("/api/v1/atlas/countries/", {"lang": "es"}).json()
    assert len(listed) == len(ALL)
    here = next(each for each in listed if each["code"] == "PHL")
    assert here["name"] == "Filipinas"
    told = client.get(here["links"]["self"], {"lang": "fr"}).json()
    headline = {each["key"]: each for each in told["headline"]}
    assert headline["abroad"]["value"] == 6_988_383  # UN DESA, 2024 revision
    assert headline["population"]["name"] == "Population"
    for each in (*told["headline"], *(reading for line in told["indicators"] for reading in line["readings"])):
        assert each["unit"] and each["source"] and each["series"] and each["vintage"] and each["year"]
    known = [each for each in told["indicators"] if each["required"] and each["readings"]]
    assert told["completeness"]["filled"] == len(known)
    assert told["completeness"]["required"] == sum(each["required"] for each in told["indicators"])
    gap = next(each for each in told["indicators"] if each["required"] and not each["readings"])
    assert gap["could_supply"]


@pytest.mark.django_db
def test_a_program_that_has_the_answer_already_is_told_so(world: World) -> None:
    client = world.signed_in(None)
    for address in ("/api/v1/atlas/countries/", "/api/v1/atlas/countries/PHL/"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert client.get(address, {"lang": "es"}, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get("/api/v1/atlas/countries/XXX/").status_code == 404
    assert client.get("/api/v1/atlas/countries/phl/").json()["code"] == "PHL"


@pytest.mark.django_db
def test_what_is_computed_here_carries_its_record(world: World) -> None:
    told = world.signed_in(None).get("/api/v1/atlas/countries/JPN/").json()
    (ahead,) = (each for each in told["indicators"] if each["code"] == "P06")
    for each in ahead["readings"]:
        record = each["provenance"]
        assert record["engine"] == "alianza.engines.population" and record["version"]
        assert record["parameters"]["to"] == 2050
        assert "population-age@2019" in record["inputs"]
        assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in record["inputs"].values())
    (people,) = (each for each in told["indicators"] if each["code"] == "P01")
    assert people["readings"][0]["provenance"] is None
    page_text = page(world, "JPN")
    assert record["inputs"]["population-age@2019"][:12] in page_text
    table = list(csv.DictReader(io.StringIO(world.signed_in(None).get("/atlas/JPN/indicators.csv").content.decode())))
    rows = {(row["indicator"], row["part"]): row for row in table}
    assert json.loads(rows["P06", "without_migration"]["record"]) == record
    assert rows["P01", ""]["record"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "in eight of ten draws"), ("es", "en ocho de cada diez"), ("fr", "dans huit tirages sur dix")],
)
def test_flows_say_how_sure_they_are_besides_the_choice_of_method(world: World, lang: str, said: str) -> None:
    found = page(world, "MEX", lang)
    assert said in found
    assert found.count("flows-estimates-interval") == 0, "the record names inputs, not itself"
    assert "stock_error = 0.1" in found
    assert said not in page(world, "ATA", lang)
    corridor = world.signed_in(None).get("/atlas/MEX/USA/", headers={"Accept-Language": lang}).content.decode()
    assert said in corridor
    low, high = world.signed_in(None).get("/api/v1/atlas/corridors/MEX/USA").json()["flows_by_method"]["interval"]
    assert 0 < low < high
