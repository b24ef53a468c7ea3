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


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Where each word of a page stands.

    Attributes:
        spans: int32 (n, 2): first and past-the-end character in the page's text; ascending, not overlapping.
        boxes: float32 (n, 4): left, top, right, bottom in points (1/72 inch) from the top left corner, as displayed.
    """

    spans: NDArray[np.int32]
    boxes: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One physical page.

    Attributes:
        number: From 1.
        text: As read; "" for a page without a text layer.
        width, height: In points, as displayed (rotation applied).
    """

    number: int
    text: str
    width: float
    height: float
    words: Words


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
        start, end: Character span in the document's text, which is its pages' texts joined by a line feed;
            `document_text[start:end] == text`.
        heading: Nearest heading above, "" if none was recognised.
        language: ISO 639-1, "und" if undetermined.
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
    """

    role: Role
    printed: str
    unit: str
    subject: str
    period: str
    note: str
    page: int
    span: tuple[int, int] | None


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


def document_text(pages: list[Page]) -> str:
    """Return the text that chunks' spans count in: the pages' texts joined by a line feed."""
    return "\n".join(page.text for page in pages)


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
