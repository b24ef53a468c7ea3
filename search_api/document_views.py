"""Documents and their pages, as text, image and file."""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten

from corpus.errors import DocumentNotFoundError, NotFoundError, PageNotFoundError
from corpus.library import Library
from corpus.model import CaseProposal, Chunk, Document, DocumentId, MediaType, Page, Recognition, Table
from ingest.pdf.drawing import Drawer
from search_api.document_answers import DocumentView, LikeDocument, PageView, RecognitionView, TableEntry
from search_api.page_view import boxes_of, marks_of
from search_api.proposal_views import ProposalsView, proposal_rows
from search_api.table_files import table_csv
from search_api.views import Views, source_view

IMAGE_WIDTH = 1000  # pixels
_MAX_NAME = 80  # characters of a table's first row that name it


class DocumentViews:
    """Answers what is asked of one document."""

    def __init__(self, library: Library, views: Views) -> None:
        self._library = library
        self._views = views
        self._drawer = Drawer()

    def document(self, sha256: str) -> DocumentView:
        """Return a document with its cases and sections.

        Raises:
            DocumentNotFoundError: The library holds no such document.
        """
        document = self._get(sha256)
        return DocumentView(
            summary=self._views.document(document),
            name=document.name,
            size_bytes=document.size_bytes,
            source=source_view(document.source) if document.source else None,
            cases=tuple(self._views.case(case, document) for case in self._library.cases.of_document(document.id)),
            headings=self._headings(document.id),
            download_url=original_url(document.id, document.media_type),
            tables=self._tables(document.id),
            alike=self._alike(document.id),
            proposals=len(self._library.evidence.proposals(document.id)),
        )

    def page(
        self, sha256: str, number: int, *, chunk: int | None = None, span: tuple[int, int] | None = None
    ) -> PageView:
        """Return a page, with a chunk or a span of its text marked.

        Raises:
            DocumentNotFoundError: The library holds no such document.
            PageNotFoundError: The document has no such page.
        """
        document = self._get(sha256)
        page = self._library.documents.page(document.id, number)
        marks = self._marks(document.id, page, chunk, span)
        url = f"/documents/{document.id}/pages/{number}"
        return PageView(
            document=self._views.document(document),
            number=number,
            text=page.text,
            marks=marks,
            boxes=boxes_of(marks, page) if page.width else (),
            width=page.width,
            height=page.height,
            image_url=f"{url}.png" if page.width else "",
            pdf_url=f"{url}.pdf" if page.width else "",
            previous=number - 1 if number > 1 else None,
            following=number + 1 if number < document.page_count else None,
            url=url,
            unlocated=not marks and (chunk is not None or span is not None),
            margin=page.margin,
            recognition=_recognition(page.recognition),
        )

    def page_image(self, sha256: str, number: int) -> bytes:
        """Return a page as PNG. Raises as `page` and ingest.pdf.drawing.Drawer do."""
        document = self._drawable(sha256, number)
        return self._drawer.image(self._library.documents.original(document.id), number, width=IMAGE_WIDTH)

    def page_pdf(self, sha256: str, number: int) -> bytes:
        """Return a page as a PDF of its own. Raises as `page` and ingest.pdf.drawing.Drawer do."""
        document = self._drawable(sha256, number)
        return self._drawer.pdf(self._library.documents.original(document.id), number)

    def original(self, sha256: str) -> Path:
        """Return the file as it was given."""
        return self._library.documents.original(self._get(sha256).id)

    def tables(self, sha256: str) -> tuple[Table, ...]:
        """Return the tables of a document in reading order."""
        return tuple(self._library.evidence.tables(self._get(sha256).id))

    def table_csv(self, sha256: str, ordinal: int) -> bytes:
        """Return one table as CSV.

        Raises:
            NotFoundError: The document has no such table.
        """
        for table in self.tables(sha256):
            if table.ordinal == ordinal:
                return table_csv(table)
        raise NotFoundError(f"The document has no table {ordinal}. Its page lists those it has.")

    def proposals(self, sha256: str) -> tuple[CaseProposal, ...]:
        """Return the cases that a document seems to tell, each field with the words that say it."""
        return tuple(self._library.evidence.proposals(self._get(sha256).id))

    def proposal_rows(self, sha256: str) -> ProposalsView:
        """Return the same to read: one row a value."""
        document = self._get(sha256)
        found = self._library.evidence.proposals(document.id)
        vocabulary = self._views.naming.vocabulary
        rows = tuple(proposal_rows(proposal, document.id, vocabulary) for proposal in found)
        return ProposalsView(self._views.document(document), rows)

    def _get(self, sha256: str) -> Document:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise DocumentNotFoundError("A document is named by 64 hexadecimal digits; check the address.")
        return self._library.documents.get(DocumentId(sha256))

    def _drawable(self, sha256: str, number: int) -> Document:
        document = self._get(sha256)
        if not self._library.documents.page(document.id, number).width:
            raise PageNotFoundError(
                f"Part {number} of this file has no page to draw. Read its text, or download the original."
            )
        return document

    def _headings(self, document: DocumentId) -> tuple[tuple[str, int], ...]:
        first: dict[str, int] = {}
        for chunk in self._library.documents.chunks_of(document):
            if chunk.heading:
                first.setdefault(chunk.heading, chunk.first_page)
        return tuple(first.items())

    def _tables(self, document: DocumentId) -> tuple[TableEntry, ...]:
        return tuple(_table_entry(document, table) for table in self._library.evidence.tables(document))

    def _alike(self, document: DocumentId) -> tuple[LikeDocument, ...]:
        found = self._library.likeness.alike(document)
        documents = self._library.documents.by_ids(like.document for like in found)
        return tuple(
            LikeDocument(self._views.document(other), other.name, round(like.share, 2))
            for like, other in ((like, documents[like.document]) for like in found)
        )

    def _marks(
        self, document: DocumentId, page: Page, ordinal: int | None, span: tuple[int, int] | None
    ) -> tuple[tuple[int, int], ...]:
        if span is not None:
            return (span,) if 0 <= span[0] < span[1] <= len(page.text) else ()
        chunk = self._chunk(document, ordinal)
        return marks_of(chunk, self._library.documents.page_start(document, page.number), page) if chunk else ()

    def _chunk(self, document: DocumentId, ordinal: int | None) -> Chunk | None:
        if ordinal is None:
            return None
        return self._library.documents.chunk_at(document, ordinal)


def original_url(sha256: str, media_type: str) -> str:
    """Return the address of an original file, which ends as files of its type do.

    Args:
        media_type: A value of `corpus.model.MediaType`.
    """
    return f"/documents/{sha256}/original.{MediaType(media_type).suffix}"


def _table_entry(document: DocumentId, table: Table) -> TableEntry:
    written = [cell for cell in table.cells if cell.text]
    spans = [cell.span for cell in written if cell.page == table.first_page]
    first_row = " \N{MIDDLE DOT} ".join(cell.text for cell in written if cell.row == written[0].row)
    mark = f"?span={min(start for start, _ in spans)}-{max(end for _, end in spans)}" if spans else ""
    return TableEntry(
        name=table.caption or shorten(first_row, _MAX_NAME, placeholder="\N{HORIZONTAL ELLIPSIS}"),
        page=table.first_page,
        url=f"/documents/{document}/pages/{table.first_page}{mark}",
        csv_url=f"/api/v1/documents/{document}/tables/{table.ordinal}.csv",
    )


def _recognition(read: Recognition | None) -> RecognitionView | None:
    return RecognitionView(read.engine, read.languages, round(read.confidence, 2)) if read else None
