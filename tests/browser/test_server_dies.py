"""The server dies while somebody writes: what was typed three seconds before lies in the database, the rest comes after."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, free_port, serve
from tests.browser.walk import Look

LOOK = Look("en", "light", 1280)
SOONEST = 3_000
"""Milliseconds after which a keystroke has to be safe."""
PATIENCE = 60_000
BETWEEN_KEYS = 60


@dataclass
class Fragile:
    """A second server of the demonstration, which may die at any moment and come back at the same address."""

    folder: Path
    port: int
    log: IO[bytes]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = serve(self.folder, self.port, self.log, jobs=False)

    def die(self) -> None:
        """Without a word to anybody, and with all that it had not written."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def fragile(served: Served) -> Iterator[Fragile]:
    with TemporaryFile() as log:
        server = Fragile(served.folder, free_port(), log)
        server.start()
        try:
            yield server
        finally:
            server.die()


@contextmanager
def window(served: Served, fragile: Fragile, browser: Browser) -> Iterator[Page]:
    """The focal point at a browser of her own, in which nothing of another visit is kept."""
    at = Served(f"http://127.0.0.1:{fragile.port}", served.folder, served.sessions)
    context = at.context(browser, "focal_point", LOOK)
    try:
        yield context.new_page()
    finally:
        context.close()


def open_section(page: Page) -> str:
    """The last section of the questionnaire that she is asked to answer, which asks for words; its address."""
    page.goto("/instruments/asked/")
    begin = page.locator('form[action*="/begin/"] button')
    if begin.count():
        begin.first.click()
    else:
        page.locator('main .card a[href*="/instruments/responses/"]').first.click()
    page.locator('main a[href*="/sections/"]:visible').last.click()
    expect(page.locator("form[data-answering]")).to_be_visible()
    return page.url


def kept(served: Served, fragile: Fragile, browser: Browser, address: str) -> str:
    """What the server has, as another browser sees it."""
    with window(served, fragile, browser) as page:
        page.goto(address)
        return page.locator("main textarea").first.input_value()


def test_no_keystroke_older_than_three_seconds_is_lost(served: Served, fragile: Fragile, browser: Browser) -> None:
    early, late, meanwhile = "Typed well before. ", "Typed just before. ", "Typed while nobody listened."
    with window(served, fragile, browser) as page:
        address = open_section(page)
        field, status = page.locator("main textarea").first, page.locator("[data-status]")
        field.fill("")
        field.press_sequentially(early, delay=BETWEEN_KEYS)
        typed = 0
        while typed < SOONEST:  # without a pause in which saving would be easy
            field.press_sequentially(".", delay=BETWEEN_KEYS)
            page.wait_for_timeout(BETWEEN_KEYS)
            typed += BETWEEN_KEYS
        before = field.input_value()
        field.press_sequentially(late, delay=0)
        fragile.die()
        field.press_sequentially(meanwhile, delay=BETWEEN_KEYS)
        expect(status).to_contain_text("Not saved yet", timeout=PATIENCE)
        everything = field.input_value()
        assert everything.endswith(late + meanwhile)

        fragile.start()
        safe = kept(served, fragile, browser, address)
        assert safe.startswith(early)
        assert before.startswith(safe[: len(before)])
        expect(status).to_contain_text("Saved at", timeout=PATIENCE)
        assert kept(served, fragile, browser, address) == everything


def test_who_closes_the_window_of_a_dead_server_finds_the_words_again(
    served: Served, fragile: Fragile, browser: Browser
) -> None:
    with window(served, fragile, browser) as page:
        address = open_section(page)
        field = page.locator("main textarea").first
        field.fill("")
        expect(page.locator("[data-status]")).to_contain_text("Saved at", timeout=PATIENCE)
        fragile.die()
        field.press_sequentially("Only on this device so far.", delay=BETWEEN_KEYS)
        context = page.context
        page.close()
        fragile.start()
        again = context.new_page()
        again.goto(address)
        expect(again.locator("main textarea").first).to_have_value("Only on this device so far.")
        expect(again.locator("[data-status]")).to_contain_text("Saved at", timeout=PATIENCE)
        assert kept(served, fragile, browser, address) == "Only on this device so far."
