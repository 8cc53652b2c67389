"""The law for programs."""

import json

import pytest

from alianza.audit.actions import PLATFORM
from alianza.regulations.actions.sheets import load_seed_sheets

pytestmark = pytest.mark.django_db
HERE = "/api/v1/regulations"


@pytest.fixture(autouse=True)
def law():
    load_seed_sheets(by=PLATFORM)


def post(client, body):
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(f"{HERE}/pathways", data=data, content_type="application/json")


def test_sheets_are_listed_without_an_account_and_by_place(client):
    sheets = client.get(f"{HERE}/sheets").json()
    assert len(sheets) == 26
    assert not any(sheet["confirmed"] for sheet in sheets)
    assert {sheet["id"] for sheet in client.get(f"{HERE}/sheets?place=DE").json()} == {
        "de-eu-blue-card",
        "de-opportunity-card",
    }
    assert client.get(f"{HERE}/sheets?place=ZZ").json() == []
    assert client.get(f"{HERE}/sheets?lang=fr&place=DE").json()[0]["name_language"] == "fr"


def test_one_sheet_comes_with_its_document_and_its_cases(client):
    sheet = client.get(f"{HERE}/sheets/gb-skilled-worker").json()
    assert sheet["document"]["id"] == "gb-skilled-worker"
    assert len(sheet["cases"]) == 5
    assert all(case["passes"] for case in sheet["cases"])
    missing = client.get(f"{HERE}/sheets/none")
    assert missing.status_code == 404
    assert missing["Content-Type"] == "application/problem+json"


def test_the_questions_are_listed(client):
    facts = client.get(f"{HERE}/facts?lang=es").json()
    assert len(facts) == 58
    assert facts[0]["ask"].startswith("¿")


def test_every_route_for_one_person(client):
    facts = {
        "person.age": 26,
        "person.medical_fit": True,
        "destinations": {"AE": {"offer.exists": True, "employer.approval": True}},
    }
    report = post(client, {"facts": facts, "on": "2025-01-10"}).json()
    found = {sheet["id"]: sheet for sheet in report["sheets"]}
    assert found["ae-work-permit"]["verdict"] == "eligible"
    assert found["ae-work-permit"]["says"] == "would fit, unconfirmed"
    assert found["gb-skilled-worker"]["verdict"] == "undetermined"
    assert report["second_gates"] == ["ph-exit-clearance"]
    assert post(client, {"facts": {}}).status_code == 200


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"facts": {"person.age": "old"}}, "person.age: 'old' does not fit"),
        ({"facts": {"person.nationalities": [False]}}, 'write "NO" in quotes'),
        ({"facts": {"nothing": 1}}, "no question of this name"),
        ({"facts": {}, "on": "2025-02-30"}, "not a day that exists"),
        ({"facts": [1]}, "facts"),
        ({"facts": {}, "lang": "ar"}, "lang"),
        ({"facts": {"destinations": {"NOWHERE": {}}}}, "neither a country"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_problem(client, body, says):
    response = post(client, body)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert says in response.json()["title"]


@pytest.mark.parametrize("body", [b"\xff\x00", "{", "{}", "[]", "null", '{"facts": {"person.age": 1e400}}'])
def test_junk_is_no_fault(client, body):
    assert post(client, body).status_code in {400, 422}
