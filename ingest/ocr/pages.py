"""Read the pages of a PDF that hold no text, or broken text, from their images; all others stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from corpus.model import JobState
from ingest.layout.page_text import RawPage
from ingest.ocr.needed import is_doubtful, needs_ocr
from ingest.ocr.reading import Engine
from ingest.ocr.recognise import recognise
from ingest.pdf.pages import opened
from ingest.sandbox.zygote import Report


@dataclass(frozen=True, slots=True, eq=False)
class ReadImages:
    """The pages of a PDF after their images were read.

    Attributes:
        pages: All of them, those that needed it as their images show them.
        angles: By how many degrees these are tilted, by page number.
        given_up: Whether one of them took too long, and has no text.
    """

    pages: list[RawPage]
    angles: dict[int, float]
    given_up: bool


def read_images(
    path: Path, pages: Sequence[RawPage], engine: Engine | None, *, language: str | None, report: Report
) -> ReadImages:
    """Read the images of those pages that need it.

    Args:
        engine: None changes nothing.
        language: ISO 639-1 that is expected, if somebody said it.
        report: Told of each page that is begun.

    Raises:
        IntakeError: The file cannot be opened any more.
    """
    read = {raw.number: raw for raw in pages}
    angles: dict[int, float] = {}
    doubtful = [raw for raw in pages if is_doubtful(raw)] if engine else []
    given_up = False
    if not doubtful or engine is None:
        return ReadImages(list(pages), angles, given_up)
    with opened(path) as document:
        wanted = [raw for raw in doubtful if _shows_text(document, raw)]
        for done, raw in enumerate(wanted, start=1):
            report(JobState.OCR, done, len(wanted))
            found = recognise(document[raw.number - 1], raw, engine, language=language)
            read[raw.number], angles[raw.number] = found.raw, found.tilt
            given_up = given_up or found.given_up
            if language is None and found.raw.recognition and found.raw.recognition.languages:
                language = found.raw.recognition.languages[0]
    return ReadImages([read[raw.number] for raw in pages], angles, given_up)


def _shows_text(document: pypdfium2.PdfDocument, raw: RawPage) -> bool:
    """Tell whether a page must be read from its image; one that cannot be opened cannot be read either."""
    try:
        return needs_ocr(raw, document[raw.number - 1])
    except pypdfium2.PdfiumError:
        return False
