"""A complaint where the connection breaks: an honest state, nothing kept on the device, one complaint in the end."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_axe import faults, too_wide
from tests.browser.walk import NARROWEST, Look

TELL, RETURN = "/certification/complaints/tell/", "/certification/complaints/return/"
PATIENCE = 20_000


def _kept(page: Page) -> str:
    """All that the page left on the device; htmx notes the address of the page there."""
    kept: str = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    return kept


def test_a_complaint_written_offline_is_sent_when_the_connection_is_back(browser: Browser, served: Served) -> None:
    context = served.context(browser, "anonymous", Look("en", "light", NARROWEST))
    page = context.new_page()
    page.goto(TELL)
    assert faults(page) == []
    assert too_wide(page) <= 0
    page.get_by_label("What happened?").fill("They asked 500 dollars for the place.")
    page.get_by_label("A fee or a cost was charged to the worker").check()
    context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-status]")).to_contain_text("Nothing is kept on this device", timeout=PATIENCE)
    assert "dollars" not in _kept(page)
    assert len(_kept(page)) < 200
    expect(page.get_by_label("What happened?")).to_have_value("They asked 500 dollars for the place.")
    context.set_offline(False)
    expect(page.locator("#code")).to_be_visible(timeout=PATIENCE)
    code = re.sub(r"\D", "", page.locator("#code").inner_text())
    assert len(code) == 18
    assert code not in page.url
    assert too_wide(page) <= 0
    assert faults(page) == []
    page.goto(RETURN)
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Show my complaint").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    assert code not in page.url
    assert too_wide(page) <= 0
    assert faults(page) == []
    assert "dollars" not in _kept(page)
    assert code not in re.sub(r"\D", "", _kept(page))
    assert len(_kept(page)) < 200
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_register_and_a_badge_have_no_fault_on_a_phone(browser: Browser, served: Served, theme: str) -> None:
    context = served.context(browser, "anonymous", Look("es", theme, NARROWEST))
    page = context.new_page()
    wrong = []
    page.goto("/certification/register/")
    firms = page.locator("table th[scope=row] a")
    assert firms.count() >= 2
    addresses = [str(firms.nth(at).get_attribute("href")) for at in range(0, firms.count(), 9)]
    badge = ""
    for address in ["/certification/register/", "/certification/verify/", "/certification/keys/", *addresses]:
        page.goto(address)
        wrong += [f"{address}: {fault}" for fault in faults(page)]
        if (pixels := too_wide(page)) > 0:
            wrong.append(f"{address}: {pixels} px too wide")
        if page.locator("img.label-badge").count():
            badge = str(page.locator("img.label-badge").get_attribute("src"))
            assert page.locator("img.label-badge").evaluate("image => image.complete && image.naturalWidth > 0")
    assert badge
    picture = context.request.get(badge).text()
    found = re.search(r'href="https?://[^/]+(/certification/verify/[^"]+)"', picture)
    assert found
    page.goto(found.group(1))
    wrong += [f"verify: {fault}" for fault in faults(page)]
    if (pixels := too_wide(page)) > 0:
        wrong.append(f"verify: {pixels} px too wide")
    context.close()
    assert not wrong, "\n".join(wrong)
