"""Choose the engine that reads images: Tesseract where it is installed, else the one that came with this program."""

from __future__ import annotations

from ingest.ocr.rapid import Rapid
from ingest.ocr.reading import Engine
from ingest.ocr.tesseract import find_tesseract


def open_engine() -> Engine:
    """Return the better engine that is there; it is loaded at its first page.

    Tesseract needs data for English. It reads far more scripts than the other.
    """
    return find_tesseract() or Rapid()
