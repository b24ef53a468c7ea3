"""Read web pages: their text by paragraph, heading, list and table, as a reader without scripts sees it.

No script runs, nothing that a page points to is fetched. What a page hides by its own tags is left out and told; what
only a style sheet hides is not known here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PreformattedString, Tag

from corpus.model import Flag
from ingest.flow.blocks import Block, Paragraph
from ingest.flow.decoding import decoded
from ingest.flow.html_tables import grid, is_data
from ingest.flow.limits import FlowLimits
from ingest.flow.markup import BLOCKS, ITEMS, UNREAD, attribute, heading_level, is_beside, is_hidden, runs
from ingest.flow.pages import FlowDocument, Layout
from ingest.flow.scripts import raised
from ingest.flow.text_files import read_bytes
from ingest.pdf.structure import readable_title

_SPACES = re.compile("[ \t\r\n\f]+")
_LINES = re.compile(r" ?\n ?")
_LISTS = ("ol", "ul", "menu", "dir")
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_]|\Z)")


def read(path: Path, limits: FlowLimits) -> FlowDocument:
    """Return a web page.

    Raises:
        LimitError, NoTextError: It holds too much, or nothing.
    """
    content = read_bytes(path, limits)
    markup = decoded(content, EncodingDetector.find_declared_encoding(content, is_html=True))
    return read_markup(markup, path.name, limits)


def read_markup(markup: str, name: str, limits: FlowLimits) -> FlowDocument:
    """Return what some HTML says.

    Args:
        name: Of the file, for messages.

    Raises:
        LimitError, NoTextError: It holds too much, or nothing.
    """
    soup = BeautifulSoup(markup, "lxml")
    walk = _Walk(limits)
    layout = Layout(name, limits, paged=False)
    layout.fill(walk.blocks(soup))
    pages, headings, tables = layout.finish()
    first = next((heading.text for heading in headings if heading.level == 1), "")
    title = readable_title(soup.title.get_text(" ", strip=True) if soup.title else "") or first
    if any(runs(tag) for tag in soup.find_all(True)):
        walk.flags.add(Flag.JAVASCRIPT)
    return FlowDocument(pages, headings, tables, title, tuple(sorted(walk.flags)), _language(soup))


@dataclass(frozen=True, slots=True)
class _End:
    """Where a tag ends."""

    tag: Tag


class _Inside(StrEnum):
    """What a walk is inside of."""

    BESIDE = "beside the text"
    ITEM = "an item of a list"
    SET_OUT = "text that is set out"


@dataclass(slots=True)
class _Walk:
    """A walk through a page in reading order; text is gathered until a block begins or ends."""

    limits: FlowLimits
    flags: set[Flag] = field(default_factory=set)
    _gathered: list[str] = field(default_factory=list)
    _inside: Counter[_Inside] = field(default_factory=Counter)
    _items: list[int] = field(default_factory=list)  # of each list that is open, the number of its next item
    _mark: str = ""

    def blocks(self, top: Tag) -> Iterator[Block]:
        """Yield what stands in a tag. Nesting costs no recursion, so that no page is too deep."""
        waiting: list[object] = [top]
        while waiting:
            match waiting.pop():
                case _End(tag):
                    yield from self._flush(tag)
                    self._leave(tag)
                case PreformattedString():  # comments, declarations, CDATA
                    pass
                case NavigableString() as text:
                    self._gathered.append(self._text(text))
                case Tag() as tag if tag.name == "br":
                    self._gathered.append("\n")
                case Tag() as tag if self._is_seen(tag):
                    if tag.name == "table" and is_data(tag):
                        yield from self._table(tag)
                        continue
                    if tag.name in BLOCKS:
                        yield from self._flush(tag.parent)
                        self._enter(tag)
                        waiting.append(_End(tag))
                    waiting += reversed(tag.contents)

    def _is_seen(self, tag: Tag) -> bool:
        if tag.name in UNREAD:
            return False
        if not is_hidden(tag):
            return True
        if any(map(str.isalnum, tag.get_text())):
            self.flags.add(Flag.HIDDEN_TEXT)
        return False

    def _enter(self, tag: Tag) -> None:
        self._inside.update(_kinds(tag))
        if tag.name in _LISTS:
            self._items.append(_first_number(tag))
        if tag.name == "li":
            numbered = self._items and tag.parent is not None and tag.parent.name == "ol"
            self._mark = f"{self._items[-1]}. " if numbered else "• "
            self._items[-1:] = [number + 1 for number in self._items[-1:]]

    def _leave(self, tag: Tag) -> None:
        self._inside.subtract(_kinds(tag))
        if tag.name in _LISTS:
            self._items.pop()

    def _flush(self, tag: Tag | None) -> Iterator[Paragraph]:
        """Yield what was gathered within a block."""
        text = _LINES.sub("\n", _joined(self._gathered)).strip()
        self._gathered.clear()
        if not text:
            return
        yield Paragraph(
            self._mark + text,
            heading_level(tag) if tag else 0,
            close=self._inside[_Inside.ITEM] > 0,
            margin=self._inside[_Inside.BESIDE] > 0,
        )
        self._mark = ""

    def _text(self, string: NavigableString) -> str:
        """Return a string as it is shown: white space as one space unless it is set out, raised digits raised."""
        text = str(string) if self._inside[_Inside.SET_OUT] else _SPACES.sub(" ", string)
        return raised(text) if string.parent is not None and string.parent.name == "sup" else text

    def _table(self, table: Tag) -> Iterator[Block]:
        yield from self._flush(table.parent)
        named = table.find("caption")
        caption = " ".join(self._cell(named).split()) if named and named.find_parent("table") is table else ""
        read_table = grid(table, self._cell, caption, self.limits.columns)
        if caption:
            yield Paragraph(caption)
        if read_table:
            yield read_table

    def _cell(self, cell: Tag) -> str:
        """Return the text of a cell on one line."""
        inner = _Walk(self.limits, self.flags)
        return " ".join(block.text for block in inner.blocks(cell) if isinstance(block, Paragraph))


def _joined(pieces: list[str]) -> str:
    text = "".join(pieces)
    return text if "\n" in text else _SPACES.sub(" ", text)


def _kinds(tag: Tag) -> list[_Inside]:
    """Return what whoever is in a tag is inside of."""
    told = ((is_beside(tag), _Inside.BESIDE), (tag.name in ITEMS, _Inside.ITEM), (tag.name == "pre", _Inside.SET_OUT))
    return [kind for holds, kind in told if holds]


def _first_number(numbered: Tag) -> int:
    start = attribute(numbered, "start")
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _language(soup: BeautifulSoup) -> str | None:
    top = soup.find("html")
    match = _LANGUAGE.match(attribute(top, "lang") or attribute(top, "xml:lang")) if isinstance(top, Tag) else None
    return match[1].lower() if match else None
