"""The vocabularies over HTTP and as the services give them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph
from rdflib.namespace import SKOS

from corpus.concept_schemes import CONCEPT_SCHEMES
from corpus.countries import country_codes
from corpus.vocabulary import load_vocabulary
from search_api.services import Services
from search_api.vocabulary_views import RdfFormat, VocabularyViews
from web.app import create_app

VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module", name="client")
def _client(keyword_services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(keyword_services), raise_server_exceptions=False) as client:
        yield client


def test_the_list_says_what_there_is(client: TestClient) -> None:
    listed = client.get("/api/v1/vocabularies").json()
    sizes = {entry["scheme"]: entry["concepts"] for entry in listed}

    assert list(sizes) == list(CONCEPT_SCHEMES)
    assert sizes["country"] == len(country_codes())
    assert sum(sizes.values()) - sizes["country"] - sizes["language"] == len(VOCABULARY.concepts)
    for entry in listed:
        assert entry["languages"]["en"] == entry["concepts"]
        assert entry["title"]
        assert entry["definition"]
        assert entry["licence"].startswith("https://")
        assert client.head(entry["url"]).status_code == 200


def test_a_vocabulary_lists_its_concepts_as_their_file_says_them(client: TestClient) -> None:
    answer = client.get("/api/v1/vocabularies/technique").json()
    concepts = {concept["id"]: concept for concept in answer["concepts"]}
    shown = concepts["technique:counter-current-rinsing"]
    known = VOCABULARY.get("technique:counter-current-rinsing")

    assert answer["summary"]["concepts"] == len(concepts)
    assert shown["label"] == known.label
    assert shown["labels"]["es"] == [known.labels["es"].preferred, *known.labels["es"].alternatives]
    assert (shown["definition"], shown["practices"]) == (known.definition, list(known.practices))
    assert (shown["broader"], shown["related"]) == (list(known.broader), list(known.related))


def test_a_country_is_named_in_seven_languages(client: TestClient) -> None:
    concepts = client.get("/api/v1/vocabularies/country").json()["concepts"]
    (vietnam,) = [concept for concept in concepts if concept["id"] == "country:VN"]

    assert (vietnam["label"], vietnam["labels"]["vi"]) == ("Vietnam", ["Việt Nam"])
    assert len(vietnam["labels"]) == 7


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
@pytest.mark.parametrize(
    ("suffix", "form", "media_type"),
    [("ttl", "turtle", "text/turtle; charset=utf-8"), ("jsonld", "json-ld", "application/ld+json")],
)
def test_a_vocabulary_can_be_taken_along_as_skos(client: TestClient, suffix: str, form: str, media_type: str) -> None:
    response = client.get(f"/api/v1/vocabularies/practice.{suffix}")
    graph = Graph().parse(data=response.content, format=form)

    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="cpkb-practice.{suffix}"'
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == 8
    assert client.head(f"/api/v1/vocabularies/practice.{suffix}").headers["content-type"] == media_type


def test_all_of_them_are_one_file(client: TestClient) -> None:
    content = client.get("/api/v1/vocabularies/all.ttl").text

    for concept in ("technique:water-reuse", "sector:1313", "country:VN", "language:sw"):
        assert f"\n{concept} a skos:Concept" in content


@pytest.mark.parametrize("path", ["colour", "all", "colour.ttl", "colour.jsonld", "PRACTICE.ttl"])
def test_an_unknown_vocabulary_is_a_problem_document(client: TestClient, path: str) -> None:
    response = client.get(f"/api/v1/vocabularies/{path}")

    assert (response.status_code, response.json()["type"]) == (404, "/problems/vocabulary-not-found")
    assert "practice, sector" in response.json()["detail"]
    assert client.get("/problems/vocabulary-not-found").status_code == 200


@pytest.mark.parametrize("path", ["", "/technique", "/technique.ttl", "/all.jsonld"])
def test_a_parameter_is_refused(client: TestClient, path: str) -> None:
    assert client.get(f"/api/v1/vocabularies{path}?limit=1").status_code == 400


def test_what_was_rendered_is_remembered() -> None:
    views = VocabularyViews(VOCABULARY)

    assert views.vocabulary_file("topic", RdfFormat.TURTLE) is views.vocabulary_file("topic", RdfFormat.TURTLE)
    assert views.vocabulary("topic") is views.vocabulary("topic")
