import json
from typing import Any

import pytest

from alianza.registry import actions
from alianza.registry.models import Profile
from tests.registry.people import draft, registered
from tests.world import World

ME = "/api/v1/registry/me"


def change(world: World, user: Any, **document: Any) -> Any:
    return world.signed_in(user).patch(ME, json.dumps(document), content_type="application/json")


def test_anybody_finds_an_occupation(world: World) -> None:
    found = (
        world.signed_in(None).get("/api/v1/registry/occupations", {"q": "infirmière", "lang": "fr", "limit": 3}).json()
    )
    assert found[0]["isco"] in {"2221", "3221", "2264", "5321"} and len(found) == 3
    assert found[0]["language"] == "fr"


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 101}, {"q": "x", "limit": 0}, {"q": "x", "lang": "../"}])
def test_a_search_that_cannot_be_read_says_so(world: World, query: dict[str, Any]) -> None:
    response = world.signed_in(None).get("/api/v1/registry/occupations", query)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"


def test_a_worker_reads_the_own_profile(world: World) -> None:
    held = registered(world.ana)
    found = world.signed_in(world.ana).get(ME).json()
    assert found["pseudonym"] == held.pseudonym
    assert found["full_name"] == "Ana Reyes"
    assert found["languages"] == {"en": "C1", "de": "B1"}
    assert found["accepts"] == ["DEU", "AUT", "ESP"]


def test_nobody_reads_anothers(world: World) -> None:
    registered(world.ana)
    assert world.signed_in(None).get(ME).status_code == 401
    for person in (world.pilar, world.luc, world.ada):
        assert world.signed_in(person).get(ME).status_code == 404


def test_a_worker_changes_the_own_profile(world: World) -> None:
    held = draft(world.ana)
    response = change(
        world,
        world.ana,
        version=held.version,
        isco="7212",
        years=3,
        education=4,
        accepts=["POL"],
        available_from="2027-05-17",
        languages={"pl": "A2"},
    )
    assert response.status_code == 200, response.content
    after = Profile.objects.get()
    assert (after.isco, after.years, after.education) == ("7212", 3, 4)
    assert after.accepts == ("DEU", "AUT", "POL")
    assert after.available_from is not None and after.available_from.isoformat() == "2027-05-01"
    assert dict(after.languages.values_list("language", "level")) == {"pl": 2}


@pytest.mark.parametrize(
    "document",
    [
        {"version": 2, "isco": "9999"},
        {"version": 2, "isco": "0"},
        {"version": 2, "years": 61},
        {"version": 2, "years": -1},
        {"version": 2, "education": 9},
        {"version": 2, "accepts": ["ZZZ"]},
        {"version": 2, "accepts": ["Germany"]},
        {"version": 2, "available_from": "2027-02-30"},
        {"version": 2, "languages": {"klingon": "A1"}},
        {"version": 2, "languages": {"de": "D1"}},
        {"isco": "2221"},
        {"version": 10**30},
        [],
    ],
)
def test_bad_changes_are_refused_with_a_sentence(world: World, document: Any) -> None:
    before = draft(world.ana)
    response = world.signed_in(world.ana).patch(ME, json.dumps(document), content_type="application/json")
    assert response.status_code in {409, 422}
    assert response["Content-Type"] == "application/problem+json"
    assert Profile.objects.get().version == before.version


def test_an_old_version_is_refused(world: World) -> None:
    held = draft(world.ana)
    actions.save(held, {"years": 9}, version=held.version, by=world.ana)
    response = change(world, world.ana, version=held.version, years=1)
    assert response.status_code == 409
    assert response.json()["code"] == "registry.profile.changed_elsewhere"
