"""Every page, in three languages, light and dark, narrow and wide: no fault that axe finds, nothing wider than the
screen, nothing that the browser complains about. Screenshots are kept beside the other artefacts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import ARTEFACTS, HERE, Served
from tests.browser.walk import LANGUAGES, NARROWEST, OWNERS, Fetched, Look, addresses, looks, owners, told_apart

axe = Axe()


def faults(page: Page, *rules: str) -> list[str]:
    """What axe finds by these rules, or by all: one sentence per fault: rule, where, why."""
    asked = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:120]} {node['failureSummary'].splitlines()[-1].strip()}"
        for fault in axe.run(page, options=asked).response["violations"]
        for node in fault["nodes"][:3]
    ]


def too_wide(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


Known = dict[str, dict[str, str]]
"""Addresses by visitor and route."""


@pytest.fixture(scope="module")
def known(browser: Browser, served: Served) -> Known:
    found = {}
    for visitor in OWNERS:
        context = served.context(browser, visitor, looks("en")[0])

        def fetch(address: str, context: BrowserContext = context) -> Fetched:
            answer = context.request.get(address)
            return answer.status, answer.text() if "html" in answer.headers.get("content-type", "") else ""

        found[visitor] = addresses(visitor, fetch)
        context.close()
    return found


def _chosen(known: Known, language: str) -> Known:
    """Each page once, with the visitor whose page it most is; in English also where people are told apart."""
    whose, also = owners(), told_apart() if language == "en" else set()
    return {
        visitor: {
            route: address for route, address in pages.items() if whose.get(route, visitor) == visitor or route in also
        }
        for visitor, pages in known.items()
    }


def _visits(browser: Browser, served: Served, known: Known, look: Look) -> Iterator[tuple[str, str, Page, list[str]]]:
    """Each page, opened in that look, with what the browser complained about while it loaded."""
    for visitor, pages in known.items():
        context = served.context(browser, visitor, look)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda told, kept=complaints: kept.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error, kept=complaints: kept.append(str(error)))
        for route, address in pages.items():
            complaints.clear()
            answer = page.goto(address)
            expected = 404 if route == "web:not-found" else 200
            if answer is None or answer.status != expected:
                complaints.append(f"answered {answer.status if answer else 'nothing'}")
            elif expected == 404:
                complaints.clear()  # the browser reports the 404 itself
            yield visitor, route, page, complaints
        context.close()


@pytest.mark.parametrize("signed_in_first", [True, False], ids=["officers-and-such", "people-and-firms"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_fault(
    language: str, signed_in_first: bool, browser: Browser, served: Served, known: Known
) -> None:
    """A page is loaded once in each language, and then looked at light and dark, narrow and wide."""
    visitors = OWNERS[len(OWNERS) // 2 :] if signed_in_first else OWNERS[: len(OWNERS) // 2]
    chosen = {visitor: pages for visitor, pages in _chosen(known, language).items() if visitor in visitors}
    wrong: list[str] = []
    visited = 0
    first, *further = looks(language)
    for visitor, route, page, complaints in _visits(browser, served, chosen, first):
        visited += 1
        name = f"{visitor} at {route} ({page.url.removeprefix(served.url)})"
        if page.evaluate("document.documentElement.lang") != language:
            wrong.append(f"{name}: the page is not in {language}")
        wrong += [f"{name}: {sentence}" for sentence in complaints]
        wrong += _seen(page, first, name, visitor, route)
        for look in further:
            page.emulate_media(color_scheme="dark" if look.theme == "dark" else "light")
            page.set_viewport_size({"width": look.width, "height": 900})
            # another width may fold a menu or a table; another theme changes the inks alone
            rules = () if look.width != first.width and language == "en" else ("color-contrast",)
            wrong += _seen(page, look, name, visitor, route, *rules)
        page.emulate_media(color_scheme="dark" if first.theme == "dark" else "light")
        page.set_viewport_size({"width": first.width, "height": 900})
    assert visited > 20
    assert not wrong, "\n".join(wrong)


def _seen(page: Page, look: Look, name: str, visitor: str, route: str, *rules: str) -> list[str]:
    """What is wrong with the page as it looks now, with a picture of it among the artefacts."""
    folder = ARTEFACTS / str(look)
    folder.mkdir(parents=True, exist_ok=True)
    found = [f"{name}, {look}: {sentence}" for sentence in faults(page, *rules)]
    if pixels := max(too_wide(page), 0):
        found.append(f"{name}: {pixels} px wider than {look.width}")
    picture = folder / f"{visitor}-{route.replace(':', '-').replace('/', '-')}.png"
    page.screenshot(path=picture, full_page=look.language == "en" and look.width < 500)
    return found


def test_no_page_is_wider_than_the_narrowest_phone(browser: Browser, served: Served, known: Known) -> None:
    look = Look("es", "light", NARROWEST)
    wrong = [
        f"{visitor} at {route}: {pixels} px wider than {NARROWEST}"
        for visitor, route, page, _complaints in _visits(browser, served, _chosen(known, look.language), look)
        if (pixels := too_wide(page)) > 0
    ]
    assert not wrong, "\n".join(wrong)


def test_the_check_finds_known_faults(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((HERE / "faulty.html").as_uri())
    found = {sentence.split(" ", 1)[0] for sentence in faults(page)}
    assert found >= {
        "color-contrast",
        "image-alt",
        "label",
        "html-has-lang",
        "document-title",
        "link-name",
        "button-name",
    }
    assert too_wide(page) > 0
    page.close()
