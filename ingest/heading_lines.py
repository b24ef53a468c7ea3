"""The lines of pages as headings are looked for among them: text, place, height of letters. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Page

_LONG = 3  # characters of a word that is wider than tall if it stands upright


@dataclass(frozen=True, slots=True)
class Line:
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


@dataclass(frozen=True, slots=True)
class PageLines:
    """Pages with their lines.

    Attributes:
        lines: For each page, those of its body that hold anything.
        body: Height of the letters of most of the text, by characters, in points; 0 without any.
    """

    pages: Sequence[Page]
    lines: Sequence[Sequence[Line]]
    body: float


def lines_of_pages(pages: Sequence[Page]) -> PageLines:
    """Return pages with their lines."""
    lines = [list(_lines(page)) for page in pages]
    return PageLines(pages, lines, _body_height(lines))


def _lines(page: Page) -> Iterator[Line]:
    texts = page.body.split("\n")
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    heights = _line_heights(page, starts)
    seen = [False, *(bool(text.strip()) for text in texts), False]
    for index, (text, start, height) in enumerate(zip(texts, starts.tolist(), heights, strict=False), start=1):
        if seen[index]:
            yield Line(text, start, height, not seen[index - 1], not seen[index + 1])


def _line_heights(page: Page, starts: NDArray[np.int64]) -> list[float]:
    """Return the median height of the letters of each line's words, 0 for a line without any.

    Args:
        starts: Where lines begin, and the end of the last one.
    """
    heights = _heights(page).astype(np.float64)
    first = np.searchsorted(page.words.spans[:, 0], starts)
    counts = np.diff(first)
    words = np.arange(first[0], first[-1])
    ordered = heights[words[np.lexsort((heights[words], np.repeat(np.arange(len(counts)), counts)))]]
    begin = first[:-1] - first[0]
    found = np.zeros(len(counts))
    some = counts > 0
    low, high = (begin + (counts - 1) // 2)[some], (begin + counts // 2)[some]
    found[some] = (ordered[low] + ordered[high]) / 2
    told: list[float] = found.tolist()
    return told


def _heights(page: Page) -> NDArray[np.float32]:
    """Return the height of each word's letters, in points; those of turned text stand across the page."""
    wide, tall = (page.words.boxes[:, 2:] - page.words.boxes[:, :2]).T
    long = np.diff(page.words.spans, axis=1)[:, 0] >= _LONG
    turned = 2 * np.count_nonzero(tall[long] > wide[long]) > np.count_nonzero(long)
    return np.asarray(wide if turned else tall)


def _body_height(lines: Sequence[Sequence[Line]]) -> float:
    counts: Counter[float] = Counter()
    for page_lines in lines:
        for line in page_lines:
            counts[round(line.height, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0
