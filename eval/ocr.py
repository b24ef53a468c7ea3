"""How well and how fast pages are read from their images, by engine and language.

A character is right if it stands in the recognised text where it stands in the true one (Levenshtein). Both are
folded first: compatibility forms (NFKC), white space, typographic quotes and dashes, which transcripts differ in.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2

from eval.ocr_scans import Scan, rendered_scans, scans_in
from ingest.language import UNDETERMINED, detect
from ingest.layout.order import ordered
from ingest.layout.page_text import RawPage, running_pages
from ingest.ocr.reading import Engine
from ingest.ocr.recognise import recognise

_QUOTES_AND_DASHES = str.maketrans("‘’‚“”„«»–—‐‑", '\'\'\'"""""----')
_UNSPACED = frozenset({"zh"})


@dataclass(frozen=True, slots=True)
class OcrRecord:
    """What one engine made of one page.

    Attributes:
        language: ISO 639-1 of the true text.
        accuracy: 1 - errors / characters of the true text; 0 at worst.
        confidence: The engine's own, 0 if it read nothing.
        seconds: Wall time, drawing and levelling included, the engine warm.
    """

    engine: str
    scan: str
    page: int
    language: str
    characters: int
    accuracy: float
    confidence: float
    seconds: float


def measure_ocr(
    engines: Sequence[Engine], *, folder: Path | None = None, references: Path | None = None, fonts: Sequence[Path] = ()
) -> list[OcrRecord]:
    """Return a record for each engine and page; no engine is told the language.

    Args:
        folder, references: Scans and their transcripts, see `scans_in`; None to read only those made here.
        fonts: See `rendered_scans`.

    Raises:
        EvaluationError: A font or every transcript is missing.
    """
    scans = rendered_scans(fonts)
    if folder and references:
        scans += scans_in(folder, references)
    records = []
    for engine in engines:
        # Once unmeasured, so that models are loaded.
        _records(scans[0], engine)
        records += [record for scan in scans for record in _records(scan, engine)]
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


def _records(scan: Scan, engine: Engine) -> list[OcrRecord]:
    document = pypdfium2.PdfDocument(scan.pdf)
    try:
        return [_record(scan, number, document[number - 1], engine) for number in scan.pages]
    finally:
        document.close()


def _record(scan: Scan, number: int, page: pypdfium2.PdfPage, engine: Engine) -> OcrRecord:
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
    return OcrRecord(engine.name, scan.name, number, language, len(true), right, sure, seconds)
