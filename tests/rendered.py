"""The starter collection, rendered and read back once for all tests that look at it."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus.collection import CASES, PACKAGED
from corpus.model import Page
from corpus.records import CaseRecord, Record, read_record
from corpus.sheets import render_sheet
from corpus.vocabulary import load_vocabulary
from ingest.pdf.pages import TextLimits, read_pages


@dataclass(frozen=True, slots=True)
class Rendered:
    """A case of the collection, its PDF, and the pages that ingestion reads from it."""

    case: CaseRecord
    pdf: bytes
    pages: tuple[Page, ...]


def collection_records(packaged: Path = PACKAGED) -> list[Record]:
    """Return the records of the cases, by case id."""
    return [read_record(path) for path in sorted((packaged / CASES).glob("*.yaml"))]


@functools.cache
def rendered_collection() -> tuple[Rendered, ...]:
    """Return the whole collection, by case id."""
    vocabulary = load_vocabulary()
    sheets = ((record.case, render_sheet(record, vocabulary)) for record in collection_records())
    return tuple(Rendered(case, pdf, read(pdf)) for case, pdf in sheets if case)


def read(pdf: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF as ingestion reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(pdf)
        return tuple(read_pages(path, TextLimits()))
