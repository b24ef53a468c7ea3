"""The auditor's way through the real pages, in a real browser, without JavaScript (marker `browser`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(name="tab", params=[360, 1280])
def _tab(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser tab as wide as a telephone or a desk."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        context = browser.new_context(viewport={"width": request.param, "height": 900}, java_script_enabled=False)
        yield context.new_page()
        browser.close()


def test_from_the_question_to_the_marked_words(server: str, tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(server)
    tab.get_by_role("searchbox").first.fill("dye house water reuse")
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="Membrane treatment and reuse of wastewater").first.click()

    assert "/techniques/membrane-wastewater-reuse" in tab.url

    tab.get_by_role("link", name="Microfiltration and reverse osmosis for dye house water reuse").first.click()

    assert "/cases/tri-star-dyeing-ro" in tab.url

    tab.locator("a[href*='span=']").first.click()

    assert "/pages/1?span=" in tab.url
    assert tab.locator("mark").first.inner_text().strip()
    assert tab.locator("img").first.is_visible()
    assert [url for url in asked if not url.startswith(server)] == []


def test_a_chip_can_be_removed(server: str, tab: Page) -> None:
    tab.goto(f"{server}/search?q=dye+house+water+reuse")
    tab.locator("a[href*='ignore=']").first.click()

    assert "ignore=" in tab.url
    assert tab.get_by_role("searchbox").first.input_value() == "dye house water reuse"
