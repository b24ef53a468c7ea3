"""Judge whether what looks like a table is one, and how many of its rows are its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.tables.contents import Texts, is_enumerator, is_leader, is_number, is_unit, is_value, is_year, texts_of
from ingest.tables.grid import Grid, GridCell, trimmed
from ingest.tables.sheet import Sheet

_MOSTLY = 0.6  # of a column's cells are values, or it is none of values
_MAX_HEAD = 4  # rows
_FEWEST_CELLS = 4
_LEADERS = 2  # of dots
_FEW_LONG = 0.4  # of the cells of a bare table
_LONG_CELL = 12  # words; more in most cells is prose
_FILLED = 0.2  # of the cells; a chart's are empty
_FULLEST_TEXT = 0.6  # of the cells of a table without a value hold words
_PAGE_HEADS = frozenset({"page", "página", "pagina", "seite", "trang", "页", "p."})


def judged(grid: Grid, sheet: Sheet, *, ruled: bool) -> Grid | None:
    """Return a grid without its empty rows and columns, with its head told; None if it is no table.

    Columns of prose, lists, contents lists and charts are none.

    Args:
        ruled: Whether rules part its rows or columns; without them a column of values is asked for.
    """
    if len(grid.cells) < _FILLED * grid.row_count * grid.column_count:
        return None
    bare = trimmed(grid)
    texts = texts_of(bare, sheet)
    return with_head(bare, texts) if _is_table(bare, texts, ruled=ruled) else None


def with_head(grid: Grid, texts: Texts) -> Grid:
    """Return a grid that knows how many rows at its top name columns and units.

    The first row does, unless it holds values; further rows do that hold only units, that name nothing in the first
    column, or that a head of several rows or columns reaches. Nothing below the first row with values does.

    Args:
        texts: Of its cells.
    """
    body = next((row for row in range(grid.row_count) if _has_values(grid, texts, row)), grid.row_count)
    if body == 0:
        return replace(grid, header_rows=0)
    count = 1
    while count < min(body, _MAX_HEAD, grid.row_count - 1) and _goes_on(grid, texts, count):
        count += 1
    return _with_wide_heads(replace(grid, header_rows=count))


def _with_wide_heads(grid: Grid) -> Grid:
    """Return a grid in which a name in the head spans the empty places to its right that are named below."""
    taken = {
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    cells = []
    for cell in grid.cells:
        below, end = cell.row + cell.rows, cell.column + cell.columns
        named = (below, cell.column) in taken and cell.column > 0
        while named and below < grid.header_rows and (below, end) in taken and (cell.row, end) not in taken:
            end += 1
        cells.append(GridCell(cell.row, cell.column, cell.words, cell.rows, min(end, grid.column_count) - cell.column))
    return replace(grid, cells=tuple(cells))


def _is_table(grid: Grid, texts: Texts, *, ruled: bool) -> bool:
    if grid.column_count < 2 or grid.row_count < (2 if ruled else 3) or len(texts) < _FEWEST_CELLS:
        return False
    if sum(is_leader(text) for text in texts.values()) >= _LEADERS or _is_list(grid, texts):
        return False
    values = value_columns(grid, texts)
    if ruled:
        return bool(values) or len(texts) >= _FULLEST_TEXT * grid.row_count * min(grid.column_count, 3)
    long_cells = sum(len(text.split()) > _LONG_CELL for text in texts.values())
    return bool(values) and long_cells <= _FEW_LONG * len(texts) and not _is_contents(grid, texts, values)


def value_columns(grid: Grid, texts: Texts) -> list[int]:
    """Return the columns, but the first, most of whose cells below the top row are values."""
    found = []
    for column in range(1, grid.column_count):
        own = [text for (row, at), text in texts.items() if at == column and row > 0]
        values = sum(is_value(text) for text in own)
        numbers = sum(is_number(text) for text in own)
        if own and values >= _MOSTLY * len(own) and numbers >= min(2, len(own)):
            found.append(column)
    return found


def _has_values(grid: Grid, texts: Texts, row: int) -> bool:
    own = [text for (at, column), text in texts.items() if at == row and (column > 0 or grid.column_count == 1)]
    values = [text for text in own if is_value(text) and not is_unit(text)]
    if row == 0 and values and all(is_year(text) for text in values):
        return False
    return len(values) >= max(1, 0.3 * len(own))


def _goes_on(grid: Grid, texts: Texts, row: int) -> bool:
    """Tell whether a row that follows the head, and has no values, is of the head."""
    if any(cell.row < row < cell.row + cell.rows for cell in grid.cells):
        return True
    own = {column: text for (at, column), text in texts.items() if at == row}
    if own and all(is_unit(text) for column, text in own.items() if column > 0) and (len(own) > 1 or 0 not in own):
        return True
    above = {column for at, column in texts if at == row - 1}
    if 0 not in above and len(above) < len(own):
        return True
    if 0 not in own:
        return len(own) > 1 or any(cell.columns > 1 for cell in grid.cells if cell.row == row - 1)
    return any(cell.columns > 1 and cell.column > 0 for cell in grid.cells if cell.row == row - 1)


def _is_list(grid: Grid, texts: Texts) -> bool:
    first = [text for (_, column), text in texts.items() if column == 0]
    return grid.column_count == 2 and sum(map(is_enumerator, first)) >= _MOSTLY * len(first)


def _is_contents(grid: Grid, texts: Texts, values: Sequence[int]) -> bool:
    """Tell whether the only values are page numbers: whole, at the right, and never falling."""
    if values != [grid.column_count - 1]:
        return False
    own = [texts[row, values[0]] for row in range(grid.row_count) if (row, values[0]) in texts]
    if own and own[0].casefold() in _PAGE_HEADS:
        return True
    if not all(text.isdecimal() and len(text) <= 4 for text in own):
        return False
    pages = [int(text) for text in own]
    return len(pages) >= 3 and pages == sorted(pages)
