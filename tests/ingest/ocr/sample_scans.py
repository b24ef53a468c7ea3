"""Pages whose text is known, as files with text and as scans of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager

import numpy as np
import pypdfium2
import typst
from PIL import Image

from eval.ocr_scans import DPI, image_pdf
from ingest.layout.page_text import RawPage
from ingest.ocr.reading import Pixels

LINES = (
    "Rinsing takes more water than dyeing.",
    "The mill used 92 m3 per tonne before.",
    "Afterwards it used only 61 m3 of water.",
    "Steam fell by 12 percent as well.",
    "The meters paid back in 5 months.",
)
_MARKUP = """
#set page(width: 400pt, height: 300pt, margin: 50pt)
#set text(size: 14pt)
#for line in sys.inputs.lines.split("|") { par(line) }
"""


def typeset(lines: tuple[str, ...] = LINES) -> bytes:
    """Return a page with these lines as PDF."""
    pdf = typst.compile(_MARKUP.encode(), format="pdf", sys_inputs={"lines": "|".join(lines)})
    assert isinstance(pdf, bytes)
    return pdf


def picture(lines: tuple[str, ...] = LINES) -> bytes:
    """Return the same page as PNG."""
    png = typst.compile(_MARKUP.encode(), format="png", ppi=DPI, sys_inputs={"lines": "|".join(lines)})
    assert isinstance(png, bytes)
    return png


def pixels(turn: int = 0) -> Pixels:
    """Return the same page as a grey image, turned clockwise."""
    grey = np.asarray(Image.open(io.BytesIO(picture())).convert("L"))
    return np.ascontiguousarray(np.rot90(grey, -turn // 90))


def scan(*, tilt: float = 0.0, turn: int = 0) -> bytes:
    """Return the same page as an image-only PDF, turned clockwise and then tilted."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture())).rotate(-turn, expand=True).save(out, "PNG")
    return image_pdf(out.getvalue(), tilt=tilt, seed=1)


def scans(count: int) -> bytes:
    """Return the same page so many times, as an image-only PDF."""
    out = io.BytesIO()
    with closing(pypdfium2.PdfDocument.new()) as volume, closing(pypdfium2.PdfDocument(scan())) as page:
        for _ in range(count):
            volume.import_pages(page)
        volume.save(out)
    return out.getvalue()


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    """Open the first page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document[0]
    finally:
        document.close()


def raw(*words: str, top: float = 300.0, size: tuple[float, float] = (400.0, 600.0)) -> RawPage:
    """Return a page with these words on one line."""
    lefts = np.arange(len(words), dtype=np.float32)
    boxes = np.stack([lefts, np.full_like(lefts, top), lefts + 1, np.full_like(lefts, top + 10)], axis=1)
    return RawPage(1, *size, words, [" "] * len(words), boxes)
