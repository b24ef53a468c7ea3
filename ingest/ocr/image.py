"""Draw a page as a grey image to be read, and tell where its pixels lie on the page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.ocr.reading import Pixels
from ingest.ocr.tilt import levelled

MAX_PIXELS = 25_000_000

_DPI = 300  # what Tesseract was trained for
_OWN_DPI = (200, 400)  # an image's own resolution is kept within these: nothing is lost or made up
_LARGE = 0.25  # of the page's area, from which an image counts
_IMAGES = 50  # that are looked at


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A page's image as it is given to an engine.

    Attributes:
        pixels: With lines level and upright.
        dpi: Pixels an inch.
        shape: Height and width in pixels of the page as displayed.
        turn: By how many degrees clockwise the text is turned, as displayed: 0, 90, 180 or 270.
        angle: By how many degrees its lines were tilted besides.
    """

    pixels: Pixels
    dpi: float
    shape: tuple[int, int]
    turn: int = 0
    angle: float = 0.0

    def boxes_on_page(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return boxes in pixels of this image as float32 (n, 4) in points of the page as displayed, lines level."""
        height, width = self.shape if self.turn in (0, 180) else self.shape[::-1]
        shift = np.array([self.pixels.shape[1] - width, self.pixels.shape[0] - height] * 2) / 2
        left, top, right, bottom = (boxes - shift).T
        match self.turn:
            case 90:
                sides = (height - bottom, left, height - top, right)
            case 180:
                sides = (width - right, height - bottom, width - left, height - top)
            case 270:
                sides = (top, width - right, bottom, width - left)
            case _:
                sides = (left, top, right, bottom)
        return np.stack(sides, axis=1).astype(np.float32) * np.float32(72 / self.dpi)


def drawn(page: pypdfium2.PdfPage) -> PageImage:
    """Return a page as it is displayed, not yet turned or levelled.

    Raises:
        pypdfium2.PdfiumError: It cannot be drawn.
    """
    width, height = page.get_size()
    dpi = min(_resolution(page), 72 * (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=False)
    try:
        pixels = bitmap.to_numpy().copy()
    finally:
        bitmap.close()
    grey = pixels.reshape(pixels.shape[:2])
    return PageImage(grey, dpi, (grey.shape[0], grey.shape[1]))


def stood(image: PageImage, turn: int, angle: float) -> PageImage:
    """Return an image whose text was turned by `turn` and then tilted by `angle`, upright and level."""
    pixels = levelled(np.ascontiguousarray(np.rot90(image.pixels, turn // 90)), angle)
    return PageImage(pixels, image.dpi, image.shape, turn, angle)


def image_resolutions(page: pypdfium2.PdfPage) -> list[tuple[float, float]]:
    """Return (share of the page's area, pixels an inch) of the images drawn on a page."""
    width, height = page.get_size()
    found = []
    for image in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]), _IMAGES):
        left, bottom, right, top = image.get_bounds()
        across, down = right - left, top - bottom
        share = min(across, width) * min(down, height) / max(width * height, 1)
        found.append((share, 72 * max(image.get_px_size()) / max(across, down, 1)))
    return found


def _resolution(page: pypdfium2.PdfPage) -> float:
    own = max((dpi for share, dpi in image_resolutions(page) if share >= _LARGE), default=_DPI)
    low, high = _OWN_DPI
    return min(own, high) if own >= low else _DPI
