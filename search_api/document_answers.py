"""What is answered of one document and of its pages; what all answers share is in answers.py."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.answers import CaseSummary, DocumentSummary, SourceView


@dataclass(frozen=True, slots=True)
class LikeDocument:
    """A document with the same text as another, or nearly.

    Attributes:
        name: Of its file: two prints of one text have the same title.
        share: Of the text that both have, 0 to 1.
    """

    document: DocumentSummary
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table in the list of a document's tables.

    Attributes:
        name: Its caption, or the words of its first row.
        url: Its page, the table marked.
        csv_url: The table for a spreadsheet.
    """

    name: str
    page: int
    url: str
    csv_url: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's own page.

    Attributes:
        download_url: The original file.
        cases: The cases it tells.
        headings: Where its sections begin: (heading, page), in reading order.
        tables: Its tables in reading order.
        alike: Documents with the same text, or nearly, most alike first.
        proposals: How many cases it seems to tell that nobody has described; see /api/v1/documents/{sha256}/proposals.
    """

    summary: DocumentSummary
    name: str
    size_bytes: int
    source: SourceView | None
    cases: tuple[CaseSummary, ...]
    headings: tuple[tuple[str, int], ...]
    download_url: str
    tables: tuple[TableEntry, ...] = ()
    alike: tuple[LikeDocument, ...] = ()
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class RecognitionView:
    """How the text of a page was read from its image.

    Attributes:
        confidence: 0 to 1, the engine's own.
    """

    engine: str
    languages: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a document.

    Attributes:
        marks: Spans of `text` to mark; empty if nothing was asked for or it could not be located exactly.
        boxes: The same marks on the page image: left, top, width, height, each in percent of the page.
        margin: Characters at the end of `text` that are running head and foot.
        recognition: How the text was read from the page's image; None for text that the file itself holds.
        image_url: The page as PNG; "" where there is nothing to draw, as in a spreadsheet.
        previous, following: Page numbers, None at either end.
    """

    document: DocumentSummary
    number: int
    text: str
    marks: tuple[tuple[int, int], ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    width: float
    height: float
    image_url: str
    pdf_url: str
    previous: int | None
    following: int | None
    url: str
    unlocated: bool
    margin: int = 0
    recognition: RecognitionView | None = None
