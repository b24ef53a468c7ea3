"""The routes of the API about techniques and other subjects: what their cases report, as JSON and as CSV."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from corpus.errors import ConceptNotFoundError
from search_api import subject_answers, technique_answers
from search_api.requests import CASE_FACETS, FACET_PARAMETERS, parse_case_filters
from search_api.routes import csv_, described, json_, problem_doc
from search_api.services import Services
from search_api.subject_views import SUBJECTS

Responses = dict[int | str, dict[str, Any]]
TechniqueId = Annotated[str, Path(examples=["counter-current-rinsing"])]
CSV: Responses = {200: {"description": "RFC 4180, UTF-8.", "content": {"text/csv": {}}}}


def add_subjects(router: APIRouter, services: Services) -> None:
    """Add the routes."""
    missing: Responses = {404: problem_doc(ConceptNotFoundError, "There is no such concept.")}
    _add_technique(router, services, missing)
    for kind, scheme in SUBJECTS.items():
        _add_subject(router, services, kind, scheme, missing)


def _add_technique(router: APIRouter, services: Services, missing: Responses) -> None:

    @router.get(
        "/api/v1/techniques/{technique}.csv",
        response_class=Response,
        summary="A technique's statistics, with every figure they count, as CSV",
        tags=["records"],
        responses={**missing, **CSV},
        openapi_extra={"parameters": _case_parameters()},
    )
    def technique_csv(technique: TechniqueId, request: Request) -> Response:
        """Return a row a figure, its statistic beside it; filters choose cases."""
        filters = parse_case_filters(request.query_params.multi_items())
        content = services.technique_csv(technique, filters)
        return csv_(content, f"cpkb-{technique}.csv")

    @router.get(
        "/api/v1/techniques/{technique}",
        response_model=technique_answers.ConceptView,
        summary="A technique with its statistics, cases and passages",
        tags=["records"],
        responses=missing,
        openapi_extra={"parameters": _case_parameters()},
    )
    def technique(technique: TechniqueId, request: Request) -> Response:
        """Return what the library shows of one technique; filters choose cases and passages."""
        return json_(services.technique(technique, parse_case_filters(request.query_params.multi_items())))


def _add_subject(router: APIRouter, services: Services, kind: str, scheme: str, missing: Responses) -> None:
    @router.get(
        f"/api/v1/{kind}/{{notation}}.csv",
        response_class=Response,
        summary=f"A {scheme}'s statistics, with every figure they count, as CSV",
        tags=["records"],
        responses={**missing, **CSV},
        openapi_extra={"parameters": _case_parameters()},
        operation_id=f"{scheme}_csv",
    )
    def subject_csv(notation: str, request: Request) -> Response:
        """Return a row a figure, its statistic beside it; filters choose cases."""
        filters = parse_case_filters(request.query_params.multi_items())
        return csv_(services.subject_csv(kind, notation, filters), f"cpkb-{scheme}-{notation}.csv")

    @router.get(
        f"/api/v1/{kind}/{{notation}}",
        response_model=subject_answers.SubjectView,
        summary=f"A {scheme} with its statistics, techniques and cases",
        tags=["records"],
        responses=missing,
        openapi_extra={"parameters": _case_parameters()},
        operation_id=scheme,
    )
    def subject(notation: str, request: Request) -> Response:
        """Return what the library's cases say of it; filters choose cases."""
        return json_(services.subject(kind, notation, parse_case_filters(request.query_params.multi_items())))


def _case_parameters() -> list[dict[str, Any]]:
    several = {"type": "array", "items": {"type": "string"}}
    return [
        described(name, f"Only cases of this. {FACET_PARAMETERS[name].example} Repeat it for any of several.", several)
        for name in CASE_FACETS
    ]
