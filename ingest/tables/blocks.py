"""Tell where tables stand in a document's text, row by row, for whoever cuts it into chunks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.model import Cell, Page, Table

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table's lines on one page, in the document's text.

    Attributes:
        start, end: From its caption, or a repeated head, to the end of its last row.
        rows: Where rows end that may end a chunk, ascending; the last is `end`. A row whose first cell goes on below,
            and the head but its last row, end none.
        caption: Text; "" if there is none.
        head: Text of the head, lines as on its first page; "" if there is none.
    """

    start: int
    end: int
    rows: tuple[int, ...]
    caption: str
    head: str

    def lead(self, text: str) -> str:
        """Return caption and head for a stretch of this block, without what the stretch holds itself."""
        parts = [part for part in (self.caption, self.head) if part and part not in text]
        return "\n".join(parts)


def table_blocks(
    pages: Sequence[Page], starts: Mapping[int, int], text: str, tables: Sequence[Table]
) -> list[TableBlock]:
    """Return where tables stand, in reading order.

    Args:
        starts: Where each page's body begins in the document's text, by page number.
        text: The document's.
    """
    bodies = {page.number: page.body for page in pages}
    found = [block for table in tables for block in _blocks(table, starts, bodies, text)]
    return sorted(found, key=lambda block: block.start)


def _blocks(table: Table, starts: Mapping[int, int], bodies: Mapping[int, str], text: str) -> Iterator[TableBlock]:
    by_page: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        by_page[cell.page].append(cell)
    head = _head(table, starts, text)
    for page, cells in sorted(by_page.items()):
        offset = starts[page]
        end = offset + max(cell.span[1] for cell in cells)
        first = offset + cells[0].span[0]
        start = _start(table, first, offset, text) if page == table.first_page else _repeated(head, first, offset, text)
        rows = sorted(
            {_line_end(text, offset + cell.span[1], offset + len(bodies[page])) for cell in _closing(table, cells)}
        )
        end = max(_line_end(text, end, offset + len(bodies[page])), rows[-1] if rows else end)
        yield TableBlock(start, end, tuple(dict.fromkeys([*rows, end])), table.caption, head)


def _start(table: Table, first: int, lowest: int, text: str) -> int:
    """Return where a table begins: at its caption, which stands on the line before it, else at its first row."""
    if table.caption:
        place = text.rfind(table.caption, lowest, first)
        if place >= 0 and not text[place + len(table.caption) : first].strip():
            return place
    return _line_start(text, first, lowest)


def _repeated(head: str, first: int, lowest: int, text: str) -> int:
    """Return where a table goes on: at its repeated head, which is none of its rows, else at its first row there."""
    start = _line_start(text, first, lowest)
    lines = text[lowest:start].rstrip("\n").split("\n")[-head.count("\n") - 1 :]
    if head and fold("\n".join(lines)).strip() == fold(head).strip():
        return _line_start(text, start - len("\n".join(lines)) - 1, lowest)
    return start


def _line_start(text: str, place: int, lowest: int) -> int:
    return max(lowest, text.rfind("\n", lowest, place) + 1)


def _closing(table: Table, cells: Sequence[Cell]) -> list[Cell]:
    """Return the last cell of each row after which a chunk may end."""
    open_rows = {row for cell in table.cells for row in range(cell.row, cell.row + cell.rows - 1)}
    open_rows |= set(range(table.header_rows - 1))
    last = {cell.row: cell for cell in cells}
    return [cell for row, cell in last.items() if row not in open_rows]


def _head(table: Table, starts: Mapping[int, int], text: str) -> str:
    cells = [cell for cell in table.cells if cell.row < table.header_rows]
    if not cells:
        return ""
    offset = starts[cells[0].page]
    first, last = offset + cells[0].span[0], offset + cells[-1].span[1]
    return text[max(offset, text.rfind("\n", offset, first) + 1) : last].strip("\n")


def _line_end(text: str, place: int, limit: int) -> int:
    """Return where the tabs after a row's last cell end."""
    while place < limit and text[place] == "\t":
        place += 1
    return place
