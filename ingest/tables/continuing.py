"""Find the last rows of a table that stand overleaf, too few of them to be taken for a table by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.layout.page_text import RawPage
from ingest.layout.turning import upright
from ingest.tables.contents import is_value
from ingest.tables.filling import filled, grid_of_rows, rows_of
from ingest.tables.finding import find
from ingest.tables.grid import Grid
from ingest.tables.lines import TextLine, lines_of
from ingest.tables.rows import FilledLine
from ingest.tables.sheet import Sheet, sheet_of

_EDGE = 0.08  # of a page's height, where running heads and feet stand that were not told as such
_READ = 300  # words at the beginning of a page
_ROW_GAP = 2.2  # letter heights between rows
_BESIDE = 2.0  # letter heights by which a row may reach out of the table's sides


def find_all(raw_pages: Sequence[RawPage]) -> list[list[Grid]]:
    """Return the tables of each page, in reading order; rows that go on from the page before are one."""
    found = [find(raw) for raw in raw_pages]
    for place in range(1, len(raw_pages)):
        above, here = found[place - 1], found[place]
        if above and ends_page(raw_pages[place - 1], above[-1]):
            found[place] = [*_continued(raw_pages[place], above[-1], here), *here]
    return found


def begins_page(raw: RawPage, grid: Grid) -> bool:
    """Tell whether no text of the page stands before a table and its caption."""
    first = min([*grid.caption, *grid.words])
    return bool((_middles(raw)[:first] < _EDGE * raw.height).all())


def ends_page(raw: RawPage, grid: Grid) -> bool:
    """Tell whether no text of the page stands after a table and its caption."""
    last = max([*grid.caption, *grid.words])
    return bool((_middles(raw)[last + 1 : len(raw.words) - raw.margin] > (1 - _EDGE) * raw.height).all())


def _middles(raw: RawPage) -> NDArray[np.float64]:
    return (raw.boxes[:, 1] + raw.boxes[:, 3]) / 2


def _continued(raw: RawPage, above: Grid, here: Sequence[Grid]) -> Iterator[Grid]:
    """Yield the rows at the beginning of a page that stand in the columns of a table, if there are some."""
    if here and begins_page(raw, here[0]):
        return
    sheet = sheet_of(upright(raw))
    end = min([len(sheet.words), _READ, *(min([*grid.caption, *grid.words]) for grid in here)])
    lines = [line for line in lines_of(range(end), sheet) if line.bottom > _EDGE * raw.height]
    gutters = above.edges[1:-1]
    rows = rows_of(list(_leading(lines, above, sheet)), gutters, sheet)
    if rows and _has_values(rows):
        grid = grid_of_rows(rows, gutters, sheet)
        if begins_page(raw, grid):
            # Its own words may reach less far than those above: it has that table's columns.
            yield Grid(grid.cells, grid.row_count, grid.column_count, grid.box, above.edges)


def _leading(lines: Sequence[TextLine], above: Grid, sheet: Sheet) -> Iterator[TextLine]:
    """Yield the lines, from the first one on, whose segments stand in several of the columns and across none."""
    reached = lines[0].top if lines else 0.0
    beside = _BESIDE * sheet.height
    for line in lines:
        within = above.edges[0] - beside < line.left and line.right < above.edges[-1] + beside
        (content,) = filled([line], above.edges[1:-1], sheet)
        if not within or content.spans or len(content.texts) < 2 or line.top - reached > _ROW_GAP * sheet.height:
            return
        reached = line.bottom
        yield line


def _has_values(rows: Sequence[Sequence[FilledLine]]) -> bool:
    """Tell whether each row has a value in a column but the first."""
    return all(any(is_value(text) for line in row for column, text in line.texts.items() if column) for row in rows)
