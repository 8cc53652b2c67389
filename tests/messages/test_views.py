from django.urls import reverse

from alianza.messages import actions, checks, desk, menu
from alianza.messages.models import Notice
from alianza.messages.queries import unread
from tests.world import World

PAGE = reverse("messages:notice-list")


def test_an_empty_page_says_what_comes_here(world: World) -> None:
    assert "No notices yet" in world.signed_in(world.ana).get(PAGE).content.decode()


def test_notices_are_listed_opened_and_counted(world: World) -> None:
    notice = actions.tell(world.ana, "test.news", {"country": "DEU"}, "/consent/")
    client = world.signed_in(world.ana)
    page = client.get(PAGE).content.decode()
    assert "The rules of Germany have changed." in page
    assert "1 notice waits to be read." in page
    assert "(1)" in str(menu.entries(world.ana)[0]["label"])
    assert desk.items(world.ana)[0]["url"] == PAGE
    answer = client.post(reverse("messages:notice-open", kwargs={"code": notice.code}))
    assert answer.headers["Location"] == "/consent/"
    assert unread(world.ana) == 0
    assert desk.items(world.ana) == []


def test_another_persons_notice_does_not_exist(world: World) -> None:
    notice = actions.tell(world.ana, "test.news", {"country": "DEU"})
    answer = world.signed_in(world.mara).post(reverse("messages:notice-open", kwargs={"code": notice.code}))
    assert answer.status_code == 404
    assert unread(world.ana) == 1


def test_long_lists_are_cut_into_pages(world: World) -> None:
    actions.tell_many([(world.ana, {"country": "DEU"}, "") for _ in range(70)], "test.news")
    client = world.signed_in(world.ana)
    assert client.get(PAGE, {"page": "3"}).content.decode().count('class="card"') == 10
    assert client.get(PAGE, {"page": "nonsense"}).status_code == 200


def test_all_can_count_as_read(world: World) -> None:
    actions.tell_many([(world.ana, {"country": "DEU"}, "") for _ in range(3)], "test.news")
    world.signed_in(world.ana).post(reverse("messages:notice-read-all"))
    assert unread(world.ana) == 0


def test_checks_find_notices_of_kinds_that_are_gone(world: World) -> None:
    assert list(checks.problems()) == []
    Notice.objects.create(user=world.ana, kind="test.gone")
    assert len(list(checks.problems())) == 1
