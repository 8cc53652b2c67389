"""The law compared and openness through time, as pages, files and answers for programs."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from alianza.audit.actions import PLATFORM
from alianza.regulations import panels
from alianza.regulations.actions.sheets import load_seed_sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    load_seed_sheets(by=PLATFORM)
    return Client(headers={"accept-language": "en"})


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_two_sheets_stand_side_by_side_with_levels_days_and_figures(page):
    chosen = {"sheet": ["de-eu-blue-card", "gb-skilled-worker"], "element": ["time_and_fees"], "on": "2025-06-01"}
    shown = text(page.get(reverse("regulations:compare"), chosen))
    assert "What 2 sheets say on 1 June 2025" in shown
    assert "No focal point has confirmed this" in shown
    assert "Not yet known." in shown
    assert "48,300 euros a year" in shown
    later = text(page.get(reverse("regulations:compare"), {**chosen, "on": "2026-06-01"}))
    assert "no figure known for this day" in later


def test_without_a_choice_the_page_asks_for_one_and_too_many_are_said(page):
    assert "Nothing chosen yet" in text(page.get(reverse("regulations:compare")))
    many = text(page.get(reverse("regulations:compare"), {"place": ["CA", "US", "ZA", "GB"]}))
    assert "The first 6 are shown; 5 more are in the file." in many


def test_a_day_that_does_not_exist_is_refused(page):
    for name in ("compare", "compare-file"):
        response = page.get(reverse(f"regulations:{name}"), {"on": "2025-02-30"})
        assert response.status_code == 409
        assert "is not a day that exists" in text(response)


def test_the_file_has_every_sheet_chosen_and_no_formula(page):
    response = page.get(reverse("regulations:compare-file"), {"place": ["CA", "US", "ZA", "GB"], "on": "2025-06-01"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len({row["sheet"] for row in rows}) == 11
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {row["kind"] for row in rows} >= {"statement", "figure"}


def test_openness_tells_closed_from_not_known(page):
    response = page.get(reverse("regulations:openness"), {"kind": "registered_nurse", "origin": "PH"})
    shown = text(response)
    assert "countries with a sheet had a route open to this kind of worker: Registered nurse" in shown
    assert "law not known" in shown
    assert "that is neither open nor closed" in shown
    assert "Gross yearly pay in Germany, in its currency" in shown
    assert page.get(reverse("regulations:openness"), {"kind": "<b>", "origin": "zz"}).status_code == 200


def test_the_file_and_the_interface_tell_the_same_of_openness(page):
    rows = list(csv.DictReader(io.StringIO(page.get(reverse("regulations:openness-file")).content.decode())))
    answer = page.get("/api/v1/regulations/openness").json()
    assert len(rows) == len(answer)
    nurse = {row["on"][:4]: row["state"] for row in answer
             if (row["sheet"], row["archetype"]) == ("de-eu-blue-card", "registered_nurse")}  # fmt: skip
    assert nurse["2026"] == "gap"
    assert nurse["2025"] == "closed"
    assert page.get("/api/v1/regulations/openness", {"origin": "xx"}).status_code == 422


def test_the_interface_compares_and_refuses_nonsense(page):
    asked = {"sheet": "de-eu-blue-card", "element": "duration_conditions", "on": "2025-06-01"}
    rows = page.get("/api/v1/regulations/compare", asked).json()
    assert {row["sheet"] for row in rows} == {"de-eu-blue-card"}
    assert next(row["value"] for row in rows if row["key"] == "salary_standard") == 48300
    assert page.get("/api/v1/regulations/compare", {"element": "nothing"}).status_code == 422
    assert page.get("/api/v1/regulations/compare", {"on": "yesterday"}).status_code == 422


def test_an_instance_without_sheets_says_so(client):
    assert "No sheet is in force" in text(client.get(reverse("regulations:openness")))
    assert "Nothing chosen yet" in text(client.get(reverse("regulations:compare")))
    assert panels.country("DEU") is None


def test_panels_of_countries_and_corridors(page):
    country = panels.country("DEU")
    assert [row["sheet"].id for row in country["law_routes"]] == ["de-eu-blue-card", "de-opportunity-card"]
    assert country["law_confirmed"] == 0
    assert [row["sheet"].id for row in panels.country("PHL")["law_gates"]] == ["ph-exit-clearance"]
    corridor = panels.corridor("PHL", "DEU")
    assert [row["sheet"].id for row in corridor["law_gates"]] == ["ph-exit-clearance"]
    assert {row["kind"].id for row in corridor["law_kinds"]} >= {"registered_nurse", "welder"}
    assert panels.corridor("KEN", "FRA") is None
    assert panels.corridor("XKX", "DEU") is None
    assert panels.country("XKX") is None


def test_the_panels_are_drawn_alone_with_what_was_built(page):
    from django.template.loader import render_to_string

    shown = render_to_string("regulations/_corridor_panel.html", panels.corridor("PHL", "DEU"))
    assert "2 routes from Philippines into Germany" in re.sub(r"\s+", " ", shown)
    assert "To be passed when leaving Philippines" in shown
    assert "Registered nurse" in render_to_string("regulations/_country_panel.html", panels.country("DEU"))
