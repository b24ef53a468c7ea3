"""The pages in a real browser, scripts switched off: what people see and can reach (marker `browser`)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from web.app import pages_app

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
SEARCH = "/search?q=dye+house+water+reuse&sector=13"
READER = f"/documents/{sample.MANUAL_SHA}/pages/88?chunk=14"
ADDRESSES = [
    "/",
    SEARCH,
    f"{SEARCH}&group=case",
    "/techniques/counter-current-rinsing?country=IN",
    "/sectors/13",
    "/compare?technique=counter-current-rinsing&technique=spray-rinsing",
    "/cases/example-mill-rinse-water",
    f"/list?item=case:{sample.CASE.id}&item=technique:{sample.TECHNIQUE.id}&item=passage:{sample.PASSAGE.chunk}",
    "/ar/techniques/counter-current-rinsing",
    "/vi/sectors/13",
    f"/documents/{sample.MANUAL_SHA}",
    f"/documents/{sample.MANUAL_SHA}/proposals",
    READER,
    "/jobs",
    "/centres",
    "/coverage",
    "/about",
    "/nothing",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Scheme = Literal["light", "dark"]
WIDTHS = [320, 360, 768, 1280]
TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8

# Links within a sentence may be smaller (2.5.8, exception "inline"), and so may what is not shown.
TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary")]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && getComputedStyle(e).display !== "inline")
  .map(e => ({text: e.textContent.trim(), box: e.getBoundingClientRect()}))
  .map(({text, box}) => ({text, width: box.width, height: box.height}))"""


SHOWN_TARGETS = """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary")]
  .filter(e => e.checkVisibility()).length"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample library on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    library = SampleLibrary(tmp_path_factory.mktemp("library"))
    server = uvicorn.Server(uvicorn.Config(pages_app(library), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a window of a phone's width, scripts off."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


@pytest.mark.parametrize("at", ADDRESSES)
def test_a_page_loads_from_this_server_only_and_breaks_no_rule(page: Page, address: str, at: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(at, wait_until="networkidle")

    assert all(url.startswith(address) for url in asked)
    assert len(asked) > 1
    assert [text for text in complaints if "404" not in text] == []


@pytest.mark.parametrize("at", ADDRESSES)
def test_no_page_is_wider_than_the_window(page: Page, at: str) -> None:
    page.goto(at)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})

        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("at", ADDRESSES)
def test_what_can_be_pressed_is_large_enough(page: Page, at: str) -> None:
    page.goto(at)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        targets = page.evaluate(TARGETS)

        assert len(targets) >= 4
        assert [target for target in targets if min(target["width"], target["height"]) < TARGET] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("at", ADDRESSES)
def test_axe_finds_nothing_to_complain_of(browser: Browser, address: str, at: str, scheme: Scheme) -> None:
    """On a phone and on a desk, in both schemes: contrast, names, roles, landmarks and the rest of WCAG 2.2 AA."""
    context = browser.new_context(base_url=address, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(at)
        found = Axe().run(page, options={"runOnly": AXE_TAGS})

        assert found.violations_count == 0, found.generate_report()
    context.close()


@pytest.mark.parametrize(
    "at", [f"/documents/{sample.MANUAL_SHA}", f"/documents/{sample.MANUAL_SHA}/proposals", "/jobs"]
)
def test_every_link_is_reached_by_the_tab_key_in_order(page: Page, at: str) -> None:
    """Nothing that a mouse can press is left out, and nothing holds the focus."""
    page.goto(at)
    wanted = page.evaluate(SHOWN_TARGETS)
    reached = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML"))

    assert wanted > 8
    assert len([tag for tag in reached if tag.startswith(("<a", "<button", "<input", "<summary"))]) == wanted


def test_a_question_is_asked_and_answered_by_keyboard_alone(page: Page) -> None:
    page.goto("/")

    page.get_by_label("Search techniques, cases and manuals").focus()
    page.keyboard.type("dye house water reuse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dye+house+water+reuse")

    assert "dye house water reuse" in page.locator("h1").inner_text()


def test_the_first_key_press_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto(SEARCH)

    page.keyboard.press("Tab")
    assert box(page, ".skip")["y"] >= 0
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_what_has_the_focus_is_outlined(page: Page) -> None:
    page.goto(SEARCH)
    for _ in range(5):
        page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_filters_wait_behind_a_button_on_a_phone_and_stand_open_on_a_desk(page: Page) -> None:
    page.goto(SEARCH)
    facet = page.locator(".facet").first

    assert not facet.is_visible()
    page.get_by_text("Narrow the results").click()
    assert facet.is_visible()

    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    assert facet.is_visible()


def test_choosing_a_facet_value_narrows_the_search(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(SEARCH)

    page.locator(".facet a", has_text="India").click()

    assert page.url.endswith("/search?q=dye+house+water+reuse&country=IN&sector=13")


def test_removing_a_chip_changes_the_address_and_the_search(page: Page) -> None:
    page.goto(SEARCH)

    page.get_by_role("link", name="Ignore Process: Dyeing").click()

    assert page.url.endswith("ignore=process%3Adyeing")
    assert page.get_by_role("link", name="Use again Process: Dyeing").is_visible()


def test_a_passage_opens_its_page_with_the_words_marked_on_the_image(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(SEARCH)
    page.locator(".passage figcaption a").first.click()

    sheet, mark = box(page, ".sheet img"), box(page, ".boxes rect")

    assert page.locator(".text mark").inner_text() == sample.PASSAGE.text
    assert round(100 * (mark["x"] - sheet["x"]) / sheet["width"]) == 12
    assert round(100 * (mark["y"] - sheet["y"]) / sheet["height"]) == 14
    assert round(100 * mark["width"] / sheet["width"]) == 74


def test_a_right_to_left_passage_begins_at_the_right(page: Page) -> None:
    page.goto(SEARCH)
    quote = page.locator('blockquote[lang="ar"]').first

    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert quote.evaluate("e => getComputedStyle(e).borderRightWidth") == "4px"


def test_the_language_is_changed_without_leaving_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/techniques/counter-current-rinsing")
    page.locator(".languages summary").click()
    page.get_by_role("link", name="العربية").click()

    assert page.url.endswith("/ar/techniques/counter-current-rinsing")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert box(page, ".top .brand")["x"] > box(page, ".languages")["x"]


def test_a_point_of_a_picture_is_reached_and_opened_by_keyboard(page: Page) -> None:
    page.goto("/techniques/counter-current-rinsing")
    page.locator(".plot a").first.focus()

    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("0.5 years, Case e1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/e1#figures")


def test_chosen_techniques_are_compared(page: Page) -> None:
    page.goto(SEARCH)
    for pick in page.locator(".pick input").all():
        pick.check()
    page.get_by_role("button", name="Compare the chosen techniques (two to four)").click()

    assert "/compare?technique=" in page.url


def test_things_are_saved_without_scripts_and_listed(page: Page) -> None:
    page.goto(SEARCH)
    for button in ("Save Counter-current rinsing", f"Save {sample.CASE.title}"):
        page.get_by_role("button", name=button, exact=True).first.click()
    assert page.url.endswith(SEARCH)

    page.get_by_role("link", name="Your list 2").click()
    expect(page.locator("main h3")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("link", name="One file to read without a network (HTML)").click()
    sheet = Path(download.value.path()).read_text("utf-8")
    assert sample.CASE.title in sheet
    assert sample.SOURCE.title in sheet

    page.get_by_role("button", name=f"Saved remove: {sample.CASE.title}", exact=True).click()
    expect(page.locator("main h3")).to_have_count(1)


def test_headings_never_skip_a_level(page: Page) -> None:
    for at in ADDRESSES:
        page.goto(at)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1])")

        assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False)), at


def test_the_dark_scheme_is_dark(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, color_scheme="dark")
    page = context.new_page()
    page.goto(SEARCH)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 24, 22)"
    context.close()
