"""A library of one document, for the pages' tests: the records of sample_answers behind the services' methods."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from corpus.errors import (
    CaseNotFoundError,
    CentreNotFoundError,
    ConceptNotFoundError,
    DamagedPdfError,
    DocumentNotFoundError,
    PageNotFoundError,
    QueryTooLongError,
    UsageError,
)
from corpus.model import MediaType
from search_api.answers import CaseSummary, CaseView, Overview, Passage, SearchAnswer, TechniqueResult, Term
from search_api.carried_answers import Carried, CarriedList, Item
from search_api.directory_answers import CentreSummary, CentreView, CoverageView, HomeView
from search_api.document_answers import DocumentView, PageView
from search_api.job_views import JobsView
from search_api.proposal_views import ProposalsView
from search_api.requests import SearchRequest
from search_api.subject_answers import SubjectView
from search_api.technique_answers import ConceptView
from tests.web import sample_answers as sample
from tests.web import sample_cases, sample_centres, sample_subjects


@dataclass(frozen=True, slots=True)
class SampleLibrary:
    """Answers everything with the sample; `folder` receives the original file."""

    folder: Path
    overview_answer: Overview = sample.OVERVIEW
    document_view: DocumentView = sample.DOCUMENT_VIEW
    case_view: CaseView = sample.CASE_VIEW

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Return the list of the asked group."""
        lists = {
            "technique": self.overview(request).answer.results,
            "passage": self.overview_answer.passages,
            "case": self.overview_answer.cases,
        }
        group = request.group or "technique"
        return replace(self.overview(request).answer, group=group, results=lists[group])

    def overview(self, request: SearchRequest) -> Overview:
        """Return the sample with the query and the filters as asked."""
        if len(request.text) > 2000:
            raise QueryTooLongError("The question has more than 2,000 characters. Shorten it.")
        answer = self.overview_answer.answer
        facets = {
            facet: tuple(replace(value, selected=value.value in request.filters.get(facet, ())) for value in values)
            for facet, values in answer.facets.items()
        }
        named = (concept.partition(":") for concept in request.ignore)
        ignored = tuple(Term(facet, value, value.title()) for facet, _, value in named)
        query = replace(answer.query, raw=request.text, filters=request.filters, ignored=ignored)
        return replace(self.overview_answer, answer=replace(answer, query=query, facets=facets))

    def home(self) -> HomeView:
        """Return what the sample holds."""
        return sample.HOME

    def technique(self, notation: str, filters: Mapping[str, tuple[str, ...]]) -> ConceptView:
        """Return the one technique."""
        if notation == sample_subjects.SPRAYING.id:
            return sample_subjects.SPRAYING
        if notation != sample.CONCEPT.id:
            raise ConceptNotFoundError(f"There is no technique '{notation}'. Search for it instead.")
        narrowed = replace(
            sample_cases.APPLIED.narrowing,
            filters=filters,
            selected=tuple(Term(facet, value, value.title()) for facet, values in filters.items() for value in values),
        )
        return replace(sample.CONCEPT, applied=replace(sample_cases.APPLIED, narrowing=narrowed))

    def subject(self, kind: str, notation: str, filters: Mapping[str, tuple[str, ...]]) -> SubjectView:
        """Return one of two subjects, its cases as if filtered."""
        for view in (sample_subjects.TEXTILES, sample_subjects.WATER):
            if view.url == f"/{kind}/{notation}":
                narrowed = replace(view.applied.narrowing, filters=filters)
                return replace(view, applied=replace(view.applied, narrowing=narrowed))
        raise ConceptNotFoundError(f"There is no {notation!r} among the {kind}.")

    def case(self, case_id: str) -> CaseView:
        """Return the one case."""
        if case_id != sample.CASE.id:
            raise CaseNotFoundError(f"There is no case '{case_id}'. Search for it instead.")
        return self.case_view

    def carried_items(self, items: tuple[Item, ...]) -> CarriedList:
        """Return the sample's technique, case and passage; anything else is lost."""
        known: dict[str, TechniqueResult | CaseSummary | Passage] = {
            "technique": sample.TECHNIQUE,
            "case": sample.CASE,
            "passage": sample.PASSAGE,
        }
        names = {"technique": sample.TECHNIQUE.id, "case": sample.CASE.id, "passage": sample.PASSAGE.chunk}
        held = [item for item in items if item.id == names[item.kind]]
        entries = tuple(Carried(item, known[item.kind], sample.SOURCE) for item in held)
        return CarriedList(entries, tuple(item for item in items if item not in held))

    def centres(self) -> tuple[CentreSummary, ...]:
        """Return two centres."""
        return sample_centres.SUMMARY, sample_centres.OTHER

    def centre(self, centre_id: str) -> CentreView:
        """Return the one centre that has a page."""
        if centre_id != sample_centres.SUMMARY.id:
            raise CentreNotFoundError(f"There is no centre '{centre_id}'. Look it up in the list.")
        return sample_centres.CENTRE

    def coverage(self) -> CoverageView:
        """Return what the sample covers."""
        return sample_centres.COVERAGE

    def jobs(self, *, state: str) -> JobsView:
        """Return the sample's files in a state."""
        if state and state not in sample.JOBS.counts:
            raise UsageError(f"There is no state '{state}'.")
        return replace(sample.JOBS, jobs=tuple(job for job in sample.JOBS.jobs if state in ("", job.state)))

    def document(self, sha256: str) -> DocumentView:
        """Return the one document, under either of its two hashes."""
        if sha256 not in (sample.SHA, sample.MANUAL_SHA):
            raise DocumentNotFoundError("There is no such document. Search for its title instead.")
        return self.document_view

    def proposal_rows(self, sha256: str) -> ProposalsView:
        """Return one case that the document seems to tell."""
        return ProposalsView(self.document(sha256).summary, (sample.PROPOSAL,))

    def page(
        self, sha256: str, number: int, *, chunk: int | None = None, span: tuple[int, int] | None = None
    ) -> PageView:
        """Return the one page; chunk 14 is on it, a span is where it says."""
        view = self._page(sha256, number)
        if span is not None:
            return replace(view, marks=(span,))
        located = chunk == 14
        return replace(
            view,
            marks=view.marks if located else (),
            boxes=view.boxes if located else (),
            unlocated=chunk is not None and not located,
        )

    def page_image(self, sha256: str, number: int) -> bytes:
        """Return the page as an image with grey lines for words."""
        self._drawable(sha256, number)
        image = Image.new("RGB", (992, 1403), "white")
        draw = ImageDraw.Draw(image)
        for top in range(205, 1200, 36):
            draw.rectangle((120, top, 850 if top % 180 else 480, top + 14), fill="#888888")
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        return buffer.getvalue()

    def page_pdf(self, sha256: str, number: int) -> bytes:
        """Return bytes that begin like a PDF; page 87 cannot be taken out of its document."""
        self._drawable(sha256, number)
        if number == 87:
            raise DamagedPdfError("Page 87 cannot be copied. Take the whole file.")
        return b"%PDF-1.7 page"

    def original(self, sha256: str) -> Path:
        """Write the original and return where."""
        self.document(sha256)
        path = self.folder / "original.pdf"
        path.write_bytes(b"%PDF-1.7 " + bytes(range(256)) * 40)
        return path

    def _page(self, sha256: str, number: int) -> PageView:
        self.document(sha256)
        if number not in (1, 87, 88, 89):
            raise PageNotFoundError(f"The document has no page {number}; its last is 268.")
        document = self.document_view.summary
        if document.media_type != MediaType.PDF:
            return replace(sample.PART_VIEW, number=number, document=document)
        return replace(sample.PAGE_VIEW, number=number)

    def _drawable(self, sha256: str, number: int) -> None:
        if not self._page(sha256, number).image_url:
            raise PageNotFoundError(f"Part {number} has no page to draw.")
