"""The data types that every room speaks. No input, output or ranking happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

DocumentId = NewType("DocumentId", str)  # SHA-256 of the file's bytes, 64 lower-case hex digits
ChunkId = NewType(
    "ChunkId", str
)  # first 16 digits of the document id, a colon, the chunk's ordinal: "9f86d081884c7d65:14"
ConceptId = NewType("ConceptId", str)  # scheme, a colon, notation: "technique:counter-current-rinsing", "sector:1313"
CaseId = NewType("CaseId", str)  # a slug, "amirtex-sulphur-black"

Vectors = NDArray[np.float32]  # float32 (n, dim), rows L2-normalised


class Scheme(StrEnum):
    """A vocabulary (a SKOS concept scheme)."""

    PRACTICE = "practice"
    SECTOR = "sector"
    PROCESS = "process"
    POLLUTANT = "pollutant"
    RESOURCE = "resource"
    TECHNIQUE = "technique"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of a concept in one language.

    Attributes:
        preferred: The one name shown to people.
        alternatives: Synonyms, abbreviations and spellings that mean the same.
    """

    preferred: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of a vocabulary, with its names in several languages (SKOS).

    Attributes:
        id: Scheme and notation, "sector:1313".
        labels: By language (ISO 639-1); "en" is always there.
        broader: Direct parents, in the same scheme.
        practices: For a technique: the CP practices it belongs to (concept ids), main one first.
        opposites: Concepts that a reader must not take for this one ("chrome tanning" and "chrome-free tanning").
        cas: CAS Registry Number, where one exists.
        codes: Its codes in other classifications, "NACE 13.30", "TRI W36".
        media: For a pollutant: where it is met ("water", "air", "waste", "soil").
    """

    id: ConceptId
    scheme: Scheme
    labels: Mapping[str, Labels]
    definition: str = ""
    broader: tuple[ConceptId, ...] = ()
    related: tuple[ConceptId, ...] = ()
    opposites: tuple[ConceptId, ...] = ()
    practices: tuple[ConceptId, ...] = ()
    cas: str | None = None
    codes: tuple[str, ...] = ()
    media: tuple[str, ...] = ()

    @property
    def notation(self) -> str:
        """The id without its scheme: "1313"."""
        return self.id.partition(":")[2]

    @property
    def label(self) -> str:
        """The preferred English name."""
        return self.labels["en"].preferred


class DocumentKind(StrEnum):
    """What sort of text a document is."""

    CASE_STUDY = "case-study"
    MANUAL = "manual"
    TECHNIQUE_SHEET = "technique-sheet"
    TRAINING = "training-material"
    POLICY = "policy-text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text or a fact comes from, and what may be done with it."""

    title: str
    publisher: str = ""
    year: int | None = None
    address: str = ""
    rights: str = ""


class MediaType(StrEnum):
    """What an original file is (RFC 6838 names)."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    CSV = "text/csv"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends, without the dot: "pdf"."""
        return "md" if self is MediaType.MARKDOWN else self.name.lower()


class Flag(StrEnum):
    """What a file holds that nobody sees when it is printed; it is told, and never run or trusted."""

    ATTACHMENTS = "attachments"
    ENCRYPTED = "encrypted"
    FORM = "form"
    HIDDEN_TEXT = "hidden-text"
    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    MACROS = "macros"
    OPEN_ACTION = "open-action"
    RECOGNISED = "recognised"  # some page's text was read from its image (OCR)
    UNREAD = "unread"  # reading some page's image took too long, and was given up


@dataclass(frozen=True, slots=True)
class Document:
    """A file the library holds, known by the SHA-256 of its bytes.

    Attributes:
        name: File name it was given as; metadata only, never a path.
        language: ISO 639-1 of most of its text; "und" if undetermined.
        year: Of publication, if known.
        country: ISO 3166-1 alpha-2 of what it describes, if it describes one country.
        rights: What a reader may do with it, in words; "" if unknown.
        page_count: Physical pages.
        size_bytes: Size of the original file.
        added: When it entered the library, UTC.
        work: What it is an edition of, "case:amirtex-sulphur-black"; "" if it is of nothing but itself.
        centre: Id of the centre that contributed it, "ncpc-ug"; "" if none did.
        media_type: Of the original file, told by its content.
        flags: What a reader or reviewer should know of the file, sorted: see `Flag`.
    """

    id: DocumentId
    name: str
    title: str
    kind: DocumentKind
    language: str
    page_count: int
    size_bytes: int
    added: dt.datetime
    year: int | None = None
    country: str | None = None
    rights: str = ""
    source: Source | None = None
    work: str = ""
    centre: str = ""
    media_type: MediaType = MediaType.PDF
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Where each word of a page stands.

    Attributes:
        spans: int32 (n, 2): first and past-the-end character in the page's text; ascending, not overlapping.
        boxes: float32 (n, 4): left, top, right, bottom in points (1/72 inch) from the top left corner, as displayed.
    """

    spans: NDArray[np.int32]
    boxes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recognition:
    """How the text of a page was read from its image (OCR).

    Attributes:
        engine: Name and version, "tesseract 5.3.0".
        languages: ISO 639-1, those the engine was told to expect.
        confidence: 0 to 1, the engine's own, averaged over characters.
    """

    engine: str
    languages: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page: a physical one of a PDF, a part of a file that has none.

    Attributes:
        number: From 1.
        text: As read: first the body, in which a table is a line a row with a tab between cells, then running head and
            foot; "" for a page without text.
        width, height: In points, as displayed (rotation applied); 0 where nothing can be displayed.
        margin: Characters at the end of the text that are running head and foot, the line feed before them included.
        recognition: None for text that the file itself holds.
    """

    number: int
    text: str
    width: float
    height: float
    words: Words
    margin: int = 0
    recognition: Recognition | None = None

    @property
    def body(self) -> str:
        """The text without running head and foot."""
        return self.text[: len(self.text) - self.margin]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        row, column: From 0, of its first place.
        rows, columns: How many it covers.
        page: Physical page, from 1.
        span: Its characters in that page's text; (0, 0) for an empty cell.
    """

    row: int
    column: int
    text: str
    page: int
    span: tuple[int, int]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; one cut by a page break is one table.

    Attributes:
        ordinal: From 0, in reading order.
        caption: "" if none was recognised.
        header_rows: How many rows at the top name columns and units.
        cells: By row and column; what a page break repeats (the header) is there once.
    """

    ordinal: int
    caption: str
    first_page: int
    last_page: int
    header_rows: int
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]


class ChunkKind(StrEnum):
    """What a chunk is made of; all but prose and tables are demoted in search."""

    PROSE = "prose"
    TABLE = "table"
    CONTENTS = "contents"
    REFERENCES = "references"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of text small enough to embed and cite.

    Attributes:
        ordinal: From 0, in reading order.
        first_page, last_page: Physical pages, 1-based, inclusive.
        start, end: Character span in the document's text, which is its pages' bodies joined by a line feed;
            `document_text[start:end] == text`.
        heading: Nearest heading above, "" if none was recognised.
        language: ISO 639-1, "und" if undetermined.
        path: The headings above, outermost first, `heading` last; () if none was recognised.
        lead: For rows of a table: its caption and header rows as in the text, unless the rows hold them; else "".
    """

    id: ChunkId
    document: DocumentId
    ordinal: int
    first_page: int
    last_page: int
    start: int
    end: int
    heading: str
    kind: ChunkKind
    language: str
    text: str
    path: tuple[str, ...] = ()
    lead: str = ""


class CaseStatus(StrEnum):
    """How far a case got."""

    IMPLEMENTED = "implemented"
    PILOT = "pilot"
    PROPOSED = "proposed"
    ESTIMATED = "estimated"


class Grade(StrEnum):
    """How good the evidence is, best first.

    A measured before and after at a named or verified site; B measured, method unclear; C estimated;
    D vendor claim or a manual's generic figure.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Role(StrEnum):
    """What a figure says about a measure."""

    BASELINE = "baseline"
    AFTER = "after"
    SAVING = "saving"
    INVESTMENT = "investment"
    ANNUAL_SAVING = "annual-saving"
    PAYBACK = "payback"


class Bound(StrEnum):
    """How a quantity bounds what it states."""

    EXACT = "exact"
    ABOUT = "about"
    MORE = "more than"
    LESS = "less than"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with meaning.

    Attributes:
        low, high: Ends of the range; equal for a single value.
        unit: UCUM case-sensitive code, "m3/t", "%", "kW.h"; "" for a pure number or for money.
        currency: ISO 4217; "" if it is no money. Money per something has the denominator in `unit`, "/a".
        price_year: Of money, if stated.
    """

    low: float
    high: float
    bound: Bound = Bound.EXACT
    unit: str = ""
    currency: str = ""
    price_year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its evidence.

    Attributes:
        role: What it says.
        printed: The number as printed in the document, "30" or "70-75".
        unit: As printed, "m3", "%", "USD"; "" if none.
        subject: What it measures, "water per pig".
        period: "year", "t of fabric"; "" if none.
        note: A caveat that belongs to it.
        page: Physical page that shows it, from 1.
        span: Characters of the printed number in that page's text; None if it could not be located exactly.
        quantity: The number and unit as read; None if they could not be.
        normal: The same in the one unit that its dimension is compared in; None if there is nothing to compare with.
        of: The resource or pollutant it counts, a concept; None if it counts none, as money does, or is not known.
        basis: What a percentage is of, "water use before"; "" for other figures, and where it is not stated.
    """

    role: Role
    printed: str
    unit: str
    subject: str
    period: str
    note: str
    page: int
    span: tuple[int, int] | None
    quantity: Quantity | None = None
    normal: Quantity | None = None
    of: ConceptId | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One technique applied in one case.

    Attributes:
        name: What the source calls it.
        technique: The concept it is an instance of.
        practice: The CP practice the source or the editor put it under.
    """

    name: str
    technique: ConceptId
    practice: ConceptId
    description: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What happened at one site.

    Attributes:
        company: None if the source does not name it.
        country: ISO 3166-1 alpha-2.
        year: Of the case, else of its source.
        sector: A sector concept, None if the source fits none.
        processes, substances: Concepts it is about (processes; pollutants and resources).
        baseline: What was before, in words.
        notes: Caveats that go wherever the case goes.
        document, page: The sheet or page that tells it.
        summary: The case in a few sentences; "" if its record has none.
    """

    id: CaseId
    title: str
    company: str | None
    country: str | None
    year: int | None
    status: CaseStatus
    grade: Grade
    sector: ConceptId | None
    processes: tuple[ConceptId, ...]
    substances: tuple[ConceptId, ...]
    measures: tuple[Measure, ...]
    figures: tuple[Figure, ...]
    baseline: str
    notes: str
    source: Source
    document: DocumentId
    page: int = 1
    summary: str = ""


@dataclass(frozen=True, slots=True)
class TechniqueSheet:
    """What to know of a technique before using it; a figure in a text is followed by the number of its source, "[1]".

    Attributes:
        id: The technique's concept.
        what, how: What it is, and how it works.
        where, where_not: Where it applies, and where it does not or pays badly.
        preconditions: What must be there first.
        measure_first: What to measure before deciding.
        cross_media: What gets worse elsewhere.
        mistakes: What goes wrong in choosing, installing or running it.
        skills: Who has to be able to do what.
        restrictions: Which law or treaty now limits it or what it uses; "" if nothing widespread.
        sources: What the text rests on, numbered from 1 in its marks.
    """

    id: ConceptId
    what: str
    how: str
    where: tuple[str, ...]
    where_not: tuple[str, ...]
    preconditions: tuple[str, ...]
    measure_first: tuple[str, ...]
    cross_media: tuple[str, ...]
    mistakes: tuple[str, ...]
    skills: tuple[str, ...]
    restrictions: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a document that say something.

    Attributes:
        page: Physical page, from 1.
        span: Characters of that page's text; `words` is what stands there.
    """

    page: int
    span: tuple[int, int]
    words: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value that a document seems to state for one field of a case.

    Attributes:
        value: As a sidecar would have it: a text, a concept id, a country code, a year.
        evidence: At least one: nothing is proposed without words that say it.
        confidence: 0 to 1: the share of such proposals that were right on the development documents.
    """

    value: str
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ProposedMeasure:
    """A measure that a document seems to tell; its technique and practice have evidence of their own."""

    name: Proposed
    technique: Proposed | None
    practice: Proposed | None


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A figure that a document seems to state, with the sentence or table row that says it."""

    figure: Figure
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class CaseProposal:
    """What a document seems to say of one case, for a person to accept or correct; nothing of it is asserted."""

    title: Proposed | None = None
    company: Proposed | None = None
    country: Proposed | None = None
    year: Proposed | None = None
    sector: Proposed | None = None
    status: Proposed | None = None
    grade: Proposed | None = None
    processes: tuple[Proposed, ...] = ()
    substances: tuple[Proposed, ...] = ()
    measures: tuple[ProposedMeasure, ...] = ()
    figures: tuple[ProposedFigure, ...] = ()


class JobState(StrEnum):
    """How far a file is on its way into the library."""

    QUEUED = "queued"
    PARSING = "parsing"
    OCR = "ocr"
    EMBEDDING = "embedding"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"


def document_text(pages: list[Page]) -> str:
    """Return the text that chunks' spans count in: the pages' bodies joined by a line feed."""
    return "\n".join(page.body for page in pages)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index needs to know of one chunk.

    Attributes:
        chunk: The chunk itself.
        facets: Every facet value it answers to, closed upwards ("sector:1313", "sector:131", "sector:13", "sector:C",
            "country:IN", "process:dyeing", ...), sorted, without repeats.
    """

    chunk: Chunk
    facets: tuple[str, ...] = field(default=())
