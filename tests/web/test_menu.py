"""The menu: short ones lie open in a row, long ones fold their groups, and both work without a script."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from alianza.web.menu import GROUPS, SHORT, Group, drawn
from tests.world import World

pytestmark = pytest.mark.django_db


class Menu(HTMLParser):
    """What stands in the menu of a page: links, groups with what is said of them."""

    def __init__(self, page: str, within: str) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.groups: list[dict[str, str | None]] = []
        self.summaries: list[dict[str, str | None]] = []
        self.feed(page.split(within, 1)[1].split("</nav>", 1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {"a": self.links, "details": self.groups, "summary": self.summaries}.get(tag)
        if kept is not None:
            kept.append(dict(attrs))


WIDE, FOLD = '<nav class="menu menu--wide"', '<div class="fold__sheet">'


def menu(client: Client, address: str = "/", within: str = WIDE) -> Menu:
    return Menu(client.get(address).content.decode(), within)


def test_a_visitor_s_menu_is_short_and_lies_open() -> None:
    found = menu(Client())
    assert found.groups == []
    assert 8 <= len(found.links) <= SHORT


@pytest.mark.parametrize("person", ["luc", "otto", "ada"])
def test_a_long_menu_is_folded_to_what_fits_a_row_and_loses_nothing(person: str, world: World) -> None:
    client = world.signed_in(getattr(world, person))
    page = client.get("/").content.decode()
    found = Menu(page, WIDE)
    entries = client.get("/").context["menu"]
    assert {link["href"] for link in found.links} == {entry["url"] for entry in entries}
    assert len(found.links) == len(entries) > SHORT
    assert {group["name"] for group in found.groups} == {"menu-wide"}  # opening one closes the other
    assert not any("open" in group for group in found.groups)
    rows = len(found.groups) + sum(isinstance(one, dict) for one in drawn(entries))
    assert rows <= 10


def test_a_group_says_that_the_page_is_in_it_and_is_open_in_the_fold(world: World) -> None:
    client = world.signed_in(world.luc)
    found = menu(client, "/network/mandates/")
    assert [link["href"] for link in found.links if link.get("aria-current") == "page"] == ["/network/mandates/"]
    assert [summary.get("aria-current") for summary in found.summaries].count("true") == 1
    fold = menu(client, "/network/mandates/", FOLD)
    assert ["open" in group for group in fold.groups].count(True) == 1
    assert {group["name"] for group in fold.groups} == {"menu-fold"}


def test_every_group_that_an_entry_names_is_known(world: World) -> None:
    for person in (world.luc, world.imani, world.pilar, world.otto, world.dina, world.paz, world.rhea, world.maya):
        for entry in world.signed_in(person).get("/").context["menu"]:
            assert entry.get("group", "law") in GROUPS, entry


def test_an_entry_alone_in_its_group_stands_by_itself() -> None:
    entries = [{"label": str(at), "url": f"/{at}/", "order": at, "current": at == 3} for at in range(SHORT + 1)]
    entries[0]["group"] = "law"
    entries[3]["group"] = entries[4]["group"] = "world"
    found = drawn(entries)
    [group] = [one for one in found if isinstance(one, Group)]
    assert (group.id, group.current, len(group.entries)) == ("world", True, 2)
    assert entries[0] in found
    assert drawn(entries[:SHORT]) == entries[:SHORT]
