"""Find the headings of a document: those its outline names, else lines that are numbered or set like headings.

Running heads and feet are never headings: only the pages' bodies are looked at. Pure: works on pages already read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.model import Page, Table
from ingest.heading_levels import LARGE, NAMED, Clue, levels
from ingest.heading_lines import Line, PageLines
from ingest.pdf.outline import Outline

MAX_LENGTH = 200  # characters of a heading

_MAX_LINES = 3
_BETWEEN_CELLS = "\t"  # a row of a table is no heading
_NUMBERED = re.compile(r"(?:(?:\d{1,2}\.){0,5}\d{1,2}\.?|[A-Z]\.(?:\d{1,2}\.?)*|[IVX]{1,5}\.)\s+(?=[^\W\d_a-z])")
_LETTER = re.compile(r"[^\W_]")
_ENDS_OPEN = (".", ",", ";", ":", "…")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and where it begins.

    Attributes:
        page: Physical page, from 1.
        start: First character in that page's text.
        level: From 1, the outermost.
    """

    text: str
    page: int
    start: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class _Found:
    """A heading whose level is still to be told."""

    page: int
    start: int
    clue: Clue


def find_headings(lines: PageLines, outline: Sequence[Outline], tables: Sequence[Table] = ()) -> list[Heading]:
    """Return the headings of pages in reading order.

    An outline with at least an entry for every five pages is taken as complete; otherwise the rules for single lines
    add to what it names.

    Args:
        tables: Of the pages; no line of theirs is a heading by rule.
    """
    named = _from_outline(lines.lines, outline)
    if len(named) >= max(3, len(lines.pages) / 5):
        return _levelled(named, lines.body)
    known = {(each.page, each.start) for each in named}
    tabled = _lines_of_tables(lines.pages, tables)
    ruled = [
        each
        for page, page_lines in zip(lines.pages, lines.lines, strict=True)
        for each in _from_lines(page.number, page_lines, lines.body)
        if (each.page, each.start) not in known and (each.page, each.start) not in tabled
    ]
    return _levelled(sorted(named + ruled, key=lambda each: (each.page, each.start)), lines.body)


def paths(headings: Sequence[Heading]) -> list[tuple[str, ...]]:
    """Return for each heading the texts of those it stands under, outermost first, its own last."""
    above: list[Heading] = []
    found: list[tuple[str, ...]] = []
    for heading in headings:
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
        found.append(tuple(each.text for each in above))
    return found


def largest_text(lines: PageLines) -> str:
    """Return what is set in the largest letters on the first page, "" if nothing stands out there: mostly the title."""
    first = [line for line in lines.lines[0] if sum(map(str.isalpha, line.text)) >= 3] if lines.lines else []
    largest = max((line.height for line in first), default=0.0)
    if largest < LARGE * lines.body:
        return ""
    alike = [index for index, line in enumerate(first) if line.height >= 0.97 * largest]
    run = [index for place, index in enumerate(alike) if index == alike[0] + place]
    text = " ".join(" ".join(first[index].text for index in run).split())
    return text if " " in text and len(text) <= MAX_LENGTH else ""


def _lines_of_tables(pages: Sequence[Page], tables: Sequence[Table]) -> frozenset[tuple[int, int]]:
    """Return page and first character of each line that holds a cell."""
    texts = {page.number: page.text for page in pages}
    cells = [cell for table in tables for cell in table.cells if cell.text]
    return frozenset((cell.page, texts[cell.page].rfind("\n", 0, cell.span[0]) + 1) for cell in cells)


def _levelled(found: Sequence[_Found], body: float) -> list[Heading]:
    told = levels([each.clue for each in found], body)
    return [Heading(each.clue.text, each.page, each.start, level) for each, level in zip(found, told, strict=True)]


def _from_outline(lines: Sequence[Sequence[Line]], outline: Sequence[Outline]) -> list[_Found]:
    """Return the outline's entries in page order, each at the line that repeats it, else at its page's top."""
    found: dict[tuple[int, int], _Found] = {}
    for entry in outline:
        if 1 <= entry.page <= len(lines):
            start = _locate(entry.title, lines[entry.page - 1])
            each = _Found(entry.page, start, Clue(entry.title[:MAX_LENGTH], entry.level, 0.0))
            found.setdefault((entry.page, start), each)
    return [found[key] for key in sorted(found)]


def _locate(title: str, lines: Sequence[Line]) -> int:
    """Return where the line begins that repeats a title, with its number or without; 0 if none does."""
    wanted = fold(title)
    unnumbered = wanted.lstrip("0123456789. ")
    beginnings = {wanted[:1], unnumbered[:1]}
    folded = [(line, fold(line.text)) for line in lines if _may_begin(line.text, beginnings)]
    for line, text in folded:
        if text == wanted or (len(text) >= 12 and wanted.startswith(text)):
            return line.start
    for line, text in folded:
        if len(unnumbered) >= 6 and text == unnumbered:
            return line.start
    return 0


def _may_begin(text: str, beginnings: Container[str]) -> bool:
    """Tell whether a text, folded, may begin with one of some letters: cheaper than folding it."""
    first = _LETTER.search(text)
    return first is None or not first[0].isascii() or first[0].lower() in beginnings


def _from_lines(page: int, lines: Sequence[Line], body: float) -> Iterator[_Found]:
    index = 0
    while index < len(lines):
        block = _block(lines, index)
        if _is_heading(block, lines[index + len(block) : index + len(block) + 1], body):
            text = " ".join(" ".join(line.text for line in block).split())
            yield _Found(page, block[0].start, Clue(text, 0, block[0].height))
        index += len(block)


def _block(lines: Sequence[Line], index: int) -> Sequence[Line]:
    """Return the lines from `index` on that are set alike and belong to one paragraph."""
    end = index + 1
    while end < len(lines) and not lines[end].first:
        if abs(lines[end].height - lines[index].height) > 0.05 * max(lines[index].height, 1.0):
            break
        if _NUMBERED.match(lines[end].text):
            break
        end += 1
    return lines[index:end]


def _is_heading(block: Sequence[Line], following: Sequence[Line], body: float) -> bool:
    text = " ".join(line.text.strip() for line in block)
    if len(block) > _MAX_LINES or not 3 <= len(text) <= MAX_LENGTH or _BETWEEN_CELLS in text:
        return False
    letters = sum(character.isalpha() for character in text)
    if letters < 3 or letters < 0.5 * len(text) or text.endswith(_ENDS_OPEN) or text[-1].isdigit():
        return bool(NAMED.fullmatch(text)) and block[0].first and block[0].height >= body
    if block[0].height >= LARGE * body > 0:
        return text[0].isupper() or text[0].isdigit() or not text[0].isascii()
    alone = block[0].first and block[-1].last
    if _NUMBERED.match(text) or NAMED.match(text):
        return len(text) <= (120 if alone else 70) and block[0].first
    shouted = text.isupper() and len(block) == 1 and len(text) >= 6
    introduces = bool(following) and len(following[0].text) >= 60
    titled = len(block) == 1 and len(text) <= 80 and text[0].isupper() and introduces
    return alone and (shouted or titled) and block[0].height >= 0.95 * body
