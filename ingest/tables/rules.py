"""Read the straight lines drawn on a PDF page: strokes, thin filled rectangles, edges of boxes.

Owns only what PDFium says of drawn paths. What the lines mean is told in ingest/tables/ruled.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise, repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.pdf.calls import (
    are_stroked,
    bounds,
    closes,
    count_of_segments,
    fills,
    kind_of_segment,
    matrices,
    points,
    segment_of_path,
)
from ingest.pdf.objects import UNTURNED, Layer, Matrix, Objects, product

MAX_SEGMENTS = 3_000  # read on a page
MAX_RULES = 2_000

_THIN = 3.0  # points; what is no thicker is a line
_SHORTEST = 0.4  # points; a dash or a dot of a dotted line
_STRAIGHT = 0.3  # points that a line may drift over its length
_WHITE = 250  # of 255; a fill as light cannot be told from the paper
_MAX_STROKE = 1_000  # segments of one path; more is a drawing
_MAX_FILL = 24  # segments of a path that is filled only; more is a letter or a drawing

Rule = tuple[float, float, float, float]
_Boxes = NDArray[np.float64]  # (n, 4)
_BOX_CORNERS = (4, 5, 6)  # of a rectangle, with or without its first corner once more, as programs write it


def page_rules(objects: Objects) -> NDArray[np.float32]:
    """Return the straight rules of a page, and the edges of its drawn rectangles.

    Reads MAX_SEGMENTS path segments at most, so that a drawing cannot hold up a page.

    Returns:
        float32 (n, 4): left, bottom, right, top in the page's own coordinates, n at most MAX_RULES; of a horizontal
        rule bottom == top, of a vertical one left == right.
    """
    reader = _Reader()
    layers = [layer for layer in objects.layers if pdfium.FPDF_PAGEOBJ_PATH in layer.kinds]
    found = [reader.rules(layer) for layer in layers]
    return np.concatenate([np.empty((0, 4)), *found])[:MAX_RULES].astype(np.float32)


class _Reader:
    """Reads the rules of a page's layers, and leaves paths aside when it has read enough segments."""

    def __init__(self) -> None:
        self._segments = MAX_SEGMENTS

    def rules(self, layer: Layer) -> _Boxes:
        """Return the rules of a layer's paths, in the order they are drawn."""
        paths = layer.of_kind(pdfium.FPDF_PAGEOBJ_PATH)
        boxes, known = bounds(paths)
        boxes = _placed(boxes, layer.matrix)
        across, along = (boxes[:, 2:] - boxes[:, :2]).T
        seen = known & (np.maximum(across, along) >= _SHORTEST)
        is_thin = np.minimum(across, along) <= _THIN
        thin, thick = np.flatnonzero(seen & is_thin), np.flatnonzero(seen & ~is_thin)
        if not len(thick):
            return _middle_lines(boxes[thin])
        edges = self._edges_of([paths[place] for place in thick.tolist()], layer.matrix)
        drawn = np.concatenate([thin, np.repeat(thick, list(map(len, edges)))])
        rules = np.concatenate([_middle_lines(boxes[thin]), np.array([*chain.from_iterable(edges)]).reshape(-1, 4)])
        return np.asarray(rules[np.argsort(drawn, kind="stable")])

    def _edges_of(self, paths: list[int], matrix: Matrix) -> list[list[Rule]]:
        """Return the straight level or upright stretches of each path."""
        counts = list(map(self._taken, map(count_of_segments, paths), _most_segments(paths)))
        segments = [
            segment
            for path, count in zip(paths, counts, strict=True)
            for segment in map(segment_of_path, repeat(path, count), range(count))
        ]
        places = _moved(points(segments), product(matrices(paths), matrix), counts)
        following = zip(map(kind_of_segment, segments), places.tolist(), map(closes, segments), strict=True)
        return [list(_of_segments(islice(following, count))) for count in counts]

    def _taken(self, count: int, most: int) -> int:
        """Return how many segments of a path are read: all or none."""
        if count > min(self._segments, most):
            return 0
        self._segments -= count
        return count


def _of_segments(segments: Iterable[tuple[int, list[float], int]]) -> Iterator[Rule]:
    """Yield the straight level or upright stretches of a path; thin boxes within it count once."""
    corners: list[list[float]] = []
    for kind, place, closed in segments:
        if kind != pdfium.FPDF_SEGMENT_LINETO:  # a curve, of which only the last point may begin a line
            yield from _edges(corners)
            corners = []
        corners.append(place)
        if closed:
            corners.append(corners[0])
    yield from _edges(corners)


def _edges(corners: list[list[float]]) -> Iterator[Rule]:
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


def _most_segments(paths: list[int]) -> list[int]:
    """Return how many segments each path may have to be read: none if it is only filled, and as white as the paper."""
    channels, known = fills(paths)
    white = (channels[:, 3] == 0) | (channels[:, :3] >= _WHITE).all(axis=1)
    filled = np.where(known & white, 0, _MAX_FILL)
    most: list[int] = np.where(are_stroked(paths), _MAX_STROKE, filled).tolist()
    return most


def _moved(
    places: NDArray[np.float64], of_paths: Sequence[NDArray[np.float64]], counts: list[int]
) -> NDArray[np.float64]:
    """Return the places (n, 2) of so many segments of each path, where the path's matrix puts them."""
    a, b, c, d, e, f = (np.repeat(column, counts) for column in of_paths)
    x, y = places.T
    return np.stack([a * x + c * y + e, b * x + d * y + f], axis=1)


def _placed(boxes: _Boxes, matrix: Matrix) -> _Boxes:
    if matrix == UNTURNED:
        return boxes
    a, b, c, d, e, f = matrix
    across, along = boxes[:, ::2], boxes[:, 1::2]
    x, y = a * across + c * along + e, b * across + d * along + f
    return np.stack([x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)], axis=1)


def _middle_lines(boxes: _Boxes) -> _Boxes:
    """Return the middle line of each thin box."""
    left, bottom, right, top = boxes.T
    level = right - left >= top - bottom
    across, along = (left + right) / 2, (bottom + top) / 2
    return np.where(
        level[:, None], np.stack([left, along, right, along], axis=1), np.stack([across, bottom, across, top], axis=1)
    )
