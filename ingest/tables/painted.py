"""Find tables whose head is painted cell by cell, with level rules below it: the paint's edges tell the columns.

Nobody sees where one painted cell meets the next, but the file holds it, however close the columns stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.tables.contents import is_number
from ingest.tables.families import SAME_SIDE, families
from ingest.tables.filling import filled, grid_of_rows, rows_of
from ingest.tables.grid import Grid
from ingest.tables.judging import judged
from ingest.tables.lines import Segment, TextLine, lines_of
from ingest.tables.rows import FilledLine
from ingest.tables.sheet import Sheet
from ingest.tables.strokes import Strokes

_MEET = 2.5  # points between the end of a cell's side and the rule it leads to
_FEWEST_SIDES = 3  # of painted cells: two columns
_INWARDS = 1.0  # points that a word may reach over the edge of its column

_Strip = list[FilledLine]  # what stands between two level rules


def painted_tables(level: Strokes, upright: Strokes, sheet: Sheet, taken: NDArray[np.bool_]) -> list[Grid]:
    """Return the tables that begin with a row of painted cells; words that are taken are in none of them.

    Such a table ends where words cross its columns, where a strip is bare, and before the strip above the next head.
    """
    if len(upright) < _FEWEST_SIDES:
        return []
    taken = taken.copy()
    found = []
    for rules in families(level):
        for place, end, gutters in _heads(rules, upright):
            strips = list(_strips(rules[place : end + 1, 0], (rules[place, 1], rules[place, 2]), gutters, sheet, taken))
            grid = _grid(strips, gutters, sheet)
            if grid is not None:
                found.append(grid)
                taken[grid.words] = True
    return found


def _heads(rules: Strokes, upright: Strokes) -> Iterator[tuple[int, int, list[float]]]:
    """Yield the rule above each painted head, the last rule that may be of its table, and the edges of its columns."""
    sides = [_sides(above, below, upright) for above, below in pairwise(rules)]
    places = [place for place, found in enumerate(sides) if len(found) >= _FEWEST_SIDES]
    for place, following in pairwise([*places, len(rules)]):
        yield place, following - 1, sides[place][1:-1]


def _sides(above: NDArray[np.float64], below: NDArray[np.float64], upright: Strokes) -> list[float]:
    """Return the sides of painted cells that fill the room between two rules from end to end, none if they do not."""
    own = upright[(np.abs(upright[:, 1] - above[0]) <= _MEET) & (np.abs(upright[:, 2] - below[0]) <= _MEET), 0]
    own = own[(own > above[1] - SAME_SIDE) & (own < above[2] + SAME_SIDE)]
    fills = len(own) > 0 and own[0] < above[1] + SAME_SIDE and own[-1] > above[2] - SAME_SIDE
    return [float(side) for side in own] if fills else []


def _strips(
    rules: NDArray[np.float64],
    ends: tuple[float, float],
    gutters: Sequence[float],
    sheet: Sheet,
    taken: NDArray[np.bool_],
) -> Iterator[_Strip]:
    """Yield the strips between the rules of a table, to the first that is bare or has words across its columns."""
    free = (sheet.across > ends[0] - SAME_SIDE) & (sheet.across < ends[1] + SAME_SIDE) & ~taken
    for top, bottom in pairwise(rules.tolist()):
        within = np.flatnonzero(free & (sheet.down > top) & (sheet.down < bottom))
        if not len(within) or _cross(sheet.boxes[within], gutters):
            return
        lines = [_cut(line, gutters, sheet) for line in lines_of(within.tolist(), sheet)]
        yield filled(lines, gutters, sheet)


def _cross(boxes: NDArray[np.float32], gutters: Sequence[float]) -> bool:
    """Tell whether a word stands across the edge of a column."""
    edges = np.asarray(gutters)
    return bool(((boxes[:, :1] < edges - _INWARDS) & (boxes[:, 2:3] > edges + _INWARDS)).any())


def _cut(line: TextLine, gutters: Sequence[float], sheet: Sheet) -> TextLine:
    """Return a line with the words of each column as one segment."""
    places = sheet.places

    def column(word: int) -> int:
        return bisect_right(gutters, (places[word][0] + places[word][2]) / 2)

    cells = [tuple(own) for _, own in groupby(line.words, key=column)]
    segments = (Segment(own, places[own[0]][0], max(places[word][2] for word in own)) for own in cells)
    return TextLine(tuple(segments), line.top, line.bottom)


def _grid(strips: list[_Strip], gutters: Sequence[float], sheet: Sheet) -> Grid | None:
    """Return the grid of a head and the strips below it; a heading after the last rule is none of its rows."""
    while strips and len(_columns(strips[-1])) < 2:
        strips.pop()
    if len(strips) < 2:
        return None
    head, *body = strips
    whole = not any(map(_has_numbers_in_line, body)) and (len(body) > 1 or _runs_out(body[0]))
    lines = [line.line for strip in body for line in strip]
    rows = body if whole else rows_of(lines, gutters, sheet)
    return judged(grid_of_rows([head, *rows], gutters, sheet), sheet, ruled=True)


def _columns(strip: _Strip) -> set[int]:
    return {column for line in strip for column in line.texts}


def _has_numbers_in_line(strip: _Strip) -> bool:
    """Tell whether two lines of a strip have a number in the same column: they are rows of their own."""
    numbers = [column for line in strip for column, text in line.texts.items() if is_number(text)]
    return len(numbers) > len(set(numbers))


def _runs_out(strip: _Strip) -> bool:
    """Tell whether its cells end one after the other and none begins lower down, as those of a single row do."""
    filled_columns = [line.texts.keys() for line in strip]
    falling = all(below <= above for above, below in pairwise(filled_columns))
    return falling and (len(strip) == 1 or len(filled_columns[-1]) < len(filled_columns[0]))
