"""Find the words of a PDF page that no reader sees: invisible, as white as the paper, off the page, tiny.

The text that an OCR program laid invisibly over a scan is not hidden: its words are in the picture.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.layout.turning import as_displayed

MAX_OBJECTS = 10_000  # looked at on a page; a page with more has all its words looked at
MAX_IMAGES = 1_000  # of a page

_TINY = 1.5  # points; letters below that height are no letters on paper
_PALE = 235  # of 255, in every channel: may be lost on white paper
_CLEAR = 16  # of 255: less is see-through
_CONTRAST = 24  # of 255 between the lightest and the darkest spot of a word that can be seen
_INSET = 0.15  # of a box's sides: a rule along its edge is no letter
_SCALE = 2.0  # pixels a point, where a page is drawn to look
_MAX_PIXELS = 4_000_000
_FORM_DEPTH = 3
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def hidden_words(
    page: pypdfium2.PdfPage,
    text_page: pypdfium2.PdfTextPage,
    indices: NDArray[np.int64],
    boxes: NDArray[np.float32],
    words: Sequence[str],
) -> NDArray[np.bool_]:
    """Tell which words no reader sees.

    A word's first character decides. The page is drawn only if a word is painted in a colour that may be the paper's.

    Args:
        indices: PDFium's index of each word's first character.
        boxes: float32 (n, 4), as displayed.

    Returns:
        bool (n,)
    """
    hidden = _off_page(boxes, page) | _tiny(boxes, words)
    if not _is_suspicious(page):
        return hidden
    characters = indices.tolist()
    if invisible := _invisible(text_page, characters):
        hidden[invisible] |= ~_on_image(page, boxes[invisible])
    if pale := _pale(text_page, characters):
        hidden[pale] |= ~_contrasts(page, boxes[pale])
    return hidden


def _off_page(boxes: NDArray[np.float32], page: pypdfium2.PdfPage) -> NDArray[np.bool_]:
    width, height = page.get_size()
    before, beyond = boxes[:, 2:] <= 0, boxes[:, :2] >= (width, height)
    return np.asarray((before | beyond).any(axis=1))


def _tiny(boxes: NDArray[np.float32], words: Sequence[str]) -> NDArray[np.bool_]:
    across, down = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    lengths = np.fromiter(map(len, words), np.float32, len(words))
    return np.asarray((np.minimum(across, down) < _TINY) & (np.maximum(across, down) < _TINY * lengths))


def _is_suspicious(page: pypdfium2.PdfPage) -> bool:
    """Tell whether any text of a page is invisible or pale; if so, each of its words is asked."""
    paint = _Paint()
    mode, fill = pdfium.FPDFTextObj_GetTextRenderMode, pdfium.FPDFPageObj_GetFillColor
    for place, (item, kind) in enumerate(_within(_top_level(page), _FORM_DEPTH)):
        if place == MAX_OBJECTS:
            return True
        if kind != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if mode(item) in _INVISIBLE or (fill(item, *paint.pointers) and paint.is_pale()):
            return True
    return False


class _Paint:
    """Where PDFium writes a colour: red, green, blue and opacity, each up to 255."""

    def __init__(self) -> None:
        self._channels = [ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(255)]
        self.pointers = [ctypes.byref(channel) for channel in self._channels]

    def is_pale(self) -> bool:
        """Tell whether the colour last written may be the paper's, or can be seen through."""
        red, green, blue, opacity = self._channels
        pale = blue.value >= _PALE and green.value >= _PALE and red.value >= _PALE
        return pale or opacity.value < _CLEAR


def _top_level(page: pypdfium2.PdfPage) -> Iterator[object]:
    return (pdfium.FPDFPage_GetObject(page.raw, index) for index in range(pdfium.FPDFPage_CountObjects(page.raw)))


def _within(items: Iterable[object], depth: int) -> Iterator[tuple[object, int]]:
    """Yield objects with their kinds, and those that forms among them draw."""
    kind_of = pdfium.FPDFPageObj_GetType
    for item in items:
        kind = kind_of(item)
        yield item, kind
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            count = pdfium.FPDFFormObj_CountObjects(item)
            yield from _within((pdfium.FPDFFormObj_GetObject(item, index) for index in range(count)), depth - 1)


def _invisible(text_page: pypdfium2.PdfTextPage, indices: Sequence[int]) -> list[int]:
    """Return which words are drawn in no colour at all."""
    of_word, mode = pdfium.FPDFText_GetTextObject, pdfium.FPDFTextObj_GetTextRenderMode
    return [place for place, index in enumerate(indices) if mode(of_word(text_page.raw, index)) in _INVISIBLE]


def _pale(text_page: pypdfium2.PdfTextPage, indices: Sequence[int]) -> list[int]:
    """Return which words are painted in a pale or see-through colour."""
    paint, fill, raw = _Paint(), pdfium.FPDFText_GetFillColor, text_page.raw
    return [place for place, index in enumerate(indices) if fill(raw, index, *paint.pointers) and paint.is_pale()]


def _on_image(page: pypdfium2.PdfPage, boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which words have their middle on an image."""
    images = as_displayed(np.array(list(islice(_images(page), MAX_IMAGES)), np.float32).reshape(-1, 4), page)
    across, down = ((boxes[:, :2] + boxes[:, 2:]) / 2).T
    found = np.zeros(len(boxes), np.bool_)
    for left, top, right, bottom in images.tolist():
        found |= (left <= across) & (across <= right) & (top <= down) & (down <= bottom)
    return found


def _images(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Yield the bounds of images, and of forms that hold one, in the page's own coordinates."""
    for item in islice(_top_level(page), MAX_OBJECTS):
        sides = [ctypes.c_float() for _ in range(4)]
        if _holds_image(item) and pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            yield left, bottom, right, top


def _holds_image(item: object) -> bool:
    inside = islice(_within([item], _FORM_DEPTH), MAX_OBJECTS)
    return any(kind == pdfium.FPDF_PAGEOBJ_IMAGE for _, kind in inside)


def _contrasts(page: pypdfium2.PdfPage, boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which words stand out from what is around them on the page as drawn."""
    scale = min(_SCALE, (_MAX_PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    drawn = page.render(scale=scale, may_draw_forms=False, grayscale=True).to_numpy()
    inset = _INSET * (boxes[:, 2:] - boxes[:, :2])
    low = np.floor(scale * (boxes[:, :2] + inset)).astype(int)
    high = np.ceil(scale * (boxes[:, 2:] - inset)).astype(int)
    return np.array([_stands_out(drawn, *corner) for corner in np.concatenate([low, high], axis=1).tolist()])


def _stands_out(drawn: NDArray[np.uint8], left: int, top: int, right: int, bottom: int) -> bool:
    spot = drawn[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return bool(spot.size) and int(spot.max()) - int(spot.min()) >= _CONTRAST
