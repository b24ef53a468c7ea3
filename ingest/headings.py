"""Find the headings of a document: those its outline names, else lines that are numbered or set like headings.

Running heads and feet are never headings: only the pages' bodies are looked at. Pure: works on pages already read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from corpus.folding import fold
from corpus.model import Page, Table
from ingest.heading_levels import LARGE, NAMED, Clue, levels
from ingest.pdf.structure import Outline

MAX_LENGTH = 200  # characters of a heading

_MAX_LINES = 3
_LONG = 3  # characters of a word that is wider than tall if it stands upright
_BETWEEN_CELLS = "\t"  # a row of a table is no heading
_NUMBERED = re.compile(r"(?:(?:\d{1,2}\.){0,5}\d{1,2}\.?|[A-Z]\.(?:\d{1,2}\.?)*|[IVX]{1,5}\.)\s+(?=[^\W\d_a-z])")
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


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page.

    Attributes:
        height: Of its letters, in points; 0 if unknown.
        first, last: Whether it begins or ends a paragraph.
    """

    text: str
    start: int
    height: float
    first: bool
    last: bool


def find_headings(pages: Sequence[Page], outline: Sequence[Outline], tables: Sequence[Table] = ()) -> list[Heading]:
    """Return the headings in reading order.

    An outline with at least an entry for every five pages is taken as complete; otherwise the rules for single lines
    add to what it names.

    Args:
        tables: Of the pages; no line of theirs is a heading by rule.
    """
    lines = [list(_page_lines(page)) for page in pages]
    body = _body_height(lines)
    named = _from_outline(lines, outline)
    if len(named) >= max(3, len(pages) / 5):
        return _levelled(named, body)
    known = {(each.page, each.start) for each in named}
    tabled = _lines_of_tables(pages, tables)
    ruled = [
        each
        for page, page_lines in zip(pages, lines, strict=True)
        for each in _from_lines(page.number, page_lines, body)
        if (each.page, each.start) not in known and (each.page, each.start) not in tabled
    ]
    return _levelled(sorted(named + ruled, key=lambda each: (each.page, each.start)), body)


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


def largest_text(pages: Sequence[Page]) -> str:
    """Return what is set in the largest letters on the first page, "" if nothing stands out there: mostly the title."""
    lines = [list(_page_lines(page)) for page in pages]
    body = _body_height(lines)
    first = [line for line in lines[0] if sum(map(str.isalpha, line.text)) >= 3] if lines else []
    largest = max((line.height for line in first), default=0.0)
    if largest < LARGE * body:
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


def _page_lines(page: Page) -> Iterator[_Line]:
    """Yield the lines of a page's body that hold anything."""
    texts = page.body.split("\n")
    starts = np.cumsum([0] + [len(text) + 1 for text in texts])
    words = np.searchsorted(page.words.spans[:, 0], starts).tolist() if len(page.words.spans) else [0] * len(starts)
    heights = _heights(page).tolist()
    for index in (index for index, text in enumerate(texts) if text.strip()):
        of_line = heights[words[index] : words[index + 1]]
        yield _Line(
            text=texts[index],
            start=int(starts[index]),
            height=median(of_line) if of_line else 0.0,
            first=index == 0 or not texts[index - 1].strip(),
            last=index + 1 == len(texts) or not texts[index + 1].strip(),
        )


def _heights(page: Page) -> NDArray[np.float32]:
    """Return the height of each word's letters, in points; those of turned text stand across the page."""
    wide, tall = (page.words.boxes[:, 2:] - page.words.boxes[:, :2]).T
    long = np.diff(page.words.spans, axis=1)[:, 0] >= _LONG
    turned = 2 * np.count_nonzero(tall[long] > wide[long]) > np.count_nonzero(long)
    return np.asarray(wide if turned else tall)


def _body_height(lines: Sequence[Sequence[_Line]]) -> float:
    """Return the height of most of the text, by characters."""
    counts: Counter[float] = Counter()
    for page_lines in lines:
        for line in page_lines:
            counts[round(line.height, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _from_outline(lines: Sequence[Sequence[_Line]], outline: Sequence[Outline]) -> list[_Found]:
    """Return the outline's entries in page order, each at the line that repeats it, else at its page's top."""
    found: dict[tuple[int, int], _Found] = {}
    for entry in outline:
        if 1 <= entry.page <= len(lines):
            start = _locate(entry.title, lines[entry.page - 1])
            each = _Found(entry.page, start, Clue(entry.title[:MAX_LENGTH], entry.level, 0.0))
            found.setdefault((entry.page, start), each)
    return [found[key] for key in sorted(found)]


def _locate(title: str, lines: Sequence[_Line]) -> int:
    wanted = fold(title)
    folded = [fold(line.text) for line in lines]
    for line, text in zip(lines, folded, strict=True):
        if text == wanted or (len(text) >= 12 and wanted.startswith(text)):
            return line.start
    unnumbered = wanted.lstrip("0123456789. ")
    for line, text in zip(lines, folded, strict=True):
        if len(unnumbered) >= 6 and text == unnumbered:
            return line.start
    return 0


def _from_lines(page: int, lines: Sequence[_Line], body: float) -> Iterator[_Found]:
    index = 0
    while index < len(lines):
        block = _block(lines, index)
        if _is_heading(block, lines[index + len(block) : index + len(block) + 1], body):
            text = " ".join(" ".join(line.text for line in block).split())
            yield _Found(page, block[0].start, Clue(text, 0, block[0].height))
        index += len(block)


def _block(lines: Sequence[_Line], index: int) -> Sequence[_Line]:
    """Return the lines from `index` on that are set alike and belong to one paragraph."""
    end = index + 1
    while end < len(lines) and not lines[end].first:
        if abs(lines[end].height - lines[index].height) > 0.05 * max(lines[index].height, 1.0):
            break
        if _NUMBERED.match(lines[end].text):
            break
        end += 1
    return lines[index:end]


def _is_heading(block: Sequence[_Line], following: Sequence[_Line], body: float) -> bool:
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
