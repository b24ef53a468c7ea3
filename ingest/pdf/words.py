"""Read the words of one PDF page with PDFium: text, boxes, rules, filled form fields, without what nobody sees.

Owns how PDFium's characters become a RawPage. Opening files and PDFium's lock belong to ingest/pdf/pages.py, the
order of words to ingest/layout/order.py.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.layout.bidi import logical, right_to_left
from ingest.layout.page_text import RawPage, cut, without
from ingest.layout.turning import as_displayed
from ingest.pdf.calls import character_boxes, character_of_text, handle
from ingest.pdf.fields import with_fields
from ingest.pdf.hidden import hidden_words
from ingest.pdf.objects import objects_of
from ingest.tables.rules import page_rules

_LONG = 3  # characters; the way a shorter word runs says little


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A page's words with what PDFium knows of their ends.

    Attributes:
        indices: PDFium's index of each word's first character.
        first, last: float32 (n, 4): boxes of each word's first and last character, as displayed.
    """

    words: list[str]
    breaks: list[str]
    indices: list[int]
    first: NDArray[np.float32]
    last: NDArray[np.float32]

    @property
    def boxes(self) -> NDArray[np.float32]:
        low, high = np.minimum(self.first[:, :2], self.last[:, :2]), np.maximum(self.first[:, 2:], self.last[:, 2:])
        return np.concatenate([low, high], axis=1)

    @property
    def travel(self) -> NDArray[np.float32]:
        """float32 (n, 2): the way from the first character's middle to the last's, in points."""
        return np.asarray((self.last - self.first)[:, :2] + (self.last - self.first)[:, 2:], np.float32) / np.float32(2)


def raw_page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    """Return one page's words in PDFium's order, right-to-left writing in the order it is read.

    A page that cannot be opened has none, so that the others keep their numbers.

    Args:
        index: From 0.
    """
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return _empty(index)
    try:
        return _read(page, index + 1)
    except pypdfium2.PdfiumError:
        return _empty(index)
    finally:
        page.close()


def _empty(index: int) -> RawPage:
    return RawPage(index + 1, 0.0, 0.0, (), (), np.empty((0, 4), np.float32))


def _read(page: pypdfium2.PdfPage, number: int) -> RawPage:
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        text = _text(text_page)
        found = _found(page, text_page, text)
        boxes = found.boxes
        objects = objects_of(page)
        hidden = hidden_words(page, text_page, objects, found.indices, boxes, found.words)
        rules = as_displayed(page_rules(objects), page)
    finally:
        text_page.close()
    rightwards = right_to_left(text)
    turn = 0 if rightwards else _turn(found)
    raw = RawPage(number, width, height, found.words, found.breaks, boxes, rules=rules, turn=turn)
    if hidden.any():
        raw = without(raw, hidden)
    if rightwards:
        raw = logical(raw, found.travel[~hidden, 0])
    return with_fields(raw, page)


def _text(text_page: pypdfium2.PdfTextPage) -> str:
    """Return the page's text as PDFium orders it."""
    count = text_page.count_chars()
    # Two code units a character at most, and the closing zero.
    buffer = ctypes.create_string_buffer(4 * count + 4)
    written = pdfium.FPDFText_GetText(text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    return buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")


def _found(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str) -> _Found:
    """Return the words of a text with the boxes of their first and last characters, from descender to ascender.

    Asking for two characters a word instead of all is what keeps this fast.
    """
    words = cut(text)
    ends: list[int] = (words.spans - (0, 1)).ravel().tolist()
    if len(text) != text_page.count_chars():
        # Characters without a Unicode value have an index but no place in the text.
        ends = list(map(character_of_text, repeat(handle(text_page.raw)), ends))
    corners = character_boxes(handle(text_page.raw), ends)
    shown = as_displayed(corners, page).reshape(-1, 2, 4)
    return _Found(words.words, words.breaks, ends[::2], shown[:, 0], shown[:, 1])


def _turn(found: _Found) -> int:
    """Return by how much most long words are turned clockwise, as displayed: 0, 90, 180 or 270 degrees."""
    lengths = np.fromiter(map(len, found.words), np.int64, len(found.words))
    across, down = found.travel[lengths >= _LONG].T
    if 2 * np.count_nonzero(across > np.abs(down)) >= len(across):
        return 0
    ways = {
        90: np.count_nonzero(down > np.abs(across)),
        180: np.count_nonzero(-across > np.abs(down)),
        270: np.count_nonzero(-down > np.abs(across)),
    }
    return max(ways, key=lambda turn: ways[turn])
