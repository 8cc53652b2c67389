"""Who reaches what: every route stands in a table, and every cell of every table is tried."""

import os
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from alianza.web.access import VISITORS, Row, rows
from tests.world import World, build

# Sign-in pages belong to allauth and the API to its own tests; both answer for themselves.
ELSEWHERE = (
    "account_",
    "mfa_",
    "usersessions_",
    "socialaccount_",
    "openid_connect",
    "api:",
    "reauthenticate",
    "<unnamed social",
)


def _names(resolver: URLResolver, space: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name:
            found.append(f"{space}{entry.name}")
        elif isinstance(entry, URLPattern):
            found.append(f"{space}<unnamed {entry.pattern}>")
    return found


def test_every_route_stands_in_a_role_page_table() -> None:
    known = {row.route for row in rows()}
    routes = {name for name in _names(get_resolver()) if not name.startswith(ELSEWHERE)}
    assert routes - known == set(), "add these routes to their context's access.csv"
    assert known - routes == set(), "these rows name routes that no longer exist"


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, dict[str, dict[str, Any]]]]:
    """The cast, and something for every address to point to: made once, for it takes longer than the visits."""
    from tests.routes import arguments

    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        yield world, arguments(world)
        transaction.set_rollback(True)


FULL = os.environ.get("ALIANZA_SWEEP") == "full"


def _tried(row: Row) -> set[str]:
    """Every visitor; in the quick run two of those who get the same answer at an address, the anonymous one first.

    Who it is differs from address to address, so that every visitor knocks at many doors.
    """
    if FULL:
        return set(VISITORS)
    start = crc32(f"{row.route} {row.method}".encode()) % len(VISITORS)
    alike: dict[int, list[str]] = {}
    for visitor in ["anonymous", *VISITORS[start:], *VISITORS[:start]]:
        alike.setdefault(row.expected(visitor), []).append(visitor)
    return {visitor for visitors in alike.values() for visitor in list(dict.fromkeys(visitors))[:2]}


@pytest.mark.django_db  # inside the scene's transaction: the next visitor finds everything as this one did
@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_what_the_table_says(visitor: str, scene: tuple[World, dict[str, dict[str, Any]]]) -> None:
    world, given = scene
    for form in given.values():
        for value in form.values():
            if hasattr(value, "seek"):
                value.seek(0)  # a file is read by the first that sends it
    wrong: list[str] = []
    client = world.signed_in(world.visitor(visitor))
    for row in rows():
        if visitor not in _tried(row):
            continue
        try:
            address = reverse(row.route, kwargs=given.get(row.route, {}))
        except NoReverseMatch:
            wrong.append(f"{row.route}: tests/{row.context}/routes.py gives no arguments that lead to it")
            continue
        response = (
            client.get(address) if row.method == "GET" else client.post(address, given.get(f"{row.route}:POST", {}))
        )
        if response.status_code != row.expected(visitor):
            wrong.append(f"{row.route} {row.method}: {response.status_code}, the table says {row.expected(visitor)}")
    assert wrong == [], "; ".join(wrong)


def test_the_table_has_one_row_for_a_route_and_method() -> None:
    keys = [(row.route, row.method) for row in rows()]
    assert len(keys) == len(set(keys))
    assert all(isinstance(row, Row) for row in rows())
