"""Search: three languages, typos, five kinds of things; what is typed goes nowhere else."""

import logging

import pytest
from django.test import Client

from alianza.audit.actions import PLATFORM
from alianza.regulations.actions.sheets import load_seed_sheets


@pytest.fixture
def _law(db: None) -> None:
    load_seed_sheets(by=PLATFORM)


def _first(client: Client, typed: str, lang: str = "en") -> str:
    response = client.get("/atlas/search/suggestions/", {"q": typed}, headers={"accept-language": lang})
    assert response.status_code == 200
    page = response.content.decode()
    return page.partition('href="')[2].partition('"')[0]


@pytest.mark.usefixtures("_law")
@pytest.mark.parametrize(
    ("typed", "lang", "url"),
    [
        ("germny", "en", "/atlas/DEU/"),
        ("filipinas alemnia", "es", "/atlas/PHL/DEU/"),
        ("du Mexique aux Etats-Unis", "fr", "/atlas/MEX/USA/"),
        ("mexico uni", "en", "/atlas/MEX/USA/"),  # half typed: first what most people live along
        ("méxico est", "es", "/atlas/MEX/USA/"),
        ("maroc fr", "fr", "/atlas/MAR/FRA/"),
        ("enfermera", "es", "/atlas/occupations/2221/"),
        ("plombier", "fr", "/atlas/occupations/7126/"),
        ("electrician", "en", "/atlas/occupations/7411/"),
        ("blue crd", "en", "/regulations/sheets/"),
        ("tarjeta azul", "es", "/regulations/sheets/"),
        ("remittance prices", "en", "/observatory/"),
        ("poblacion migrante", "es", "/observatory/"),
        ("transferts de fonds", "fr", "/observatory/"),
    ],
)
def test_each_kind_is_found_with_typos(client: Client, typed: str, lang: str, url: str) -> None:
    assert _first(client, typed, lang).startswith(url)


@pytest.mark.django_db
def test_a_country_typed_in_full_leads_to_its_page(client: Client) -> None:
    for typed in ("Germany", "alemania", "ALLEMAGNE", "deu"):
        assert client.get("/atlas/search/", {"q": typed})["Location"] == "/atlas/DEU/"
    assert client.get("/atlas/search/", {"q": "germ"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["", " ", "a", "x" * 300, "é" * 5000, "<script>", "' OR 1=1", "𝔊𝔢𝔯", "\u202e abc", "%"]
)
def test_whatever_is_typed_gets_a_page(client: Client, typed: str) -> None:
    for address in ("/atlas/search/", "/atlas/search/suggestions/"):
        response = client.get(address, {"q": typed})
        assert response.status_code == 200
        assert b"<script>" not in response.content.replace(b"<script src", b"")


@pytest.mark.django_db
def test_a_nul_is_refused(client: Client) -> None:
    assert client.get("/atlas/search/?q=%00abc").status_code == 400


@pytest.mark.django_db
def test_what_is_typed_is_in_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/atlas/search/", {"q": "Ana Reyes Manila"})
    assert "Reyes" not in caplog.text


@pytest.mark.django_db
def test_programs_search_too(client: Client) -> None:
    found = client.get("/api/v1/atlas/search", {"q": "mexico usa"}).json()
    assert found[0]["kind"] == "corridor"
    assert found[0]["url"] == "/atlas/MEX/USA/"
