"""The routes that carry lists away as files: the results of a search, or what was saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from search_api.carried_answers import CarriedList
from search_api.carried_files import MEDIA_TYPES, Format, file_of
from search_api.requests import MAX_ITEMS, MAX_LIMIT, parse_items, parse_search
from search_api.routes import described
from search_api.services import Services

NAME = "cpkb-{what}.{form}"


def add_exports(router: APIRouter, services: Services, search_parameters: list[dict[str, Any]]) -> None:
    """Add the routes.

    Args:
        search_parameters: How OpenAPI tells of those of a search.
    """
    files: dict[int | str, dict[str, Any]] = {
        200: {"description": "A file.", "content": {media: {} for media in MEDIA_TYPES.values()}}
    }

    @router.get(
        "/api/v1/export/search.{form}",
        response_class=Response,
        summary="The results of a search as a file",
        tags=["export"],
        responses=files,
        openapi_extra={"parameters": search_parameters},
    )
    def export_search(form: Format, request: Request) -> Response:
        """Return what the same search lists, 100 results unless `limit` says otherwise."""
        asked = parse_search(request.query_params.multi_items())
        if "limit" not in request.query_params:
            asked = replace(asked, limit=MAX_LIMIT)
        return download(services.carried_results(services.search(asked).results), form, "search", request)

    @router.get(
        "/api/v1/export/list.{form}",
        response_class=Response,
        summary="A saved list as a file",
        tags=["export"],
        responses=files,
        openapi_extra={"parameters": [_item_parameter()]},
    )
    def export_list(form: Format, request: Request) -> Response:
        """Return the things named, in their order; what the library no longer holds is left out."""
        items = parse_items(request.query_params.multi_items())
        return download(services.carried_items(items), form, "list", request)


def download(carried: CarriedList, form: Format, what: str, request: Request) -> Response:
    """Return a list as a file to save."""
    content = file_of(form, carried.entries, str(request.base_url).rstrip("/"))
    headers = {"Content-Disposition": f'attachment; filename="{NAME.format(what=what, form=form.value)}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _item_parameter() -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string"}, "maxItems": MAX_ITEMS}
    return described("item", "A technique, case or passage: case:amirtex-sulphur-black. Repeatable.", schema)
