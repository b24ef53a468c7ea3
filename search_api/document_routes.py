"""The routes of the API that answer about one document: itself, its pages, tables and proposals."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from corpus.errors import PageNotFoundError
from corpus.model import CaseProposal, Table
from search_api import document_answers
from search_api.requests import parse_mark, parse_page_number
from search_api.routes import csv_, described, json_, no_parameters, problem_doc
from search_api.services import Services

Responses = dict[int | str, dict[str, Any]]
DocumentHash = Annotated[str, Path(description="SHA-256 of the document's bytes, 64 hexadecimal digits.")]


def add_documents(router: APIRouter, services: Services) -> None:
    """Add the routes."""
    missing: Responses = {404: problem_doc(PageNotFoundError, "There is no such document or page.")}
    _add_text(router, services, missing)
    _add_evidence(router, services, missing)


def _add_text(router: APIRouter, services: Services, missing: Responses) -> None:
    """Add the document itself and its pages."""

    @router.get(
        "/api/v1/documents/{sha256}",
        response_model=document_answers.DocumentView,
        summary="A document",
        tags=["documents"],
        responses=missing,
        dependencies=[Depends(no_parameters)],
    )
    def document(sha256: DocumentHash) -> Response:
        """Return what is known of a document."""
        return json_(services.document(sha256))

    @router.get(
        "/api/v1/documents/{sha256}/pages/{number}",
        response_model=document_answers.PageView,
        summary="One page's text, with a passage marked",
        tags=["documents"],
        responses=missing,
        openapi_extra={"parameters": _page_parameters()},
    )
    def page(sha256: DocumentHash, number: str, request: Request) -> Response:
        """Return a page; `chunk` or `span` marks a passage."""
        mark = parse_mark(request.query_params.multi_items())
        return json_(services.page(sha256, parse_page_number(number), chunk=mark.chunk, span=mark.span))


def _add_evidence(router: APIRouter, services: Services, missing: Responses) -> None:
    """Add what was read in the document: tables, and cases that it seems to tell."""

    @router.get(
        "/api/v1/documents/{sha256}/tables",
        response_model=list[Table],
        summary="A document's tables, cell by cell",
        tags=["documents"],
        responses=missing,
        dependencies=[Depends(no_parameters)],
    )
    def tables(sha256: DocumentHash) -> Response:
        """Return every table with its header rows and cells; `span` counts characters of the cell's page."""
        return json_(services.tables(sha256))

    @router.get(
        "/api/v1/documents/{sha256}/tables/{ordinal}.csv",
        response_class=Response,
        summary="One table as CSV",
        tags=["documents"],
        responses={**missing, 200: {"description": "RFC 4180, UTF-8.", "content": {"text/csv": {}}}},
        dependencies=[Depends(no_parameters)],
    )
    def table_csv(sha256: DocumentHash, ordinal: Annotated[int, Path(ge=0, description="From 0.")]) -> Response:
        """Return a table to open in a spreadsheet; what would be a formula there is plain text."""
        return csv_(services.table_csv(sha256, ordinal), f"{sha256[:12]}-table-{ordinal}.csv")

    @router.get(
        "/api/v1/documents/{sha256}/proposals",
        response_model=list[CaseProposal],
        summary="Cases that a document seems to tell",
        tags=["documents"],
        responses=missing,
        dependencies=[Depends(no_parameters)],
    )
    def proposals(sha256: DocumentHash) -> Response:
        """Return what was read by rules, for a person to check: each value with its words and how sure it is."""
        return json_(services.proposals(sha256))


def _page_parameters() -> list[dict[str, Any]]:
    return [
        described("chunk", "Ordinal of the chunk to mark.", {"type": "integer"}),
        described("span", "Characters of the page's text to mark, 'first-end'.", {"type": "string"}),
    ]
