"""The order of the steps that make a PDF into pages, headings, chunks and concepts. Runs inside the reader's child."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import NoTextError
from corpus.model import Chunk, ConceptId, DocumentId, Page, document_text
from ingest.chunks import split
from ingest.concepts import Matcher
from ingest.headings import MAX_LENGTH, Heading, find_headings, largest_text
from ingest.language import detect
from ingest.pdf import TextLimits, read_pages
from ingest.structure import Structure, read_structure, readable_title


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read.

    Attributes:
        language: ISO 639-1 if somebody said it, else None: then it is told from the text.
    """

    path: Path
    document: DocumentId
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that was read from one file.

    Attributes:
        title: The best the file itself offers; "" if it offers none.
        concepts: For each chunk, what it names, sorted, as named (not closed upwards).
        seconds: CPU time by stage, in the order the stages ran.
    """

    title: str
    language: str
    structure: Structure
    pages: list[Page]
    headings: list[Heading]
    chunks: list[Chunk]
    concepts: list[tuple[ConceptId, ...]]
    seconds: dict[str, float]


def parse(job: Job, matcher: Matcher, limits: TextLimits) -> Parsed:
    """Read one file.

    Raises:
        NoTextError: No page has a text layer.
        PasswordError, DamagedPdfError, NoPagesError, LimitError: As `read_pages`.
    """
    clock = _Clock()
    with clock.stage("text"):
        pages = read_pages(job.path, limits)
    if not any(character.isalnum() for page in pages for character in page.text):
        raise NoTextError(
            f"{job.path.name} is a scan: no page has a text layer, and reading scans (OCR) is not available yet. "
            "Run it through an OCR program first."
        )
    with clock.stage("structure"):
        structure = read_structure(job.path)
    with clock.stage("headings"):
        headings = find_headings(pages, structure.outline)
    with clock.stage("language"):
        language = job.language or detect(document_text(pages))
    with clock.stage("chunks"):
        chunks = split(pages, headings, document=job.document, language=language)
    with clock.stage("concepts"):
        concepts = [_concepts(chunk, matcher) for chunk in chunks]
    title = _title(structure, pages, headings)
    return Parsed(title, language, structure, pages, headings, chunks, concepts, clock.seconds)


@dataclass(slots=True)
class _Clock:
    """CPU seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what is done inside to a stage."""
        began = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began


def _concepts(chunk: Chunk, matcher: Matcher) -> tuple[ConceptId, ...]:
    """Return what a chunk names; the heading above it counts as its own words."""
    named = matcher.find(chunk.text) + (matcher.find(chunk.heading) if chunk.heading else [])
    return tuple(sorted({match.concept for match in named}))


def _title(structure: Structure, pages: list[Page], headings: list[Heading]) -> str:
    """Return the title in the metadata, else a sole top bookmark, the largest text of page 1, the first heading."""
    tops = [entry.title for entry in structure.outline if entry.level == 1]
    offers = [
        structure.title,
        tops[0] if len(tops) == 1 else "",
        largest_text(pages),
        headings[0].text if headings and len(headings[0].text) < MAX_LENGTH else "",
    ]
    return next((title for title in map(readable_title, offers) if title), "")
