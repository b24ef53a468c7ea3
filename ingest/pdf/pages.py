"""Read and draw PDF pages with PDFium: running text, word boxes, page images; single pages are cut out by pypdf.

Owns opening files with PDFium, which is not thread-safe: one lock guards it; a page's words are read in
ingest/pdf/words.py. Metadata and outline are read
in ingest/pdf/structure.py. No limit of time or memory is kept here; ingest/reader.py and ingest/pdf/drawing.py run this
in child processes.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

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
from ingest.layout.margins import set_apart
from ingest.layout.order import ordered
from ingest.layout.page_text import RawPage
from ingest.pdf.words import raw_page
from ingest.tables.reading import pages_and_tables

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
    """Return every page with its text and word boxes, in reading order, running heads and feet last; no image is read.

    Raises:
        PasswordError, DamagedPdfError, NoPagesError, LimitError: As `raw_pages`.
    """
    return pages_and_tables([ordered(raw) for raw in set_apart(list(raw_pages(path, limits)))])[0]


def _untold(page: int, of: int) -> None:
    """Tell nobody."""


def raw_pages(path: Path, limits: TextLimits, report: Callable[[int, int], None] = _untold) -> Iterator[RawPage]:
    """Yield every page as PDFium orders its words; PDFium is held until the last page was taken.

    Args:
        report: Told which page of how many is begun.

    Raises:
        PasswordError, DamagedPdfError, NoPagesError: The file cannot be read.
        LimitError: It has more pages or text than the limits allow.
    """
    with opened(path) as document:
        count = len(document)
        if count == 0:
            raise NoPagesError(f"{path.name} holds no page. Check that it is complete and open it in a PDF viewer.")
        if count > limits.pages:
            raise LimitError(
                f"{path.name} has {count:,} pages, and at most {limits.pages:,} are read. Split it and try again."
            )
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()
        yield from _within(limits, _each_page(document, report), path)


def page_image(path: Path, number: int, *, width: int) -> bytes:
    """Return a page as PNG, `width` pixels wide unless that would make it larger than the limits above.

    Raises:
        PageNotFoundError: The document has no such page.
        PasswordError, DamagedPdfError: The file cannot be read.
    """
    from PIL import Image

    with opened(path) as document:
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
    from ingest.pdf.structure import without_active_content  # pypdf takes long to import, and most runs do without

    with opened(path) as document:
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
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document under the lock; an owner password does not stop reading.

    Raises:
        PasswordError, DamagedPdfError, PathNotFoundError: It cannot be opened.
    """
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


def _each_page(document: pypdfium2.PdfDocument, report: Callable[[int, int], None]) -> Iterator[RawPage]:
    count = len(document)
    for index in range(count):
        report(index + 1, count)
        yield raw_page(document, index)


def _within(limits: TextLimits, pages: Iterable[RawPage], path: Path) -> Iterator[RawPage]:
    characters = 0
    for raw in pages:
        characters += len(raw.words) + sum(map(len, raw.words))
        if characters > limits.characters:
            raise LimitError(
                f"{path.name} holds more than {limits.characters:,} characters of text. Split it and try again."
            )
        yield raw
