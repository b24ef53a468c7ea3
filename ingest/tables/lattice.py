"""Cells of a lattice: where rules part rows and columns, and which cells they leave open to their neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.tables.grid import GridCell, in_order
from ingest.tables.lines import Segment, lines_of
from ingest.tables.sheet import Sheet
from ingest.tables.strokes import Strokes

SAME_EDGE = 3.0  # points
_REACH = 0.6  # of a cell's side that a rule must run along

_Within = dict[tuple[int, int], list[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Where rules part rows and columns.

    Attributes:
        xs, ys: Edges of columns and rows, ascending, at least two each.
        sides: bool (rows, columns + 1): whether something parts a cell from the one to its left.
        floors: bool (rows + 1, columns): whether something parts a cell from the one above.
    """

    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    sides: NDArray[np.bool_]
    floors: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1


def along(strokes: Strokes, across: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return bool (intervals between edges, places across): whether a stroke runs along it there."""
    place, start, end = (column[:, None] for column in strokes.T)
    near = np.abs(place - across) <= SAME_EDGE
    low, high = edges[:-1], edges[1:]
    runs = np.minimum(end, high) - np.maximum(start, low) >= _REACH * (high - low)
    return np.asarray((near[:, None, :] & runs[:, :, None]).any(axis=0))


def cells_of(lattice: Lattice, inside: Sequence[int], sheet: Sheet) -> tuple[GridCell, ...]:
    """Return the cells that hold words; those that nothing parts are one spanning cell.

    In a row without any upright rule, as between two coloured stripes, white parts cells too.
    """
    within = _within(lattice, inside, sheet)
    sides = lattice.sides.copy()
    for row in np.flatnonzero(~sides[:, 1:-1].any(axis=1)).tolist():
        sides[row, 1:-1] = _parted_by_white(lattice, within, row, sheet)
    done = np.zeros(lattice.shape, np.bool_)
    found = []
    for row, column in np.ndindex(*lattice.shape):
        if done[row, column]:
            continue
        right, bottom = _extent(sides, lattice.floors, done, row, column)
        done[row : bottom + 1, column : right + 1] = True
        own = [
            word for down in range(row, bottom + 1) for over in range(column, right + 1) for word in within[down, over]
        ]
        if own:
            found.append(GridCell(row, column, _reading(own, sheet), bottom - row + 1, right - column + 1))
    return in_order(found)


def _within(lattice: Lattice, inside: Sequence[int], sheet: Sheet) -> _Within:
    own = sheet.boxes[list(inside)]
    rows = np.searchsorted(lattice.ys, (own[:, 1] + own[:, 3]) / 2) - 1
    columns = np.searchsorted(lattice.xs, (own[:, 0] + own[:, 2]) / 2) - 1
    last_row, last_column = lattice.shape[0] - 1, lattice.shape[1] - 1
    found: _Within = defaultdict(list)
    places = zip(inside, rows.clip(0, last_row).tolist(), columns.clip(0, last_column).tolist(), strict=True)
    for word, row, column in places:
        found[row, column].append(word)
    return found


def _extent(
    sides: NDArray[np.bool_], floors: NDArray[np.bool_], done: NDArray[np.bool_], row: int, column: int
) -> tuple[int, int]:
    """Return the last column and row of the cell that begins here."""
    rows, columns = done.shape
    right = column
    while right + 1 < columns and not sides[row, right + 1] and not done[row, right + 1]:
        right += 1
    bottom = row
    while bottom + 1 < rows and not floors[bottom + 1, column : right + 1].any():
        if done[bottom + 1, column : right + 1].any() or sides[bottom + 1, column + 1 : right + 1].any():
            break
        bottom += 1
    return right, bottom


def _parted_by_white(lattice: Lattice, within: _Within, row: int, sheet: Sheet) -> NDArray[np.bool_]:
    """Return for the inner sides of a row whether its words stand apart there; a lone text spans them all."""
    columns = lattice.shape[1]
    filled = [column for column in range(columns) if within[row, column]]
    if len(filled) < 2:
        return np.zeros(columns - 1, np.bool_)
    own = [word for column in filled for word in within[row, column]]
    segments: list[Segment] = [segment for line in lines_of(own, sheet) for segment in line.segments]
    crossed = [any(s.left < x - 1 and s.right > x + 1 for s in segments) for x in lattice.xs[1:-1].tolist()]
    return ~np.array(crossed, np.bool_)


def _reading(words: Sequence[int], sheet: Sheet) -> tuple[int, ...]:
    """Return the words of a cell line by line."""
    return tuple(word for line in lines_of(words, sheet) for word in line.words)
