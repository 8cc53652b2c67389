import pytest

from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.queries.ledger import balances
from tests.fund import story
from tests.world import World


@pytest.mark.django_db
def test_the_story_stands_in_the_books(world: World) -> None:
    made = story.programme(world)
    story.contract(world, made)
    assert balances()[AccountName("8400", "P-2026-001", "PUENTE")] == story.usd(-100_000)
    assert list(problems()) == []
