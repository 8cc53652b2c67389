"""The frame of every page, the sign-in pages in it, and the design system's promises that a text editor could break."""

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from tests.world import World

WEB = Path(settings.SOURCE) / "web"
SHEETS = sorted((WEB / "static" / "web").glob("*.css"))
TEMPLATES = sorted(Path(settings.SOURCE).rglob("*.html"))
GROUNDS = ("paper", "raised", "sunk")
INKS = ("ink", "soft", "origin", "destination", "good", "caution", "bad")
SHAPES = (
    "edge",
    "focus",
    "ribbon-origin",
    "ribbon-destination",
    "part-1",
    "part-2",
    "part-3",
    "part-4",
    "part-5",
    "part-6",
)
SIGN_IN = ("login", "signup", "password/reset", "login/code")
ACCOUNT = ("email", "password/change", "2fa", "sessions", "logout", "reauthenticate")


class Page(HTMLParser):
    """What a test asks of a page: its elements with their attributes, and the words of some."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in {"h1", "title"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.words[tag] = self.words.get(tag, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        return [attributes["id"] for _tag, attributes in self.elements if "id" in attributes]


def _page(client: Client, address: str, **extra: str) -> Page:
    response = client.get(address, **extra)
    assert response.status_code == 200, address
    return Page(response.content.decode())


# colours -----------------------------------------------------------------------------------------------------------
def _tokens() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Colours of the light theme, of the dark one that the device asks for, and of the one that the person chose."""
    text = re.sub(
        r"/\*.*?\*/", "", (WEB / "static" / "web" / "tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    blocks = re.findall(r"(:root[^{]*)\{([^{}]*)\}", text)
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body)) for _selector, body in blocks]
    assert [selector.strip() for selector, _body in blocks] == [
        ":root", ':root:not([data-theme="light"])', ':root[data-theme="dark"]',
    ]  # fmt: skip
    return found[0], found[1], found[2]


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_published_examples() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_reads_on_every_ground(theme: str) -> None:
    light, dark, _chosen = _tokens()
    colours = light if theme == "light" else {**light, **dark}
    weak = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for least, inks in ((4.5, INKS), (3.0, SHAPES))
        for ink, ground in product(inks, GROUNDS)
        if contrast(colours[ink], colours[ground]) < least
    }
    weak |= {
        f"on-strong on {strong}": round(contrast(colours["on-strong"], colours[strong]), 2)
        for strong in ("destination", "bad", "ink")
        if contrast(colours["on-strong"], colours[strong]) < 4.5
    }
    assert weak == {}


def test_the_two_dark_themes_are_one_and_change_every_colour() -> None:
    light, device, person = _tokens()
    assert device == person
    assert set(device) == set(light)


def test_colours_are_chosen_in_the_tokens_alone() -> None:
    for sheet in SHEETS:
        if sheet.name != "tokens.css":
            found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text(encoding="utf-8")))
            assert found <= {"#fff", "#000"}, sheet.name  # paper of a printer, ground of a QR code


def test_style_sheets_know_no_left_and_right() -> None:
    sided = re.compile(
        r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|float:\s*(?:left|right)"
        r"|text-align:\s*(?:left|right))\s*[:;]",
        re.MULTILINE,
    )
    for sheet in Path(settings.SOURCE).rglob("static/**/*.css"):
        assert sided.findall(sheet.read_text(encoding="utf-8")) == [], sheet.name


def test_templates_carry_no_style_and_no_script_of_their_own() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<[a-z][^>]*\sstyle\s*=", text), template
        assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", text), template
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes or "application/json" in attributes, template


# the frame ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("address", ["/", "/style/", "/sources/", "/accounts/login/", "/nowhere/"])
def test_a_page_says_its_language_its_title_and_its_main_part(address: str, language: str, world: World) -> None:
    client = Client(headers={"accept-language": language})
    page = Page(client.get(address).content.decode())
    root = page.all("html")[0]
    assert (root["lang"], root["dir"]) == (language, "ltr")
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.words["title"].endswith("Alianza")
    assert {"class": "skip", "href": "#main"} in page.all("a")
    assert len(page.ids()) == len(set(page.ids()))


def test_the_tab_says_what_the_heading_says(world: World) -> None:
    page = _page(Client(), "/sources/")
    assert page.words["title"] == f"{page.words['h1'].strip()} · Alianza"


def test_switching_the_language_keeps_the_page_and_its_query(world: World) -> None:
    client = world.signed_in(None)
    page = _page(client, "/style/?sort=-pay&page=2")
    assert {"type": "hidden", "name": "next", "value": "/style/?sort=-pay&page=2"} in page.all("input")
    response = client.post("/language/", {"language": "es", "next": "/style/?sort=-pay&page=2"})
    assert response["Location"] == "/style/?sort=-pay&page=2"
    assert _page(client, response["Location"]).all("html")[0]["lang"] == "es"


def test_after_a_form_was_answered_the_switch_leads_to_the_form() -> None:
    from alianza.web.context import here

    request = RequestFactory().post("/x/send/", headers={"referer": "http://testserver/x/?a=1", "host": "testserver"})
    assert here(request) == "/x/?a=1"
    assert here(RequestFactory().post("/x/send/", headers={"referer": "http://elsewhere/x/"})) == "/x/send/"


@pytest.mark.parametrize(("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("device", None), ("pink", None)])
def test_the_theme_is_the_persons_or_the_devices(chosen: str, shown: str | None, world: World) -> None:
    client = world.signed_in(None)
    client.post("/theme/", {"theme": chosen, "next": "/style/"})
    assert _page(client, "/style/").all("html")[0].get("data-theme") == shown


def test_the_frame_never_leads_to_another_site(world: World) -> None:
    assert (
        world.signed_in(None).post("/language/", {"language": "es", "next": "//elsewhere.example/"})["Location"] == "/"
    )


def test_pages_allow_no_foreign_and_no_inline_code(world: World) -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_a_signed_in_person_sees_what_waits_and_where_to_go(world: World) -> None:
    client = world.signed_in(world.luc)
    page = client.get("/").content.decode()
    assert "What waits for you" in page
    assert 'href="/network/mandates/"' in page
    assert 'action="/accounts/logout/"' in page
    assert "Find a lawful route" in Client().get("/").content.decode()


def test_the_menu_marks_where_one_is(world: World) -> None:
    page = _page(world.signed_in(world.luc), "/network/mandates/")
    assert {"href": "/network/mandates/", "aria-current": "page"} in page.all("a")


# sign-in and errors ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SIGN_IN)
def test_a_visitor_signs_in_inside_the_house(name: str, world: World) -> None:
    page = _page(Client(), f"/accounts/{name}/")
    assert {"class": "skip", "href": "#main"} in page.all("a")
    assert any("button" in button.get("class", "") for button in page.all("button"))


@pytest.mark.parametrize("name", ACCOUNT)
def test_a_person_keeps_their_account_inside_the_house(name: str, world: World) -> None:
    page = _page(world.signed_in(world.ana), f"/accounts/{name}/")
    assert len(page.all("h1")) == 1
    assert {"class": "skip", "href": "#main"} in page.all("a")


def test_what_does_not_exist_is_said_on_a_page(world: World) -> None:
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "There is no such page." in response.content.decode()


def test_when_even_the_frame_breaks_a_page_still_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from alianza.web import context, views

    def broken(_request: object) -> list[object]:
        raise OSError("the database is gone")

    monkeypatch.setattr(context, "menu", broken)
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something broke on our side." in response.content.decode()
    assert "database is gone" not in response.content.decode()


# components --------------------------------------------------------------------------------------------------------
def test_the_style_page_shows_every_tag_and_filter() -> None:
    from alianza.web.templatetags.alianza import register

    style = (WEB / "templates" / "web" / "style.html").read_text(encoding="utf-8")
    of_the_frame = {"block_text", "mark", "rule", "hero_ribbon", "plain_band", "symbol", "access_badge", "visitor_name"}
    for name in (set(register.tags) | set(register.filters)) - of_the_frame:
        assert re.search(rf"\b{name}\b", style), f"{name} is not on the style page"


def test_what_describes_a_field_or_a_number_is_on_the_page(world: World) -> None:
    page = _page(Client(), "/style/")
    known = set(page.ids())
    described = [each["aria-describedby"] for _tag, each in page.elements if "aria-describedby" in each]
    assert len(described) > 6
    for names in described:
        assert set(names.split()) <= known, names
    assert {label["for"] for label in page.all("label") if "for" in label} <= known


def test_a_mistake_is_in_the_summary_and_beside_its_field(world: World) -> None:
    text = Client().get("/style/").content.decode()
    assert 'href="#id_posts"' in text
    assert 'id="id_posts_error"' in text
    assert 'aria-invalid="true"' in text


def test_a_table_sorts_by_a_link_and_says_how_it_is_sorted(world: World) -> None:
    text = Client().get("/style/?sort=posts&page=3").content.decode()
    assert 'aria-sort="ascending"' in text
    assert 'href="?sort=-posts"' in text
    assert 'href="?sort=posts&amp;page=4"' in text or 'href="?page=4&amp;sort=posts"' in text
