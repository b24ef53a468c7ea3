"""What the pages need of the services, as protocols, so that a page can be shown from records alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from search_api.answers import CaseView, Overview, SearchAnswer
from search_api.carried_answers import CarriedList, Item
from search_api.directory_answers import CentreSummary, CentreView, CoverageView, HomeView
from search_api.document_answers import DocumentView, PageView
from search_api.job_views import JobsView
from search_api.proposal_views import ProposalsView
from search_api.requests import SearchRequest
from search_api.subject_answers import SubjectView
from search_api.technique_answers import ConceptView


class Searching(Protocol):
    """Answers searches."""

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Return one list, grouped as the request asks."""
        ...

    def overview(self, request: SearchRequest) -> Overview:
        """Return the same ranking as techniques, passages and cases."""
        ...

    def home(self) -> HomeView:
        """Return what the library holds."""
        ...


class Records(Protocol):
    """Shows one thing; each method raises the matching NotFoundError."""

    def technique(self, notation: str, filters: Mapping[str, tuple[str, ...]], /) -> ConceptView:
        """Return a technique's page, its cases filtered."""
        ...

    def subject(self, kind: str, notation: str, filters: Mapping[str, tuple[str, ...]], /) -> SubjectView:
        """Return the page of a sector, a process, a resource, a pollutant or a practice."""
        ...

    def case(self, case_id: str, /) -> CaseView:
        """Return a case's page."""
        ...

    def document(self, sha256: str) -> DocumentView:
        """Return a document's page."""
        ...

    def proposal_rows(self, sha256: str) -> ProposalsView:
        """Return the cases that a document seems to tell."""
        ...

    def page(
        self, sha256: str, number: int, *, chunk: int | None = None, span: tuple[int, int] | None = None
    ) -> PageView:
        """Return one page of a document, a chunk or a span of it marked."""
        ...


class Carrying(Protocol):
    """Gathers what somebody carries away."""

    def carried_items(self, items: tuple[Item, ...], /) -> CarriedList:
        """Return what was saved, as the library holds it now."""
        ...


class Directory(Protocol):
    """Shows centres, what the library covers, and what is on its way into it."""

    def centres(self) -> tuple[CentreSummary, ...]:
        """Return all centres."""
        ...

    def centre(self, centre_id: str, /) -> CentreView:
        """Return a centre's page; CentreNotFoundError if there is none."""
        ...

    def coverage(self) -> CoverageView:
        """Return what the library covers."""
        ...

    def jobs(self, *, state: str) -> JobsView:
        """Return the files on their way, all or those in one state; UsageError if there is no such state."""
        ...


class Originals(Protocol):
    """Gives out files; each method raises the matching NotFoundError."""

    def page_image(self, sha256: str, number: int) -> bytes:
        """Return a page as PNG."""
        ...

    def page_pdf(self, sha256: str, number: int) -> bytes:
        """Return a page as a PDF of its own."""
        ...

    def original(self, sha256: str) -> Path:
        """Return where the original file lies."""
        ...


class Library(Searching, Records, Carrying, Directory, Originals, Protocol):
    """All that the pages ask for."""
