"""Read a PDF's bookmarks with PDFium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MAX_TITLE = 300  # characters
MAX_OUTLINE = 5_000  # bookmarks that are looked at

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffd-\uffff]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """One bookmark.

    Attributes:
        page: Physical page it leads to, from 1.
        level: Depth in the tree, from 1.
    """

    title: str
    page: int
    level: int


def read_outline(document: pypdfium2.PdfDocument) -> tuple[Outline, ...]:
    """Return the bookmarks that have a title and lead to a page of the document, in order."""
    return tuple(outline for mark, level in _marks(document) if (outline := _outline(mark, level)))


def _marks(document: pypdfium2.PdfDocument) -> Iterator[tuple[pypdfium2.PdfBookmark, int]]:
    """Yield bookmarks, those within one after it, with their levels; each once, so that loops end."""
    seen: set[int] = set()
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    while waiting and len(seen) < MAX_OUTLINE:
        raw, level = waiting.pop()
        place = ctypes.cast(raw, ctypes.c_void_p).value
        if place is None or place in seen:
            continue
        seen.add(place)
        yield pypdfium2.PdfBookmark(raw, document, level), level
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document, raw), level))
        waiting.append((pdfium.FPDFBookmark_GetFirstChild(document, raw), level + 1))


def _outline(mark: pypdfium2.PdfBookmark, level: int) -> Outline | None:
    title = " ".join(CONTROL.sub(" ", mark.get_title()).split())
    target = mark.get_dest()
    page = target.get_index() if target else None
    return Outline(title[:MAX_TITLE], page + 1, level) if title and page is not None else None
