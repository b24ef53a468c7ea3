"""What a file without physical pages is made of: paragraphs, tables and the places where a page is said to end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading or an item of a list.

    Attributes:
        text: A line feed ends a line; other white space is a space.
        level: Of a heading, from 1, the outermost; 0 for running text.
        close: Whether the next paragraph follows without a blank line, as in a list.
        margin: Whether it is no part of the running text: running head, foot, menu, note.
    """

    text: str
    level: int = 0
    close: bool = False
    margin: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table that is not empty.

    Attributes:
        row, column: From 0, of its first place.
        rows, columns: How many it covers.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        cells: By row and column; empty ones are left out.
        header_rows: How many rows at the top name columns and units.
        caption: As in the paragraph above it; "" if it has none.
        breaks: Rows before which a page ends.
    """

    cells: tuple[GridCell, ...]
    row_count: int
    column_count: int
    header_rows: int
    caption: str = ""
    breaks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Here a page ends."""


Block = Paragraph | Grid | PageBreak
