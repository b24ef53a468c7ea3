"""Read and draw PDF pages with PDFium: running text, word boxes, page images; single pages are cut out by pypdf.

Owns everything that touches PDFium, which is not thread-safe: one lock guards it. Metadata and outline are read
in ingest/structure.py. No limit of time or memory is kept here; ingest/reader.py and ingest/drawing.py run this
in child processes.
"""

from __future__ import annotations

import ctypes
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from corpus.errors import (
    DamagedPdfError,
    IntakeError,
    LimitError,
    NoPagesError,
    PageNotFoundError,
    PasswordError,
    PathNotFoundError,
)
from corpus.model import Page
from ingest.page_text import RawPage, cut, running_pages

MAX_IMAGE_WIDTH = 2000  # pixels
MAX_IMAGE_PIXELS = 8_000_000
IMAGE_COLOURS = 64  # a page of text and lines needs no more, and the picture is a third of the size

_ONE_AT_A_TIME = threading.RLock()


@dataclass(frozen=True, slots=True)
class TextLimits:
    """How much of one document is read before it is refused.

    Attributes:
        pages: Physical pages.
        characters: Of text, over all pages.
    """

    pages: int = 5_000
    characters: int = 20_000_000


def read_pages(path: Path, limits: TextLimits) -> list[Page]:
    """Return every page with its text and word boxes.

    Raises:
        PasswordError, DamagedPdfError, NoPagesError: The file cannot be read.
        LimitError: It has more pages or text than the limits allow.
    """
    with _opened(path) as document:
        count = len(document)
        if count == 0:
            raise NoPagesError(f"{path.name} holds no page. Check that it is complete and open it in a PDF viewer.")
        if count > limits.pages:
            raise LimitError(
                f"{path.name} has {count:,} pages, and at most {limits.pages:,} are read. Split it and try again."
            )
        return running_pages(list(_raw_pages(document, path, limits)))


def page_image(path: Path, number: int, *, width: int) -> bytes:
    """Return a page as PNG, `width` pixels wide unless that would make it larger than the limits above.

    Raises:
        PageNotFoundError: The document has no such page.
        PasswordError, DamagedPdfError: The file cannot be read.
    """
    from PIL import Image

    with _opened(path) as document:
        page = _page(document, number, path)
        across, down = page.get_size()
        wanted = max(1, min(width, MAX_IMAGE_WIDTH))
        scale = min(wanted / max(across, 1), (MAX_IMAGE_PIXELS / max(across * down, 1)) ** 0.5)
        try:
            bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise DamagedPdfError(f"Page {number} of {path.name} cannot be drawn. Read its text instead.") from error
        image = bitmap.to_pil().convert("RGB").quantize(IMAGE_COLOURS, dither=Image.Dither.NONE)
        page.close()
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()


def page_pdf(path: Path, number: int) -> bytes:
    """Return one page as a PDF of its own, without scripts, actions, links, form fields or attachments.

    Raises:
        PageNotFoundError: The document has no such page.
        PasswordError, DamagedPdfError: The file cannot be read.
    """
    from ingest.structure import without_active_content  # pypdf takes long to import, and most runs do without

    with _opened(path) as document:
        _page(document, number, path).close()
        out = io.BytesIO()
        single = pypdfium2.PdfDocument.new()
        try:
            single.import_pages(document, [number - 1])
            single.save(out)
        except pypdfium2.PdfiumError as error:
            raise DamagedPdfError(f"Page {number} of {path.name} cannot be copied. Take the whole file.") from error
        finally:
            single.close()
    try:
        return without_active_content(out.getvalue())
    except ValueError as error:
        raise DamagedPdfError(f"Page {number} of {path.name} cannot be copied. Take the whole file.") from error


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document under the lock; an owner password does not stop reading."""
    with _ONE_AT_A_TIME:
        # Not by pypdfium2's own constructor: it takes a document without pages for one that failed to load, and then
        # reports the reason of an earlier failure.
        raw = pdfium.FPDF_LoadDocument(os.fsencode(path) + b"\0", None)
        if not raw:
            raise _load_error(path, pdfium.FPDF_GetLastError())
        document = pypdfium2.PdfDocument(raw)
        try:
            yield document
        finally:
            document.close()


def _load_error(path: Path, code: int) -> IntakeError:
    match code:
        case pdfium.FPDF_ERR_PASSWORD:
            return PasswordError(f"{path.name} needs a password to be opened. Ask its owner for a copy without one.")
        case pdfium.FPDF_ERR_FILE:
            return PathNotFoundError(f"{path} is not there or cannot be read. Check its name and permissions.")
        case pdfium.FPDF_ERR_SECURITY:
            return PasswordError(f"{path.name} is encrypted in a way that cannot be opened. Ask for a plain copy.")
        case _:
            return DamagedPdfError(
                f"{path.name} is truncated or damaged beyond reading. Get it again from where it came."
            )


def _page(document: pypdfium2.PdfDocument, number: int, path: Path) -> pypdfium2.PdfPage:
    if not 1 <= number <= len(document):
        raise PageNotFoundError(f"The document has {len(document)} pages; there is no page {number}.")
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError(f"Page {number} of {path.name} is damaged and cannot be opened.") from error


def _raw_pages(document: pypdfium2.PdfDocument, path: Path, limits: TextLimits) -> Iterator[RawPage]:
    characters = 0
    for index in range(len(document)):
        raw = _raw_page(document, index)
        characters += len(raw.words) + sum(map(len, raw.words))
        if characters > limits.characters:
            raise LimitError(
                f"{path.name} holds more than {limits.characters:,} characters of text. Split it and try again."
            )
        yield raw


def _raw_page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    """Return one page's words; a page that cannot be opened has none, so that the others keep their numbers."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return RawPage(index + 1, 0.0, 0.0, (), (), np.empty((0, 4), np.float32))
    try:
        width, height = page.get_size()
        text_page = page.get_textpage()
        try:
            text = _text(text_page)
            found = cut(text)
            boxes = _boxes(text_page, text, found.spans)
        finally:
            text_page.close()
        shown = _as_displayed(boxes, page)
    except pypdfium2.PdfiumError:
        return RawPage(index + 1, 0.0, 0.0, (), (), np.empty((0, 4), np.float32))
    finally:
        page.close()
    return RawPage(index + 1, width, height, found.words, found.breaks, shown)


def _text(text_page: pypdfium2.PdfTextPage) -> str:
    """Return the page's text as PDFium orders it."""
    count = text_page.count_chars()
    # Two code units a character at most, and the closing zero.
    buffer = ctypes.create_string_buffer(4 * count + 4)
    written = pdfium.FPDFText_GetText(text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    return buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")


def _boxes(text_page: pypdfium2.PdfTextPage, text: str, spans: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return each word's box in the page's own coordinates: left, bottom, right, top.

    A word's box is that of its first and its last character, from descender to ascender. Asking for two characters
    a word instead of all is what keeps this fast.
    """
    raw, box = text_page.raw, pdfium.FPDFText_GetLooseCharBox
    ends: list[int] = (spans - (0, 1)).ravel().tolist()
    if len(text) != text_page.count_chars():
        # Characters without a Unicode value have an index but no place in the text.
        ends = [pdfium.FPDFText_GetCharIndexFromTextIndex(raw, index) for index in ends]
    rectangles = (pdfium.FS_RECTF * len(ends))()
    for index, rectangle in zip(ends, rectangles, strict=True):
        box(raw, index, rectangle)
    corners = np.frombuffer(rectangles, dtype=np.float32).reshape(-1, 2, 4)  # FS_RECTF: left, top, right, bottom
    low, high = corners.min(axis=1), corners.max(axis=1)
    return np.stack(
        [low[:, 0], np.minimum(low[:, 1], low[:, 3]), high[:, 2], np.maximum(high[:, 1], high[:, 3])], axis=1
    ).astype(np.float32)


def _as_displayed(boxes: NDArray[np.float32], page: pypdfium2.PdfPage) -> NDArray[np.float32]:
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
