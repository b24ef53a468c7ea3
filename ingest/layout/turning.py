"""Turn boxes: from a PDF page's own coordinates to what a viewer shows, and further until most text stands upright."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from ingest.layout.page_text import RawPage


def as_displayed(boxes: NDArray[np.float32], page: pypdfium2.PdfPage) -> NDArray[np.float32]:
    """Turn boxes of the page's own coordinates into points from the top left corner of what a viewer shows.

    A viewer shows the crop box, turned clockwise by the page's rotation (PDF 32000-1, 7.7.3.3).
    """
    left, bottom, right, top = page.get_bbox()
    x0, y0, x1, y1 = boxes.T
    match page.get_rotation():
        case 90:
            turned = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        case 180:
            turned = (right - x1, y0 - bottom, right - x0, y1 - bottom)
        case 270:
            turned = (top - y1, right - x1, top - y0, right - x0)
        case _:
            turned = (x0 - left, top - y1, x1 - left, top - y0)
    return np.ascontiguousarray(np.stack(turned, axis=1), dtype=np.float32)


def upright(raw: RawPage) -> RawPage:
    """Return a page turned so that its text stands upright; words keep their order, and `turn` becomes 0."""
    if not raw.turn:
        return raw
    wide, tall = (raw.width, raw.height) if raw.turn == 180 else (raw.height, raw.width)
    return replace(
        raw,
        width=wide,
        height=tall,
        boxes=_turned(raw.boxes, raw),
        rules=_turned(raw.rules, raw),
        turn=0,
    )


def _turned(boxes: NDArray[np.float32], raw: RawPage) -> NDArray[np.float32]:
    """Return boxes turned back, counterclockwise by the page's `turn`."""
    left, top, right, bottom = boxes.T
    match raw.turn:
        case 90:
            sides = (top, raw.width - right, bottom, raw.width - left)
        case 180:
            sides = (raw.width - right, raw.height - bottom, raw.width - left, raw.height - top)
        case _:
            sides = (raw.height - bottom, left, raw.height - top, right)
    return np.ascontiguousarray(np.stack(sides, axis=1), dtype=np.float32)
