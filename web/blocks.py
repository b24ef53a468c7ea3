"""Cut a text into paragraphs and tables, so that rows stand in columns, and mark words within both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from search_api.segments import Segment, merge, segments
from web.flow import flowing

Cell = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Running text, or a table.

    Attributes:
        prose: Pieces of running text; empty for a table.
        head, rows: Header rows and rows of a table, each row as long as the longest; empty for running text.
    """

    prose: tuple[Segment, ...] = ()
    head: tuple[tuple[Cell, ...], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def blocks(text: str, marks: Iterable[Sequence[int]], *, lead: str = "") -> tuple[Block, ...]:
    """Return a text in its order; a line with a tab is a row of a table, and the tab stands between two cells.

    Args:
        marks: Character spans of `text`, in any order.
        lead: What stands above the rows of the first table: a caption, then header rows.
    """
    spans = merge((mark[0], mark[1]) for mark in marks)
    caption = tuple(Segment(line, False) for line in lead.split("\n") if line and "\t" not in line)
    head = [_cells(line, 0, ()) for line in lead.split("\n") if "\t" in line]
    cut = tuple(_cut(text, spans, head))
    return (Block(prose=caption), *cut) if caption else cut


def _cut(text: str, marks: Sequence[tuple[int, int]], head: list[tuple[Cell, ...]]) -> Iterator[Block]:
    for is_table, lines in groupby(_lines(text), key=lambda line: "\t" in line[1]):
        held = list(lines)
        start = held[0][0]
        if is_table:
            rows = [_cells(line, at, marks) for at, line in held]
            width = max(map(len, (*head, *rows)))
            yield Block(head=_even(head, width), rows=_even(rows, width))
            head = []
        elif any(line.strip() for _, line in held):
            prose = "\n".join(line for _, line in held)
            yield Block(prose=segments(flowing(prose), _within(marks, start, len(prose))))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _cells(line: str, start: int, marks: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    cells = []
    for cell in line.split("\t"):
        cells.append(segments(cell, _within(marks, start, len(cell))))
        start += len(cell) + 1
    return tuple(cells)


def _even(rows: Sequence[tuple[Cell, ...]], width: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple((*row, *((),) * (width - len(row))) for row in rows)


def _within(marks: Sequence[tuple[int, int]], start: int, length: int) -> list[tuple[int, int]]:
    """Return the marks that reach a stretch of text, counted from where it starts."""
    return [(first - start, last - start) for first, last in marks if first < start + length and last > start]
