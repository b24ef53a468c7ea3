"""The JSON interface under /api/v1: each route parses, calls a service and encodes what it answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.routing import APIRoute

from corpus.errors import (
    CaseNotFoundError,
    CentreNotFoundError,
    IndexUnavailableError,
    LimitError,
    QueryTooLongError,
    UsageError,
    VocabularyNotFoundError,
)
from corpus.model import JobState
from search_api import answers, directory_answers
from search_api.document_routes import add_documents
from search_api.duplicates import Twin
from search_api.encoding import encode
from search_api.export_routes import add_exports
from search_api.job_views import MAX_JOBS, JobsView
from search_api.problems import explanation
from search_api.requests import (
    FACET_PARAMETERS,
    MAX_LIMIT,
    OTHER_PARAMETERS,
    Mode,
    parse_search,
)
from search_api.routes import described, json_, no_parameters, problem_doc, single_values
from search_api.services import Services
from search_api.subject_routes import add_subjects
from search_api.vocabulary_answers import VocabularySummary, VocabularyView
from search_api.vocabulary_views import MEDIA_TYPES, RdfFormat


def api_router(services: Services) -> APIRouter:
    """Return the routes of the API over these services."""
    router = APIRouter(
        responses={
            400: problem_doc(UsageError, "The request cannot be understood."),
            413: problem_doc(QueryTooLongError, "The question is too long."),
            422: problem_doc(LimitError, "A file cannot be read or drawn within its limits."),
            503: problem_doc(IndexUnavailableError, "Searches cannot be answered now."),
        }
    )
    _add_search(router, services)
    _add_records(router, services)
    add_exports(router, services, _search_parameters())
    add_subjects(router, services)
    add_documents(router, services)
    _add_centres(router, services)
    _add_vocabularies(router, services)
    _add_health(router, services)
    _allow_head(router)
    return router


def _allow_head(router: APIRouter) -> None:
    """Answer HEAD as GET; by routes of their own, so that the description lists each operation once."""
    for route in [route for route in router.routes if isinstance(route, APIRoute)]:
        router.add_api_route(
            route.path,
            route.endpoint,
            methods=["HEAD"],
            dependencies=route.dependencies,
            include_in_schema=False,
        )


def _add_search(router: APIRouter, services: Services) -> None:
    @router.get(
        "/api/v1/search",
        response_model=answers.SearchAnswer,
        summary="Search techniques, passages or cases",
        openapi_extra={"parameters": _search_parameters()},
        tags=["search"],
    )
    def search(request: Request) -> Response:
        """Filters are resolved before ranking. What was read from the query never narrows the result."""
        return json_(services.search(parse_search(request.query_params.multi_items())))

    @router.get(
        "/api/v1/facets",
        summary="Values in use, with documents",
        tags=["search"],
        response_model=dict[str, list[answers.FacetValue]],
        dependencies=[Depends(no_parameters)],
    )
    def facets() -> Response:
        """Return, for each facet, its values in use and how many documents each leaves."""
        return json_(services.facets())


def _add_records(router: APIRouter, services: Services) -> None:
    missing: dict[int | str, dict[str, Any]] = {404: problem_doc(CaseNotFoundError, "There is no such thing here.")}

    @router.get(
        "/api/v1/duplicates",
        response_model=list[Twin],
        summary="What the library holds twice",
        tags=["records"],
        dependencies=[Depends(no_parameters)],
    )
    def duplicates() -> Response:
        """Return documents with the same text and cases told twice, with what a person said of them."""
        return json_(services.duplicates())

    @router.get(
        "/api/v1/cases/{case}",
        response_model=answers.CaseView,
        summary="A case with its figures and their evidence",
        tags=["records"],
        responses=missing,
        dependencies=[Depends(no_parameters)],
    )
    def case(case: Annotated[str, Path(examples=["tri-star-dyeing-ro"])]) -> Response:
        """Return what happened at one site."""
        return json_(services.case(case))


def _add_vocabularies(router: APIRouter, services: Services) -> None:
    missing: dict[int | str, dict[str, Any]] = {
        404: problem_doc(VocabularyNotFoundError, "There is no such vocabulary.")
    }

    @router.get(
        "/api/v1/vocabularies",
        response_model=list[VocabularySummary],
        summary="The vocabularies",
        tags=["vocabularies"],
        dependencies=[Depends(no_parameters)],
    )
    def vocabularies() -> Response:
        """Return each vocabulary with its size and languages."""
        return json_(services.vocabularies())

    for suffix, form in (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)):
        _add_vocabulary_file(router, services, suffix, form, missing)

    @router.get(
        "/api/v1/vocabularies/{scheme}",
        response_model=VocabularyView,
        summary="A vocabulary with its concepts",
        tags=["vocabularies"],
        responses=missing,
        dependencies=[Depends(no_parameters)],
    )
    def vocabulary(scheme: Annotated[str, Path(examples=["technique"])]) -> Response:
        """Return the concepts of one vocabulary, with their names in all languages."""
        return json_(services.vocabulary(scheme))


def _add_vocabulary_file(
    router: APIRouter, services: Services, suffix: str, form: RdfFormat, missing: dict[int | str, dict[str, Any]]
) -> None:
    described: dict[int | str, dict[str, Any]] = {200: {"description": "SKOS.", "content": {MEDIA_TYPES[form]: {}}}}

    @router.get(
        f"/api/v1/vocabularies/{{scheme}}.{suffix}",
        summary=f"A vocabulary as SKOS, {form.value}",
        tags=["vocabularies"],
        response_class=Response,
        responses={**described, **missing},
        dependencies=[Depends(no_parameters)],
    )
    def vocabulary_file(scheme: Annotated[str, Path(examples=["technique", "all"])]) -> Response:
        """Return one vocabulary, or `all`, for other programs."""
        content = services.vocabulary_file(scheme, form)
        headers = {"Content-Disposition": f'attachment; filename="cpkb-{scheme}.{suffix}"'}
        return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _add_centres(router: APIRouter, services: Services) -> None:
    @router.get(
        "/api/v1/centres",
        response_model=list[directory_answers.CentreSummary],
        summary="The centres",
        tags=["centres"],
        dependencies=[Depends(no_parameters)],
    )
    def centres() -> Response:
        """Return all centres, each with how many cases its country has."""
        return json_(services.centres())

    @router.get(
        "/api/v1/centres/{centre}",
        response_model=directory_answers.CentreView,
        summary="A centre, with the cases and gaps of its country",
        tags=["centres"],
        responses={404: problem_doc(CentreNotFoundError, "There is no such centre.")},
        dependencies=[Depends(no_parameters)],
    )
    def centre(centre: Annotated[str, Path(examples=["ncpc-vn"])]) -> Response:
        """Return what sources say of a centre; its country's cases are not claimed as its work."""
        return json_(services.centre(centre))

    @router.get(
        "/api/v1/coverage",
        response_model=directory_answers.CoverageView,
        summary="What the library covers, and where it is thin",
        tags=["centres"],
        dependencies=[Depends(no_parameters)],
    )
    def coverage() -> Response:
        """Return cases by sector and practice, country and grade, and what has too few."""
        return json_(services.coverage())


def _add_health(router: APIRouter, services: Services) -> None:
    @router.get(
        "/api/v1/jobs",
        response_model=JobsView,
        summary="Files on their way into the library",
        tags=["operation"],
        openapi_extra={"parameters": _job_parameters()},
    )
    def jobs(request: Request) -> Response:
        """Return how many files are in which state, and each with its page and reason; never where it lies."""
        return json_(services.jobs(**single_values(request, ("state", "limit"))))

    @router.get("/healthz", summary="The process lives", tags=["operation"])
    def healthz() -> Response:
        """Answer as long as the process does."""
        return json_({"status": "ok"})

    @router.get("/readyz", summary="Searches can be answered", tags=["operation"])
    def readyz() -> Response:
        """Answer 200 once an index is loaded, 503 with the reason before."""
        readiness = services.readiness()
        return Response(encode(readiness), 200 if readiness.ready else 503, media_type="application/json")

    @router.get("/problems/{slug}", summary="What a kind of error means", tags=["operation"])
    def problem_kind(slug: str) -> Response:
        """Explain a problem type."""
        text = explanation(slug)
        return Response(text or "There is no such problem type.\n", 200 if text else 404, media_type="text/plain")


def _search_parameters() -> list[dict[str, Any]]:
    several = {"type": "array", "items": {"type": "string"}}
    schemas: dict[str, dict[str, Any]] = {
        "group": {"type": "string", "enum": list(answers.Group)},
        "mode": {"type": "string", "enum": list(Mode)},
        "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
        "ignore": several,
        "explain": {"type": "string", "enum": ["0", "1"]},
    }
    others = [
        described(name, parameter.meaning, schemas.get(name, {"type": "string"}) | _default(name, parameter.default))
        for name, parameter in OTHER_PARAMETERS.items()
    ]
    facets = [
        described(name, f"{parameter.example} Repeat it for any of several.", several)
        for name, parameter in FACET_PARAMETERS.items()
    ]
    return [others[0] | {"example": "dye house water reuse"}, *facets, *others[1:]]


def _job_parameters() -> list[dict[str, Any]]:
    return [
        described("state", "Only files in this state.", {"type": "string", "enum": list(JobState)}),
        described("limit", "How many files at most.", {"type": "integer", "minimum": 1, "maximum": MAX_JOBS}),
    ]


def _default(name: str, value: str) -> dict[str, str | int]:
    return {"default": int(value) if name == "limit" else value} if value else {}
