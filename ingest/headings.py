"""Find the headings of a document: those its outline names, else lines that are numbered or set like headings.

Running heads and feet are never headings. Pure: works on pages already read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.folding import fold
from corpus.model import Page
from ingest.structure import Outline

MAX_LENGTH = 200  # characters of a heading

_LARGE = 1.12  # times the height of the running text
_MAX_LINES = 3
_EDGE_LINES = 2  # at the top and at the bottom of a page, where running heads and feet stand
_RUNNING_PAGES = 3  # a line at the edge of as many pages is one
_NUMBERED = re.compile(r"(?:(?:\d{1,2}\.){0,5}\d{1,2}\.?|[A-Z]\.(?:\d{1,2}\.?)*|[IVX]{1,5}\.)\s+(?=[^\W\d_a-z])")
_NAMED = re.compile(
    r"(?:annex|appendix|chapter|part|section|bat|anexo|cap[ií]tulo|annexe|chapitre|bijlage|hoofdstuk|kapitel|anhang)"
    r"\s+[\dIVX]{1,4}\b",
    re.IGNORECASE,
)
_ENDS_OPEN = (".", ",", ";", ":", "…")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and where it begins.

    Attributes:
        page: Physical page, from 1.
        start: First character in that page's text.
    """

    text: str
    page: int
    start: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page.

    Attributes:
        height: Of its letters, in points; 0 if unknown.
        first, last: Whether it begins or ends a paragraph.
        running: Whether it repeats at the edge of several pages.
    """

    text: str
    start: int
    height: float
    first: bool
    last: bool
    running: bool


def find_headings(pages: Sequence[Page], outline: Sequence[Outline]) -> list[Heading]:
    """Return the headings in reading order.

    An outline with at least an entry for every five pages is taken as complete; otherwise the rules for single lines
    add to what it names.
    """
    lines = _lines(pages)
    named = _from_outline(pages, lines, outline)
    if len(named) >= max(3, len(pages) / 5):
        return named
    known = {(heading.page, heading.start) for heading in named}
    body = _body_height(lines)
    ruled = [
        heading
        for page, page_lines in zip(pages, lines, strict=True)
        for heading in _from_lines(page.number, page_lines, body)
        if (heading.page, heading.start) not in known
    ]
    return sorted(named + ruled, key=lambda heading: (heading.page, heading.start))


def largest_text(pages: Sequence[Page]) -> str:
    """Return what is set in the largest letters on the first page, "" if nothing stands out there: mostly the title."""
    lines = _lines(pages)
    body = _body_height(lines)
    first = [line for line in lines[0] if sum(map(str.isalpha, line.text)) >= 3] if lines else []
    largest = max((line.height for line in first), default=0.0)
    if largest < _LARGE * body:
        return ""
    alike = [index for index, line in enumerate(first) if line.height >= 0.97 * largest]
    run = [index for place, index in enumerate(alike) if index == alike[0] + place]
    text = " ".join(" ".join(first[index].text for index in run).split())
    return text if " " in text and len(text) <= MAX_LENGTH else ""


def _lines(pages: Sequence[Page]) -> list[list[_Line]]:
    running = _running(pages)
    return [list(_page_lines(page, running)) for page in pages]


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """Return the lines, numbers aside, that stand at the edge of several pages."""
    pages_with: Counter[str] = Counter()
    for page in pages:
        edges = [line for line in page.text.split("\n") if line.strip()]
        pages_with.update({_shape(line) for line in edges[:_EDGE_LINES] + edges[-_EDGE_LINES:]})
    return frozenset(shape for shape, count in pages_with.items() if count >= _RUNNING_PAGES)


def _shape(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()).casefold())


def _page_lines(page: Page, running: frozenset[str]) -> Iterator[_Line]:
    texts = page.text.split("\n")
    starts = np.cumsum([0] + [len(text) + 1 for text in texts])
    words = np.searchsorted(page.words.spans[:, 0], starts) if len(page.words.spans) else np.zeros(len(starts), int)
    heights = page.words.boxes[:, 3] - page.words.boxes[:, 1]
    filled = [index for index, text in enumerate(texts) if text.strip()]
    edges = set(filled[:_EDGE_LINES] + filled[-_EDGE_LINES:])
    for index in filled:
        of_line = heights[words[index] : words[index + 1]]
        yield _Line(
            text=texts[index],
            start=int(starts[index]),
            height=float(np.median(of_line)) if len(of_line) else 0.0,
            first=index == 0 or not texts[index - 1].strip(),
            last=index + 1 == len(texts) or not texts[index + 1].strip(),
            running=index in edges and _shape(texts[index]) in running,
        )


def _body_height(lines: Sequence[Sequence[_Line]]) -> float:
    """Return the height of most of the text, by characters."""
    counts: Counter[float] = Counter()
    for page_lines in lines:
        for line in page_lines:
            counts[round(line.height, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _from_outline(pages: Sequence[Page], lines: Sequence[Sequence[_Line]], outline: Sequence[Outline]) -> list[Heading]:
    """Return the outline's entries in page order, each at the line that repeats it, else at its page's top."""
    found: dict[tuple[int, int], Heading] = {}
    for entry in outline:
        if not 1 <= entry.page <= len(pages):
            continue
        start = _locate(entry.title, lines[entry.page - 1])
        key = (entry.page, start)
        found.setdefault(key, Heading(entry.title[:MAX_LENGTH], *key))
    return [found[key] for key in sorted(found)]


def _locate(title: str, lines: Sequence[_Line]) -> int:
    wanted = fold(title)
    for line in lines:
        folded = fold(line.text)
        whole = folded == wanted or (len(folded) >= 12 and wanted.startswith(folded))
        if whole and not line.running:
            return line.start
    unnumbered = wanted.lstrip("0123456789. ")
    for line in lines:
        if len(unnumbered) >= 6 and fold(line.text) == unnumbered and not line.running:
            return line.start
    return 0


def _from_lines(page: int, lines: Sequence[_Line], body: float) -> Iterator[Heading]:
    index = 0
    while index < len(lines):
        block = _block(lines, index)
        if _is_heading(block, lines[index + len(block) : index + len(block) + 1], body):
            yield Heading(" ".join(" ".join(line.text for line in block).split()), page, block[0].start)
        index += len(block)


def _block(lines: Sequence[_Line], index: int) -> Sequence[_Line]:
    """Return the lines from `index` on that are set alike and belong to one paragraph."""
    end = index + 1
    while end < len(lines) and not lines[end].first and not lines[end].running:
        if abs(lines[end].height - lines[index].height) > 0.05 * max(lines[index].height, 1.0):
            break
        if _NUMBERED.match(lines[end].text):
            break
        end += 1
    return lines[index:end]


def _is_heading(block: Sequence[_Line], following: Sequence[_Line], body: float) -> bool:
    text = " ".join(line.text.strip() for line in block)
    if block[0].running or len(block) > _MAX_LINES or not 3 <= len(text) <= MAX_LENGTH:
        return False
    letters = sum(character.isalpha() for character in text)
    if letters < 3 or letters < 0.5 * len(text) or text.endswith(_ENDS_OPEN) or text[-1].isdigit():
        return bool(_NAMED.fullmatch(text)) and block[0].first and block[0].height >= body
    if block[0].height >= _LARGE * body > 0:
        return text[0].isupper() or text[0].isdigit() or not text[0].isascii()
    alone = block[0].first and block[-1].last
    if _NUMBERED.match(text) or _NAMED.match(text):
        return len(text) <= (120 if alone else 70) and block[0].first
    shouted = text.isupper() and len(block) == 1 and len(text) >= 6
    introduces = bool(following) and len(following[0].text) >= 60
    titled = len(block) == 1 and len(text) <= 80 and text[0].isupper() and introduces
    return alone and (shouted or titled) and block[0].height >= 0.95 * body
