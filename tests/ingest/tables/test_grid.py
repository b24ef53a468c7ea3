"""Grids keep only what holds words."""

from __future__ import annotations

from ingest.tables.grid import Grid, GridCell, trimmed


def _grid(*cells: GridCell) -> Grid:
    return Grid(cells, 3, 3, (0.0, 0.0, 30.0, 30.0), (0.0, 10.0, 20.0, 30.0))


def test_rows_and_columns_without_words_are_left_out() -> None:
    """A cell that spans an empty column spans it no more, and the columns after it move up."""
    found = trimmed(_grid(GridCell(0, 0, (0,), columns=2), GridCell(2, 0, (1,)), GridCell(2, 2, (2,))))

    assert found.cells == (GridCell(0, 0, (0,)), GridCell(1, 0, (1,)), GridCell(1, 1, (2,)))
    assert (found.row_count, found.column_count, found.edges) == (2, 2, (0.0, 20.0, 30.0))


def test_a_grid_without_empty_rows_and_columns_stays_as_it_is() -> None:
    """Nothing is changed where each row and each column begins a cell."""
    full = _grid(GridCell(0, 0, (0,)), GridCell(1, 1, (1,), columns=2), GridCell(2, 2, (2,)))

    assert trimmed(full) is full
