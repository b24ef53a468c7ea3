"""Put lines of words into rows and columns, and make a grid of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from ingest.tables.columns import pieces
from ingest.tables.grid import Grid, GridCell, in_order
from ingest.tables.lines import Segment, TextLine
from ingest.tables.rows import FilledLine, row_groups
from ingest.tables.sheet import Sheet

_INWARDS = 0.2  # of a letter's height that a text may reach over a gutter

Placed = tuple[Segment, int, int]  # first and last column


def rows_of(lines: Sequence[TextLine], gutters: Sequence[float], sheet: Sheet) -> list[list[FilledLine]]:
    """Return the lines of each row, as words alone tell rows."""
    return row_groups(filled(lines, gutters, sheet), sheet.height)


def filled(lines: Sequence[TextLine], gutters: Sequence[float], sheet: Sheet) -> list[FilledLine]:
    """Return what each line holds by column."""
    return [_filled(line, gutters, sheet) for line in lines]


def grid_of_rows(rows: Sequence[Sequence[FilledLine]], gutters: Sequence[float], sheet: Sheet) -> Grid:
    """Return the grid of rows, each of one line at least, whose columns are known."""
    lines = [line.line for row in rows for line in row]
    box = (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
    cells = in_order(cell for number, row in enumerate(rows) for cell in cells_of_row(number, row, gutters, sheet))
    return Grid(cells, len(rows), len(gutters) + 1, box, (box[0], *gutters, box[2]))


def cells_of_row(number: int, row: Sequence[FilledLine], gutters: Sequence[float], sheet: Sheet) -> list[GridCell]:
    """Return the cells of one row, those of several lines with their lines in order."""
    words: dict[int, list[int]] = defaultdict(list)
    reached: dict[int, int] = {}
    for line in row:
        for segment, first, last in _placed(line.line, gutters, sheet):
            words[first] += segment.words
            reached[first] = max(reached.get(first, first), last)
    starts = sorted(words)
    ends = dict(zip(starts, [*starts[1:], len(gutters) + 1], strict=True))
    return [
        GridCell(number, first, tuple(words[first]), columns=min(reached[first] + 1, ends[first]) - first)
        for first in starts
    ]


def _filled(line: TextLine, gutters: Sequence[float], sheet: Sheet) -> FilledLine:
    words: dict[int, list[int]] = defaultdict(list)
    spans = False
    for segment, first, last in _placed(line, gutters, sheet):
        words[first] += segment.words
        spans = spans or last > first
    return FilledLine(line, {column: sheet.text(own) for column, own in sorted(words.items())}, spans)


def _placed(line: TextLine, gutters: Sequence[float], sheet: Sheet) -> list[Placed]:
    """Return the pieces of a line with the columns they cover."""
    found = []
    inwards = _INWARDS * sheet.height
    for segment in line.segments:
        for piece in pieces(segment, gutters, sheet):
            first = bisect_right(gutters, piece.left + inwards)
            found.append((piece, first, max(first, bisect_right(gutters, piece.right - inwards))))
    return found
