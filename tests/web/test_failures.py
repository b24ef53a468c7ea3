from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from corpus.errors import IndexUnavailableError
from search_api.answers import Overview
from search_api.directory_answers import HomeView
from search_api.requests import SearchRequest
from tests.web import html_check
from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from web.app import pages_app
from web.failures import failure_page
from web.rendering import load

DOCUMENT = f"/documents/{sample.MANUAL_SHA}"


@dataclass(frozen=True, slots=True)
class BrokenLibrary(SampleLibrary):
    """A library without an index, with a fault nobody foresaw on its front page."""

    def overview(self, request: SearchRequest) -> Overview:
        """Fail as the services do."""
        raise IndexUnavailableError("No index was built. Run `cpkb ingest PATH` first.")

    def home(self) -> HomeView:
        """Fail as nothing should."""
        raise RuntimeError("secret detail")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(pages_app(SampleLibrary(tmp_path_factory.mktemp("library")))) as client:
        yield client


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(
        pages_app(BrokenLibrary(tmp_path_factory.mktemp("library"))), raise_server_exceptions=False
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        pytest.param("/nothing", 404, "There is no page at this address.", id="unknown address"),
        pytest.param("/techniques/<script>", 404, "There is no technique", id="unknown technique"),
        pytest.param("/cases/none", 404, "There is no case", id="unknown case"),
        pytest.param(f"/documents/{'0' * 64}", 404, "There is no such document.", id="unknown document"),
        pytest.param(f"{DOCUMENT}/pages/999", 404, "its last is 268", id="page out of range"),
        pytest.param(f"{DOCUMENT}/pages/x", 404, "no page 0", id="page is no number"),
        pytest.param(f"{DOCUMENT}/pages/{'9' * 5000}", 404, "no page 0", id="page is absurd"),
        pytest.param(f"{DOCUMENT}/pages/88?chunk=x", 400, "chunk", id="chunk is no number"),
        pytest.param(f"{DOCUMENT}/pages/88?hl=3", 400, "chunk", id="unknown parameter of a page"),
        pytest.param("/search?q=water&sectr=13", 400, "There is no parameter", id="unknown parameter"),
        pytest.param("/search?q=water&limit=0", 400, "limit", id="limit out of range"),
        pytest.param("/search?q=" + "w" * 2001, 413, "Shorten it.", id="long question"),
    ],
)
def test_an_error_has_its_status_and_says_what_happened(
    client: TestClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    report = html_check.read(answer.text)

    assert answer.status_code == status
    assert said in report.all("main")[0].text
    assert "What you can do" in report.all("main")[0].text
    assert report.faults == []


def test_what_only_reads_cannot_be_posted_to(client: TestClient) -> None:
    answer = client.post("/search")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.headers["content-type"].startswith("text/html")


def test_errors_are_not_kept(client: TestClient) -> None:
    assert client.get("/nothing").headers["cache-control"] == "no-store"


def test_a_missing_index_says_what_to_do(broken: TestClient) -> None:
    answer = broken.get("/search?q=water")

    assert answer.status_code == 503
    assert "cpkb ingest PATH" in answer.text


def test_an_unforeseen_fault_tells_nothing_and_keeps_its_guards(broken: TestClient) -> None:
    answer = broken.get("/")

    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_value_that_cannot_be_used_is_told_as_such() -> None:
    answer = failure_page(load(), RequestValidationError([]))

    assert answer.status_code == 422
    assert "cannot be used" in bytes(answer.body).decode()


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        pytest.param(IndexUnavailableError("No index was built."), 503, "No index was built.", id="foreseen"),
        pytest.param(HTTPException(405), 405, "Method Not Allowed", id="status"),
        pytest.param(RequestValidationError([]), 422, "cannot be used", id="unusable value"),
        pytest.param(RuntimeError("secret"), 500, "fault is on the server's side", id="unforeseen"),
    ],
)
def test_under_the_api_an_error_is_a_problem_document(
    tmp_path: Path, error: Exception, status: int, detail: str
) -> None:
    def fail() -> None:
        raise error

    app = pages_app(SampleLibrary(tmp_path))
    app.add_api_route("/api/failing", fail)
    answer = TestClient(app, raise_server_exceptions=False).get("/api/failing")

    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.json()["detail"]
    assert answer.json()["instance"] == "/api/failing"


def test_an_unknown_address_under_the_api_is_a_problem_document(client: TestClient) -> None:
    assert client.get("/api/nothing").headers["content-type"] == "application/problem+json"
