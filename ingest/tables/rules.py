"""Read the straight lines drawn on a PDF page: strokes, thin filled rectangles, edges of boxes.

Owns only what PDFium says of drawn paths. What the lines mean is told in ingest/tables/ruled.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

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
        edges, owners = self._edges_of([paths[place] for place in thick.tolist()], layer.matrix)
        drawn = np.concatenate([thin, thick[owners]])
        rules = np.concatenate([_middle_lines(boxes[thin]), edges])
        return np.asarray(rules[np.argsort(drawn, kind="stable")])

    def _edges_of(self, paths: list[int], matrix: Matrix) -> tuple[_Boxes, NDArray[np.int64]]:
        """Return the straight level or upright stretches of paths, and of which path each is."""
        counts = list(map(self._taken, map(count_of_segments, paths), _most_segments(paths)))
        segments = [
            segment
            for path, count in zip(paths, counts, strict=True)
            for segment in map(segment_of_path, repeat(path, count), range(count))
        ]
        if not segments:
            return np.empty((0, 4)), np.empty(0, np.int64)
        owners = np.repeat(np.arange(len(paths)), counts)
        curved = np.fromiter(map(pdfium.FPDF_SEGMENT_LINETO.__ne__, map(kind_of_segment, segments)), np.bool_)
        closed = np.fromiter(map(closes, segments), np.bool_)
        places = _moved(points(segments), product(matrices(paths), matrix), counts)
        # Of a curve only the last point may begin a line.
        first = np.flatnonzero(curved | (np.diff(owners, prepend=-1) != 0))
        edges, of_run = _edges(*_corners(places, first, closed))
        return edges, owners[first][of_run]

    def _taken(self, count: int, most: int) -> int:
        """Return how many segments of a path are read: all or none."""
        if count > min(self._segments, most):
            return 0
        self._segments -= count
        return count


def _corners(
    places: NDArray[np.float64], first: NDArray[np.int64], closed: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the corners of runs of lines as (n, 2), and of which run each is.

    Args:
        places: Where segments end.
        first: The segments that begin a run.
        closed: After which segments a run leads back to its first corner.
    """
    runs = np.repeat(np.arange(len(first)), np.diff(first, append=len(places)))
    times = 1 + closed.astype(np.int64)
    corners = np.repeat(np.arange(len(places)), times)
    corners[np.cumsum(times)[closed] - 1] = first[runs[closed]]
    return places[corners], np.repeat(runs, times)


def _edges(corners: NDArray[np.float64], runs: NDArray[np.int64]) -> tuple[_Boxes, NDArray[np.int64]]:
    """Return the straight level or upright edges between the corners of each run, and of which run each is.

    A thin box is one edge: its middle line.
    """
    starts = np.flatnonzero(np.diff(runs, prepend=-1))
    around = _around(np.minimum.reduceat(corners, starts), np.maximum.reduceat(corners, starts))
    is_box = np.isin(np.diff(starts, append=len(runs)), _BOX_CORNERS) & (_sizes(around).min(axis=1) <= _THIN)
    inner = (runs[1:] == runs[:-1]) & ~is_box[runs[1:]]
    before, after = corners[:-1][inner], corners[1:][inner]
    sides = _around(np.minimum(before, after), np.maximum(before, after))
    straight = (_sizes(sides).min(axis=1) <= _STRAIGHT) & (_sizes(sides).max(axis=1) >= _SHORTEST)
    owners = np.concatenate([np.flatnonzero(is_box), runs[1:][inner][straight]])
    order = np.argsort(owners, kind="stable")
    return _middle_lines(np.concatenate([around[is_box], sides[straight]]))[order], owners[order]


def _around(low: NDArray[np.float64], high: NDArray[np.float64]) -> _Boxes:
    return np.concatenate([low, high], axis=1)


def _sizes(boxes: _Boxes) -> NDArray[np.float64]:
    return boxes[:, 2:] - boxes[:, :2]


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
