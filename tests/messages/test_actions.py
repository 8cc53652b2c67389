import pytest
from django.db import IntegrityError, transaction

from alianza.messages import actions, queries
from alianza.messages.kinds import UnknownKindError
from alianza.messages.models import Notice
from tests.world import World


def test_a_notice_is_told_and_read(world: World) -> None:
    notice = actions.tell(world.ana, "test.news", {"country": "DEU"}, "/registry/me/")
    assert queries.unread(world.ana) == 1
    assert queries.sentence_of(notice, "es") == "The rules of Alemania have changed."
    actions.mark_read(notice)
    notice.refresh_from_db()
    read_at = notice.read_at
    actions.mark_read(notice)
    notice.refresh_from_db()
    assert notice.read_at == read_at
    assert queries.unread(world.ana) == 0


def test_a_kind_that_nobody_declares_is_a_mistake(world: World) -> None:
    with pytest.raises(UnknownKindError, match="nothing"):
        actions.tell(world.ana, "test.nothing")


def test_a_missing_fact_shows_at_once(world: World) -> None:
    with pytest.raises(KeyError, match="country"):
        actions.tell(world.ana, "test.news", {})
    assert not Notice.objects.exists()


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", "registry/"])
def test_a_notice_leads_nowhere_but_to_the_platform(world: World, url: str) -> None:
    with pytest.raises(ValueError, match="page of the platform"):
        actions.tell(world.ana, "test.news", {"country": "DEU"}, url)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=world.ana, kind="test.news", url="https://example.org/")


def test_many_people_are_told_at_once(world: World) -> None:
    told = [(person, {"country": "ESP"}, "") for person in (world.ana, world.luc, world.pilar)]
    assert len(actions.tell_many(told, "test.news")) == 3
    assert actions.mark_all_read(world.luc) == 1
    assert (queries.unread(world.ana), queries.unread(world.luc)) == (1, 0)


def test_a_notice_of_a_kind_that_is_gone_still_says_something(world: World) -> None:
    notice = Notice.objects.create(user=world.ana, kind="test.gone")
    assert "no longer has" in queries.sentence_of(notice, "en")
    older = Notice.objects.create(user=world.ana, kind="test.duty", facts={"other": 1})
    assert queries.sentence_of(older, "en") == "Something waits for your decision"
