"""Techniques and other subjects over a small real library: their cases, filters, techniques and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from corpus.errors import ConceptNotFoundError, UnknownFacetValueError, UsageError
from search_api.requests import CASE_FACETS, parse_case_filters, parse_comparison
from search_api.services import Services
from search_api.subject_views import SUBJECTS
from web.app import create_app


@pytest.fixture(scope="module", name="client")
def _client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services)) as client:
        yield client


def test_a_sector_lists_its_cases_techniques_and_processes(services: Services) -> None:
    view = services.subject("sectors", "13")

    assert {case.id for case in view.applied.cases} == {"tri-star-dyeing-ro", "co-artextil-dyeing"}
    assert view.applied.reported.case_count == 2
    assert view.applied.reported.statistics == ()
    assert "membrane-wastewater-reuse" in {use.technique.value for use in view.techniques}
    assert [row.cases for row in view.matrix if row.process.value == "dyeing"] == [2]
    assert len(view.matrix[0].counts) == len(view.practices) == 8
    assert [term.value for term in view.broader] == ["C"]
    assert ("131", 2) in {(count.term.value, count.count) for count in view.narrower}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_every_kind_of_subject_has_pages_data_and_tables(services: Services, client: TestClient, kind: str) -> None:
    notations = {
        "sectors": "1313",
        "processes": "dyeing",
        "resources": "water",
        "pollutants": "wastewater",
        "practices": "on-site-reuse",
    }
    path = f"/{kind}/{notations[kind]}"
    data = client.get(f"/api/v1{path}").json()

    assert (data["scheme"], data["url"]) == (SUBJECTS[kind], path)
    assert data["applied"]["reported"]["case_count"] == len(data["applied"]["cases"])
    assert bool(data["matrix"]) == (kind != "processes")
    assert client.get(path).status_code == 200
    assert next(csv.reader(io.StringIO(client.get(f"/api/v1{path}.csv").content.decode("utf-8-sig"))))[0] == "role"


def test_every_count_of_a_subject_is_what_choosing_the_value_leaves(services: Services) -> None:
    view = services.subject("sectors", "C")
    for facet, values in view.applied.narrowing.facets.items():
        for value in values:
            chosen = services.subject("sectors", "C", {facet: (value.value,)})
            assert value.count == chosen.applied.reported.case_count == len(chosen.applied.cases), (facet, value.value)


def test_filters_leave_cases_and_passages_of_a_technique(services: Services) -> None:
    everywhere, colombia = services.technique("water-reuse"), services.technique("water-reuse", {"country": ("CO",)})

    assert {case.country for case in colombia.applied.cases} == {"CO"}
    assert len(colombia.applied.cases) < len(everywhere.applied.cases)
    assert {passage.document.country for passage in colombia.passages} == {"CO"}
    assert [term.label for term in colombia.applied.narrowing.selected] == ["Colombia"]


def test_what_does_not_exist_is_said(services: Services) -> None:
    for ask in (
        lambda: services.subject("sectors", "nope"),
        lambda: services.subject("colours", "red"),
        lambda: services.subject_csv("sectors", "nope"),
        lambda: services.technique_csv("nope"),
    ):
        with pytest.raises(ConceptNotFoundError):
            ask()
    with pytest.raises(UnknownFacetValueError):
        services.subject("sectors", "13", {"country": ("XX",)})


def test_the_table_of_a_technique_is_a_file_of_its_name(client: TestClient) -> None:
    answer = client.get("/api/v1/techniques/water-reuse.csv")

    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''cpkb-water-reuse.csv"
    assert answer.headers["content-type"].startswith("text/csv")


def test_filters_are_read_strictly() -> None:
    assert parse_case_filters([("country", "IN"), ("country", "VN"), ("grade", "")]) == {"country": ("IN", "VN")}
    with pytest.raises(UsageError, match="Did you mean 'sector'"):
        parse_case_filters([("sectr", "13")])
    with pytest.raises(UsageError, match="Known: sector"):
        parse_case_filters([("lang", "en")])
    assert "sector" in CASE_FACETS


def test_a_comparison_takes_two_to_four_techniques() -> None:
    assert parse_comparison([("technique", "a"), ("technique", "b"), ("technique", "a"), ("technique", "")]) == (
        "a",
        "b",
    )
    with pytest.raises(UsageError, match="At most 4"):
        parse_comparison([("technique", str(n)) for n in range(5)])
    with pytest.raises(UsageError, match="'technique' alone"):
        parse_comparison([("sector", "13")])
