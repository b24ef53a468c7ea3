"""Cells of a lattice: where rules part rows and columns, and which cells they leave open to their neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ingest.tables.grid import GridCell
from ingest.tables.lines import lines_of, words_by_line
from ingest.tables.sheet import Sheet
from ingest.tables.strokes import Strokes

SAME_EDGE = 3.0  # points
_REACH = 0.6  # of a cell's side that a rule must run along

_Within = dict[tuple[int, int], list[int]]
_Parted = list[list[bool]]


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
    sides: _Parted = lattice.sides.tolist()
    floors: _Parted = lattice.floors.tolist()
    for row, own in enumerate(sides):
        if not any(own[1:-1]):
            own[1:-1] = _parted_by_white(lattice, within, row, sheet)
    rows, columns = lattice.shape
    done = [[False] * columns for _ in range(rows)]
    found = []
    for row in range(rows):
        for column in range(columns):
            if done[row][column]:
                continue
            right, bottom = _extent(sides, floors, done, row, column)
            own_words: list[int] = []
            for down in range(row, bottom + 1):
                done[down][column : right + 1] = [True] * (right + 1 - column)
                for over in range(column, right + 1):
                    own_words += within.get((down, over), ())
            if own_words:
                found.append(GridCell(row, column, _reading(own_words, sheet), bottom - row + 1, right - column + 1))
    return tuple(found)


def _within(lattice: Lattice, inside: Sequence[int], sheet: Sheet) -> _Within:
    """Return the words of each place, by row and column."""
    own = np.asarray(inside, np.int64)
    rows = np.searchsorted(lattice.ys, sheet.down[own]) - 1
    columns = np.searchsorted(lattice.xs, sheet.across[own]) - 1
    last_row, last_column = lattice.shape[0] - 1, lattice.shape[1] - 1
    found: _Within = defaultdict(list)
    places = zip(rows.clip(0, last_row).tolist(), columns.clip(0, last_column).tolist(), strict=True)
    for word, place in zip(inside, places, strict=True):
        found[place].append(word)
    return found


def _extent(sides: _Parted, floors: _Parted, done: _Parted, row: int, column: int) -> tuple[int, int]:
    """Return the last column and row of the cell that begins here."""
    columns = len(done[0])
    right = column
    while right + 1 < columns and not sides[row][right + 1] and not done[row][right + 1]:
        right += 1
    bottom = row
    while bottom + 1 < len(done) and not any(floors[bottom + 1][column : right + 1]):
        if any(done[bottom + 1][column : right + 1]) or any(sides[bottom + 1][column + 1 : right + 1]):
            break
        bottom += 1
    return right, bottom


def _parted_by_white(lattice: Lattice, within: _Within, row: int, sheet: Sheet) -> list[bool]:
    """Return for the inner sides of a row whether its words stand apart there; a lone text spans them all."""
    columns = lattice.shape[1]
    filled = [within[row, column] for column in range(columns) if (row, column) in within]
    if len(filled) < 2:
        return [False] * (columns - 1)
    lines = lines_of(chain.from_iterable(filled), sheet)
    ends = [(segment.left, segment.right) for line in lines for segment in line.segments]
    return [not any(left < x - 1 and right > x + 1 for left, right in ends) for x in lattice.xs[1:-1].tolist()]


def _reading(words: list[int], sheet: Sheet) -> tuple[int, ...]:
    """Return the words of a cell line by line."""
    return tuple(words) if len(words) == 1 else tuple(chain.from_iterable(words_by_line(words, sheet)))
