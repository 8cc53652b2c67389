"""A walk through the finder on another day than today: every page is on it, and says so."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.regulations import finder, history, queries
from alianza.regulations.actions.sheets import load_seed_sheets
from alianza.regulations.pathways import law_on
from alianza.regulations.trail import COOKIE, opened

pytestmark = pytest.mark.django_db
ON = "2025-06-01"
THAT_DAY = date(2025, 6, 1)
MARK = "You ask about 1 June 2025."


@pytest.fixture(autouse=True)
def sheets():
    load_seed_sheets(by=PLATFORM)


def address(name, on=ON):
    return reverse(f"regulations:{name}") + (f"?on={on}" if on else "")


def links(page):
    """Where the page leads within the finder, and where its forms go; the menu stays on today."""
    start = reverse("regulations:pathways")
    return re.findall(rf'(?:href|action)="({start}[^"]*)"', page[page.index("<main") :])


def trail(client):
    return opened(client.cookies[COOKIE].value)


def is_on_the_day(response):
    page = response.content.decode()
    todays = [each for each in links(page) if "?on=" not in each]
    return MARK in page and todays == [response.wsgi_request.path]


def routes(law, said):
    return sum(each.sheet.side != "origin" for each in finder.outlooks(law, said))


def test_every_page_of_the_walk_is_on_the_day_and_leads_back_to_today(client):
    assert is_on_the_day(client.get(address("pathways")))
    answer = client.post(address("pathways"), {"do": "all"})
    asked = 0
    while asked < 200 and answer.url == address("pathways-question"):
        page = client.get(answer.url)
        assert is_on_the_day(page)
        answer = client.post(answer.url, {"question": page.context["question"], "do": "skip"})
        asked += 1
        if asked == 3:
            back = client.post(address("pathways-back"), {"question": page.context["question"]})
            change = client.post(address("pathways-change"), {"question": trail(client).put[0]})
            assert back.url == change.url == address("pathways-question")
            assert is_on_the_day(client.get(change.url))
    assert answer.url == address("pathways-result")
    assert asked > 3
    result = client.get(answer.url)
    assert is_on_the_day(result)
    assert is_on_the_day(client.get(address("pathways-answers")))
    chosen = [card["id"] for _fit, cards in result.context["groups"] for card in cards][:2]
    compared = client.post(address("pathways-compare"), {"route": chosen})
    assert compared.url == address("pathways-compare")
    page = client.get(compared.url)
    assert is_on_the_day(page)
    assert f"/{chosen[0]}/?on={ON}" in page.content.decode()
    assert client.post(address("pathways-forget")).url == address("pathways")


def test_the_questions_are_those_of_the_law_of_the_day(client):
    client.post(address("pathways", on=""), {"do": "all"})
    today = queries.law_in_force(timezone.localdate())
    then = history.law_told_on(THAT_DAY)
    assert then.bounds["es-gecco-circular"] != today.bounds["es-gecco-circular"], "its figures changed"
    on_the_day = client.get(address("pathways-question"))
    assert on_the_day.context["total"] == routes(then, trail(client))
    now = client.get(address("pathways-question", on=""))
    assert now.context["total"] == routes(today, trail(client))
    assert MARK not in now.content.decode()


def test_a_day_that_does_not_exist_is_said_and_carried_no_further(client):
    for name in ("pathways-question", "pathways-answers", "pathways-compare"):
        assert client.get(address(name, on="2025-02-30")).url == address("pathways-result", on="2025-02-30")
    assert client.post(address("pathways-back", on="soon")).url == address("pathways-result", on="soon")
    for name in ("pathways", "pathways-result"):
        page = client.get(address(name, on="2025-02-30"))
        assert page.status_code == 400
        shown = page.content.decode()
        assert "There is no such day." in shown
        assert not any("?on=" in each for each in links(shown))


def test_places_that_the_day_does_not_know_wait_for_today(client, monkeypatch):
    client.post(address("pathways", on=""), {"places": ["ES", "DE"], "do": "chosen"})
    known = [sheet for sheet in queries.sheets_in_force() if sheet.jurisdiction != "ES"]
    law = law_on(known, THAT_DAY)
    monkeypatch.setattr(history, "law_told_on", lambda _on: law)
    question = client.get(address("pathways-question")).context["question"]
    client.post(address("pathways-question"), {"question": question, "do": "skip"})
    assert set(trail(client).places) == {"ES", "DE"}
    assert trail(client).put == (question,)
    client.post(address("pathways"), {"places": ["DE"], "do": "chosen"})
    assert trail(client).places == ("DE",), "chosen anew"
