"""The routes that answer with HTML: read the address, ask the services, show the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from corpus.errors import UsageError
from corpus.plain_text import web_address
from search_api.answers import SourceView
from search_api.document_views import original_url
from search_api.requests import (
    NO_FILTERS,
    Mark,
    SearchRequest,
    parse_case_filters,
    parse_comparison,
    parse_item,
    parse_items,
    parse_mark,
    parse_page_number,
    parse_search,
)
from search_api.subject_views import SUBJECTS
from web import cases, centres, compare, coverage, jobs, links, names, results, saved, subjects, text
from web.blocks import blocks
from web.facets import term_box
from web.language import translate
from web.library import Library
from web.rendering import Renderer
from web.reported_views import TechniquePage
from web.sizes import PageSizes
from web.views import (
    AboutPage,
    CasePage,
    DocumentPage,
    ExampleGroup,
    Frame,
    HomePage,
    Link,
    PracticeLink,
    ProposalsPage,
    ReaderPage,
    VisitPage,
)

BROWSED = 10  # of each kind, shown at once on the front page
CLOSED = ("/search", "/compare", "/list", "/jobs", "/api/")  # endless, or gone soon
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in CLOSED)


@dataclass(frozen=True, slots=True)
class Pages:
    """Answers with pages."""

    library: Library
    renderer: Renderer
    sizes: PageSizes

    def home(self, request: Request) -> Response:
        """Show what the library holds and how to begin."""
        view = self.library.home()
        page = HomePage(
            frame=Frame(title=""),
            view=view,
            examples=tuple(examples(view.examples)),
            browse=(
                term_box(translate("Sectors"), view.sectors, shown=BROWSED),
                term_box(translate("Processes"), view.processes, shown=BROWSED),
                term_box(translate("Resources"), view.resources, shown=BROWSED),
            ),
            practices=practices(),
        )
        return self.renderer.revalidated(request, page)

    def search(self, request: Request) -> Response:
        """Show an answer; an empty search leads to the front page."""
        asked = parse_search(request.query_params.multi_items())
        if not asked.text.strip() and not asked.filters:
            return RedirectResponse("/", 303)
        if asked.group is None:
            page = results.overview_page(asked, self.library.overview(asked))
        else:
            page = results.list_page(asked, self.library.search(asked))
        return self.renderer.revalidated(request, page)

    def technique(self, request: Request, notation: str) -> Response:
        """Show a technique."""
        filters = parse_case_filters(request.query_params.multi_items())
        view = self.library.technique(notation, filters)
        path = f"/techniques/{quote(notation, safe='')}"
        page = TechniquePage(
            frame=Frame(
                names.label(names.technique(view)), api_url=links.address(f"/api/v1{path}", filters), listed=not filters
            ),
            view=view,
            applied=cases.cases_block(view.applied, path),
            comparison=compare.suggested(view),
            search=links.search_url(SearchRequest(text=view.title)),
            advice=text.advice(view.sheet),
            source_urls=tuple(map(_source_url, view.sheet.sources if view.sheet else ())),
        )
        return self.renderer.revalidated(request, page)

    def subject(self, request: Request, kind: str, notation: str) -> Response:
        """Show a sector, a process, a resource, a pollutant or a practice."""
        filters = parse_case_filters(request.query_params.multi_items())
        return self.renderer.revalidated(request, subjects.subject_page(self.library.subject(kind, notation, filters)))

    def compare(self, request: Request) -> Response:
        """Show techniques side by side."""
        names = parse_comparison(request.query_params.multi_items())
        views = [self.library.technique(name, NO_FILTERS) for name in names]
        return self.renderer.revalidated(request, compare.compare_page(views))

    def saved(self, request: Request) -> Response:
        """Show what the browser has saved, or the list that the address names."""
        named = parse_items(request.query_params.multi_items())
        own = not named
        items = tuple(map(parse_item, saved.read(request))) if own else named
        return self.renderer.revalidated(request, saved.saved_page(self.library.carried_items(items), own=own))

    async def change_saved(self, request: Request) -> Response:
        """Add to the saved list or take from it, and go back."""
        if not saved.is_own(request):
            raise UsageError("Another site asked to change your list; nothing was changed.")
        items, back = saved.changed(saved.read(request), await request.body())
        return saved.redirected(items, back)

    def visit(self, request: Request) -> Response:
        """Give out a list as one file that needs no network."""
        carried = self.library.carried_items(parse_items(request.query_params.multi_items()))
        page = VisitPage(
            frame=Frame(title=translate("Your list")),
            entries=carried.entries,
            base=str(request.base_url).rstrip("/"),
        )
        headers = {"Content-Disposition": 'attachment; filename="visit.html"', "Cache-Control": "no-store"}
        return Response(self.renderer.html(page), media_type="text/html; charset=utf-8", headers=headers)

    def case(self, request: Request, case_id: str) -> Response:
        """Show a case."""
        view = self.library.case(case_id)
        frame = Frame(title=view.summary.title, api_url=f"/api/v1/cases/{quote(case_id, safe='')}")
        return self.renderer.revalidated(request, CasePage(frame, view, _source_url(view.source)))

    def document(self, request: Request, sha256: str) -> Response:
        """Show a document."""
        view = self.library.document(sha256)
        frame = Frame(title=view.summary.title, api_url=f"/api/v1/documents/{quote(sha256, safe='')}")
        return self.renderer.revalidated(request, DocumentPage(frame, view, _source_url(view.source)))

    def proposals(self, request: Request, sha256: str) -> Response:
        """Show the cases that a document seems to tell."""
        view = self.library.proposal_rows(sha256)
        frame = Frame(
            title=f"{view.document.title}, {translate('what it seems to say')}",
            api_url=f"/api/v1/documents/{quote(sha256, safe='')}/proposals",
            listed=False,
        )
        return self.renderer.revalidated(request, ProposalsPage(frame, view.document, view.proposals))

    def turn_to(self, request: Request, sha256: str) -> Response:
        """Lead to the page whose number was typed."""
        number = parse_page_number(request.query_params.get("n", "1").strip())
        return RedirectResponse(f"/documents/{quote(sha256, safe='')}/pages/{number}", 303)

    def page(self, request: Request, sha256: str, number: str) -> Response:
        """Show a page of a document, a passage or a figure marked on it."""
        mark = parse_mark(request.query_params.multi_items())
        view = self.library.page(sha256, parse_page_number(number), chunk=mark.chunk, span=mark.span)
        document_size = self.sizes.of_original(view.document.id)
        body = len(view.text) - view.margin
        page = ReaderPage(
            frame=Frame(
                title=f"{view.document.title}, {text.page_name(view.number, view.document)}",
                api_url=f"/api/v1/documents/{quote(sha256, safe='')}/pages/{view.number}",
                listed=mark == Mark(),
            ),
            view=view,
            blocks=blocks(view.text[:body], view.marks),
            margin=" ".join(view.text[body:].split()),
            pdf_size=self.sizes.of(view.document.id, view.number) if document_size and view.pdf_url else 0,
            light=request.headers.get("save-data", "").lower() == "on",
            document_url=original_url(view.document.id, view.document.media_type),
            document_size=document_size,
        )
        response = self.renderer.revalidated(request, page)
        response.headers["Vary"] = "Cookie, Save-Data"
        return response

    def centres(self, request: Request) -> Response:
        """List the centres."""
        return self.renderer.revalidated(request, centres.centres_page(self.library.centres()))

    def centre(self, request: Request, centre_id: str) -> Response:
        """Show a centre."""
        return self.renderer.revalidated(request, centres.centre_page(self.library.centre(centre_id)))

    def coverage(self, request: Request) -> Response:
        """Show what the library covers, and where it is thin."""
        return self.renderer.revalidated(request, coverage.coverage_page(self.library.coverage()))

    def jobs(self, request: Request) -> Response:
        """Show the files on their way into the library, and what became of the last ones."""
        state = request.query_params.get("state", "")
        view = self.library.jobs(state=state)
        return self.renderer.revalidated(
            request, jobs.jobs_page(view, state=state, refreshing="refresh" in request.query_params)
        )

    def about(self, request: Request) -> Response:
        """Say what the grades, the kinds of measure and the rights mean."""
        frame = Frame(title=translate("About this library"))
        return self.renderer.revalidated(request, AboutPage(frame, text.grades(), practices()))

    def robots(self) -> Response:
        """Tell robots which addresses are endless."""
        return PlainTextResponse(ROBOTS, headers={"Cache-Control": "max-age=86400"})

    def opensearch(self, request: Request) -> Response:
        """Describe the search box to browsers."""
        base = str(request.base_url).rstrip("/")
        xml = self.renderer.environment.get_template("opensearch.xml").render(base=base)
        return Response(xml, media_type="application/opensearchdescription+xml")


def page_routes(library: Library, renderer: Renderer) -> APIRouter:
    """Return the routes of all pages."""
    pages = Pages(library, renderer, PageSizes(library))
    routes: Mapping[str, Callable[..., Response]] = {
        "/": pages.home,
        "/search": pages.search,
        "/techniques/{notation}": pages.technique,
        "/compare": pages.compare,
        "/list": pages.saved,
        "/list.html": pages.visit,
        "/cases/{case_id}": pages.case,
        "/documents/{sha256}": pages.document,
        "/documents/{sha256}/proposals": pages.proposals,
        "/documents/{sha256}/pages": pages.turn_to,
        "/documents/{sha256}/pages/{number}": pages.page,
        "/centres": pages.centres,
        "/centres/{centre_id}": pages.centre,
        "/coverage": pages.coverage,
        "/jobs": pages.jobs,
        "/about": pages.about,
        "/robots.txt": pages.robots,
        "/opensearch.xml": pages.opensearch,
        **{f"/{kind}/{{notation}}": subject_route(pages, kind) for kind in SUBJECTS},
    }
    router = APIRouter(include_in_schema=False)
    for path, route in routes.items():
        router.add_api_route(path, route, methods=["GET", "HEAD"], response_class=Response, response_model=None)
    router.add_api_route("/list", pages.change_saved, methods=["POST"], response_class=Response, response_model=None)
    return router


def subject_route(pages: Pages, kind: str) -> Callable[..., Response]:
    """Return the route of one kind of subject."""

    def subject(request: Request, notation: str) -> Response:
        return pages.subject(request, kind, notation)

    return subject


def examples(by_aim: Mapping[str, tuple[str, ...]]) -> Iterator[ExampleGroup]:
    """Yield the searches to try, under what somebody is about to do."""
    for aim, questions in by_aim.items():
        asked = map(translate, questions)
        found = tuple(Link(question, links.search_url(SearchRequest(text=question))) for question in asked)
        yield ExampleGroup(text.aim_name(aim), found)


def practices() -> tuple[PracticeLink, ...]:
    """Return the eight kinds of measure to browse by."""
    return tuple(
        PracticeLink(translate(name), translate(what), practice, f"/practices/{practice}")
        for practice, (name, what) in text.PRACTICES.items()
    )


def _source_url(source: SourceView | None) -> str:
    return web_address(source.address) if source else ""
