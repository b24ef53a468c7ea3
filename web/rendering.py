"""Templates become answers: one Jinja environment that escapes everything, and HTML responses with a validator."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from web import assets, language, links, names, numbers, saved, text
from web.blocks import blocks
from web.reported_views import ComparePage, CoveragePage, SubjectPage, TechniquePage
from web.results import key_figures
from web.views import (
    AboutPage,
    CasePage,
    CentrePage,
    CentresPage,
    DocumentPage,
    ErrorPage,
    HomePage,
    JobsPage,
    ProposalsPage,
    ReaderPage,
    SavedPage,
    SearchPage,
    VisitPage,
)

FOLDER = Path(__file__).parent / "templates"
Page = (
    HomePage
    | SearchPage
    | TechniquePage
    | SubjectPage
    | ComparePage
    | CasePage
    | DocumentPage
    | ProposalsPage
    | ReaderPage
    | SavedPage
    | VisitPage
    | JobsPage
    | AboutPage
    | CentresPage
    | CentrePage
    | CoveragePage
    | ErrorPage
)

TEMPLATES: dict[type[Page], str] = {
    HomePage: "home.html",
    SearchPage: "search.html",
    TechniquePage: "technique.html",
    SubjectPage: "subject.html",
    ComparePage: "compare.html",
    CasePage: "case.html",
    DocumentPage: "document.html",
    ProposalsPage: "proposals.html",
    ReaderPage: "page.html",
    SavedPage: "saved.html",
    VisitPage: "visit.html",
    JobsPage: "jobs.html",
    AboutPage: "about.html",
    CentresPage: "centres.html",
    CentrePage: "centre.html",
    CoveragePage: "coverage.html",
    ErrorPage: "error.html",
}

# Bidirectional controls can make a text read as something else than it is; the others are not allowed in HTML.
_UNSEEN = {code: None for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))} | {
    code: "\ufffd"
    for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
}


@dataclass(frozen=True, slots=True)
class Renderer:
    """Shows pages.

    Attributes:
        release: Digest of templates and static files; part of every validator, so that a new version is seen at once.
    """

    environment: Environment
    files: assets.Assets
    release: str

    def html(self, page: Page) -> str:
        """Return a page as HTML."""
        reader = language.READER.get()
        shown = self.environment.get_template(TEMPLATES[type(page)]).render(page=page, reader=reader)
        return language.localised(shown)

    def response(self, page: Page, *, status: int = 200) -> HTMLResponse:
        """Return a page that is not to be kept."""
        return HTMLResponse(self.html(page), status, {"Cache-Control": "no-store"})

    def revalidated(self, request: Request, page: Page) -> Response:
        """Return a page, or 304 if the reader has it already; its tag is of its content, so it is never out of date."""
        token = saved.ITEMS.set(saved.read(request))
        try:
            html = self.html(page)
        finally:
            saved.ITEMS.reset(token)
        tag = etag(self.release, str(request.url), html)
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Cookie"}
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        return HTMLResponse(html, headers=headers)


_SOURCE_MARK = re.compile(r"\s?\[([1-9][0-9]?)\]")


def load() -> Renderer:
    """Read templates and static files."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=visible,
    )
    files = assets.load()
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(language.translate, language.translate_counted, newstyle=True)  # type: ignore[attr-defined]  # set by the extension
    environment.filters.update(FILTERS)
    environment.globals.update(
        other_languages=language.others,
        is_saved=saved.is_saved,
        saved_count=saved.saved_count,
        here=saved.here,
        named=names.named,
        label=names.label,
        technique=names.technique,
        asset=lambda name: files[name].url,
        filtered=links.filtered,
        term_url=links.term_url,
    )
    sources = [path.read_bytes() for path in (*sorted(FOLDER.iterdir()), *sorted(language.FOLDER.glob("*.po")))]
    release = hashlib.sha256(b"".join([*sources, *(file.content for file in files.values())])).hexdigest()[:12]
    return Renderer(environment, files, release)


def visible(value: Any) -> Any:
    """Return a text without characters that reorder or break a page; other values as they are."""
    return value.translate(_UNSEEN) if isinstance(value, str) else value


def etag(*parts: str) -> str:
    """Return a weak validator for what the parts determine; weak, because the answer may be compressed on its way."""
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode("utf-8", "replace")).hexdigest()[:24]}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Tell whether a validator is among those a reader holds, compared weakly (RFC 9110, 13.1.2)."""
    held = [candidate.strip().removeprefix("W/") for candidate in if_none_match.split(",")]
    return "*" in held or tag.removeprefix("W/") in held


def cited(words: str) -> Markup:
    """Return a text whose marks "[1]" lead to the list of sources on the same page."""
    return Markup(_SOURCE_MARK.sub(r'<sup><a href="#source-\1">[\1]</a></sup>', str(escape(visible(words)))))


def uncited(words: str) -> str:
    """Return a text without its marks "[1]"."""
    return _SOURCE_MARK.sub("", words)


FILTERS = {
    "cited": cited,
    "uncited": uncited,
    "class_name": text.class_name,
    "blocks": lambda passage: blocks(passage.text, passage.marks, lead=passage.lead),
    "converted": text.converted,
    "country": names.country,
    "dir": text.direction,
    "facet_name": text.facet_name,
    "field_name": text.field_name,
    "figure_basis": text.figure_basis,
    "flag_meaning": text.flag_meaning,
    "grade_meaning": text.grade_meaning,
    "key_figures": key_figures,
    "kind_name": text.kind_name,
    "language_name": text.language_name,
    "media_name": text.media_name,
    "number": numbers.number,
    "paged": text.paged,
    "quantity": numbers.quantity,
    "region_name": text.region_name,
    "role_name": text.role_name,
    "service_name": text.service_name,
    "size": numbers.size,
    "spread_name": text.spread_name,
    "spread_number": numbers.spread_number,
    "spread_unit": text.spread_unit,
    "state_name": text.state_name,
    "status_name": text.status_name,
}
