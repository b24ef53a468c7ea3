"""Small documents, pages, entries and cases for the tests of the library."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import numpy as np

from corpus.library import Library
from corpus.model import (
    Case,
    CaseId,
    CaseStatus,
    Chunk,
    ChunkId,
    ChunkKind,
    ConceptId,
    Document,
    DocumentId,
    DocumentKind,
    Entry,
    Figure,
    Grade,
    Measure,
    Page,
    Role,
    Source,
    Vectors,
    Words,
)

ADDED = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)


def pdf(folder: Path, content: str = "a sheet") -> Path:
    path = folder / f"{content}.pdf"
    path.write_bytes(b"%PDF-1.7 " + content.encode())
    return path


def document(original: Path, title: str = "Water in a dye house", page_count: int = 2) -> Document:
    content = original.read_bytes()
    return Document(
        id=DocumentId(hashlib.sha256(content).hexdigest()),
        name=original.name,
        title=title,
        kind=DocumentKind.CASE_STUDY,
        language="en",
        page_count=page_count,
        size_bytes=len(content),
        added=ADDED,
    )


def page(number: int, text: str = "Rinse twice.") -> Page:
    spans = np.array([[0, 5], [6, len(text)]], np.int32)
    boxes = np.array([[72, 90, 101.5, 102], [104, 90, 133.25, 102]], np.float32)
    return Page(number, text, 595.0, 842.0, Words(spans, boxes))


def entry(
    document: DocumentId, ordinal: int = 0, text: str = "Rinse twice.", facets: tuple[str, ...] = (), heading: str = ""
) -> Entry:
    return Entry(
        Chunk(
            id=ChunkId(f"{document[:16]}:{ordinal}"),
            document=document,
            ordinal=ordinal,
            first_page=1,
            last_page=1,
            start=0,
            end=len(text),
            heading=heading,
            kind=ChunkKind.PROSE,
            language="en",
            text=text,
        ),
        facets,
    )


def case(name: str, document: DocumentId, technique: str = "technique:counter-current-rinsing") -> Case:
    return Case(
        id=CaseId(name),
        title="Rinsing water used again",
        company=None,
        country="IN",
        year=2004,
        status=CaseStatus.IMPLEMENTED,
        grade=Grade.B,
        sector=ConceptId("sector:1313"),
        processes=(ConceptId("process:rinsing"), ConceptId("process:dyeing")),
        substances=(ConceptId("resource:water"),),
        measures=(Measure("Rinse", ConceptId(technique), ConceptId("practice:on-site-reuse"), "In three baths"),),
        figures=(
            Figure(Role.SAVING, "30", "%", "water", "year", "", 1, (4, 6)),
            Figure(Role.PAYBACK, "5", "months", "", "", "estimated by the plant", 1, None),
        ),
        baseline="One bath with an overflow.",
        notes="",
        source=Source("A sheet", "A centre", 2005, "https://example.org/sheet", "CC BY 4.0"),
        document=document,
    )


def stored(library: Library, folder: Path, content: str, *entries_facets: tuple[str, ...]) -> DocumentId:
    """Store a complete document with one entry for each tuple of facet values."""
    original = pdf(folder, content)
    described = document(original, title=content)
    library.documents.add(described, [page(1), page(2)], original)
    entries = [entry(described.id, n, f"{content} {n}", facets) for n, facets in enumerate(entries_facets)]
    library.documents.replace_chunks(described.id, entries)
    return described.id


def vectors(*rows: tuple[float, ...]) -> Vectors:
    return np.array(rows, np.float32)
