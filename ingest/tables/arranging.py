"""Put the words of tables row by row and cell by cell: in a page's text a row is a line, with tabs between cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.layout.hyphens import goes_on
from ingest.layout.page_text import SPLIT_WORD, RawPage, rearranged
from ingest.tables.grid import Grid, GridCell

_FIRST_SINGLE = "\u3041"  # Chinese and Japanese characters, which no space parts


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """A page whose tables are put in order.

    Attributes:
        grids: As found, with the new places of their words.
    """

    raw: RawPage
    grids: tuple[Grid, ...]


def arranged(raw: RawPage, grids: Sequence[Grid]) -> Arranged:
    """Return a page with each table as lines of cells, its caption on a line before it.

    A table stands where its first word, or its caption's, stood; the words outside keep their order. Words of a cell
    are parted by a space, whatever lines they stood on; after each cell but the last of a row there is a tab, an
    empty cell being its tab alone; after each row a line feed.
    """
    if not grids:
        return Arranged(raw, ())
    order = _order(len(raw.words), grids)
    moved = rearranged(raw, order)
    places = np.argsort(order).tolist()
    placed = tuple(_placed(grid, places) for grid in grids)
    words, breaks = list(moved.words), list(moved.breaks)
    for grid in placed:
        _write(grid, words, breaks)
    return Arranged(replace(moved, words=words, breaks=breaks), placed)


def _order(count: int, grids: Sequence[Grid]) -> NDArray[np.int64]:
    """Return the words in their new order."""
    blocks = sorted(([*grid.caption, *grid.words] for grid in grids), key=min)
    outside = np.ones(count, np.bool_)
    for block in blocks:
        outside[block] = False
    rest = np.flatnonzero(outside)
    between = np.split(rest, np.searchsorted(rest, [min(block) for block in blocks]))
    return np.concatenate([between[0], *chain.from_iterable(zip(blocks, between[1:], strict=True))]).astype(np.int64)


def _placed(grid: Grid, places: Sequence[int]) -> Grid:
    cells = tuple(
        GridCell(cell.row, cell.column, tuple([places[word] for word in cell.words]), cell.rows, cell.columns)
        for cell in grid.cells
    )
    return replace(grid, cells=cells, caption=tuple([places[word] for word in grid.caption]))


def _write(grid: Grid, words: list[str], breaks: list[str]) -> None:
    """Set the breaks before, within and after a table."""
    first = grid.cells[0]
    for passage in (grid.caption, *(cell.words for cell in grid.cells)):
        _write_passage(passage, words, breaks)
    if grid.caption:
        breaks[grid.caption[-1]] = "\n" + "\t" * first.column
    before = min([*grid.caption, *first.words]) - 1
    if before >= 0:
        breaks[before] = "\n\n" + ("" if grid.caption else "\t" * first.column)
    for cell, following in pairwise(grid.cells):
        breaks[cell.words[-1]] = _between(cell, following, grid.column_count)
    last = grid.cells[-1]
    breaks[last.words[-1]] = "\t" * (grid.column_count - 1 - last.column) + "\n\n"


def _between(cell: GridCell, following: GridCell, columns: int) -> str:
    if cell.row == following.row:
        return "\t" * (following.column - cell.column)
    return "\t" * (columns - 1 - cell.column) + "\n" + "\t" * following.column


def _write_passage(passage: Sequence[int], words: list[str], breaks: list[str]) -> None:
    """Join the words of a cell or caption, those of a split word without its hyphen."""
    for word, following in pairwise(passage):
        if breaks[word] in ("", " ", SPLIT_WORD):
            continue
        if goes_on(words[word], words[following]):
            words[word], breaks[word] = words[word][:-1], SPLIT_WORD
        else:
            breaks[word] = "" if min(words[word][-1], words[following][0]) >= _FIRST_SINGLE else " "
