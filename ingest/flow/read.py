"""Read a file without physical pages, whatever kind it is of."""

from __future__ import annotations

from pathlib import Path

from corpus.model import MediaType
from ingest.flow import delimited, docx, html, markdown, sheets
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import FlowDocument


def read_flow(path: Path, media_type: MediaType, limits: FlowLimits) -> FlowDocument:
    """Return what a file holds.

    Args:
        media_type: As `media_type_of` tells; not PDF.

    Raises:
        DamagedFileError: It cannot be read.
        LimitError: It holds more than the limits allow, or unpacks to more.
        NoTextError: It holds no text.
    """
    match media_type:
        case MediaType.DOCX:
            return docx.read(path, limits)
        case MediaType.XLSX:
            return sheets.read(path, limits)
        case MediaType.HTML:
            return html.read(path, limits)
        case MediaType.MARKDOWN:
            return markdown.read(path, limits)
        case MediaType.CSV:
            return delimited.read(path, limits)
        case MediaType.PDF:
            raise AssertionError("a PDF has physical pages; ingest/pdf/pages.py reads it")
