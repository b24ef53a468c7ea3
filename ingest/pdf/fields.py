"""Read what was filled into the form fields of a PDF page; PDFium's page text leaves it out.

A value stands after what is left of its field on the same line, mostly the field's name; without such words it stands
at the page's end. Passwords, hidden fields, buttons and ticks are left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.layout.page_text import RawPage, cut
from ingest.layout.turning import as_displayed

MAX_FIELDS = 2_000  # looked at on a page
MAX_VALUE = 20_000  # characters of one field

_VALUED = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13  # PDF 32000-1, table 228
_SAME_LINE = 0.5  # of the lower of two boxes that share a line


def with_fields(raw: RawPage, page: pypdfium2.PdfPage) -> RawPage:
    """Return a page with the values of its fields as words, each with the box of its whole field."""
    if page.formenv is None:
        return raw
    values = list(_values(page))
    boxes = as_displayed(np.array([box for _, box in values], np.float32).reshape(-1, 4), page)
    for (value, _), box in zip(values, boxes, strict=True):
        raw = _inserted(raw, value, box)
    return raw


def _inserted(raw: RawPage, value: str, box: NDArray[np.float32]) -> RawPage:
    found = cut(value)
    if not found.words:
        return raw
    before = _label(raw.boxes, box)
    place = len(raw.words) if before is None else before + 1
    words, breaks = list(raw.words), list(raw.breaks)
    following = "\n"
    if place:
        following, breaks[place - 1] = breaks[place - 1] or "\n", "\n" if before is None else " "
    own = [gap.replace("\n", " ") for gap in found.breaks[:-1]] + [following]
    return replace(
        raw,
        words=[*words[:place], *found.words, *words[place:]],
        breaks=[*breaks[:place], *own, *breaks[place:]],
        boxes=np.insert(raw.boxes, place, np.repeat(box[None], len(found.words), axis=0), axis=0),
    )


def _label(boxes: NDArray[np.float32], box: NDArray[np.float32]) -> int | None:
    """Return the nearest word to the left of a field on its line."""
    left, top, _, bottom = box
    overlap = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
    lower = np.minimum(boxes[:, 3] - boxes[:, 1], bottom - top)
    beside = np.flatnonzero((overlap > _SAME_LINE * lower) & ((boxes[:, 0] + boxes[:, 2]) / 2 < left))
    return int(beside[np.argmax(boxes[beside, 2])]) if len(beside) else None


def _values(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield the fields' values, with their boxes in the page's own coordinates."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_FIELDS)):
        with _annotation(page, index) as annotation:
            if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET or _is_unread(page, annotation):
                continue
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
            low, high = sorted((box.bottom, box.top))
            yield _value(page, annotation), (min(box.left, box.right), low, max(box.left, box.right), high)


@contextmanager
def _annotation(page: pypdfium2.PdfPage, index: int) -> Iterator[object]:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_unread(page: pypdfium2.PdfPage, annotation: object) -> bool:
    if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return True
    kind = pdfium.FPDFAnnot_GetFormFieldType(page.formenv.raw, annotation)
    flags = pdfium.FPDFAnnot_GetFormFieldFlags(page.formenv.raw, annotation)
    return kind not in _VALUED or (kind == pdfium.FPDF_FORMFIELD_TEXTFIELD and bool(flags & _PASSWORD))


def _value(page: pypdfium2.PdfPage, annotation: object) -> str:
    size = min(pdfium.FPDFAnnot_GetFormFieldValue(page.formenv.raw, annotation, None, 0), 2 * MAX_VALUE + 2)
    buffer = ctypes.create_string_buffer(size + 2)
    place = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = pdfium.FPDFAnnot_GetFormFieldValue(page.formenv.raw, annotation, place, size)
    return buffer.raw[: max(0, min(written, size) - 2)].decode("utf-16-le", errors="replace")
