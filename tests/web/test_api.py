"""The API keeps its word whatever is sent: no 500, answers of the form that its description promises."""

import json
import os
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from alianza.accounts.models import User
from alianza.web.api import schema as description
from tests.world import World

EXHAUSTIVE = os.environ.get("ALIANZA_SWEEP") == "full"
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
"""What the description promises about answers. Whether input is accepted that should not be is for each context's tests."""

fuzzed = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def _the_transaction_of_the_test_outlives_a_request() -> Iterator[None]:
    """As Django's own test client does: the server closes connections that are in a transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _cookies(world: World, visitor: User | None) -> dict[str, str]:
    """Those of the visitor's browser, signed in once for the whole test."""
    key = visitor.pk if visitor else 0
    if key not in world.clients:
        world.clients[key] = world.signed_in(visitor)
    return {name: morsel.value for name, morsel in world.clients[key].cookies.items()}


def _senders(case: schemathesis.Case, world: World) -> list[User | None]:
    """Everybody, or in the sampled run one of them, the same for the same case."""
    everybody = [None, world.ana, world.pilar, world.luc]
    sent = f"{case.path_parameters} {case.query} {case.body}"
    return everybody if EXHAUSTIVE else [everybody[zlib.crc32(sent.encode("utf-8", "replace")) % len(everybody)]]


def _is_a_problem(response: Any) -> bool:
    """Of the form of RFC 9457, with our stable code."""
    answer = json.loads(response.content)
    return {"type", "title", "status", "code"} <= set(answer) and answer["status"] == response.status_code


@fuzzed.parametrize()
@settings(
    max_examples=40 if EXHAUSTIVE else 8,  # by each of four visitors: some five thousand requests in all
    phases=[Phase.explicit, Phase.generate],  # a failure is shown as found: shrinking would take minutes
    suppress_health_check=list(HealthCheck),
    deadline=None,
    derandomize=not EXHAUSTIVE,
    database=None,
)
def test_whatever_is_sent_gets_an_answer_of_the_promised_form(case: schemathesis.Case, world: World) -> None:
    for visitor in _senders(case, world):
        # no part of the test unpacks what travels packed
        response = case.call(cookies=_cookies(world, visitor), headers={"Accept-Encoding": "identity"})
        if response.status_code == 405:  # the header Allow says all there is to say
            assert response.headers["allow"]
            continue
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
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


@pytest.mark.parametrize("body", [b'{"name": "a\\u0000b"}', b'{"name": "a\0b"}'])
@pytest.mark.django_db
def test_a_nul_in_what_is_sent_is_refused_before_anything_reads_it(client: Client, body: bytes) -> None:
    response = client.post("/api/v1/nothing/of/the/kind", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["code"] == "web.nul"


@pytest.mark.django_db
def test_a_nul_in_the_address_is_refused(client: Client) -> None:
    response = client.get("/api/v1/openapi.json?q=%00")
    assert (response.status_code, response.json()["code"]) == (400, "web.nul")


def test_no_two_schemas_share_a_name() -> None:
    """The description knows schemas by name alone: of two it would keep one, and describe answers wrongly."""

    def below(one: type[Schema]) -> Iterator[type[Schema]]:
        for each in one.__subclasses__():
            yield each
            yield from below(each)

    names = sorted(f"{each.__name__}" for each in set(below(Schema)) if each.__module__.startswith("alianza."))
    assert [name for name in set(names) if names.count(name) > 1] == []
