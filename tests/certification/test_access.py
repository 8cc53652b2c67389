"""The role x page table of the label, cell by cell; the table of the whole platform is tried in tests/web."""

import pytest
from django.urls import reverse

from alianza.web.access import VISITORS, rows
from tests.certification.routes import arguments
from tests.world import World


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_what_the_table_of_the_label_says(visitor: str, world: World) -> None:
    given = arguments(world)
    client = world.signed_in(world.visitor(visitor))
    wrong = []
    for row in rows():
        if row.context != "certification":
            continue
        address = reverse(row.route, kwargs=given.get(row.route, {}))
        answer = (
            client.get(address) if row.method == "GET" else client.post(address, given.get(f"{row.route}:POST", {}))
        )
        if answer.status_code != row.expected(visitor):
            wrong.append(f"{row.route} {row.method}: {answer.status_code}, the table says {row.expected(visitor)}")
    assert wrong == []
