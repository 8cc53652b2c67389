"""A demonstration in a browser: one served instance, one Chromium. Skipped unless ALIANZA_BROWSER=1."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.walk import Look

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
ARTEFACTS = Path(os.environ.get("ALIANZA_ARTEFACTS", ROOT / "artefacts")) / "screens"


CAST = {
    "worker": "ana",
    "employer": "pilar",
    "focal_point": "imani",
    "officer": "luc",
    "auditor": "otto",
    "donor": "dina",
    "administrator": "ada",
}
"""Whom the demonstration's page calls what."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if os.environ.get("ALIANZA_BROWSER") != "1":
                item.add_marker(pytest.mark.skip(reason="the browser pass runs with ALIANZA_BROWSER=1"))


@dataclass(frozen=True)
class Served:
    url: str
    folder: Path
    sessions: dict[str, str]

    def context(self, browser: Browser, visitor: str, look: Look) -> BrowserContext:
        """A window of that visitor, in that language and theme."""
        context = browser.new_context(
            base_url=self.url,
            color_scheme="dark" if look.theme == "dark" else "light",
            reduced_motion="reduce",  # a theme that changes is changed at once, and no ink is caught half way
            viewport={"width": look.width, "height": 900},
        )
        cookies = {"language": look.language}
        if visitor != "anonymous":
            cookies["sessionid"] = self.sessions[visitor]
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        return context


def _surroundings(folder: Path) -> dict[str, str]:
    """What the served instance gets to see: nothing of the tests' own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALIANZA_", "DJANGO_"))}
    return {**kept, "ALIANZA_DIR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def _alianza(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from alianza.cli import main; main()", *arguments]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], *, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the server did not answer within {seconds} s")


def serve(folder: Path, port: int, log: IO[bytes], *, jobs: bool = True) -> subprocess.Popen[bytes]:
    """A server of that instance, once it answers; it leads its own group of processes."""
    server = subprocess.Popen(
        _alianza("serve", "--port", str(port), "--dir", str(folder)),
        env={**_surroundings(folder), "ALIANZA_IDLE_MINUTES": "600", "ALIANZA_JOBS_IN_SERVER": "yes" if jobs else "no"},
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    _wait(f"http://127.0.0.1:{port}", server)
    return server


def _sessions(browser: Browser, url: str) -> dict[str, str]:
    """Everybody of the cast, signed in with one click on the demonstration's own page."""
    found = {}
    for visitor, account in CAST.items():
        context = browser.new_context(base_url=url)
        page = context.new_page()
        page.goto("/demo/")
        page.locator(f'form:has(input[name="account"][value="{account}"]):not(:has(input[name="next"])) button').click()
        found[visitor] = next(each["value"] for each in context.cookies() if each["name"] == "sessionid")
        context.close()
    return found


@pytest.fixture(scope="session")
def served(browser: Browser) -> Iterator[Served]:
    """A demonstration instance behind a real server: a copy of the one that ALIANZA_BROWSER_DIR names, if it does."""
    folder = Path(tempfile.mkdtemp(prefix="alianza-browser-"))
    if given := os.environ.get("ALIANZA_BROWSER_DIR"):
        shutil.copytree(given, folder, dirs_exist_ok=True)
    around = _surroundings(folder)
    subprocess.run(_alianza("demo", "--no-serve", "--dir", str(folder)), env=around, cwd=ROOT, check=True, timeout=900)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    log = (ARTEFACTS.parent / f"browser-pass-server-{port}.log").open("wb")
    server = serve(folder, port, log)
    try:
        yield Served(url, folder, _sessions(browser, url))
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("the browser pass needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()
