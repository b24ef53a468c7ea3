"""Find the words of a PDF page that no reader sees: invisible, as white as the paper, off the page, tiny.

The text that an OCR program laid invisibly over a scan is not hidden: its words are in the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.layout.turning import as_displayed
from ingest.pdf.calls import bounds, character_fills, fills, handle, object_of_character, render_mode
from ingest.pdf.objects import Objects

MAX_IMAGES = 1_000  # of a page

_TINY = 1.5  # points; letters below that height are no letters on paper
_PALE = 235  # of 255, in every channel: may be lost on white paper
_CLEAR = 16  # of 255: less is see-through
_CONTRAST = 24  # of 255 between the lightest and the darkest spot of a word that can be seen
_INSET = 0.15  # of a box's sides: a rule along its edge is no letter
_SCALE = 2.0  # pixels a point, where a page is drawn to look
_MAX_PIXELS = 4_000_000
_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})


def hidden_words(
    page: pypdfium2.PdfPage,
    text_page: pypdfium2.PdfTextPage,
    objects: Objects,
    indices: list[int],
    boxes: NDArray[np.float32],
    words: Sequence[str],
) -> NDArray[np.bool_]:
    """Tell which words no reader sees.

    A word's first character decides. The page is drawn only if a word is painted in a colour that may be the paper's.

    Args:
        objects: What is drawn on the page.
        indices: PDFium's index of each word's first character.
        boxes: float32 (n, 4), as displayed.

    Returns:
        bool (n,)
    """
    hidden = _off_page(boxes, page) | _tiny(boxes, words)
    if not _is_suspicious(objects):
        return hidden
    invisible = _invisible(handle(text_page.raw), indices)
    if invisible.any():
        hidden[invisible] |= ~_on_image(page, objects, boxes[invisible])
    pale = _pale(*character_fills(handle(text_page.raw), indices))
    if pale.any():
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


def _is_suspicious(objects: Objects) -> bool:
    """Tell whether any text of a page is invisible or pale; if so, each of its words is asked."""
    if not objects.all_told:
        return True
    texts = [item for layer in objects.layers for item in layer.of_kind(pdfium.FPDF_PAGEOBJ_TEXT)]
    return not _INVISIBLE.isdisjoint(map(render_mode, texts)) or bool(_pale(*fills(texts)).any())


def _pale(channels: NDArray[np.uint32], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which colours (red, green, blue, opacity) may be the paper's, or can be seen through."""
    pale = (channels[:, :3] >= _PALE).all(axis=1)
    return np.asarray(known & (pale | (channels[:, 3] < _CLEAR)))


def _invisible(text_page: int, indices: list[int]) -> NDArray[np.bool_]:
    """Tell which words are drawn in no colour at all."""
    modes = map(render_mode, map(object_of_character, repeat(text_page), indices))
    return np.fromiter(map(_INVISIBLE.__contains__, modes), np.bool_, len(indices))


def _on_image(page: pypdfium2.PdfPage, objects: Objects, boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which words have their middle on an image."""
    images = as_displayed(_images(objects), page)
    across, down = ((boxes[:, :2] + boxes[:, 2:]) / 2).T
    found = np.zeros(len(boxes), np.bool_)
    for left, top, right, bottom in images.tolist():
        found |= (left <= across) & (across <= right) & (top <= down) & (down <= bottom)
    return found


def _images(objects: Objects) -> NDArray[np.float32]:
    """Return the bounds of images, and of forms that hold one, in the page's own coordinates, as (n, 4)."""
    found: dict[int, None] = {}
    for layer in objects.layers:
        if layer.depth == 0:
            found |= dict.fromkeys(layer.of_kind(pdfium.FPDF_PAGEOBJ_IMAGE))
            last = layer.items[-1:]
        elif pdfium.FPDF_PAGEOBJ_IMAGE in layer.kinds:
            found |= dict.fromkeys(last)
    sides, known = bounds(list(found)[:MAX_IMAGES])
    return sides[known].astype(np.float32)


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
