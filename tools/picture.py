"""The picture in the README, made from the running product: `python tools/picture.py --url http://127.0.0.1:8000`.

Opens a demonstration, signs in as Ana, and keeps what she sees of one order at the width of a desk.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "picture.png"
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()
    with sync_playwright() as browser:
        chromium = browser.chromium.launch(executable_path=given.chromium, args=SWITCHES)
        page = chromium.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=1)
        page.goto(f"{given.url}/demo/")
        page.get_by_role("button", name="Sign in as Jonas").click()
        page.goto(f"{given.url}/placement/orders/?state=open")
        page.locator("main table a").first.click()
        page.get_by_role("link", name="Shortlist").click()
        page.locator("main table a").first.click()
        page.screenshot(path=TARGET)
        chromium.close()
    print(f"Wrote {TARGET.name}, {TARGET.stat().st_size // 1024} kB.")


if __name__ == "__main__":
    main()
