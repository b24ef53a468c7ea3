from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from corpus.errors import DocumentNotFoundError
from search_api.answers import Overview
from tests.web import html_check
from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from web.app import pages_app

SEARCH = "/search?q=dye+house+water+reuse"
ADDRESSES = [
    "/",
    SEARCH,
    f"{SEARCH}&group=technique",
    f"{SEARCH}&group=passage",
    f"{SEARCH}&group=case&limit=1",
    f"{SEARCH}&sector=13&lang=en&ignore=process:dyeing&explain=1",
    "/techniques/counter-current-rinsing",
    "/techniques/counter-current-rinsing?country=IN&grade=A",
    "/sectors/13",
    "/sectors/13?process=dyeing",
    "/resources/water",
    "/compare?technique=counter-current-rinsing&technique=spray-rinsing",
    "/compare",
    "/list",
    "/list?item=case:example-mill-rinse-water&item=technique:water-reuse&item=case:gone",
    "/cases/example-mill-rinse-water",
    f"/documents/{sample.MANUAL_SHA}",
    f"/documents/{sample.MANUAL_SHA}/pages/88",
    f"/documents/{sample.MANUAL_SHA}/pages/88?chunk=14",
    f"/documents/{sample.MANUAL_SHA}/pages/88?span=120-124",
    "/centres",
    "/centres/ncpc-bd",
    "/coverage",
    "/jobs",
    "/jobs?state=failed&refresh=1",
    "/about",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(pages_app(SampleLibrary(tmp_path_factory.mktemp("library"))), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_whole_and_without_scripts(client: TestClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert html_check.read(answer.text).faults == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_the_reader_has_is_not_sent_again(client: TestClient, address: str) -> None:
    if number := re.search(r"/pages/(\d+)", address):
        seen_in_time(client, int(number[1]), lambda page: "Only this page (PDF, " in page)
    tag = client.get(address).headers["etag"]

    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("address", ["/", SEARCH, "/nothing", "/robots.txt", "/static/x/style.css"])
def test_every_answer_forbids_what_the_pages_never_do(client: TestClient, address: str) -> None:
    headers = client.get(address).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_page_can_be_asked_for_without_its_body(client: TestClient) -> None:
    assert client.head(SEARCH).status_code == 200


def test_the_validator_of_a_search_changes_with_what_it_shows(tmp_path: Path) -> None:
    newer = replace(sample.OVERVIEW, answer=replace(sample.ANSWER, notices=("A new sentence.",)))
    tags = {
        TestClient(pages_app(SampleLibrary(tmp_path, overview))).get(SEARCH).headers["etag"]
        for overview in (sample.OVERVIEW, newer)
    }

    assert len(tags) == 2


def test_the_validator_of_a_search_changes_with_the_query(client: TestClient) -> None:
    assert client.get(SEARCH).headers["etag"] != client.get(f"{SEARCH}+salt").headers["etag"]


def ten_results() -> Overview:
    """Return ten techniques with three cases and three passages each, all of them long and unlike each other."""
    cases = tuple(
        replace(sample.CASE, title=f"{sample.CASE.title} {n}", url=f"{sample.CASE.url}-{n}") for n in range(3)
    )
    passages = tuple(replace(sample.PASSAGE, text=(f"{n} {sample.PASSAGE.text} " * 4)[:600]) for n in range(3))
    techniques = tuple(
        replace(sample.TECHNIQUE, title=f"Technique {n}", case_count=9, cases=cases, passages=passages)
        for n in range(10)
    )
    answer = replace(sample.ANSWER, results=techniques)
    return Overview(answer, (sample.PASSAGE_RESULT,) * 10, (sample.CASE_RESULT,) * 10)


def test_ten_results_weigh_at_most_60_kb_compressed(tmp_path: Path) -> None:
    client = TestClient(pages_app(SampleLibrary(tmp_path, ten_results())))

    with client.stream("GET", SEARCH, headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())

    assert answer.headers["content-encoding"] == "gzip"
    assert len(sent) <= 60_000


def test_an_empty_search_leads_to_the_front_page(client: TestClient) -> None:
    answer = client.get("/search?q=+")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_search_by_filter_alone_is_answered(client: TestClient) -> None:
    answer = client.get("/search?sector=13")

    assert html_check.read(answer.text).all("h1")[0].text == "Manufacture of textiles"


def test_the_query_stands_in_the_box_and_in_the_heading(client: TestClient) -> None:
    report = html_check.read(client.get("/search?q=%22%3E%3Cb%3Ekiln").text)

    assert [field.attributes["value"] for field in report.all("input") if field.attributes["name"] == "q"] == [
        '"><b>kiln'
    ]
    assert 'Results for "><b>kiln' in report.all("h1")[0].text


def test_chips_and_selected_filters_are_links_that_remove_them(client: TestClient) -> None:
    report = html_check.read(client.get(f"{SEARCH}&sector=13").text)

    targets = {chip.text.strip(): chip.attributes["href"] for chip in report.with_class("chip")}
    assert targets["Ignore Process: Dyeing"] == f"{SEARCH}&sector=13&ignore=process%3Adyeing"
    assert targets["Remove Sector: Manufacture of textiles"] == SEARCH


def test_a_selected_facet_value_is_told_apart_by_more_than_colour(client: TestClient) -> None:
    selected = html_check.read(client.get(f"{SEARCH}&sector=13").text).with_class("selected")

    assert [link.attributes["aria-current"] for link in selected] == ["true"]
    assert "Selected, remove:" in selected[0].text


def test_a_page_number_that_was_typed_leads_to_the_page(client: TestClient) -> None:
    answer = client.get(f"/documents/{sample.MANUAL_SHA}/pages?n=88")

    assert answer.headers["location"] == f"/documents/{sample.MANUAL_SHA}/pages/88"


def test_a_passage_is_marked_on_its_page(client: TestClient) -> None:
    report = html_check.read(client.get(f"/documents/{sample.MANUAL_SHA}/pages/88?chunk=14").text)

    assert [sample.PASSAGE.text] == [mark.text for mark in report.all("mark")]


def test_a_figure_is_marked_at_its_span(client: TestClient) -> None:
    report = html_check.read(client.get(f"/documents/{sample.MANUAL_SHA}/pages/88?span=31-35").text)

    assert [sample.PAGE_TEXT[31:35]] == [mark.text for mark in report.all("mark")]


def test_a_page_says_how_large_its_own_pdf_is_once_that_is_known(client: TestClient) -> None:
    shown = seen_in_time(client, 88, lambda page: "Only this page (PDF, 1 kB)" in page)

    assert "The original (PDF, 10 kB)" in shown


def test_a_page_that_cannot_be_had_alone_is_not_offered_once_that_is_known(client: TestClient) -> None:
    shown = seen_in_time(client, 87, lambda page: "Only this page" not in page)

    assert "The original (PDF" in shown


def seen_in_time(client: TestClient, number: int, seen: Callable[[str], bool]) -> str:
    """Return a page's HTML as soon as it is so; what is not known is found out after a page was shown."""
    until = time.monotonic() + 20
    while True:
        html = client.get(f"/documents/{sample.MANUAL_SHA}/pages/{number}").text
        if seen(html):
            return html
        assert time.monotonic() < until, html
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class NeverMadeLibrary(SampleLibrary):
    """A library in which making a page's PDF takes for ever, or until the test is over."""

    over: Event = field(default_factory=Event)

    def page_pdf(self, sha256: str, number: int) -> bytes:
        """Wait."""
        self.over.wait()
        return b""


def test_a_page_does_not_wait_for_its_own_pdf(tmp_path: Path) -> None:
    library = NeverMadeLibrary(tmp_path)
    client = TestClient(pages_app(library))
    shown = [client.get(f"/documents/{sample.MANUAL_SHA}/pages/{number}").text for number in (88, 88, 89)]
    library.over.set()

    assert all("Only this page (PDF)" in html and "The original (PDF, 10 kB)" in html for html in shown)


@dataclass(frozen=True, slots=True)
class LostOriginalLibrary(SampleLibrary):
    """A library whose file is gone."""

    def original(self, sha256: str) -> Path:
        """Fail as the services do."""
        raise DocumentNotFoundError("The file of the document is missing. Ingest it again.")


def test_a_page_whose_original_is_gone_still_shows_its_text(tmp_path: Path) -> None:
    answer = TestClient(pages_app(LostOriginalLibrary(tmp_path))).get(f"/documents/{sample.MANUAL_SHA}/pages/88")
    report = html_check.read(answer.text)

    assert answer.status_code == 200
    assert sample.PASSAGE.text[:20] in answer.text
    assert "The file of this document is missing here" in answer.text
    assert report.all("img") == []
    assert ".pdf" not in answer.text


def test_a_reader_who_saves_data_gets_a_link_to_the_image(client: TestClient) -> None:
    answer = client.get(f"/documents/{sample.MANUAL_SHA}/pages/88", headers={"Save-Data": "on"})

    assert html_check.read(answer.text).all("img") == []
    assert "Show the image of this page" in answer.text
    assert "Save-Data" in answer.headers["vary"]


def test_words_that_are_not_on_the_page_are_not_marked_and_that_is_said(client: TestClient) -> None:
    report = html_check.read(client.get(f"/documents/{sample.MANUAL_SHA}/pages/88?chunk=99").text)

    assert report.all("mark") == []
    assert "could not be located exactly" in report.with_class("notice")[0].text


def test_searches_are_kept_from_robots_and_records_are_not(client: TestClient) -> None:
    assert {"Disallow: /search", "Disallow: /jobs"} <= set(client.get("/robots.txt").text.splitlines())
    assert 'content="noindex"' in client.get(SEARCH).text
    assert 'content="noindex"' not in client.get("/cases/example-mill-rinse-water").text


def test_a_file_without_pages_is_read_in_parts(tmp_path: Path) -> None:
    """Title, turns and the links to the whole file say what it is; nothing offers an image or a single page."""
    client = TestClient(pages_app(SampleLibrary(tmp_path, document_view=sample.WORKBOOK_VIEW)))
    page = client.get(f"/documents/{sample.MANUAL_SHA}/pages/88")
    report = html_check.read(page.text)
    links = {" ".join(link.text.split()): link.attributes["href"] for link in report.all("a")}

    assert report.faults == []
    assert report.all("h1")[0].text == "Meter readings, part 88"
    assert links["Part 87"] == f"/documents/{sample.MANUAL_SHA}/pages/87"
    assert links["The original (Excel, 10 kB)"] == f"/documents/{sample.MANUAL_SHA}/original.xlsx"
    assert ".png" not in page.text
    assert "Only this page" not in page.text


def test_a_file_without_pages_says_so_on_its_own_page(tmp_path: Path) -> None:
    """What is counted and gone to are its parts."""
    client = TestClient(pages_app(SampleLibrary(tmp_path, document_view=sample.WORKBOOK_VIEW)))
    shown = client.get(f"/documents/{sample.MANUAL_SHA}").text

    assert "Read from part 1" in shown
    assert "Go to part (1 to 268)" in shown
    assert "Download the original (Excel" in shown


def test_browsers_can_take_up_the_search_box(client: TestClient) -> None:
    answer = client.get("/opensearch.xml", headers={"Host": 'a"b<c'})

    assert answer.headers["content-type"] == "application/opensearchdescription+xml"
    assert "/search?q={searchTerms}" in answer.text
    assert "b<c" not in answer.text
