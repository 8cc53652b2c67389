"""Who reaches what: every route stands in a table, and every cell of every table is tried."""

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from alianza.web.access import VISITORS, Row, rows
from tests.world import World

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


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_what_the_table_says(visitor: str, world: World) -> None:
    from tests.routes import arguments

    client = world.signed_in(world.visitor(visitor))
    wrong: list[str] = []
    given = arguments(world)
    for row in rows():
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
