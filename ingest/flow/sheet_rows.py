"""Make tables of the rows of a sheet: what stands alone above one is its caption, its first row names the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import LimitError
from ingest.flow.blocks import Block, Grid, GridCell, PageBreak, Paragraph
from ingest.flow.headers import header_rows, is_numeric
from ingest.flow.limits import FlowLimits

PART_ROWS = 200  # rows of a sheet that make a page

Merges = Mapping[tuple[int, int], tuple[int, int]]  # row and column of the first cell: how many rows and columns


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet.

    Attributes:
        number: From 0, in the sheet.
        texts: Of its cells; "" for an empty one.
    """

    number: int
    texts: tuple[str, ...]


def blocks_of(rows: Iterable[SheetRow], merges: Merges, name: str, limits: FlowLimits) -> Iterator[Block]:
    """Yield the tables of a sheet with their captions, and its lines of one cell; a page ends every `PART_ROWS` rows.

    Args:
        name: Of the file, for messages.

    Raises:
        LimitError: There are more rows or columns than the limits allow.
    """
    seen = 0
    for run in _tables(_filled(rows, name, limits)):
        start = 0
        while start < len(run) and len(_texts(run[start])) == 1:
            yield Paragraph(_texts(run[start])[0], close=True)
            start += 1
            if (seen + start) % PART_ROWS == 0:
                yield PageBreak()
        if run[start:]:
            caption = _texts(run[start - 1])[0] if start else ""
            yield _grid(run[start:], merges, caption, seen + start)
        seen += len(run)


def _filled(rows: Iterable[SheetRow], name: str, limits: FlowLimits) -> Iterator[SheetRow]:
    """Yield the rows that hold something."""
    count = 0
    for row in rows:
        if not any(map(str.strip, row.texts)):
            continue
        count += 1
        if count > limits.rows:
            raise LimitError(f"{name} has a table of more than {limits.rows:,} rows. Split it.")
        if len(row.texts) > limits.columns and any(row.texts[limits.columns :]):
            raise LimitError(f"{name} has a table of more than {limits.columns:,} columns. Split it.")
        yield row


def _tables(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    """Yield runs of rows: after a blank row another table begins if the next row is no row of figures like the last."""
    run: list[SheetRow] = []
    for row in rows:
        parted = run and row.number > run[-1].number + 1
        if parted and (len(_texts(row)) == 1 or (_has_number(run[-1]) and not _has_number(row))):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _texts(row: SheetRow) -> list[str]:
    return [text for text in row.texts if text.strip()]


def _has_number(row: SheetRow) -> bool:
    return any(is_numeric(text) for text in row.texts)


def _grid(rows: Sequence[SheetRow], merges: Merges, caption: str, seen: int) -> Grid:
    """Return rows as a table, without empty columns before its first.

    Args:
        seen: Rows of the sheet that stand above.
    """
    left = min(column for row in rows for column, text in enumerate(row.texts) if text.strip())
    places = {row.number: index for index, row in enumerate(rows)}
    cells = tuple(
        GridCell(index, column - left, text, *_cover(merges, row.number, column, places))
        for index, row in enumerate(rows)
        for column, text in enumerate(row.texts)
        if text.strip()
    )
    return Grid(
        cells=cells,
        row_count=len(rows),
        column_count=max(cell.column + cell.columns for cell in cells),
        header_rows=header_rows(cells, len(rows)),
        caption=caption,
        breaks=frozenset(index for index in range(1, len(rows)) if (seen + index) % PART_ROWS == 0),
    )


def _cover(merges: Merges, row: int, column: int, places: Mapping[int, int]) -> tuple[int, int]:
    """Return how many of the table's rows and columns a cell covers."""
    rows, columns = merges.get((row, column), (1, 1))
    return (sum(1 for number in places if row <= number < row + rows) if rows > 1 else 1), columns
