"""Find tables whose cells are drawn: level and upright rules that meet and enclose words.

Where a table has upright rules only between its columns, its rows are told by its lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.tables.filling import grid_of_rows, rows_of
from ingest.tables.grid import Grid
from ingest.tables.judging import judged
from ingest.tables.lattice import SAME_EDGE, Lattice, along, cells_of
from ingest.tables.lines import TextLine, lines_of
from ingest.tables.rows import FilledLine
from ingest.tables.sheet import Sheet
from ingest.tables.strokes import Frame, Strokes

_MAX_EDGES = 120  # rows or columns
_LINES_OF_BAND = 3  # in a band between level rules, for it to be many rows
_FEW_BANDS = 4  # in a table whose rows level rules do not part
_ROW_GAP = 1.6  # of a letter's height, from a striped table to a row of it that is bare


def ruled_table(frame: Frame, sheet: Sheet, taken: NDArray[np.bool_]) -> Grid | None:
    """Return the table in a frame, None if there is none; words that are taken are in no other.

    A cell that rules leave open to its neighbour is one spanning cell with it. Sides are closed where level rules
    reach further than upright ones; a bare row above or below coloured stripes is one of theirs.
    """
    inside = _inside(frame, sheet, taken)
    lattice = _lattice(frame, sheet, inside) if sheet.steps[inside].any() else None
    if lattice is None:
        return None
    if _is_striped(lattice):
        lattice = _with_bare_rows(lattice, sheet, taken)
        inside = _between(lattice, sheet, taken)
    return judged(_grid(lattice, inside.tolist(), sheet), sheet, ruled=True)


def _inside(frame: Frame, sheet: Sheet, taken: NDArray[np.bool_]) -> NDArray[np.int64]:
    left, right = _reach(frame.level, frame.upright)
    top, bottom = _reach(frame.upright, frame.level)
    return _words(sheet, taken, (left, top, right, bottom))


def _reach(along: Strokes, across: Strokes) -> tuple[float, float]:
    """Return from where to where strokes lead, and others stand across them."""
    low = min(float(along[:, 1].min()), float(across[:, 0].min()))
    return low, max(float(along[:, 2].max()), float(across[:, 0].max()))


def _between(lattice: Lattice, sheet: Sheet, taken: NDArray[np.bool_]) -> NDArray[np.int64]:
    left, right, top, bottom = (float(edge) for edge in (*lattice.xs[[0, -1]], *lattice.ys[[0, -1]]))
    return _words(sheet, taken, (left, top, right, bottom))


def _words(sheet: Sheet, taken: NDArray[np.bool_], box: tuple[float, float, float, float]) -> NDArray[np.int64]:
    """Return the words whose middles are in a box."""
    left, top, right, bottom = box
    within = (sheet.across > left) & (sheet.across < right) & (sheet.down > top) & (sheet.down < bottom)
    return np.flatnonzero(within & ~taken)


def _lattice(frame: Frame, sheet: Sheet, inside: NDArray[np.int64]) -> Lattice | None:
    """Return the lattice of a frame, None if it has no upright rule between columns, or too many rules."""
    ys = _edges(np.concatenate([frame.level[:, 0], *_open_ends(frame.upright, frame.level, sheet, inside, 1)]))
    xs = _edges(np.concatenate([frame.upright[:, 0], *_open_ends(frame.level, frame.upright, sheet, inside, 0)]))
    if len(xs) < 3 or len(ys) < 2 or max(len(xs), len(ys)) > _MAX_EDGES:
        return None
    sides, floors = along(frame.upright, xs, ys), along(frame.level, ys, xs).T
    floors[[0, -1]] = True
    return Lattice(xs, ys, sides, floors)


def _edges(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places with near ones taken together."""
    ordered: list[float] = np.sort(places).tolist()
    near: list[list[float]] = [ordered[:1]]
    for before, place in pairwise(ordered):
        if place - before > SAME_EDGE:
            near.append([])
        near[-1].append(place)
    return np.array([sum(each) / len(each) for each in near])


def _open_ends(
    along: Strokes, across: Strokes, sheet: Sheet, inside: NDArray[np.int64], axis: int
) -> Iterator[NDArray[np.float64]]:
    """Yield the ends of a table that no rule closes, if the rules that lead there go further and words stand there.

    Args:
        along: Strokes that lead to the ends in question, which those of `across` would close.
        axis: 0 for left and right, 1 for top and bottom.
    """
    middles = (sheet.boxes[inside, axis] + sheet.boxes[inside, axis + 2]) / 2
    low, high = _reach(along, across)
    first, last = float(across[:, 0].min()), float(across[:, 0].max())
    if low < first - SAME_EDGE and bool((middles < first).any()):
        yield np.array([low])
    if high > last + SAME_EDGE and bool((middles > last).any()):
        yield np.array([high])


def _is_striped(lattice: Lattice) -> bool:
    """Tell whether rows with upright rules take turns with rows that have none, not even at the sides."""
    drawn = np.asarray(lattice.sides.any(axis=1))
    return not drawn.all() and bool((drawn[1:] | drawn[:-1]).all())


def _with_bare_rows(lattice: Lattice, sheet: Sheet, taken: NDArray[np.bool_]) -> Lattice:
    """Return a lattice with the row above or below it that has no colour, if cells stand there."""
    reach = _ROW_GAP * sheet.height
    top, bottom = float(lattice.ys[0]), float(lattice.ys[-1])
    left, right = float(lattice.xs[0]), float(lattice.xs[-1])
    columns = lattice.shape[1]
    ys, sides, floors = lattice.ys, lattice.sides, lattice.floors
    bare, drawn = np.zeros((1, columns + 1), np.bool_), np.ones((1, columns), np.bool_)
    above = lines_of(_words(sheet, taken, (left, top - reach, right, top)).tolist(), sheet)
    if above and _fits(above[-1], lattice):
        ys, sides, floors = np.insert(ys, 0, above[-1].top - 1), np.vstack([bare, sides]), np.vstack([drawn, floors])
    below = lines_of(_words(sheet, taken, (left, bottom, right, bottom + reach)).tolist(), sheet)
    if below and _fits(below[0], lattice):
        ys, sides, floors = np.append(ys, below[0].bottom + 1), np.vstack([sides, bare]), np.vstack([floors, drawn])
    return Lattice(lattice.xs, ys, sides, floors)


def _fits(line: TextLine, lattice: Lattice) -> bool:
    """Tell whether the segments of a line stand in several columns and across none of their edges."""
    inner = lattice.xs[1:-1].tolist()
    crossed = any(segment.left < x - 1 and segment.right > x + 1 for segment in line.segments for x in inner)
    return len(line.segments) > 1 and not crossed


def _grid(lattice: Lattice, inside: Sequence[int], sheet: Sheet) -> Grid:
    rows = _banded(lattice, inside, sheet)
    if rows is not None:
        return grid_of_rows(rows, lattice.xs[1:-1].tolist(), sheet)
    box = (float(lattice.xs[0]), float(lattice.ys[0]), float(lattice.xs[-1]), float(lattice.ys[-1]))
    cells = cells_of(lattice, inside, sheet)
    return Grid(cells, *lattice.shape, box, tuple(lattice.xs.tolist()))


def _banded(lattice: Lattice, inside: Sequence[int], sheet: Sheet) -> list[list[FilledLine]] | None:
    """Return the rows that lines tell where level rules leave that to them, None where rules part the rows."""
    if len(lattice.ys) - 1 > _FEW_BANDS or not lattice.sides[-1, 1:-1].any():
        return None
    bands: dict[int, list[TextLine]] = defaultdict(list)
    for line in lines_of(inside, sheet):
        bands[int(np.searchsorted(lattice.ys, (line.top + line.bottom) / 2))].append(line)
    if max(map(len, bands.values())) < _LINES_OF_BAND:
        return None
    gutters = lattice.xs[1:-1].tolist()
    rows = [row for number in sorted(bands) for row in rows_of(bands[number], gutters, sheet)]
    full = sum(len({column for line in row for column in line.texts}) > 1 for row in rows)
    return rows if len(rows) >= len(bands) + 2 and full >= 0.7 * len(rows) else None
