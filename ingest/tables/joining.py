"""Make tables of what was found page by page: exact spans in the pages' text, parts cut by a page break as one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from corpus.folding import fold
from corpus.model import Cell, Page, Table
from ingest.tables.arranging import Arranged
from ingest.tables.contents import is_continued
from ingest.tables.continuing import begins_page, ends_page
from ingest.tables.grid import Grid

_SAME_WIDTH = 0.12  # of a table's width by which that of its next part may differ


@dataclass(frozen=True, slots=True)
class _Part:
    """A table, or a part of one, on one page.

    Attributes:
        first, last: Whether no text of the page stands above, or below it.
    """

    table: Table
    edges: tuple[float, ...]
    first: bool
    last: bool


def tables_of(pages: Sequence[Page], found: Sequence[Arranged]) -> list[Table]:
    """Return a document's tables in reading order, each cell with its span in its page's text.

    A table at the end of a page and one at the beginning of the next are one table if their columns stand alike and
    the second has no caption, the same one, or one that says that it goes on. A head that is repeated there is dropped.

    Args:
        pages: Made of the pages in `found`, in the same order.
    """
    joined: list[_Part] = []
    for page, arranged in zip(pages, found, strict=True):
        for grid in arranged.grids:
            part = _part(page, arranged, grid)
            if joined and _go_together(joined[-1], part):
                joined[-1] = _together(joined[-1], part)
            else:
                joined.append(part)
    return [replace(part.table, ordinal=ordinal) for ordinal, part in enumerate(joined)]


def _part(page: Page, arranged: Arranged, grid: Grid) -> _Part:
    body = len(arranged.raw.words) - arranged.raw.margin
    # A page whose first word completes one overleaf has it in its margin: all others are one place further up.
    shift = body - int(np.count_nonzero(page.words.spans[:, 1] <= len(page.body)))
    spans: list[list[int]] = page.words.spans.tolist()
    cells = [
        Cell(cell.row, cell.column, *_passage(page, spans, cell.words, shift), rows=cell.rows, columns=cell.columns)
        for cell in grid.cells
    ]
    table = Table(
        ordinal=0,
        caption=_passage(page, spans, grid.caption, shift)[0] if grid.caption else "",
        first_page=page.number,
        last_page=page.number,
        header_rows=grid.header_rows,
        row_count=grid.row_count,
        column_count=grid.column_count,
        cells=tuple(cells),
    )
    return _Part(table, grid.edges, begins_page(arranged.raw, grid), ends_page(arranged.raw, grid))


def _passage(
    page: Page, spans: Sequence[Sequence[int]], words: Sequence[int], shift: int
) -> tuple[str, int, tuple[int, int]]:
    """Return the text of neighbouring words, their page and their span."""
    first, last = max(0, words[0] - shift), max(0, words[-1] - shift)
    start, end = spans[first][0], spans[last][1]
    return page.text[start:end], page.number, (start, end)


def _go_together(above: _Part, below: _Part) -> bool:
    if not (above.last and below.first and below.table.first_page == above.table.last_page + 1):
        return False
    caption = below.table.caption
    if caption and not is_continued(caption) and fold(caption) != fold(above.table.caption):
        return False
    return above.table.column_count == below.table.column_count and _stand_alike(above.edges, below.edges)


def _stand_alike(above: Sequence[float], below: Sequence[float]) -> bool:
    """Tell whether columns stand at the same places; left and right pages may be set off against one another."""
    wide = above[-1] - above[0]
    if abs(below[-1] - below[0] - wide) > _SAME_WIDTH * wide:
        return False
    identity = list(range(len(above) - 1))
    for shift in (0.0, above[0] - below[0], above[-1] - below[-1]):
        middles = [(left + right) / 2 + shift for left, right in pairwise(below)]
        if [bisect_right(above[1:-1], middle) for middle in middles] == identity:
            return True
    return False


def _together(above: _Part, below: _Part) -> _Part:
    rows = above.table.header_rows
    dropped = rows if rows and _head(below.table, rows) == _head(above.table, rows) else 0
    down = above.table.row_count - dropped
    moved = tuple(replace(cell, row=cell.row + down) for cell in below.table.cells if cell.row >= dropped)
    table = replace(
        above.table,
        last_page=below.table.last_page,
        row_count=down + below.table.row_count,
        cells=above.table.cells + moved,
    )
    return _Part(table, above.edges, above.first, below.last)


def _head(table: Table, rows: int) -> list[str]:
    """Return what the first rows say, for comparison; a cell may be told to span more columns on another page."""
    return [fold(cell.text) for cell in table.cells if cell.row < rows]
