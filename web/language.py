"""The reader's language: the first part of the address says it, and everything shown on the way follows it.

English stands at addresses without a language; every language, English too, has its own ("/vi/search"). Catalogues are
gettext's, read from their source files when they are first needed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = Path(__file__).parent / "translations"
SOURCE = "en"
# By ISO 639-1 code, as their readers call them.
LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "ar": "العربية",
}
_PREFIX = re.compile(rf"/({'|'.join(LANGUAGES)})(?=/|$)")
_NOT_PAGES = ("/api/", "/static/")
# Links to pages; what is the same in all languages keeps one address.
_LINK = re.compile(rf'\b(href|action)="/(?!static/|api/|opensearch\.xml|(?:{"|".join(LANGUAGES)})[/"])')


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a page is made for.

    Attributes:
        code: ISO 639-1.
        prefix: First part of their addresses: "/vi"; "" for English without one.
        address: Path and query asked for, without prefix.
    """

    code: str
    prefix: str
    address: str
    catalogue: NullTranslations


ENGLISH = Reader(SOURCE, "", "/", NullTranslations())
READER: ContextVar[Reader] = ContextVar("reader", default=ENGLISH)


@cache
def catalogue(code: str) -> NullTranslations:
    """Return the translations into a language; none for English."""
    from babel.messages.mofile import write_mo  # here: the commands that show no page need not pay for it
    from babel.messages.pofile import read_po

    if code == SOURCE:
        return NullTranslations()
    with (FOLDER / f"{code}.po").open("rb") as source:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translate(text: str) -> str:
    """Return an English text in the reader's language."""
    return READER.get().catalogue.gettext(text)


def translate_counted(one: str, many: str, count: int) -> str:
    """Return the form of an English text that the reader's language has for a number."""
    return READER.get().catalogue.ngettext(one, many, count)


def others() -> list[tuple[str, str, str]]:
    """Return every language as code, own name, and the address of this page in it."""
    return [(code, name, f"/{code}{READER.get().address}") for code, name in LANGUAGES.items()]


def localised(html: str) -> str:
    """Return a page whose links lead to pages in the reader's language; what was written by others cannot hold one."""
    prefix = READER.get().prefix
    return _LINK.sub(rf'\1="{prefix}/', html) if prefix else html


class Languages:
    """Middleware that takes the language off the address; at the front door it asks the browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as one without a language, and lead redirections back into it."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        wanted = _wanted(Headers(scope=scope)) if scope["path"] == "/" else SOURCE
        if wanted != SOURCE:
            answer = RedirectResponse(f"/{wanted}/", 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})
            return await answer(scope, receive, send)
        reader, path = _read(scope)
        token = READER.set(reader)
        try:
            await self.app({**scope, "path": path, "raw_path": path.encode()}, receive, _led_back(reader, scope, send))
        finally:
            READER.reset(token)


def _read(scope: Scope) -> tuple[Reader, str]:
    """Return the reader, and the path without language."""
    found = _PREFIX.match(scope["path"])
    path = scope["path"][found.end() :] or "/" if found else scope["path"]
    if found is None or path.startswith(_NOT_PAGES):
        code, prefix, path = SOURCE, "", scope["path"]
    else:
        code, prefix = found[1], found[0]
    query = scope.get("query_string", b"").decode("latin-1")
    address = quote(path, safe="/:@!$&'()*+,;=~")
    return Reader(code, prefix, f"{address}?{query}" if query else address, catalogue(code)), path


def _led_back(reader: Reader, scope: Scope, send: Send) -> Send:
    """Return what sends an answer on with its language, and its redirection within that language."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Language"] = reader.code
            if scope["path"] == "/":
                headers.add_vary_header("Accept-Language")
            if headers.get("location", "").startswith("/") and reader.prefix:
                headers["Location"] = reader.prefix + headers["location"]
        await send(message)

    return send_on


def _wanted(headers: Headers) -> str:
    """Return the language of ours that a browser prefers (RFC 9110, 12.5.4); English if it names none."""
    offers: list[tuple[float, str]] = []
    for part in headers.get("accept-language", "")[:500].split(","):
        tag, _, weight = part.partition(";")
        code = tag.strip().lower().partition("-")[0]
        if code in LANGUAGES and (quality := _quality(weight)) > 0:
            offers.append((quality, code))
    return max(offers, key=lambda offer: offer[0])[1] if offers else SOURCE


def _quality(weight: str) -> float:
    found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
    return float(found[1]) if found else 0.0 if weight else 1.0
