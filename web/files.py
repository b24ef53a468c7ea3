"""The routes that answer with files: pages as images and PDFs, originals, static files."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response

from corpus.errors import DrawingBusyError, NotFoundError
from corpus.model import MediaType
from search_api.requests import parse_page_number
from web.assets import Assets
from web.library import Library
from web.rendering import etag, matches

FOREVER = "public, max-age=31536000, immutable"  # the address names the content by its hash
NAME_BYTES = 200
THREADS = 40  # more than may wait for a drawing, so that a page that was drawn before never waits for them
RETRY_SECONDS = 5

# A file comes from outside: it is saved, not opened here, and if it is opened it may do nothing.
GUARDS: Mapping[str, str] = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": FOREVER,
}


@dataclass(frozen=True, slots=True)
class Files:
    """Answers with files.

    Attributes:
        threads: For what may wait for a drawing; on those of the other routes it would hold up every page.
    """

    library: Library
    assets: Assets
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "page-files"))

    async def page_image(self, request: Request, sha256: str, number: str) -> Response:
        """Return a page as PNG."""
        return await self._apart(lambda: self._page_image(request, sha256, number))

    async def page_pdf(self, sha256: str, number: str) -> Response:
        """Return one page as a PDF."""
        return await self._apart(lambda: self._page_pdf(sha256, number))

    def _page_image(self, request: Request, sha256: str, number: str) -> Response:
        page = self.library.page(sha256, parse_page_number(number))
        tag = etag(request.url.path)
        # What does not exist, or cannot be drawn, is not "not modified".
        if page.image_url and matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers={**GUARDS, "ETag": tag})
        image = self.library.page_image(sha256, page.number)
        return Response(image, media_type="image/png", headers={**GUARDS, "ETag": tag})

    def _page_pdf(self, sha256: str, number: str) -> Response:
        content = self.library.page_pdf(sha256, parse_page_number(number))
        disposition = f'attachment; filename="{sha256[:12]}-page-{number}.pdf"'
        return Response(content, media_type="application/pdf", headers={**GUARDS, "Content-Disposition": disposition})

    def original(self, sha256: str, suffix: str) -> Response:
        """Return the original file, under the name it came with; parts of it if the reader asks for a range.

        Raises:
            NotFoundError: The address ends as another type of file does.
        """
        document = self.library.document(sha256)
        media_type = MediaType(document.summary.media_type)
        if suffix != media_type.suffix:
            raise NotFoundError(f"The original is no such file. Its address ends in .{media_type.suffix}.")
        # As a header: FileResponse adds a charset to the type of a text, and nobody knows that of the original.
        headers = {**GUARDS, "Content-Type": media_type.value}
        return FileResponse(self.library.original(sha256), filename=file_name(document.name, suffix), headers=headers)

    def asset(self, digest: str, name: str) -> Response:
        """Return a static file; for good if the address names this version, else to be asked for again."""
        asset = self.assets.get(name)
        if asset is None:
            raise HTTPException(404)
        keep = FOREVER if digest == asset.digest else "no-cache"
        return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": keep})

    async def _apart(self, answer: Callable[[], Response]) -> Response:
        """Answer on a thread for what may wait; tell the reader when to come back if too many do."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, answer)
        except DrawingBusyError as error:
            headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
            return Response(str(error), error.status, headers, media_type="text/plain")


def file_routes(library: Library, assets: Assets) -> APIRouter:
    """Return the routes of all files; they come before those of the pages, whose addresses are more general."""
    files = Files(library, assets)
    routes: Mapping[str, Callable[..., Response | Coroutine[Any, Any, Response]]] = {
        "/documents/{sha256}/pages/{number}.png": files.page_image,
        "/documents/{sha256}/pages/{number}.pdf": files.page_pdf,
        "/documents/{sha256}/original.{suffix}": files.original,
        "/static/{digest}/{name}": files.asset,
    }
    router = APIRouter(include_in_schema=False)
    for path, route in routes.items():
        router.add_api_route(path, route, methods=["GET", "HEAD"], response_class=Response, response_model=None)
    return router


def file_name(name: str, suffix: str) -> str:
    """Return a name fit to save a file under: no folders, no unseen characters, not too long, ending in the suffix."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    ending = f".{suffix}"
    stem = seen[: -len(ending)] if seen.lower().endswith(ending) else seen
    return (stem.strip(". ") or "document").encode()[:NAME_BYTES].decode("utf-8", "ignore") + ending
