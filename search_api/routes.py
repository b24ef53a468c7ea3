"""What the routes of the API share: how they answer, and how they describe themselves (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import Request, Response

from corpus.errors import CpkbError, UsageError
from search_api.encoding import encode
from search_api.problems import MEDIA_TYPE, title_of


def no_parameters(request: Request) -> None:
    """Refuse every query parameter.

    Raises:
        UsageError: One was given.
    """
    for name in request.query_params:
        raise UsageError(f"{request.url.path} takes no parameter, but '{name[:60]}' was given. Remove it.")


def single_values(request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """Return the query parameters, each given once at most.

    Raises:
        UsageError: One is unknown or was given twice.
    """
    given = request.query_params.multi_items()
    for name, _ in given:
        if name not in known:
            raise UsageError(f"There is no parameter '{name[:60]}'. Known: {', '.join(known)}.")
    values = dict(given)
    if len(values) < len(given):
        raise UsageError(f"A parameter was given twice. Each of {', '.join(known)} may be given once.")
    return values


def json_(answer: object) -> Response:
    """Return an answer as JSON."""
    return Response(encode(answer), media_type="application/json")


def csv_(content: bytes, name: str) -> Response:
    """Return a table as a file of this name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type="text/csv", headers=headers)


def problem_doc(kind: type[CpkbError], description: str) -> dict[str, Any]:
    """Return how OpenAPI tells of a kind of error."""
    example = {
        "type": f"/problems/{kind.slug}",
        "title": title_of(kind),
        "status": kind.status,
        "detail": "What happened, and what to do.",
        "instance": "/api/v1/search",
    }
    return {"description": description, "content": {MEDIA_TYPE: {"example": example}}}


def described(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return how OpenAPI tells of a query parameter."""
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
