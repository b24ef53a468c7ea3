"""PDFium's calls for what a page has hundreds of: characters, drawn objects, segments of paths.

Handles and places of memory are plain numbers here. pypdfium2's own bindings make an object for each of them, which
takes longer than most of these calls do. They are to be made under the lock of ingest/pdf/pages.py, like all others.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, Protocol

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_HANDLE = _PLACE = ctypes.c_void_p
_INT = ctypes.c_int

_Column = NDArray[np.float64]
Matrices = tuple[_Column, _Column, _Column, _Column, _Column, _Column]


class Call(Protocol):
    """A call that takes and gives numbers; a handle that is missing is None."""

    def __call__(self, *arguments: int | None) -> Any:
        """Make the call."""
        ...


def handle(opened: object) -> int:
    """Return the handle behind one of pypdfium2's."""
    return ctypes.cast(opened, _HANDLE).value or 0  # type: ignore[arg-type]  # a pointer, as pypdfium2 keeps it


def places(rows: NDArray[Any]) -> Iterator[Iterable[int]]:
    """Yield for each column of a contiguous array (n, m) where its values stand in memory, row after row."""
    start, size = rows.ctypes.data, rows.itemsize
    wide = size * rows.shape[1]
    for column in range(rows.shape[1]):
        yield range(start + size * column, start + size * column + wide * len(rows), wide)


def bounds(items: list[int]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return left, bottom, right, top of objects as (n, 4), in the coordinates they are drawn in, and which are known.

    Only those of known bounds have theirs; the others have zeros.
    """
    sides = np.zeros((len(items), 4), np.float32)
    known = np.fromiter(map(_object_bounds, items, *places(sides)), np.bool_, len(items))
    return sides.astype(np.float64), known


def fills(items: list[int]) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return red, green, blue and opacity of objects as (n, 4), each up to 255, and of which they are known."""
    channels = np.zeros((len(items), 4), np.uint32)
    known = np.fromiter(map(_object_fill, items, *places(channels)), np.bool_, len(items))
    return channels, known


def character_fills(text_page: int, indices: list[int]) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return the same of characters."""
    channels = np.zeros((len(indices), 4), np.uint32)
    known = map(_character_fill, repeat(text_page), indices, *places(channels))
    return channels, np.fromiter(known, np.bool_, len(indices))


def character_boxes(text_page: int, indices: list[int]) -> NDArray[np.float32]:
    """Return left, bottom, right, top of characters, from descender to ascender, as (n, 4)."""
    corners = np.zeros((len(indices), 4), np.float32)
    lefts, *_ = places(corners)
    for _ in map(_loose_box, repeat(text_page), indices, lefts):
        pass
    return np.concatenate([np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])], 1)


def are_stroked(paths: list[int]) -> NDArray[np.bool_]:
    """Tell which paths are drawn as lines, whether or not they are filled too."""
    modes = np.zeros((len(paths), 2), np.int32)  # how they are filled, whether they are stroked
    for _ in map(_draw_mode, paths, *places(modes)):
        pass
    return np.asarray(modes[:, 1] != 0)


def matrices(items: list[int]) -> Matrices:
    """Return the matrices of forms or paths, an array for each of the six numbers."""
    found = np.zeros((len(items), 6), np.float32)
    found[:, ::3] = 1
    first, *_ = places(found)
    for _ in map(_object_matrix, items, first):
        pass
    a, b, c, d, e, f = found.astype(np.float64).T
    return a, b, c, d, e, f


def points(segments: list[int]) -> NDArray[np.float64]:
    """Return where segments of a path end, in the path's own coordinates, as (n, 2)."""
    found = np.zeros((len(segments), 2), np.float32)
    for _ in map(_segment_point, segments, *places(found)):
        pass
    return found.astype(np.float64)


def _bound(name: str, result: Any, *arguments: Any) -> Call:
    """Return one of PDFium's functions, to be called with numbers; Python's lock is kept, so short ones only."""
    address = ctypes.cast(getattr(pdfium, name), _PLACE).value or 0
    made: Call = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return made


object_of_page = _bound("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
object_of_form = _bound("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
kind_of = _bound("FPDFPageObj_GetType", _INT, _HANDLE)
render_mode = _bound("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
object_of_character = _bound("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
character_of_text = _bound("FPDFText_GetCharIndexFromTextIndex", _INT, _HANDLE, _INT)
count_of_objects = _bound("FPDFFormObj_CountObjects", _INT, _HANDLE)
count_of_segments = _bound("FPDFPath_CountSegments", _INT, _HANDLE)
segment_of_path = _bound("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
kind_of_segment = _bound("FPDFPathSegment_GetType", _INT, _HANDLE)
closes = _bound("FPDFPathSegment_GetClose", _INT, _HANDLE)

_object_bounds = _bound("FPDFPageObj_GetBounds", _INT, _HANDLE, *4 * [_PLACE])
_object_fill = _bound("FPDFPageObj_GetFillColor", _INT, _HANDLE, *4 * [_PLACE])
_character_fill = _bound("FPDFText_GetFillColor", _INT, _HANDLE, _INT, *4 * [_PLACE])
_loose_box = _bound("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _PLACE)
_segment_point = _bound("FPDFPathSegment_GetPoint", _INT, _HANDLE, *2 * [_PLACE])
_draw_mode = _bound("FPDFPath_GetDrawMode", _INT, _HANDLE, *2 * [_PLACE])
_object_matrix = _bound("FPDFPageObj_GetMatrix", _INT, _HANDLE, _PLACE)
