"""Put the application together: the API, the pages, the files, and what goes with every answer."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from corpus.errors import CpkbError
from search_api.api import api_router
from search_api.problems import problem_of, problem_of_status
from search_api.services import Services
from web import rendering
from web.failures import failure_page
from web.files import file_routes
from web.library import Library
from web.pages import page_routes
from web.rendering import Renderer
from web.shield import middleware

API_PREFIX = "/api/"


def create_app(services: Services) -> FastAPI:
    """Return the application that serves pages and API over these services."""
    app = pages_app(services)
    app.include_router(api_router(services))
    return app


def pages_app(library: Library) -> FastAPI:
    """Return the application with pages and files only."""
    renderer = rendering.load()
    app = FastAPI(
        title="cpkb",
        summary="Cleaner Production knowledge base: cited techniques",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # the documentation pages of FastAPI load scripts from another server
        redoc_url=None,
        middleware=middleware(),
    )
    app.include_router(file_routes(library, renderer.files))
    app.include_router(page_routes(library, renderer))
    _answer_failures(app, renderer)
    return app


def _answer_failures(app: FastAPI, renderer: Renderer) -> None:
    def answer(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(API_PREFIX):
            return _problem(request, error)
        return failure_page(renderer, error)

    for kind in (CpkbError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer)


def _problem(request: Request, error: Exception) -> Response:
    instance = request.url.path
    match error:
        case CpkbError():
            return problem_of(error, instance)
        case HTTPException():
            response = problem_of_status(error.status_code, "", instance)
            response.headers.update(error.headers or {})
            return response
        case RequestValidationError():
            return problem_of_status(422, "A part of the address has a value that cannot be used.", instance)
        case _:
            return problem_of_status(500, "The fault is on the server's side; it has been written down.", instance)
