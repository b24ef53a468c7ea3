"""Read the tables of a web page; those that only arrange the page are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bs4.element import Tag

from ingest.flow.blocks import Grid, GridCell
from ingest.flow.headers import header_rows
from ingest.flow.markup import attribute, is_hidden

_HOLDS_BLOCKS = ("table", "h1", "h2", "h3", "h4", "ol", "ul", "form")
_MAX_SPAN = 1_000  # columns of a cell; HTML, section 4.9.11
_MAX_ROW_SPAN = 65_534

ReadCell = Callable[[Tag], str]


def is_data(table: Tag) -> bool:
    """Tell whether a table holds rows of data: no table, heading or list within, two rows and two columns at least."""
    if attribute(table, "role").lower() in ("presentation", "none"):
        return False
    if table.find(("th", "caption")) and table.find("table") is None:
        return True
    if table.find(_HOLDS_BLOCKS):
        return False
    rows = [_cells(row) for row in _rows(table)]
    return len(rows) > 1 and max(map(len, rows)) > 1


def grid(table: Tag, read_cell: ReadCell, caption: str, columns: int) -> Grid | None:
    """Return a table, None if nothing stands in it.

    Args:
        columns: At most; cells to the right of them are left out.
    """
    rows = _rows(table)
    cells = [_clipped(cell, columns) for cell in _placed(rows, read_cell) if cell.column < columns]
    if not cells:
        return None
    return Grid(
        cells=tuple(cells),
        row_count=len(rows),
        column_count=max(cell.column + cell.columns for cell in cells),
        header_rows=_marked(rows) or header_rows(cells, len(rows)),
        caption=caption,
    )


def _clipped(cell: GridCell, columns: int) -> GridCell:
    return replace(cell, columns=min(cell.columns, columns - cell.column))


def _rows(table: Tag) -> list[Tag]:
    return [row for row in table.find_all("tr") if row.find_parent("table") is table and not is_hidden(row)]


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.find_all(("td", "th"), recursive=False) if not is_hidden(cell)]


def _placed(rows: Sequence[Tag], read_cell: ReadCell) -> Iterator[GridCell]:
    """Yield the cells that are not empty, by row; a cell that reaches down takes its columns from the rows below."""
    taken: dict[int, int] = {}  # column: the first row in which it is free again
    for index, row in enumerate(rows):
        column = 0
        for tag in _cells(row):
            while taken.get(column, 0) > index:
                column += 1
            width = _span(tag, "colspan", _MAX_SPAN)
            height = min(_span(tag, "rowspan", _MAX_ROW_SPAN), len(rows) - index)
            if height > 1:
                taken.update(dict.fromkeys(range(column, column + width), index + height))
            text = read_cell(tag)
            if text:
                yield GridCell(index, column, text, height, width)
            column += width


def _span(tag: Tag, name: str, most: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", attribute(tag, name))
    return min(max(1, int(digits[1])), most) if digits else 1


def _marked(rows: Sequence[Tag]) -> int:
    """Return how many rows at the top are marked as header."""
    count = 0
    for row in rows[:-1]:
        cells = _cells(row)
        within = row.parent is not None and row.parent.name == "thead"
        if not within and not (cells and all(cell.name == "th" for cell in cells)):
            break
        count += 1
    return count
