"""How well and how fast pages are read from their images, by engine and language.

A character is right if it stands in the recognised text where it stands in the true one (Levenshtein). Both are
folded first: compatibility forms (NFKC), white space, typographic quotes and dashes, which transcripts differ in.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pypdfium2

from corpus.errors import EvaluationError
from eval.ocr_scans import Scan, rendered_scan
from ingest.language import UNDETERMINED, detect
from ingest.layout.order import ordered
from ingest.layout.page_text import RawPage, running_pages
from ingest.ocr.rapid import Rapid
from ingest.ocr.reading import Engine
from ingest.ocr.recognise import recognise
from ingest.ocr.tesseract import find_tesseract

Show = Callable[[str, int, int], None]

_QUOTES_AND_DASHES = str.maketrans("‘’‚“”„«»–—‐‑", '\'\'\'"""""----')
_UNSPACED = frozenset({"zh"})


@dataclass(frozen=True, slots=True)
class OcrRecord:
    """What one engine made of one page.

    Attributes:
        rendered: As in Scan.
        language: ISO 639-1 of the true text.
        accuracy: 1 - errors / characters of the true text; 0 at worst.
        confidence: The engine's own, 0 if it read nothing.
        seconds: Wall time, drawing and levelling included, the engine warm.
    """

    engine: str
    scan: str
    rendered: bool
    page: int
    language: str
    characters: int
    accuracy: float
    confidence: float
    seconds: float


@dataclass(frozen=True, slots=True)
class OcrReport:
    """How well images are read.

    Attributes:
        records: By engine, then by scan and page.
        notices: What could not be measured, a sentence each.
    """

    records: tuple[OcrRecord, ...]
    notices: tuple[str, ...]


def report_ocr(languages: Sequence[str], given: Sequence[Scan], show: Show) -> OcrReport:
    """Measure every engine that is installed.

    Args:
        languages: Those of which a text is rendered here, of `eval.ocr_scans.LANGUAGES`; a language without its font
            or Tesseract's data costs a notice.
        given: Scans from elsewhere.

    Raises:
        EvaluationError: There is nothing to read, or it cannot be opened.
    """
    rendered, notices = _rendered(languages)
    if not rendered and not given:
        raise EvaluationError(" ".join(notices))
    tesseract = find_tesseract()
    if tesseract is None:
        notices.append("Tesseract is not installed, or has no data for English: it was not measured.")
    elif missing := sorted({scan.language for scan in rendered} - tesseract.languages):
        notices.append(f"Tesseract has no data for {', '.join(missing)}: it was measured with what it has.")
    engines: list[Engine] = [*([tesseract] if tesseract else []), Rapid()]
    return OcrReport(tuple(measure_ocr(engines, [*rendered, *given], show)), tuple(notices))


def measure_ocr(engines: Sequence[Engine], scans: Sequence[Scan], show: Show) -> list[OcrRecord]:
    """Return a record for each engine and page; no engine is told the language.

    Args:
        show: Told before each page which engine reads which scan, how many pages are done, and of how many.

    Raises:
        EvaluationError: A PDF cannot be opened, or lacks a page.
    """
    pages = [(scan, number) for scan in scans for number in scan.pages]
    records: list[OcrRecord] = []
    for engine in engines:
        for scan, number in pages[:1]:  # once unmeasured, so that models are loaded
            _record(scan, number, engine)
        for scan, number in pages:
            show(f"{engine.name}: {scan.name}, page {number}", len(records), len(engines) * len(pages))
            records.append(_record(scan, number, engine))
    return records


def accuracy(found: str, true: str, *, spaced: bool = True) -> float:
    """Return the share of the true text's characters that were read, less those that were made up."""
    found, true = _folded(found, spaced), _folded(true, spaced)
    return max(0.0, 1 - distance(found, true) / max(len(true), 1))


def distance(one: str, other: str) -> int:
    """Return how many characters must be changed, added or taken away to make one text of the other."""
    codes = np.array([ord(character) for character in other], np.int64)
    places = np.arange(len(other) + 1)
    row = places.copy()
    for count, character in enumerate(one, 1):
        changed = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(character)))
        row = np.concatenate([[count], changed])
        # Adding characters is the best of all places to the left plus the way from there.
        row = np.minimum.accumulate(row - places) + places
    return int(row[-1])


def _folded(text: str, spaced: bool) -> str:
    words = unicodedata.normalize("NFKC", text).translate(_QUOTES_AND_DASHES).split()
    return (" " if spaced else "").join(words)


def _rendered(languages: Sequence[str]) -> tuple[list[Scan], list[str]]:
    """Return a scan of each language, and why there is none of the others."""
    scans, notices = [], []
    for language in languages:
        try:
            scans.append(rendered_scan(language))
        except EvaluationError as error:
            notices.append(f"{language} was not measured. {error}")
    return scans, notices


def _record(scan: Scan, number: int, engine: Engine) -> OcrRecord:
    try:
        with closing(pypdfium2.PdfDocument(scan.pdf)) as document:
            return _measured(scan, number, document[number - 1], engine)
    except pypdfium2.PdfiumError as error:
        raise EvaluationError(f"{scan.name}.pdf cannot be opened, or has no page {number}.") from error


def _measured(scan: Scan, number: int, page: pypdfium2.PdfPage, engine: Engine) -> OcrRecord:
    true = scan.pages[number]
    language = detect(true) if scan.language == UNDETERMINED else scan.language
    width, height = page.get_size()
    empty = RawPage(number, width, height, (), (), np.empty((0, 4), np.float32))
    began = time.perf_counter()
    raw = recognise(page, empty, engine).raw
    seconds = time.perf_counter() - began
    text = running_pages([ordered(raw)])[0].text
    right = accuracy(text, true, spaced=language not in _UNSPACED)
    sure = raw.recognition.confidence if raw.recognition else 0.0
    return OcrRecord(engine.name, scan.name, scan.rendered, number, language, len(true), right, sure, seconds)
