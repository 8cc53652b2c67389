"""The API keeps its word whatever is sent: no 500, answers of the form that its description promises."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from alianza.web.api import schema as description
from tests.world import World

EXHAUSTIVE = os.environ.get("ALIANZA_SWEEP") == "full"
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
"""What the description promises about answers that it describes; that every status is described is not asked for,
since refusals (409), unread input (400, 422) and things that do not exist for a visitor (404) have one form everywhere."""

fuzzed = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def _the_transaction_of_the_test_outlives_a_request() -> Iterator[None]:
    """As Django's own test client does: the server closes connections that are in a transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _is_a_problem(response: Any) -> bool:
    """Of the form of RFC 9457, with our stable code."""
    answer = json.loads(response.content)
    return {"type", "title", "status", "code"} <= set(answer) and answer["status"] == response.status_code


@fuzzed.parametrize()
@settings(
    max_examples=300 if EXHAUSTIVE else 12,
    phases=[Phase.explicit, Phase.generate],  # a failure is shown as found: shrinking would take minutes
    suppress_health_check=list(HealthCheck),
    deadline=None,
    derandomize=not EXHAUSTIVE,
    database=None,
)
def test_whatever_is_sent_gets_an_answer_of_the_promised_form(case: schemathesis.Case, world: World) -> None:
    for visitor in (None, world.ana, world.pilar, world.luc):
        response = case.call(cookies=_cookies(world.signed_in(visitor)))
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400 and response.status_code != 405:  # the header Allow says all there is to say
            assert _is_a_problem(response), (response.status_code, response.content[:300])


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own() -> None:
    names = []
    for address, methods in description()["paths"].items():
        assert address.startswith("/api/v1/")
        for method, operation in methods.items():
            assert operation.get("description") or operation.get("summary"), f"{method} {address}"
            names.append(operation["operationId"])
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_the_description_is_served_without_an_account(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json()["info"]["title"] == "Alianza"


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_a_problem_and_not_a_page(client: Client) -> None:
    response = client.get("/api/v1/nothing/of/the/kind")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert _is_a_problem(response)
