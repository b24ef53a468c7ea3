from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from corpus.model import JobState
from tests.web import html_check
from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from web.app import pages_app
from web.jobs import jobs_page
from web.rendering import load

REFRESH = '<meta http-equiv="refresh" content="5">'
ENDED = replace(sample.JOBS, counts={**dict.fromkeys(JobState, 0), "done": 70, "failed": 1}, jobs=sample.JOBS.jobs[-2:])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(pages_app(SampleLibrary(tmp_path_factory.mktemp("library")))) as client:
        yield client


def test_a_file_on_its_way_shows_how_far_it_is(client: TestClient) -> None:
    """Page and pages stand as a bar and in words; a stage that tells no pages has no bar."""
    report = html_check.read(client.get("/jobs").text)
    bars = [bar.attributes for bar in report.all("progress")]

    assert bars == [{"max": "268", "value": "40", "aria-label": "textile-manual.pdf"}]
    assert any("page 40 of 268" in cell.text for cell in report.all("td"))


def test_a_file_that_failed_says_why_and_where(client: TestClient) -> None:
    """The reason is the one of the queue; there is no document to open."""
    report = html_check.read(client.get("/jobs?state=failed").text)

    assert [cell.text.strip() for cell in report.all("th")][3:] == ["broken.pdf"]
    assert [" ".join(cell.text.split()) for cell in report.all("td")] == [
        "Failed at page 3 of 9",
        "broken.pdf is damaged. Get it again.",
    ]
    assert not any(sample.SHA in link.attributes["href"] for link in report.all("a"))


def test_a_file_that_is_in_the_library_can_be_opened(client: TestClient) -> None:
    """Its name leads to its document."""
    links = {link.text: link.attributes["href"] for link in html_check.read(client.get("/jobs").text).all("a")}

    assert links["sheet.pdf"] == f"/documents/{sample.MANUAL_SHA}"


def test_states_are_counted_and_lead_to_their_files(client: TestClient) -> None:
    """States without a file are left out, but for the one that is shown."""
    report = html_check.read(client.get("/jobs?state=ocr").text)
    tabs = [(tab.text, tab.attributes.get("aria-current")) for tab in report.all("a") if "(" in tab.text]

    assert tabs[:4] == [
        ("All (5)", None),
        ("Waiting (1)", None),
        ("Being read (1)", None),
        ("Its scans are being read (0)", "page"),
    ]
    assert "No file is here." in [text.text for text in report.all("p")]


def test_a_state_that_does_not_exist_is_refused(client: TestClient) -> None:
    """The answer is an error page, not an empty list."""
    assert client.get("/jobs?state=lost").status_code == 400


@pytest.mark.parametrize(
    ("address", "refreshing", "offered"),
    [
        pytest.param("/jobs", False, "/jobs?refresh=1", id="still"),
        pytest.param("/jobs?state=queued", False, "/jobs?state=queued&amp;refresh=1", id="one state"),
        pytest.param("/jobs?state=queued&refresh=1", True, "/jobs?state=queued", id="asked to"),
    ],
)
def test_the_page_refreshes_itself_once_the_reader_asks_for_it(
    client: TestClient, address: str, refreshing: bool, offered: str
) -> None:
    """A page that moves by itself is hard to hear read aloud (WCAG 2.2.1); the other way is always offered."""
    shown = client.get(address).text

    assert (REFRESH in shown) is refreshing
    assert f'href="{offered}"' in shown


def test_a_page_on_which_nothing_moves_stands_still() -> None:
    """Where all files have ended nothing is refreshed, and files past the list are counted."""
    shown = load().html(jobs_page(ENDED, state="", refreshing=True))

    assert REFRESH not in shown
    assert "refresh itself" not in shown
    assert "69 more files are not listed." in shown


def test_the_page_is_linked_from_every_page_and_kept_from_robots(client: TestClient) -> None:
    """It is of use to who adds files, and gone soon."""
    assert 'href="/jobs"' in client.get("/about").text
    assert 'content="noindex"' in client.get("/jobs").text
