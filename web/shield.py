"""What goes with every answer: headers that forbid what these pages never do, and compression."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.language import Languages

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Shield:
    """Middleware that adds the headers an answer does not carry yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of what comes back."""

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_shielded)


def middleware() -> list[Middleware]:
    """Return what the application is wrapped in, outermost first; PDFs and images are compressed already."""
    excluded = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/pdf")
    return [
        Middleware(Shield),
        Middleware(Languages),
        Middleware(GZipMiddleware, minimum_size=500, compresslevel=6, exclude_content_types=excluded),
    ]
