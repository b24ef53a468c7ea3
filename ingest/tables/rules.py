"""Read the straight lines drawn on a PDF page: strokes, thin filled rectangles, edges of boxes.

Owns only what PDFium says of drawn paths. What the lines mean is told in ingest/tables/ruled.py.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

MAX_OBJECTS = 10_000  # looked at on a page; a map or a chart has many more, and no table
MAX_SEGMENTS = 3_000  # read on a page
MAX_RULES = 2_000

_THIN = 3.0  # points; what is no thicker is a line
_SHORTEST = 0.4  # points; a dash or a dot of a dotted line
_STRAIGHT = 0.3  # points that a line may drift over its length
_WHITE = 250  # of 255; a fill as light cannot be told from the paper
_FORM_DEPTH = 3
_MAX_STROKE = 1_000  # segments of one path; more is a drawing
_MAX_FILL = 24  # segments of a path that is filled only; more is a letter or a drawing

Rule = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]
_UNTURNED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BOX_CORNERS = (4, 5, 6)  # of a rectangle, with or without its first corner once more, as programs write it


def page_rules(page: pypdfium2.PdfPage) -> NDArray[np.float32]:
    """Return the straight rules of a page, and the edges of its drawn rectangles.

    Looks at MAX_OBJECTS objects and MAX_SEGMENTS path segments at most, so that a drawing cannot hold up a page;
    forms (XObjects) are looked into.

    Returns:
        float32 (n, 4): left, bottom, right, top in the page's own coordinates, n at most MAX_RULES; of a horizontal
        rule bottom == top, of a vertical one left == right.
    """
    reader = _Reader()
    raw = page.raw
    count = min(pdfium.FPDFPage_CountObjects(raw), MAX_OBJECTS)
    objects = (pdfium.FPDFPage_GetObject(raw, index) for index in range(count))
    rules = reader.rules(objects, _UNTURNED, _FORM_DEPTH)
    found = [rule for rule, _ in zip(rules, range(MAX_RULES), strict=False)]
    return np.array(found, np.float32).reshape(-1, 4)


class _Reader:
    """Reads the rules of a page's objects, and stops when it has looked at enough."""

    def __init__(self) -> None:
        self._objects = MAX_OBJECTS
        self._segments = MAX_SEGMENTS
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._pointers = [ctypes.byref(value) for value in self._floats]

    def rules(self, objects: Iterator[object], matrix: _Matrix, depth: int) -> Iterator[Rule]:
        for item in objects:
            self._objects -= 1
            if self._objects < 0:
                return
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield from self._of_path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 0:
                yield from self._of_form(item, matrix, depth - 1)

    def _of_form(self, item: object, matrix: _Matrix, depth: int) -> Iterator[Rule]:
        count = min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS)
        objects = (pdfium.FPDFFormObj_GetObject(item, index) for index in range(count))
        yield from self.rules(objects, _product(_matrix_of(item), matrix), depth)

    def _of_path(self, item: object, matrix: _Matrix) -> Iterator[Rule]:
        if not pdfium.FPDFPageObj_GetBounds(item, *self._pointers):
            return
        left, bottom, right, top = _placed(tuple(value.value for value in self._floats), matrix)  # type: ignore[arg-type]  # four
        wide, tall = right - left, top - bottom
        if max(wide, tall) < _SHORTEST:
            return
        if min(wide, tall) <= _THIN:
            yield _thin_rule(left, bottom, right, top)
            return
        count = pdfium.FPDFPath_CountSegments(item)
        if count <= self._segments and count <= _most_segments(item):
            self._segments -= count
            yield from self._of_segments(item, count, _product(_matrix_of(item), matrix))

    def _of_segments(self, item: object, count: int, matrix: _Matrix) -> Iterator[Rule]:
        """Yield the straight level or upright stretches of a path; thin boxes within it count once."""
        x, y = self._floats[:2]
        corners: list[tuple[float, float]] = []
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind != pdfium.FPDF_SEGMENT_LINETO:  # a curve, of which only the last point may begin a line
                yield from _edges(corners)
                corners = []
            pdfium.FPDFPathSegment_GetPoint(segment, *self._pointers[:2])
            corners.append(_moved(x.value, y.value, matrix))
            if pdfium.FPDFPathSegment_GetClose(segment):
                corners.append(corners[0])
        yield from _edges(corners)


def _edges(corners: list[tuple[float, float]]) -> Iterator[Rule]:
    if len(corners) in _BOX_CORNERS:
        across, along = zip(*corners, strict=True)
        box = (min(across), min(along), max(across), max(along))
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield _thin_rule(*box)
            return
    for (x0, y0), (x1, y1) in pairwise(corners):
        wide, tall = abs(x1 - x0), abs(y1 - y0)
        if min(wide, tall) <= _STRAIGHT and max(wide, tall) >= _SHORTEST:
            yield _thin_rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _thin_rule(left: float, bottom: float, right: float, top: float) -> Rule:
    """Return the middle line of a thin box."""
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


def _most_segments(item: object) -> int:
    """Return how many segments a path may have to be read: none if it is only filled, and as white as the paper."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if stroke.value:
        return _MAX_STROKE
    channels = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, channels))
    white = channels[3].value == 0 or all(channel.value >= _WHITE for channel in channels[:3])
    return 0 if known and white else _MAX_FILL


def _matrix_of(item: object) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _UNTURNED
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    """Return the matrix that does `first`, then `second` (PDF 32000-1, 8.3.4)."""
    if second == _UNTURNED:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _placed(box: Rule, matrix: _Matrix) -> Rule:
    if matrix == _UNTURNED:
        return box
    (x0, y0), (x1, y1) = _moved(box[0], box[1], matrix), _moved(box[2], box[3], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
