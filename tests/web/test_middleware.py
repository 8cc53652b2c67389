"""Whoever decides for others shows a second factor first, by whatever door they come."""

import pytest
from django.test import Client

from alianza.accounts.actions import issue_token
from alianza.accounts.models import Scope, Token
from tests.world import World


def _with_one_factor(world: World) -> Client:
    client = Client()
    client.force_login(world.luc)
    return client


@pytest.mark.parametrize("address", ["/", "/placement/orders/", "/accounts/tokens/"])
def test_an_officer_with_one_factor_is_sent_to_the_second(world: World, address: str) -> None:
    answer = _with_one_factor(world).get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


def test_an_officer_with_one_factor_issues_no_token_that_would_pass_without_a_second(world: World) -> None:
    form = {"label": "script", "scopes": [Scope.PLACEMENT_READ.value], "days": 30}
    _with_one_factor(world).post("/accounts/tokens/", form)
    assert not Token.objects.exists()


def test_the_api_says_in_its_own_form_that_the_second_factor_is_missing(world: World) -> None:
    answer = _with_one_factor(world).get("/api/v1/placement/orders")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == "web.second_factor_missing"


def test_a_token_needs_no_token_against_forgery_and_a_session_does(world: World) -> None:
    _token, secret = issue_token(world.pilar, label="s", scopes=[Scope.PLACEMENT_WRITE.value], days=1, by=world.pilar)
    address = "/api/v1/placement/orders/00000000-0000-4000-8000-000000000000/submit"
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address, headers={"Authorization": f"Bearer {secret}"}).status_code == 404
    assert browser.post(address, headers={"Authorization": "Bearer alz_unknown"}).status_code == 401
    browser.force_login(world.pilar)
    assert browser.post(address).status_code == 403


def test_what_a_token_reads_is_not_stored(world: World) -> None:
    _token, secret = issue_token(world.pilar, label="s", scopes=[Scope.PLACEMENT_READ.value], days=1, by=world.pilar)
    answer = Client().get("/api/v1/placement/orders", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
