"""What was found of a table on one page: its cells, as words of the page. Nothing is found or written here."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell that holds words.

    Attributes:
        row, column: From 0, of its first place.
        words: Places on the page, in reading order.
        rows, columns: How many it covers.
    """

    row: int
    column: int
    words: tuple[int, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or the part of one that stands on a page.

    Attributes:
        cells: Those that hold words, by row and column.
        box: Left, top, right, bottom, in points of the page turned until its text stands upright.
        edges: Where columns are parted, from the left side to the right one; one more than there are columns.
        header_rows: How many rows at the top name columns and units.
        caption: Words of its caption, in reading order.
    """

    cells: tuple[GridCell, ...]
    row_count: int
    column_count: int
    box: tuple[float, float, float, float]
    edges: tuple[float, ...]
    header_rows: int = 0
    caption: tuple[int, ...] = ()

    @property
    def words(self) -> list[int]:
        """The words of its cells, row by row."""
        return [word for cell in self.cells for word in cell.words]


def trimmed(grid: Grid) -> Grid:
    """Return a grid without the rows and columns that hold no word in any of their places."""
    rows = {row: place for place, row in enumerate(sorted({cell.row for cell in grid.cells}))}
    columns = {column: place for place, column in enumerate(sorted({cell.column for cell in grid.cells}))}
    if (len(rows), len(columns)) == (grid.row_count, grid.column_count):
        return grid
    cells = tuple(
        GridCell(
            row=rows[cell.row],
            column=columns[cell.column],
            words=cell.words,
            rows=_covered(rows, cell.row, cell.rows),
            columns=_covered(columns, cell.column, cell.columns),
        )
        for cell in grid.cells
    )
    edges = (*(grid.edges[column] for column in columns), grid.edges[-1])
    return replace(grid, cells=cells, row_count=len(rows), column_count=len(columns), edges=edges)


def in_order(cells: Iterable[GridCell]) -> tuple[GridCell, ...]:
    """Return cells by row and column."""
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _covered(kept: Container[int], first: int, count: int) -> int:
    return sum(1 for place in range(first, first + count) if place in kept)
