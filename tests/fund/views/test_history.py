"""The pages of another fund's history say on each of them whose it is."""

import pytest
from django.test import Client
from django.urls import reverse

from alianza.fund import eutf
from alianza.fund.models import Journal

LABEL = "None of it is money of the alliance"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    content = response.content.decode()
    assert LABEL in content
    return content


@pytest.mark.django_db
def test_the_list_gives_the_published_total_and_counts_what_does_not_fit(client: Client) -> None:
    shown = page(client, "/fund/history/")
    assert "253 of 253 decisions are shown" in shown
    assert "5,256,084,987.34" in shown
    assert "185 of 253 decisions have contracts listed" in shown
    assert "711 figures of results stand in more than one list" in shown
    assert not Journal.objects.exists()


@pytest.mark.django_db
def test_filters_choose_and_odd_ones_choose_all(client: Client) -> None:
    assert "37 of 253 decisions" in page(client, "/fund/history/?sums=above")
    assert "112 of 253 decisions" in page(client, "/fund/history/?window=SAH")
    assert "253 of 253 decisions" in page(client, "/fund/history/?window=MOON&country=XX&theme=x")
    assert "No decision fits" in page(client, "/fund/history/?words=nothing-is-called-this")


@pytest.mark.django_db
def test_a_decision_shows_its_contracts_results_and_contradictions(client: Client) -> None:
    above = eutf.chosen(sums="above")[0]
    shown = page(client, reverse("fund:history-show", kwargs={"name": above.id}))
    assert "Contracts exceed the decision" in shown
    assert above.contracts[0].id in shown
    doubled = next(
        each for each in eutf.decisions().values() if any(one.also_in for one in eutf.results().get(each.id, ()))
    )
    assert "in more than one list" in page(client, reverse("fund:history-show", kwargs={"name": doubled.id}))


@pytest.mark.django_db
def test_every_decision_has_a_page(client: Client) -> None:
    for name in ("YEP Programmes", "T05-EUTF-SAH-ML-13", *list(eutf.decisions())[::40]):
        page(client, reverse("fund:history-show", kwargs={"name": name}))
    assert "left out: it is a person" in page(client, reverse("fund:history-show", kwargs={"name": "YEP Programmes"}))
    assert client.get("/fund/history/decisions/none/").status_code == 404


@pytest.mark.django_db
def test_the_table_says_in_each_row_whose_it_is(client: Client) -> None:
    lines = client.get("/fund/history/decisions.csv?window=NOA").content.decode().splitlines()
    assert len(lines) == 42
    assert all("EU Emergency Trust Fund for Africa" in line for line in lines[1:])
