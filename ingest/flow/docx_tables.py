"""Read the tables of a Word document: merged cells, header rows, the rows before which a page ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.flow.blocks import Grid, GridCell
from ingest.flow.docx_styles import is_on
from ingest.flow.headers import header_rows

_WITHIN = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"))
_MAX_SPAN = 100  # columns; Word has 63


@dataclass(frozen=True, slots=True)
class CellText:
    """What stands in a cell.

    Attributes:
        turns: Whether a page ends in it: before its text begins, or later.
    """

    text: str
    turns_before: bool = False
    turns_within: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A cell as the file has it.

    Attributes:
        merge: "restart", "continue" or "".
    """

    row: int
    column: int
    columns: int
    merge: str
    content: Any


def arranges(table: Any) -> bool:
    """Tell whether a table only arranges text: a single column, or tables within."""
    if any(cell.find(qn("w:tbl")) is not None for cell in table.iter(qn("w:tc"))):
        return True
    return all(len(list(_children(row, qn("w:tc")))) < 2 for row in _rows(table))


def cells_of(table: Any) -> Iterator[Any]:
    """Yield the elements of all cells, by row."""
    for row in _rows(table):
        yield from _children(row, qn("w:tc"))


def grid(table: Any, read_cell: Callable[[Any], CellText], caption: str) -> Grid | None:
    """Return a table, None if nothing stands in it."""
    rows = list(_rows(table))
    placed = [cell for index, row in enumerate(rows) for cell in _placed(index, row)]
    texts = [(cell, read_cell(cell.content)) for cell in placed if cell.merge != "continue"]
    cells = tuple(
        GridCell(cell.row, cell.column, said.text, _height(cell, placed), cell.columns)
        for cell, said in texts
        if said.text.strip()
    )
    if not cells:
        return None
    return Grid(
        cells=cells,
        row_count=len(rows),
        column_count=max(cell.column + cell.columns for cell in placed),
        header_rows=_marked(rows) or header_rows(cells, len(rows)),
        caption=caption,
        breaks=frozenset(_breaks(texts)),
    )


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows that are shown."""
    for row in _children(table, qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        deleted = properties is not None and properties.find(qn("w:del")) is not None
        if not deleted and not is_on(properties, "w:hidden"):
            yield row


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Yield the children of a kind, those within content controls and insertions too."""
    for child in element.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag in _WITHIN:
            yield from _children(child, tag)


def _placed(index: int, row: Any) -> Iterator[_Placed]:
    properties = row.find(qn("w:trPr"))
    column = _number(properties, "w:gridBefore", 0)
    for cell in _children(row, qn("w:tc")):
        own = cell.find(qn("w:tcPr"))
        merge = own.find(qn("w:vMerge")) if own is not None else None
        width = max(1, _number(own, "w:gridSpan", 1))
        yield _Placed(index, column, width, "" if merge is None else merge.get(qn("w:val"), "continue"), cell)
        column += width


def _height(cell: _Placed, placed: Sequence[_Placed]) -> int:
    """Return how many rows a cell covers."""
    if cell.merge != "restart":
        return 1
    below = {other.row: other.merge for other in placed if other.column == cell.column and other.row > cell.row}
    height = 1
    while below.get(cell.row + height) == "continue":
        height += 1
    return height


def _breaks(texts: Sequence[tuple[_Placed, CellText]]) -> Iterator[int]:
    for cell, said in texts:
        if said.turns_before:
            yield cell.row
        if said.turns_within:
            yield cell.row + 1


def _marked(rows: Sequence[Any]) -> int:
    """Return how many rows at the top are marked to be repeated on every page."""
    count = 0
    while count < len(rows) - 1 and is_on(rows[count].find(qn("w:trPr")), "w:tblHeader"):
        count += 1
    return count


def _number(properties: Any, name: str, default: int) -> int:
    element = None if properties is None else properties.find(qn(name))
    value = "" if element is None else element.get(qn("w:val"), "")
    return min(int(value), _MAX_SPAN) if value.isdecimal() and len(value) < 7 else default
