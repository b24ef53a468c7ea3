"""Show one page of a document: its text, its image, and where on both a passage stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.model import Chunk, Page, Words

Box = tuple[float, float, float, float]  # left, top, width, height in percent of the page


def marks_of(chunk: Chunk, page_start: int, page: Page) -> tuple[tuple[int, int], ...]:
    """Return the part of a chunk that stands on a page, as a span of the page's text; () if it is elsewhere.

    Args:
        page_start: Where the page's text begins in the document's text.
    """
    start, end = max(0, chunk.start - page_start), min(len(page.body), chunk.end - page_start)
    return ((start, end),) if start < end else ()


def boxes_of(marks: Sequence[tuple[int, int]], page: Page) -> tuple[Box, ...]:
    """Return one box for each line of marked words."""
    inside = [_words_in(page.words, start, end) for start, end in marks]
    return tuple(_percent(line, page) for chosen in inside for line in _lines(page.words.boxes[chosen]))


def _words_in(words: Words, start: int, end: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray((words.spans[:, 0] < end) & (words.spans[:, 1] > start))


def _lines(boxes: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> list[list[float]]:
    """Join boxes of neighbouring words that stand on one line."""
    lines: list[list[float]] = []
    for left, top, right, bottom in boxes.tolist():
        if lines and _same_line(lines[-1], left, top, bottom):
            last = lines[-1]
            lines[-1] = [last[0], min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            lines.append([left, top, right, bottom])
    return lines


def _same_line(line: list[float], left: float, top: float, bottom: float) -> bool:
    height = max(line[3] - line[1], bottom - top)
    shared = min(line[3], bottom) - max(line[1], top)
    return shared > 0.5 * min(line[3] - line[1], bottom - top) and -height < left - line[2] < 2 * height


def _percent(line: list[float], page: Page) -> Box:
    left, top, right, bottom = line
    return (
        round(100 * left / page.width, 2),
        round(100 * top / page.height, 2),
        round(100 * (right - left) / page.width, 2),
        round(100 * (bottom - top) / page.height, 2),
    )
