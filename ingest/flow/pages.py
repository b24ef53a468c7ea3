"""Lay paragraphs and tables out on pages, with an exact span for every word, heading and cell.

A page is what the file itself says is one, else a part of some 3,000 characters. It has no size, and its words have no
boxes: nothing of it can be displayed but its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from corpus.errors import LimitError, NoTextError
from corpus.model import Cell, Flag, Page, Table
from ingest.flow.blocks import Block, Grid, GridCell, PageBreak, Paragraph
from ingest.flow.limits import FlowLimits
from ingest.headings import MAX_LENGTH, Heading
from ingest.layout.page_text import SPLIT_WORD, RawPage, cut, running_pages

PART = 3_000  # characters of a part, as many as a printed page has

_PIECE = re.compile(rf".{{1,{PART}}}(?=\s|\Z)|.{{{PART}}}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FlowDocument:
    """A file without physical pages, as read.

    Attributes:
        pages: Parts; no size, no boxes.
        title: The best the file itself offers; "" if it offers none.
        flags: Sorted.
        language: ISO 639-1 as the file says, which is often just how the author's program was set; None if it does not.
    """

    pages: list[Page]
    headings: list[Heading]
    tables: list[Table]
    title: str
    flags: tuple[Flag, ...]
    language: str | None


@dataclass(slots=True)
class _Part:
    """A page that is being filled: words, what follows each, and those of the margin."""

    words: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    margin_words: list[str] = field(default_factory=list)
    margin_breaks: list[str] = field(default_factory=list)
    size: int = 0

    def page(self, number: int) -> Page:
        """Return it as a page."""
        words, breaks = self.words + self.margin_words, self.breaks + self.margin_breaks
        boxes = np.zeros((len(words), 4), np.float32)
        return running_pages([RawPage(number, 0.0, 0.0, words, breaks, boxes, margin=len(self.margin_words))])[0]


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of a part: its index, the first of them and the one past the last."""

    part: int
    first: int
    last: int


@dataclass(slots=True)
class Layout:
    """Pages, headings and tables, filled block by block.

    Attributes:
        name: Of the file, for messages.
        paged: Whether the file says where pages end; else long stretches are cut into parts.
    """

    name: str
    limits: FlowLimits
    paged: bool
    _parts: list[_Part] = field(default_factory=lambda: [_Part()])
    _headings: list[tuple[_Place, int]] = field(default_factory=list)
    _tables: list[tuple[Grid, list[tuple[GridCell, _Place]]]] = field(default_factory=list)
    _size: int = 0

    def fill(self, blocks: Iterable[Block]) -> None:
        """Lay out some blocks.

        Raises:
            LimitError: They hold more text or pages than the limits allow.
        """
        for block in blocks:
            match block:
                case PageBreak():
                    self._turn()
                case Grid():
                    self._table(block)
                case Paragraph(margin=True):
                    self._margin(block)
                case Paragraph():
                    self._paragraph(block)

    def finish(self) -> tuple[list[Page], list[Heading], list[Table]]:
        """Return what was laid out.

        Raises:
            NoTextError: Nothing was.
        """
        if not any(part.words for part in self._parts):
            raise NoTextError(f"{self.name} holds no text. Open it and check that it is the file you meant.")
        pages = [part.page(number) for number, part in enumerate(self._filled(), start=1)]
        headings = [self._heading(pages, place, level) for place, level in self._headings]
        tables = [_table(ordinal, grid, cells, pages) for ordinal, (grid, cells) in enumerate(self._tables)]
        return pages, headings, tables

    def _filled(self) -> list[_Part]:
        """Return the parts; only the last one can be empty."""
        last = self._parts[-1]
        return self._parts if last.words or last.margin_words else self._parts[:-1]

    def _turn(self) -> None:
        """Begin a page, unless the last one is still empty."""
        if not self._parts[-1].words:
            return
        if len(self._parts) >= self.limits.pages:
            raise LimitError(f"{self.name} has more than {self.limits.pages:,} pages. Split it.")
        self._parts.append(_Part())

    def _paragraph(self, paragraph: Paragraph) -> None:
        pieces = [paragraph.text] if self.paged or len(paragraph.text) <= 2 * PART else _PIECE.findall(paragraph.text)
        for piece in pieces:
            enough = PART // 2 if paragraph.level else PART
            if not self.paged and self._parts[-1].size >= enough:
                self._turn()
            if not paragraph.close:
                self._set_apart()
            place = self._words(piece, "\n" if paragraph.close else "\n\n")
            if place and paragraph.level:
                self._headings.append((place, paragraph.level))

    def _margin(self, paragraph: Paragraph) -> None:
        words, breaks = _cut(paragraph.text)
        if words:
            self._count(len(paragraph.text))
            self._parts[-1].margin_words += words
            self._parts[-1].margin_breaks += [*breaks, "\n"]

    def _table(self, grid: Grid) -> None:
        """Lay out a table, a line a row, with a tab after each cell but the last."""
        places: list[tuple[GridCell, _Place]] = []
        self._set_apart("\n" if grid.caption else "\n\n")
        for row, cells in groupby(grid.cells, key=lambda cell: cell.row):
            full = not self.paged and row > grid.header_rows and self._parts[-1].size >= PART
            if full or row in grid.breaks:
                self._turn()
            places += self._row(list(cells), grid.column_count)
        self._set_apart()
        self._tables.append((grid, places))

    def _row(self, cells: Sequence[GridCell], columns: int) -> Iterator[tuple[GridCell, _Place]]:
        """Yield the cells of a row with their places; tabs at the very beginning of a page are left out."""
        column = 0
        for cell in cells:
            self._tabs(cell.column - column)
            place = self._words(" ".join(cell.text.split()), "")
            if place:
                yield cell, place
            column = cell.column
        self._tabs(columns - 1 - column)
        if self._parts[-1].breaks:
            self._parts[-1].breaks[-1] += "\n"

    def _set_apart(self, gap: str = "\n\n") -> None:
        """End the last line, mostly with a blank one below it."""
        if self._parts[-1].breaks:
            self._parts[-1].breaks[-1] = self._parts[-1].breaks[-1].rstrip("\n") + gap

    def _tabs(self, count: int) -> None:
        if self._parts[-1].breaks:
            self._parts[-1].breaks[-1] += "\t" * count

    def _words(self, text: str, after: str) -> _Place | None:
        """Add a text to the last part; return where it stands, None if nothing of it can be seen."""
        words, breaks = _cut(text)
        if not words:
            return None
        self._count(len(text))
        part = self._parts[-1]
        first = len(part.words)
        part.words += words
        part.breaks += [*breaks, after]
        part.size += len(text)
        return _Place(len(self._parts) - 1, first, len(part.words))

    def _count(self, characters: int) -> None:
        self._size += characters
        if self._size > self.limits.characters:
            raise LimitError(f"{self.name} holds more than {self.limits.characters:,} characters of text. Split it.")

    def _heading(self, pages: Sequence[Page], place: _Place, level: int) -> Heading:
        start, end = _span(pages, place)
        text = " ".join(pages[place.part].text[start:end].split())
        return Heading(text[:MAX_LENGTH], pages[place.part].number, start, level)


def _cut(text: str) -> tuple[list[str], list[str]]:
    """Return a text's words and what stands between them."""
    if text.isascii() and text.isprintable():  # most cells; what `cut` cleans away is not in them, and a sheet has many
        words = text.split()
        return words, [" "] * (len(words) - 1)
    found = cut(text)
    return found.words, [" " if gap == SPLIT_WORD else gap for gap in found.breaks[:-1]]


def _span(pages: Sequence[Page], place: _Place) -> tuple[int, int]:
    spans = pages[place.part].words.spans
    return int(spans[place.first, 0]), int(spans[place.last - 1, 1])


def _table(ordinal: int, grid: Grid, places: Sequence[tuple[GridCell, _Place]], pages: Sequence[Page]) -> Table:
    cells = tuple(_cell(cell, place, pages) for cell, place in places)
    return Table(
        ordinal=ordinal,
        caption=grid.caption,
        first_page=cells[0].page if cells else 1,
        last_page=cells[-1].page if cells else 1,
        header_rows=grid.header_rows,
        row_count=grid.row_count,
        column_count=grid.column_count,
        cells=cells,
    )


def _cell(cell: GridCell, place: _Place, pages: Sequence[Page]) -> Cell:
    start, end = _span(pages, place)
    page = pages[place.part]
    return Cell(cell.row, cell.column, page.text[start:end], page.number, (start, end), cell.rows, cell.columns)
