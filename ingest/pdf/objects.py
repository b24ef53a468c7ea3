"""List what is drawn on a PDF page, forms (XObjects) looked into, each list once for all who ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, repeat

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.pdf.calls import Call, Matrices, count_of_objects, handle, kind_of, matrices, object_of_form, object_of_page

MAX_OBJECTS = 10_000  # of a page, with those of its forms; a map or a chart has many more

_FORM_DEPTH = 3

Matrix = tuple[float, float, float, float, float, float]  # PDF 32000-1, 8.3.4
UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Layer:
    """Neighbouring objects, in the order they are drawn, of a page or of one form on it.

    Attributes:
        items: PDFium's handles.
        kinds: What each is: FPDF_PAGEOBJ_TEXT and so on.
        matrix: From the coordinates they are drawn in to the page's own.
        depth: 0 for the page's own, else how many forms they are in; those of a form follow the layer that it ends.
    """

    items: list[int]
    kinds: list[int]
    matrix: Matrix
    depth: int

    def of_kind(self, kind: int) -> list[int]:
        """Return the objects of one kind."""
        return list(compress(self.items, map(kind.__eq__, self.kinds)))


@dataclass(frozen=True, slots=True)
class Objects:
    """What is drawn on a page.

    Attributes:
        layers: In the order they are drawn, with MAX_OBJECTS objects at most.
        all_told: Whether there are no more than these.
    """

    layers: list[Layer]
    all_told: bool


def objects_of(page: pypdfium2.PdfPage) -> Objects:
    """Return what is drawn on a page and in its forms, and in theirs."""
    layers: list[Layer] = []
    left = MAX_OBJECTS
    for layer in _of_page(page):
        if len(layer.items) > left:
            layers.append(Layer(layer.items[:left], layer.kinds[:left], layer.matrix, layer.depth))
            return Objects(layers, all_told=False)
        layers.append(layer)
        left -= len(layer.items)
    return Objects(layers, all_told=True)


def product(first: Matrices, second: Matrix) -> Matrices:
    """Return the matrices that do each of `first`, then `second` (PDF 32000-1, 8.3.4)."""
    if second == UNTURNED:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _of_page(page: pypdfium2.PdfPage) -> Iterator[Layer]:
    count = pdfium.FPDFPage_CountObjects(page.raw)
    yield from _layers(object_of_page, handle(page.raw), count, UNTURNED, 0)


def _layers(objects: Call, owner: int, count: int, matrix: Matrix, depth: int) -> Iterator[Layer]:
    """Yield the objects of a page or a form, those of a form within it right after that form."""
    items = list(map(objects, repeat(owner), range(min(count, MAX_OBJECTS + 1))))
    kinds = list(map(kind_of, items))
    first = 0
    forms = pdfium.FPDF_PAGEOBJ_FORM in kinds and depth < _FORM_DEPTH
    for place in [place for place, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_FORM] if forms else []:
        yield Layer(items[first : place + 1], kinds[first : place + 1], matrix, depth)
        yield from _of_form(items[place], matrix, depth + 1)
        first = place + 1
    yield Layer(items[first:], kinds[first:], matrix, depth)


def _of_form(form: int, outer: Matrix, depth: int) -> Iterator[Layer]:
    a, b, c, d, e, f = (float(value) for (value,) in product(matrices([form]), outer))
    yield from _layers(object_of_form, form, count_of_objects(form), (a, b, c, d, e, f), depth)
