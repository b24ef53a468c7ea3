"""Find tables that no rule shows: rows whose cells stand apart, in columns, with values among them.

Words are taken in reading order, so that a table within a column of text is not mixed with the column beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.tables.columns import separators
from ingest.tables.contents import is_caption
from ingest.tables.filling import grid_of_rows, rows_of
from ingest.tables.grid import Grid
from ingest.tables.judging import judged
from ingest.tables.lines import TextLine, lines_of
from ingest.tables.sheet import Boxes, Sheet

_CELL_GAP = 1.0  # of a letter's height between cells of a row
_LOOK_BACK = 12  # stretches that a cell of several lines may be drawn before its neighbour
_ROWS = 3
_ROW_GAP = 2.2  # of a letter's height between rows of a table
_SINGLES = 2  # rows of one cell between others


@dataclass(slots=True)
class _Row:
    """Neighbouring words that share heights.

    Attributes:
        first, last: Its words, the last included.
        cells: How many stretches of words it has that stand apart.
    """

    first: int
    last: int
    top: float
    bottom: float
    left: float
    right: float
    cells: int


def unruled_tables(sheet: Sheet, taken: NDArray[np.bool_]) -> list[Grid]:
    """Return the tables among the words that no other table has taken.

    Args:
        taken: bool (n,): whether a word is in a table already.
    """
    if not _worth_it(sheet, taken):
        return []
    found = []
    for block in _blocks(_rows(sheet, taken), sheet.height):
        grid = _grid(block, sheet)
        if grid is not None:
            found.append(grid)
    return found


def _worth_it(sheet: Sheet, taken: NDArray[np.bool_]) -> bool:
    """Tell whether enough neighbouring words stand apart on one line; on most pages none do."""
    return int(np.count_nonzero(_jumps(sheet) & ~taken[1:] & ~taken[:-1])) >= _ROWS


def _level(boxes: Boxes) -> NDArray[np.bool_]:
    """Tell of neighbouring words whether they stand on one line, from left to right."""
    before, after = boxes[:-1], boxes[1:]
    overlap = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    lower = np.minimum(before[:, 3] - before[:, 1], after[:, 3] - after[:, 1])
    return np.asarray((overlap > 0.5 * lower) & (after[:, 0] > before[:, 0]))


def _jumps(sheet: Sheet) -> NDArray[np.bool_]:
    gaps = sheet.boxes[1:, 0] - sheet.boxes[:-1, 2]
    return _level(sheet.boxes) & (gaps > max(_CELL_GAP * sheet.height, sheet.segment_gap))


def _rows(sheet: Sheet, taken: NDArray[np.bool_]) -> list[list[_Row]]:
    """Return the rows of each stretch of words between tables that were found already."""
    boxes = sheet.boxes
    parted = ~_level(boxes) | _jumps(sheet) | taken[1:] | taken[:-1]
    starts = np.concatenate([[0], np.flatnonzero(parted) + 1])
    low = np.minimum.reduceat(boxes[:, :2], starts, axis=0).tolist()
    high = np.maximum.reduceat(boxes[:, 2:], starts, axis=0).tolist()
    ends = np.append(starts[1:], len(boxes)) - 1
    stretches: list[list[_Row]] = [[]]
    for first, last, (left, top), (right, bottom) in zip(starts.tolist(), ends.tolist(), low, high, strict=True):
        if taken[first]:
            stretches.append([])
        else:
            _add(stretches[-1], _Row(first, last, top, bottom, left, right, 1), sheet.height)
    return stretches


def _add(rows: list[_Row], new: _Row, height: float) -> None:
    """Add a stretch of words to the row it stands beside, which takes in what came between, else as a new row."""
    for back in range(len(rows) - 1, max(-1, len(rows) - 1 - _LOOK_BACK), -1):
        beside = new.top < rows[back].bottom - 0.4 * height and new.bottom > rows[back].top + 0.4 * height
        if beside and all(new.left > row.right for row in rows[back:] if row.cells == 1):
            merged = [*rows[back:], new]
            cells = max(max(row.cells for row in rows[back:]) + 1, 2)
            rows[back:] = [_merged(merged, cells)]
            return
    rows.append(new)


def _merged(rows: Sequence[_Row], cells: int) -> _Row:
    return _Row(
        rows[0].first,
        rows[-1].last,
        min(row.top for row in rows),
        max(row.bottom for row in rows),
        min(row.left for row in rows),
        max(row.right for row in rows),
        cells,
    )


def _blocks(stretches: Sequence[Sequence[_Row]], height: float) -> list[list[_Row]]:
    """Return rows that follow one another closely, most of them with several cells."""
    blocks = []
    for rows in stretches:
        block: list[_Row] = []
        for row in rows:
            if block and not _follows(block, row, height):
                blocks.append(block)
                block = []
            block.append(row)
        blocks.append(block)
    trimmed = [_trimmed(block, height) for block in blocks]
    return [block for block in trimmed if sum(row.cells > 1 for row in block) >= _ROWS]


def _follows(block: Sequence[_Row], row: _Row, height: float) -> bool:
    near = -0.5 * height < row.top - block[-1].bottom < _ROW_GAP * height
    over = min(row.right, max(other.right for other in block)) > max(row.left, min(other.left for other in block))
    singles = row.cells == 1 and all(other.cells == 1 for other in block[-_SINGLES:])
    return near and over and not (singles and len(block) >= _SINGLES)


def _trimmed(block: list[_Row], height: float) -> list[_Row]:
    """Return a block without the rows of one cell at its ends, but for the rest of a cell at the right."""
    several = [place for place, row in enumerate(block) if row.cells > 1]
    if not several:
        return []
    end = several[-1] + 1
    left = min(block[place].left for place in several)
    while end < len(block) and block[end].left > left + 2 * height and _close(block[end - 1], block[end], height):
        end += 1
    return block[several[0] : end]


def _close(above: _Row, below: _Row, height: float) -> bool:
    return below.top - above.bottom < 0.3 * height


def _grid(block: Sequence[_Row], sheet: Sheet) -> Grid | None:
    lines = _without_caption(lines_of(range(block[0].first, block[-1].last + 1), sheet), sheet)
    gutters = separators(lines, sheet)
    if not gutters or len(lines) < _ROWS:
        return None
    return judged(grid_of_rows(rows_of(lines, gutters, sheet), gutters, sheet), sheet, ruled=False)


def _without_caption(lines: list[TextLine], sheet: Sheet) -> list[TextLine]:
    while lines and is_caption(sheet.text(lines[0].words)):
        lines = lines[1:]
    return lines
