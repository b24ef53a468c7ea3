"""Find the caption of each table: lines right above or below it that begin like one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ingest.tables.contents import is_caption, texts_of
from ingest.tables.grid import Grid
from ingest.tables.judging import with_head
from ingest.tables.lines import TextLine, lines_of
from ingest.tables.sheet import Sheet

_FURTHEST = 2.5  # letter heights between a caption and its table
_MAX_LINES = 4
_READ = 60  # words before or after a table
_LINE_GAP = 1.2  # letter heights between a caption that stands above and its title
_TIGHT = 0.2  # letter heights between lines of a caption that stands below, before the text goes on
_REACH = 8.0  # letter heights that are looked at


@dataclass(frozen=True, slots=True, order=True)
class _Offer:
    """A caption that a table may have; the nearest is taken first.

    Attributes:
        distance: Between them, in points.
        table: Place of the table among those of the page.
    """

    distance: float
    table: int
    words: tuple[int, ...]


def with_captions(grids: Sequence[Grid], sheet: Sheet) -> list[Grid]:
    """Return grids, in the order given, with the words of their captions; no caption serves two."""
    bare = [_without_caption_row(grid, sheet) for grid in grids]
    free = np.ones(len(sheet.words), np.bool_)
    for grid in bare:
        free[[*grid.words, *grid.caption]] = False
    captions = {table: grid.caption for table, grid in enumerate(bare) if grid.caption}
    for offer in sorted(offer for table, grid in enumerate(bare) for offer in _offers(table, grid, sheet, free)):
        if offer.table not in captions and free[list(offer.words)].all():
            captions[offer.table] = offer.words
            free[list(offer.words)] = False
    return [replace(grid, caption=captions.get(table, ())) for table, grid in enumerate(bare)]


def _offers(table: int, grid: Grid, sheet: Sheet, free: NDArray[np.bool_]) -> Iterator[_Offer]:
    above, below = _above(grid, sheet, free), _below(grid, sheet, free)
    if above:
        yield _Offer(grid.box[1] - above[-1].bottom, table, _words(above))
    if below:
        yield _Offer(below[0].top - grid.box[3], table, _words(below))


def _words(lines: Sequence[TextLine]) -> tuple[int, ...]:
    return tuple(word for line in lines for word in line.words)


def _without_caption_row(grid: Grid, sheet: Sheet) -> Grid:
    """Return a grid whose caption, if it stands in a row of its own within the frame, is no row."""
    for row in (0, grid.row_count - 1):
        own = [cell for cell in grid.cells if cell.row == row]
        if len(own) == 1 and grid.row_count > 2 and is_caption(sheet.text(own[0].words)):
            cells = tuple(replace(cell, row=cell.row - (row == 0)) for cell in grid.cells if cell.row != row)
            rest = replace(grid, cells=cells, row_count=grid.row_count - 1, caption=own[0].words)
            return with_head(rest, texts_of(rest, sheet))
    return grid


def _near(grid: Grid, sheet: Sheet, free: NDArray[np.bool_], top: float, bottom: float) -> list[TextLine]:
    """Return the lines between two heights that stand over or under a table, or are read right before or after it."""
    boxes, height = sheet.boxes, sheet.height
    own = grid.words
    near = (boxes[:, 2] > grid.box[0] - 2 * height) & (boxes[:, 0] < grid.box[2] + 2 * height)
    near[max(0, min(own) - _READ) : max(own) + 1 + _READ] = True
    return lines_of(np.flatnonzero(free & near & (sheet.down > top) & (sheet.down < bottom)).tolist(), sheet)


def _above(grid: Grid, sheet: Sheet, free: NDArray[np.bool_]) -> list[TextLine]:
    """Return the lines from the nearest one above that begins like a caption down to the table."""
    height = sheet.height
    lines = _near(grid, sheet, free, grid.box[1] - _REACH * height, grid.box[1] + 0.3 * height)
    below = grid.box[1]
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _MAX_LINES), -1):
        gap = below - lines[place].bottom
        if gap > (_FURTHEST if place == len(lines) - 1 else _LINE_GAP) * height:
            return []
        if is_caption(sheet.text(lines[place].words)):
            return lines[place:]
        below = lines[place].top
    return []


def _below(grid: Grid, sheet: Sheet, free: NDArray[np.bool_]) -> list[TextLine]:
    """Return the line below, if it begins like a caption, and those that go on with it."""
    height = sheet.height
    lines = _near(grid, sheet, free, grid.box[3] - 0.3 * height, grid.box[3] + _REACH * height)
    if not lines or lines[0].top - grid.box[3] > _FURTHEST * height or not is_caption(sheet.text(lines[0].words)):
        return []
    end = 1
    while end < min(len(lines), _MAX_LINES) and lines[end].top - lines[end - 1].bottom < _TIGHT * height:
        end += 1
    return lines[:end]
