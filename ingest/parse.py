"""The order of the steps that make a file into pages, chunks, concepts and proposals. Runs in a child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import NoTextError
from corpus.likeness import Sketch, sketch
from corpus.model import (
    CaseProposal,
    Chunk,
    ConceptId,
    DocumentId,
    Flag,
    JobState,
    MediaType,
    Page,
    Table,
    document_text,
)
from corpus.vocabulary import Vocabulary
from ingest.chunks import split
from ingest.concepts import Matcher
from ingest.figures.find import find_figures
from ingest.figures.find import prepare as prepare_figures
from ingest.figures.numerals import decimal_sign
from ingest.figures.quantities import Reading
from ingest.flow.case_tables import CaseTables
from ingest.flow.kinds import START_BYTES, media_type_of
from ingest.flow.limits import FlowLimits
from ingest.flow.read import read_flow
from ingest.heading_lines import lines_of_pages
from ingest.headings import Heading, find_headings, largest_text
from ingest.language import detect
from ingest.layout.margins import set_apart
from ingest.layout.order import ordered
from ingest.ocr.pages import ReadImages, read_images
from ingest.ocr.reading import Engine
from ingest.ocr.tilt import tilted
from ingest.pdf.pages import TextLimits, raw_pages
from ingest.pdf.structure import Structure, read_structure
from ingest.proposals.document import ReadDocument
from ingest.proposals.place import country_told
from ingest.proposals.propose import Proposer
from ingest.proposals.sections import sections
from ingest.proposals.techniques import Techniques
from ingest.sandbox.zygote import Report
from ingest.stages import StageClock
from ingest.tables.reading import pages_and_tables
from ingest.titles import best_title

_SHEETS = frozenset({MediaType.XLSX, MediaType.CSV})
MOST_PROPOSALS = 200  # of one document; a volume of case studies has fewer


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read.

    Attributes:
        language: ISO 639-1 if somebody said it, else None: then it is told from the text.
        propose: Whether cases are to be looked for; not where somebody has described what the document tells.
    """

    path: Path
    document: DocumentId
    language: str | None = None
    propose: bool = True


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that was read from one file.

    Attributes:
        title: The best the file itself offers; "" if it offers none.
        media_type: What the file is, by its content.
        flags: What the file hides and how it was read, sorted.
        concepts: For each chunk, what it names, sorted, as named (not closed upwards).
        seconds: CPU time by stage, in the order the stages ran.
    """

    title: str
    language: str
    media_type: MediaType
    flags: tuple[Flag, ...]
    pages: list[Page]
    tables: list[Table]
    headings: list[Heading]
    chunks: list[Chunk]
    concepts: list[tuple[ConceptId, ...]]
    proposals: list[CaseProposal]
    sketch: Sketch
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file holds, whatever it is.

    Attributes:
        title: What the file says it is called.
        told_language: ISO 639-1 as the file says; None if it does not.
    """

    pages: list[Page]
    tables: list[Table]
    headings: list[Heading]
    title: str
    flags: frozenset[Flag]
    told_language: str | None


class Parser:
    """Reads files; made once for many of them.

    Args:
        vocabulary: What to look for in every chunk.
        engine: Reads the pages that are images; None leaves them without text.
    """

    def __init__(self, vocabulary: Vocabulary, limits: TextLimits, engine: Engine | None) -> None:
        self._limits = limits
        self._engine = engine
        self._matcher = Matcher(vocabulary.concepts.values())
        techniques = Techniques(vocabulary, self._matcher)
        self._proposer = Proposer(vocabulary, self._matcher, techniques)
        self._case_tables = CaseTables(vocabulary, self._matcher, techniques)
        prepare_figures()

    def parse(self, job: Job, report: Report) -> Parsed:
        """Read one file.

        Raises:
            NoTextError: It holds no text, and none could be read from its images.
            IntakeError: As `media_type_of`, `raw_pages` and `read_flow` raise.
        """
        clock = StageClock()
        media_type = media_type_of(_start(job.path), job.path)
        is_pdf = media_type is MediaType.PDF
        content = self._pdf(job, report, clock) if is_pdf else self._flow(job, media_type, clock)
        with clock.stage("language"):
            language = job.language or detect(document_text(content.pages)) or content.told_language or "und"
        with clock.stage("chunks"):
            chunks = split(
                content.pages, content.headings, document=job.document, language=language, tables=content.tables
            )
        with clock.stage("concepts"):
            concepts = self._concepts(chunks)
        with clock.stage("figures and proposals"):
            listed = self._listed(content, language) if job.propose and media_type in _SHEETS else []
            proposals = (listed or self._proposals(content, language))[:MOST_PROPOSALS] if job.propose else []
        with clock.stage("sketch"):
            sketched = sketch(content.pages)
        return Parsed(
            title=content.title,
            language=language,
            media_type=media_type,
            flags=tuple(sorted(content.flags)),
            pages=content.pages,
            tables=content.tables,
            headings=content.headings,
            chunks=chunks,
            concepts=concepts,
            proposals=proposals,
            sketch=sketched,
            seconds=clock.seconds,
        )

    def _pdf(self, job: Job, report: Report, clock: StageClock) -> _Content:
        with clock.stage("text"):
            told = list(raw_pages(job.path, self._limits, lambda page, of: report(JobState.PARSING, page, of)))
        with clock.stage("images"):
            images = read_images(job.path, told, self._engine, language=job.language, report=report)
        _check_text(job.path, images, engine=self._engine)
        with clock.stage("layout"):
            standing = [ordered(raw) for raw in set_apart(images.pages)]
        with clock.stage("tables"):
            level, tables = pages_and_tables(standing)
            pages = [tilted(page, images.angles.get(page.number, 0.0)) for page in level]
        with clock.stage("structure"):
            structure = read_structure(job.path)
        with clock.stage("headings"):
            lines = lines_of_pages(pages)
            headings = find_headings(lines, structure.outline, tables)
            title = best_title(structure.title, structure.outline, largest_text(lines), headings)
        return _Content(pages, tables, headings, title, _flags(structure, images), None)

    def _flow(self, job: Job, media_type: MediaType, clock: StageClock) -> _Content:
        with clock.stage("text"):
            found = read_flow(job.path, media_type, FlowLimits())
        title = best_title(found.title, (), "", found.headings)
        return _Content(found.pages, found.tables, found.headings, title, frozenset(found.flags), found.language)

    def _concepts(self, chunks: Sequence[Chunk]) -> list[tuple[ConceptId, ...]]:
        """Return what each chunk names; the heading above it, and a table's head, count as its own words."""

        @cache  # neighbours have the same heading, and rows of a table the same head
        def told(text: str) -> frozenset[ConceptId]:
            return frozenset(match.concept for match in self._matcher.find(text))

        return [tuple(sorted(told(chunk.text) | told(chunk.heading) | told(chunk.lead))) for chunk in chunks]

    def _proposals(self, content: _Content, language: str) -> list[CaseProposal]:
        document = ReadDocument(content.pages, content.headings, content.tables, content.title, language)
        told = {passage.page for section in sections(document) for passage in section.passages}
        if not told:  # a manual without a case: its numbers are nobody's
            return []
        pages = [page for page in content.pages if page.number in told]
        tables = [table for table in content.tables if {table.first_page, table.last_page} & told]
        country = country_told(document)
        figures = find_figures(pages, tables, self._matcher, language=language, country=country)
        return self._proposer.propose(document, figures)

    def _listed(self, content: _Content, language: str) -> list[CaseProposal]:
        """Return the cases of a spreadsheet that lists one a row; none of any other."""
        sign = decimal_sign(document_text(content.pages), language, None)
        reading = Reading(language, None, sign)
        return [case for table in content.tables for case in self._case_tables.case_rows(table, reading)]


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(START_BYTES)


def _check_text(path: Path, images: ReadImages, *, engine: Engine | None) -> None:
    if any(character.isalnum() for raw in images.pages for word in raw.words for character in word):
        return
    tried = "none could be read from their images" if engine else "nothing here reads images of text"
    if images.given_up:
        tried = "reading their images took too long"
    raise NoTextError(
        f"{path.name} holds no text: its pages have none, and {tried}. Scan it again at 300 dpi, upright and sharp."
    )


def _flags(structure: Structure, images: ReadImages) -> frozenset[Flag]:
    told = (
        (Flag.HIDDEN_TEXT, any(raw.hidden for raw in images.pages)),
        (Flag.RECOGNISED, any(raw.recognition for raw in images.pages)),
        (Flag.UNREAD, images.given_up),
    )
    return frozenset({*structure.flags, *(flag for flag, holds in told if holds)})
