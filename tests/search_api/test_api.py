"""The JSON interface, asked over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.library import Library
from search_api.encoding import encode
from search_api.opening import open_services
from search_api.problems import known_problems
from search_api.requests import FACET_PARAMETERS, OTHER_PARAMETERS, SearchRequest
from search_api.services import Services
from tests.fakes import HashingEmbedder
from tests.library import SHEETS
from web.app import create_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", name="client")
def _client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services), raise_server_exceptions=False) as client:
        yield client


def test_a_search_answers_exactly_what_the_service_does(client: TestClient, services: Services) -> None:
    response = client.get("/api/v1/search", params={"q": "dye house water", "sector": "1313"})

    assert response.content == encode(services.search(SearchRequest("dye house water", {"sector": ("1313",)})))
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/facets",
        "/api/v1/techniques/water-reuse",
        f"/api/v1/cases/{SHEETS[0]}",
        "/api/v1/centres",
        "/api/v1/centres/ncpc-vn",
        "/api/v1/coverage",
        "/healthz",
        "/readyz",
    ],
)
def test_each_record_answers(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.json()


def test_a_document_and_its_page_answer(client: TestClient) -> None:
    document = client.get(f"/api/v1/cases/{SHEETS[0]}").json()["summary"]["document"]
    page = client.get(f"/api/v1{document['url']}/pages/1", params={"span": "0-7"}).json()

    assert client.get(f"/api/v1{document['url']}").json()["summary"] == document
    assert page["marks"] == [[0, 7]]
    assert page["boxes"]


@pytest.mark.parametrize(
    ("path", "status", "slug"),
    [
        ("/api/v1/search?secter=1313", 400, "bad-request"),
        ("/api/v1/search?sector=9999", 400, "unknown-facet-value"),
        ("/api/v1/search?limit=ten", 400, "bad-request"),
        ("/api/v1/search?q=" + "x" * 3000, 413, "query-too-long"),
        ("/api/v1/facets?q=1", 400, "bad-request"),
        ("/api/v1/cases/nope", 404, "case-not-found"),
        ("/api/v1/techniques/nope", 404, "concept-not-found"),
        ("/api/v1/centres/nope", 404, "centre-not-found"),
        ("/api/v1/coverage?q=1", 400, "bad-request"),
        ("/api/v1/documents/abc", 404, "document-not-found"),
        ("/api/v1/documents/" + "0" * 64 + "/pages/1", 404, "document-not-found"),
        ("/api/v1/nothing", 404, "not-found"),
    ],
)
def test_an_error_is_a_problem_document(client: TestClient, path: str, status: int, slug: str) -> None:
    response = client.get(path)
    problem = response.json()

    assert (response.status_code, problem["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"/problems/{slug}"
    assert problem["detail"]
    assert problem["instance"] == path.partition("?")[0]
    assert client.get(problem["type"]).status_code == 200


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "1e3", "9" * 30])
def test_a_page_out_of_range_is_not_found(client: TestClient, number: str) -> None:
    document = client.get(f"/api/v1/cases/{SHEETS[0]}").json()["summary"]["document"]

    assert client.get(f"/api/v1{document['url']}/pages/{number}").status_code == 404


def test_writing_is_refused(client: TestClient) -> None:
    assert client.post("/api/v1/search").status_code == 405


@pytest.mark.parametrize("path", ["/api/v1/search?q=water", "/api/v1/facets", f"/api/v1/cases/{SHEETS[0]}", "/healthz"])
def test_head_is_answered_as_get(client: TestClient, path: str) -> None:
    response = client.head(path)

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"


def test_head_is_as_strict_as_get(client: TestClient) -> None:
    assert client.head("/api/v1/facets?q=1").status_code == 400


@pytest.mark.parametrize(
    ("slug", "words"),
    [("method-not-allowed", "405"), ("internal-server-error", "500"), ("query-too-long", "docs/errors.md")],
)
def test_a_problem_type_is_explained(client: TestClient, slug: str, words: str) -> None:
    response = client.get(f"/problems/{slug}")

    assert (response.status_code, words in response.text) == (200, True)


def test_the_type_of_a_bare_status_is_explained(client: TestClient) -> None:
    assert client.get(client.post("/api/v1/search").json()["type"]).status_code == 200


def test_an_unknown_problem_type_is_said_to_be_unknown(client: TestClient) -> None:
    assert client.get("/problems/nope").status_code == 404


def test_every_problem_type_has_a_title() -> None:
    assert all(kind.__doc__ for kind in known_problems().values())


def test_readiness_is_denied_without_an_index(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True):
        pass
    with (
        open_services(tmp_path, embedder=HashingEmbedder()) as services,
        TestClient(create_app(services)) as client,
    ):
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/v1/search?q=water").json()["type"] == "/problems/index-unavailable"


def test_the_description_names_every_parameter_and_route(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    parameters = {parameter["name"] for parameter in described["paths"]["/api/v1/search"]["get"]["parameters"]}
    routes = [path for path in described["paths"] if path.startswith("/api/") or path in ("/healthz", "/readyz")]
    documented = (ROOT / "docs/api.md").read_text(encoding="utf-8")

    assert parameters == {*FACET_PARAMETERS, *OTHER_PARAMETERS}
    assert [path for path in routes if path not in documented] == []
    assert described["openapi"].startswith("3.1")
