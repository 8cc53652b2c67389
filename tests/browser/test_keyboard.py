"""The keyboard alone leads through the finder, a worker's profile and a job order, and shows where one is."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_axe import faults
from tests.browser.walk import Look

WIDE = Look("en", "light", 1280)
NARROW = Look("en", "light", 390)
MOST_STOPS = 250
HERE = """() => {
  const at = document.activeElement, style = getComputedStyle(at), label = at.closest("label");
  const outlined = style.outlineStyle !== "none" || (label && getComputedStyle(label).outlineStyle !== "none");
  return {tag: at.tagName.toLowerCase(), type: at.type || "", name: at.name || "", value: at.value || "",
          words: (at.innerText || "").trim(), id: at.id, in_form: !!at.closest("main form"), outlined: !!outlined};
}"""
TYPED = {"text", "number", "date", "month", "search", "email", "tel"}


def press_tab(page: Page) -> dict[str, Any]:
    """One stop further; wherever one arrives, it is outlined."""
    page.keyboard.press("Tab")
    here: dict[str, Any] = page.evaluate(HERE)
    if here["tag"] != "body":
        assert here["outlined"], f"no outline on {here} at {page.url}"
    return here


def reach(page: Page, **wanted: str) -> None:
    """Tab until the element in focus has these properties."""
    for _stop in range(MOST_STOPS):
        here = press_tab(page)
        if all(here[name] == value for name, value in wanted.items()):
            return
    raise AssertionError(f"the keyboard does not reach {wanted} at {page.url}")


def open_link(page: Page, words: str) -> None:
    reach(page, tag="a", words=words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer(page: Page, given: dict[str, str], **button: str) -> None:
    """Tab through the form, answer what is empty, and press its button."""
    chosen: set[str] = set()
    for _stop in range(MOST_STOPS):
        here = press_tab(page)
        if not here["in_form"]:
            continue
        if here["tag"] == "button" and all(here[name] == value for name, value in button.items()):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        if here["type"] == "radio" and here["name"] not in chosen:
            chosen.add(here["name"])
            page.keyboard.press("Space")
        elif here["type"] == "checkbox" and here["name"] == "answer":
            page.keyboard.press("Space")
            with page.expect_navigation():
                page.keyboard.press("Enter")  # in a long list nobody tabs on to the button
            return
        elif here["tag"] == "select" and here["name"] in given:
            page.keyboard.type(given[here["name"]])
        elif here["tag"] == "select" and not here["value"]:
            page.keyboard.press("ArrowDown")
        elif here["type"] in TYPED and not here["value"] and here["name"] in given:
            page.keyboard.type(given[here["name"]])
    raise AssertionError(f"the keyboard does not reach the form's button at {page.url}")


def test_the_first_stop_leads_past_the_head(browser: Browser, served: Served) -> None:
    page = served.context(browser, "anonymous", NARROW).new_page()
    page.goto("/")
    reach(page, words="Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(browser: Browser, served: Served) -> None:
    page = served.context(browser, "anonymous", NARROW).new_page()
    page.goto("/")
    reach(page, tag="summary", words="Menu")
    page.keyboard.press("Enter")
    assert page.locator(".fold").get_attribute("open") is not None
    assert press_tab(page)["tag"] == "a"
    page.keyboard.press("Escape")
    assert page.locator(".fold").get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


def test_a_number_says_what_it_is_on_focus_and_escape_puts_it_away(browser: Browser, served: Served) -> None:
    page = served.context(browser, "anonymous", WIDE).new_page()
    page.goto("/style/")
    told = page.locator(".answer__facts").first
    reach(page, words=page.locator(".answer__number").first.inner_text())
    assert told.is_visible()
    page.keyboard.press("Escape")
    assert not told.is_visible()
    page.context.close()


def test_the_keyboard_finds_a_route(browser: Browser, served: Served) -> None:
    page = served.context(browser, "anonymous", NARROW).new_page()
    page.goto("/")
    open_link(page, "Find a lawful route")
    answer(page, {}, name="do", value="all")
    for _question in range(4):
        if not page.url.endswith("/question/"):
            break
        before = page.locator("h1").inner_text()
        answer(page, {"answer": "30", "country": "Philippines"}, name="do", value="answer")
        assert page.locator("h1").inner_text() != before, "the answer was not taken"
        assert faults(page) == []
    if page.url.endswith("/question/"):
        open_link(page, "Show the results now")
    assert page.url.endswith("/result/")
    assert page.locator(".verdict").count() > 0
    assert faults(page) == []
    page.context.close()


def test_the_keyboard_changes_a_profile(browser: Browser, served: Served) -> None:
    page = served.context(browser, "worker", NARROW).new_page()
    page.goto("/registry/me/review/")
    reach(page, tag="a", words="Change\n: Your occupation")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, name="q")
    page.keyboard.type("nurze")
    expect(page.locator("main form").get_by_text(re.compile("nurse", re.IGNORECASE)).first).to_be_visible()
    reach(page, name="years")
    page.keyboard.press("Control+a")
    page.keyboard.type("9")
    reach(page, name="then", value="overview")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/occupation/" not in page.url
    page.goto("/registry/me/occupation/")
    assert page.locator("[name=years]").input_value() == "9"
    assert faults(page) == []
    page.context.close()


def test_the_keyboard_places_a_job_order(browser: Browser, served: Served) -> None:
    page = served.context(browser, "employer", WIDE).new_page()
    page.goto("/placement/orders/draft/")
    answer(page, {"programme": "Skilled", "isco": "2221", "destination": "Germany", "permit": "DE: EU", "posts": "4"})
    expect(page).to_have_url(re.compile("/edit/terms/$"))
    assert faults(page) == []
    page.context.close()


def test_the_keyboard_names_a_country_that_is_not_offered(browser: Browser, served: Served) -> None:
    page = served.context(browser, "worker", NARROW).new_page()
    page.goto("/registry/me/wishes/")
    reach(page, name="other")
    page.keyboard.type("Iceland")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[name=accepts][value=ISL]").is_checked()
    assert faults(page) == []
    reach(page, name="then", value="overview")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/registry/me/wishes/")
    assert page.locator("[name=accepts][value=ISL]").is_checked()
    page.context.close()


def test_enter_takes_a_nationality_and_then_goes_on(browser: Browser, served: Served) -> None:
    page = served.context(browser, "anonymous", NARROW).new_page()
    page.goto("/regulations/pathways/")
    answer(page, {}, name="do", value="all")
    for _question in range(12):
        if page.locator("[name=country]").count():
            break
        answer(page, {"answer": "30"}, name="do", value="skip")
    reach(page, name="country")
    page.keyboard.type("Philippines")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[name=chosen][value=PH]").count() == 1
    before = page.locator("h1").inner_text()
    reach(page, name="country")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() != before
    page.context.close()
