"""Errors as pages: what happened, what to do next, and the right status."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from corpus.errors import CpkbError
from web import text
from web.language import translate
from web.rendering import Renderer
from web.shield import HEADERS
from web.views import ErrorPage, Frame


def failure_page(renderer: Renderer, error: Exception) -> Response:
    """Return the page for an error; an unforeseen one tells nothing of itself."""
    status, message = _told(error)
    response = renderer.response(
        ErrorPage(Frame(title=text.error_title(status), listed=False), status, message), status=status
    )
    # The outermost error handler answers past the middleware, so the headers are set here too.
    response.headers.update({**HEADERS, **_headers(error)})
    return response


def _told(error: Exception) -> tuple[int, str]:
    match error:
        case CpkbError():
            return error.status, str(error)
        case RequestValidationError():
            return 422, translate("A part of the address has a value that cannot be used.")
        case HTTPException(status_code=404):
            return 404, translate("There is no page at this address.")
        case HTTPException():
            return error.status_code, HTTPStatus(error.status_code).description
        case _:
            return 500, translate("The fault is on our side; it has been written down.")


def _headers(error: Exception) -> Mapping[str, str]:
    return dict(error.headers or {}) if isinstance(error, HTTPException) else {}
